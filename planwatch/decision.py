"""What every decision of a reviewer that is kept needs: a reason and a date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from planwatch.errors import PlanwatchError

LONGEST_REASON = 1000
"""Characters; more belongs into a memo."""


def reason_of(given: str) -> str:
    """A reason on one line. Raises `PlanwatchError` for none, a very long or a damaged one."""
    reason = " ".join(given.split())
    damaged = any("\ud800" <= char <= "\udfff" for char in reason)
    if not reason or damaged or len(reason) > LONGEST_REASON:
        raise PlanwatchError("error.pin-reason", limit=LONGEST_REASON)
    return reason


def today(environment: Mapping[str, str]) -> str:
    """The date in UTC; SOURCE_DATE_EPOCH (reproducible-builds.org) stands in for the clock."""
    given = environment.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return datetime.now(UTC).date().isoformat()
    try:
        if not (given.isascii() and given.isdigit()):
            raise ValueError
        return datetime.fromtimestamp(int(given), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise PlanwatchError("error.source-date", value=given) from None
