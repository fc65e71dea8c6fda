"""A comparison as sheets of a book: columns with names, and rows of texts and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planwatch.models import Basis, Comparison, Plan, Stated, TargetChain, TargetReport
from planwatch.report.cells import Run, sources, wordings
from planwatch.report.rows import Row, Wording, parts
from planwatch.report.safe import safe
from planwatch.report.targets import Fact, direction_label, most_telling
from planwatch.report.targets import told as target_told
from planwatch.report.terms import in_diff, places, replaced
from planwatch.report.terms import status_label as term_label
from planwatch.report.themes import based, grouped, status_label, theme_name
from planwatch.report.view import View

_TEXT, _PHRASE, _CITED, _NAME, _WORD, _NUMBER = 60, 40, 26, 24, 12, 9
"""Widths of columns in Latin characters."""


@dataclass(frozen=True, slots=True)
class Rich:
    """A text of several paragraphs, in runs."""

    paragraphs: tuple[tuple[Run, ...], ...]

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs, with a line end between paragraphs."""
        found: list[Run] = []
        for paragraph in self.paragraphs:
            found += [Run("\n"), *paragraph] if found else paragraph
        return tuple(found)

    def __str__(self) -> str:
        return "".join(run.text for run in self.runs)


Cell = str | int | float | Rich | None


@dataclass(frozen=True, slots=True)
class Column:
    """The name of a column, its width, and how many decimals its numbers have (None: as many as
    they need)."""

    name: str
    width: int
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of its own; `printed` counts the columns that go on paper (0: all)."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    printed: int = 0


def sheets(comparison: Comparison, view: View) -> Iterator[Sheet]:
    """What a book holds of a comparison, as far as the view wants it."""
    narrowed = view.only or view.chapter or view.theme
    if not narrowed and view.level != "commitment":
        yield themes(comparison, view)
    if view.level != "theme":
        yield commitments(comparison, view)
    if not narrowed and view.level != "commitment":
        if comparison.targets and comparison.targets.chains:
            yield targets(comparison.targets, view)
        yield terms(comparison, view)


def commitments(comparison: Comparison, view: View) -> Sheet:
    """The table of revisions: the four columns that offices know, and then what can be filtered."""
    heads = [view.say(f"diff.head.{key}") for key in ("old", "new", "change", "source")]
    chapter = view.say("sheet.chapter")
    columns = (
        Column(view.say("rows.number"), _NUMBER),
        *(
            Column(head, width)
            for head, width in zip(heads, (_TEXT, _TEXT, _WORD, _CITED), strict=True)
        ),
        Column(view.say("sheet.mark"), _WORD),
        Column(view.say("sheet.force"), _WORD),
        Column(view.say("sheet.move"), _CITED),
        Column(view.say("sheet.confidence"), _NUMBER, 2),
        Column(view.say("sheet.reasons"), _TEXT),
        Column(view.say("sheet.old", what=chapter), _TEXT),
        Column(view.say("sheet.new", what=chapter), _TEXT),
        Column(view.say("sheet.fingerprint"), _WORD),
    )
    rows = [_revision(row, view) for part in parts(comparison, view) for row in part.rows]
    return Sheet(view.say("sheet.commitments"), columns, rows, printed=5)


def _revision(row: Row, view: View) -> Sequence[Cell]:
    of = row.told
    same = [view.say("rows.same")] if row.change.identical else []
    return (
        row.number,
        Rich(tuple(map(tuple, wordings(row.old, view)))),
        Rich(tuple(map(tuple, wordings(row.new, view)))),
        row.label,
        "\n".join(sources(row, view)),
        of.doubt.strip() if of else "",
        of.force if of else "",
        of.move if of else "",
        float(view.sure(of.confidence)) if of else None,
        "\n".join((*same, *(of.reasons if of else ()))),
        _chapters(row.old),
        _chapters(row.new),
        row.change.fingerprint,
    )


def _chapters(side: Sequence[Wording]) -> str:
    return "\n".join(dict.fromkeys(wording.chapter for wording in side if wording.chapter))


def themes(comparison: Comparison, view: View) -> Sheet:
    """What became of every theme, with counts and the words that it rests on."""
    both = [
        Column(view.say(f"sheet.{side}", what=view.say(f"sheet.{what}")), width)
        for what, width in (("commitment-count", _NUMBER), ("mention-count", _NUMBER))
        for side in ("old", "new")
    ]
    cited = [
        Column(view.say(f"sheet.{side}", what=view.say(f"sheet.{what}")), width)
        for side in ("old", "new")
        for what, width in (("source", _CITED), ("words", _PHRASE))
    ]
    heads = (
        Column(view.say("themes.head.theme"), _NAME),
        Column(view.say("themes.head.status"), _WORD),
    )
    rows = list(_themes(comparison, view))
    columns = (*heads, *both, *cited, Column(view.say("sheet.id"), _NAME))
    return Sheet(view.say("sheet.themes"), columns, rows, printed=len(columns) - 1)


def _themes(comparison: Comparison, view: View) -> Iterator[Sequence[Cell]]:
    old, new = comparison.old, comparison.new
    for status, found in grouped(comparison):
        for theme in found[: view.bound(len(found))]:
            if view.theme in ("", theme.id):
                yield (
                    theme_name(theme.name, theme.name_en, view),
                    status_label(status, old.info, new.info, view),
                    *(len(ids) for ids in (theme.old, theme.new)),
                    *(len(ids) for ids in (theme.old_mentions, theme.new_mentions)),
                    *_basis(old, theme.old_basis, view),
                    *_basis(new, theme.new_basis, view),
                    safe(theme.id),
                )


def _basis(plan: Plan, basis: Basis | None, view: View) -> tuple[str, str]:
    if basis is None:
        return "", ""
    found = based(plan, basis, view)
    mark = view.say("quote.reading") if plan.converted and not view.source_script else ""
    return found.citation, found.words + mark


def targets(report: TargetReport, view: View) -> Sheet:
    """What became of the targets; figures are numbers in the units beside them."""
    said, figures = (
        [
            Column(view.say(f"sheet.{of}", what=view.say(f"sheet.{what}")), width)
            for of in ("target", "outcome", "following")
            for what, width in found
        ]
        for found in (
            (("words", _NAME), ("source", _CITED)),
            (("year", _WORD), ("comparator", _NUMBER), ("value", _WORD), ("unit", _NUMBER)),
        )
    )
    heads = (
        Column(view.say("targets.head.metric"), _NAME),
        Column(view.say("targets.head.verdict"), _WORD),
        *said,
        Column(view.say("sheet.direction"), _WORD),
        Column(view.say("targets.head.arithmetic"), _NAME),
    )
    rows = [_target(chain, report, view) for chain in most_telling(report, view)]
    return Sheet(view.say("sheet.targets"), (*heads, *figures), rows, printed=len(heads))


def _target(chain: TargetChain, report: TargetReport, view: View) -> Sequence[Cell]:
    of = target_told(chain, report, view)
    return (
        *(of.name, of.label),
        *_words(of.target),
        *_words(of.outcome),
        *_words(of.following),
        *(direction_label(chain, view), of.arithmetic),
        *_figure(chain.target),
        *_figure(chain.outcome),
        *_figure(chain.next_target),
    )


def _words(fact: Fact | None) -> Sequence[Cell]:
    """The words, or what lacks, and where they stand."""
    _, where, words = fact or ("", "", "")
    return words, where


def _figure(stated: Stated | None) -> Sequence[Cell]:
    """Year, hedge, value and unit of a figure."""
    if stated is None:
        return "", "", None, ""
    found = stated.quantity
    return safe(found.year), found.comparator, found.value, safe(found.unit)


def terms(comparison: Comparison, view: View) -> Sheet:
    """The formulations that only one of the two plans says."""
    counts = [
        Column(view.say(f"sheet.{side}", what=view.say(f"sheet.{what}")), _NUMBER, decimals)
        for what, decimals in (("count", None), ("rate", 1))
        for side in ("old", "new")
    ]
    columns = (
        Column(view.say("terms.head.text"), _NAME),
        Column(view.say("themes.head.status"), _WORD),
        *counts,
        Column(view.say("terms.head.replaced"), _PHRASE),
        Column(view.say("sheet.source"), _CITED),
        Column(view.say("sheet.words"), _PHRASE),
    )
    return Sheet(view.say("sheet.terms"), columns, list(_terms(comparison, view)))


def _terms(comparison: Comparison, view: View) -> Iterator[Sequence[Cell]]:
    ids = (comparison.old.info.id, comparison.new.info.id)
    for _, plan, shown, _ in in_diff(comparison, view):
        for change in shown:
            row = change.formulation
            uses = [row.by_plan[id] for id in ids]
            yield (
                safe(row.text),
                term_label(change.status, comparison, view),
                *(use.count for use in uses),
                *(round(use.rate, 1) for use in uses),
                "\n".join(replaced(row, view)),
                *next(places(row, plan, view), ("", "")),
            )
