"""Tables of reference answers: tab-separated columns with a head, quotation marks as they stand."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from planwatch.errors import PlanwatchError

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The answers of one file, one row each; every row has all `columns`."""

    path: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @classmethod
    def read(cls, text: str, path: str) -> Table:
        """Raises `PlanwatchError` when `text` holds no row, or one of another length."""
        reader = csv.DictReader(StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
        rows: list[dict[str | None, str | None]] = list(reader)
        columns = tuple(reader.fieldnames or ())
        uneven = [n for n, row in enumerate(rows, 2) if None in row or None in row.values()]
        if uneven or not rows:
            where = ", ".join(map(str, uneven[:3])) or "1"
            raise PlanwatchError("error.gold-rows", path=path, lines=where)
        return cls(path, columns, tuple({k or "": v or "" for k, v in row.items()} for row in rows))

    def require(self, columns: Sequence[str], *, faulty: Sequence[str] = ()) -> None:
        """Raises `PlanwatchError` when one of the columns is missing or has an empty cell, or is
        `faulty`."""
        empty = [c for c in columns if not all(row.get(c) for row in self.rows)]
        if empty or faulty:
            fields = ", ".join(sorted({*empty, *faulty}))
            raise PlanwatchError("error.gold-fields", path=self.path, fields=fields)
