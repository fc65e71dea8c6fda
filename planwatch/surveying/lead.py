"""Which document leads: the one named, the one that the catalog puts first, or the earliest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from planwatch.errors import PlanwatchError
from planwatch.models import DatedBy, LeadBy, PlanInfo


def lead_of(infos: Sequence[PlanInfo], dates: Sequence[tuple[str, DatedBy]]) -> tuple[int, LeadBy]:
    """The place of the leading document, and who says so.

    In a catalog it is the one that most others follow, else the earliest. Raises
    `PlanwatchError` where no date is known.
    """
    followed = Counter(info.predecessor for info in infos if info.predecessor)
    known = [place for place, info in enumerate(infos) if followed[info.id]]
    if known:
        return min(known, key=lambda place: (-followed[infos[place].id], place)), "catalog"
    dated = [place for place, (when, _) in enumerate(dates) if when]
    if not dated:
        raise PlanwatchError("error.no-lead")
    return min(dated, key=lambda place: (*_early(*dates[place]), place)), "earliest"


def _early(when: str, by: DatedBy) -> tuple[str, bool, str]:
    """Of one year those come first of which the day is known."""
    return when[:4], by in (DatedBy.PERIOD, DatedBy.NAME), when
