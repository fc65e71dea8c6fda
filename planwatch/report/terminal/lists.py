"""What a workspace holds."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from planwatch.models import Addition, PinList, PlanInfo
from planwatch.report.layout import line, padded, wrapped
from planwatch.report.likeness import likeness_said
from planwatch.report.pins import pin_line
from planwatch.report.safe import safe
from planwatch.report.terminal.show import plan_facts
from planwatch.report.view import Catalogue, View


def catalogue_lines(catalogue: Catalogue, view: View) -> Iterator[Text]:
    """The plans of a workspace, each with its names and its place among the others."""
    if not catalogue.plans:
        yield from wrapped(Text(view.say("plans.none")), view.width)
        return
    column = max(Text(safe(info.id)).cell_len for info in catalogue.plans) + 2
    for info in catalogue.plans:
        text = Text.assemble((padded(safe(info.id), column), "bold"), safe(info.title))
        yield from wrapped(text, view.width, indent=column, first=0)
        for detail in _details(info, view):
            yield from wrapped(Text(detail, "dim"), view.width, column)
    pair = next(((i.predecessor, i.id) for i in catalogue.plans[::-1] if i.predecessor), None)
    if pair:
        yield Text("")
        old, new = (safe(id) for id in pair)
        yield line((view.say("plans.next", command=f"planwatch diff {old} {new}"), "dim"))


def _details(info: PlanInfo, view: View) -> Iterator[str]:
    kind = view.say(f"plan-kind.{info.kind.value}")
    facts = [kind, info.period, info.issuer, info.number, info.date]
    yield "  ".join(safe(fact) for fact in facts if fact)
    force = [
        view.say(f"plans.{field}", value=safe(value))
        for field in ("effective", "validity")
        if (value := getattr(info, field))
    ]
    if force:
        yield "  ".join(force)
    relations = [
        view.say(f"plans.{field}", plan=safe(other))
        for field in ("predecessor", "reviews", "variant_of")
        if (other := getattr(info, field))
    ]
    if info.aliases:
        relations.append(view.say("plans.aliases", names=safe(", ".join(info.aliases))))
    if relations:
        yield "  ".join(relations)
    if info.extraction:
        source = safe(info.source_file)
        yield view.say("plans.source", source=source, note=safe(info.extraction))


def addition_lines(addition: Addition, view: View) -> Iterator[Text]:
    """A document that was added, or is listed already: its entry, what was read, what is next."""
    info = addition.info
    key = "add.done" if addition.added else "add.known"
    yield from wrapped(Text(view.say(key, plan=safe(info.id), path=safe(info.path))), view.width)
    yield Text("")
    yield from plan_facts(addition.plan, view)
    for detail in _details(info, view):
        yield from wrapped(Text(detail, "dim"), view.width)
    if (alike := addition.likeness) is not None:
        yield from wrapped(Text(likeness_said(alike, view.messages)), view.width)
    yield Text("")
    old = info.predecessor or info.reviews
    command = f"planwatch diff {safe(old)} {safe(info.id)}" if old else "planwatch plans"
    yield line((view.say("add.next", command=command), "dim"))


def pin_list_lines(found: PinList, view: View) -> Iterator[Text]:
    """All decisions kept, with the places that their file records."""
    if not found.pins:
        yield from wrapped(Text(view.say("pin.none")), view.width)
    for pin in found.pins:
        said = pin_line(pin, pin.old.id, pin.new.id, view)
        yield from wrapped(Text(said), view.width, indent=2, first=0)
