"""Commands for a reviewer's decisions: pin accept, reject, relabel, list, remove."""

from __future__ import annotations

from typing import Annotated

import typer

from planwatch.cli.options import PLAN, Format, Lang, Output, complete_from, complete_pinned
from planwatch.cli.root import app
from planwatch.errors import PlanwatchError
from planwatch.session import Session
from planwatch.usage import LocalCommand, LocalGroup

pin = typer.Typer(
    cls=LocalGroup,
    help="help.pin",
    epilog="help.pin.epilog",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(pin, name="pin")
_Pinned = {"autocompletion": complete_pinned, "show_default": False}
PinOld = Annotated[str, typer.Argument(help="help.pin-old", **PLAN)]
PinNew = Annotated[str, typer.Argument(help="help.pin-new", **PLAN)]
Reason = Annotated[str, typer.Option("--reason", help="help.reason", show_default=False)]
_RELATIONS = ("continued", "changed")
As = typer.Option("--as", help="help.as", autocompletion=complete_from(*_RELATIONS))


def _decide(decision: str, old: str, new: str, reason: str, relation: str, lang: str) -> None:
    from planwatch import pinning
    from planwatch.models import Decision, Relation

    session = Session(lang=lang)
    session.choose("--as", relation, ("", *_RELATIONS))
    named = Relation(relation) if relation else None
    kept = pinning.pin(
        session.workspace(), Decision(decision), old, new, reason=reason, relation=named
    )
    session.note("pin.kept", old=kept.old, new=kept.new, path="seeds/pins.yaml")
    session.warn([kept])


@pin.command("accept", cls=LocalCommand, help="help.pin-accept")
def pin_accept(
    old: PinOld,
    new: PinNew,
    reason: Reason,
    relation: Annotated[str, As] = "",
    lang: Lang = "",
) -> None:
    _decide("accept", old, new, reason, relation, lang)


@pin.command("reject", cls=LocalCommand, help="help.pin-reject")
def pin_reject(old: PinOld, new: PinNew, reason: Reason, lang: Lang = "") -> None:
    _decide("reject", old, new, reason, "", lang)


@pin.command("relabel", cls=LocalCommand, help="help.pin-relabel")
def pin_relabel(
    old: PinOld,
    new: PinNew,
    reason: Reason,
    relation: Annotated[str, As],
    lang: Lang = "",
) -> None:
    if not relation:
        raise PlanwatchError("error.choice", option="--as", value="", allowed="continued, changed")
    _decide("relabel", old, new, reason, relation, lang)


@pin.command("list", cls=LocalCommand, help="help.pin-list")
def pin_list(format: Format = "", output: Output = None, lang: Lang = "") -> None:
    from planwatch import pinning

    session = Session("pin list", format, lang=lang, output=output)
    session.emit(pinning.pins_of(session.workspace()))


@pin.command("remove", cls=LocalCommand, help="help.pin-remove")
def pin_remove(
    old: Annotated[str, typer.Argument(help="help.pin-old", **_Pinned)],
    new: Annotated[str, typer.Argument(help="help.pin-new", **_Pinned)],
    lang: Lang = "",
) -> None:
    from planwatch import pinning

    session = Session(lang=lang)
    gone = pinning.unpin(session.workspace(), old, new)
    session.note("pin.removed", old=gone.old.id, new=gone.new.id)
