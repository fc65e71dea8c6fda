"""Strict YAML: safe types, no duplicate keys, no aliases, faults with file and line.

Used for everything a user may write: the catalog and the rules.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from planwatch.errors import DataError, Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

_Base: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAP, _LIST, _TEXT = (f"tag:yaml.org,2002:{name}" for name in ("map", "seq", "str"))

_TEXT_NODE, _LIST_NODE = (yaml.ScalarNode, _TEXT), (yaml.SequenceNode, _LIST)
_MAP_NODE = (yaml.MappingNode, _MAP)


class _Loader(_Base):  # type: ignore[misc]
    """PyYAML's safe loader; it sees at once what can be nothing but text by its first character."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """The tag of a node that has none."""
        plain = kind is yaml.ScalarNode and implicit[0] and value
        if plain and value[0] not in self.yaml_implicit_resolvers:
            return _TEXT
        return super().resolve(kind, value, implicit)


MAX_BYTES = 4_000_000
"""A larger data file is refused: none of ours comes near it."""

Model = TypeVar("Model", bound="BaseModel")


Checked = TypeVar("Checked")
Check = Callable[[Checked], Iterable[tuple[tuple[str | int, ...], str]]]
"""Finds what a model cannot see: places in the file (keys and indices), and what is wrong there."""


def load(path: Path, model: type[Model], shown: str | None = None) -> Model:
    """Read one YAML file into `model`.

    `shown` is the name of the file in messages (default: the path as given).
    Raises `DataError` with every fault of the file, each with its line.
    """
    name = shown or str(path)
    return loads(read_text(path, name), model, name)


def loads(
    text: str,
    model: type[Model],
    name: str,
    check: Check[Model] | None = None,
    check_data: Check[Any] | None = None,
) -> Model:
    """Read the text of the YAML file called `name` into `model`. Errors as for `load`.

    `check` sees a file without other faults; `check_data` the plain data, whatever is in it.
    """
    from pydantic import ValidationError  # noqa: PLC0415  (messages are read without it)

    node, data = _parse(text, name)
    if data is None:
        raise DataError([Fault(name, 1, "the file is empty")])
    found = list(check_data(data)) if check_data else []
    try:
        loaded = model.model_validate(data)
        found += check(loaded) if check else ()
        faults = []
    except ValidationError as error:
        faults = [_fault(name, node, model, detail) for detail in error.errors()]
    faults += [Fault(name, _line(node, place), message) for place, message in found]
    if faults:
        raise DataError(sorted(faults, key=lambda fault: fault.line))
    return loaded


@dataclass(frozen=True, slots=True)
class Block:
    """A list in a YAML text: its lines and those of its entries (from 0, half open).

    `column` is where its entries begin; `flow` says that it is written in brackets.
    """

    lines: tuple[int, int]
    entries: tuple[tuple[int, int], ...]
    column: int
    flow: bool


def block(text: str, key: str, name: str) -> Block | None:
    """Where the list under a top-level key stands; None where it is missing or no list."""
    node = _child(_parse(text, name)[0], key)
    if not isinstance(node, yaml.SequenceNode):
        return None
    return Block(
        lines=(node.start_mark.line, _end(node)),
        entries=tuple((entry.start_mark.line, _end(entry)) for entry in node.value),
        column=node.start_mark.column,
        flow=bool(node.flow_style),
    )


def _end(node: Any) -> int:
    """The line after the last one of a node's content; comments below are not content."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    line, column = node.end_mark.line, node.end_mark.column
    return int(line) + int(column > 0)


def read(path: Path, shown: str) -> Any:
    """The plain data of one YAML file. Raises `DataError`."""
    return _parse(read_text(path, shown), shown)[1]


def load_all(loaders: Sequence[Callable[[], Model]]) -> list[Model]:
    """Run all loaders and raise the faults of all of them as one `DataError`."""
    loaded: list[Model] = []
    faults: list[Fault] = []
    for loader in loaders:
        try:
            loaded.append(loader())
        except DataError as error:
            faults.extend(error.faults)
    if faults:
        raise DataError(faults)
    return loaded


def _parse(text: str, name: str) -> tuple[Any, Any]:
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        faults = [Fault(name, line, message) for line, message in _structure_faults(node)]
        if faults:
            raise DataError(faults)
        return node, _data(node, loader) if node else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise DataError([Fault(name, line, f"not valid YAML: {error.problem}")]) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0]
        raise DataError([Fault(name, 1, f"not valid YAML: {reason}")]) from None


def _data(node: Any, loader: Any) -> Any:
    """The plain data of a node without aliases; `loader` makes what is no text, list or mapping."""
    sort = type(node), node.tag
    if sort == _TEXT_NODE:
        return node.value
    if sort == _LIST_NODE:
        return [_data(item, loader) for item in node.value]
    if sort == _MAP_NODE:
        return {_data(key, loader): _data(value, loader) for key, value in node.value}
    return loader.construct_object(node, deep=True)


def read_text(path: Path, name: str) -> str:
    """The text of a file called `name` in messages. Raises `DataError`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DataError([Fault(name, 1, f"larger than {MAX_BYTES:,} bytes")])
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError([Fault(name, 1, f"not UTF-8 (byte {error.start})")]) from None
    except OSError as error:
        raise DataError([Fault(name, 1, f"cannot be read: {error.strerror}")]) from None


def _structure_faults(root: Any) -> Iterator[tuple[int, str]]:
    """Duplicate keys and aliases (the stuff of YAML bombs), with their lines."""
    seen: set[int] = set()
    stack = [root] if root is not None else []
    while stack:
        node = stack.pop()
        if id(node) in seen:
            yield node.start_mark.line + 1, "anchors and aliases are not allowed"
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            stack.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            yield from _duplicate_keys(node)
            stack.extend(value for _, value in node.value)


def _duplicate_keys(node: Any) -> Iterator[tuple[int, str]]:
    keys: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            yield key.start_mark.line + 1, "a key must be a single word or text"
            continue
        if key.value in keys:
            yield key.start_mark.line + 1, f"the key '{key.value}' stands twice"
        keys.add(key.value)


def _fault(name: str, root: Any, model: type[BaseModel], detail: Any) -> Fault:
    location = tuple(part for part in detail["loc"])
    where = ".".join(str(part) for part in location) or "the file"
    message = f"{where}: {detail['msg']}"
    if detail["type"] == "extra_forbidden":
        allowed = ", ".join(sorted(_fields_at(model, location[:-1])))
        message = f"{where}: unknown field; allowed are {allowed}"
    return Fault(name, _line(root, location), message)


def _line(node: Any, location: tuple[Any, ...]) -> int:
    """The line of the innermost node that the location leads to."""
    line = node.start_mark.line + 1
    for part in location:
        node = _child(node, part)
        if node is None:
            break
        line = node.start_mark.line + 1
    return int(line)


def _child(node: Any, part: Any) -> Any:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value
    return None


def _fields_at(model: Any, location: tuple[Any, ...]) -> set[str]:
    for part in location:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part)
        found = _model_in(field.annotation) if field else None
        if found is None:
            return set()
        model = found
    return {field.alias or name for name, field in model.model_fields.items()}


def _model_in(annotation: Any) -> Any:
    """The model class inside `X`, `tuple[X, ...]`, `X | None` and the like."""
    from pydantic import BaseModel  # noqa: PLC0415

    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return annotation if issubclass(annotation, BaseModel) else None
    for argument in typing.get_args(annotation):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
