"""Reports of checks made by hand, for the tests of their formats."""

from __future__ import annotations

from planwatch.messages import load_messages
from planwatch.models import (
    Acceptance,
    Baseline,
    Bilingual,
    CheckReport,
    ComparedPlans,
    Finding,
    Item,
    Level,
    Location,
    NotCompared,
    PlanInfo,
    PlanKind,
    RuleInfo,
    SideSummary,
    Span,
)
from planwatch.report import render
from planwatch.report.view import View

FORMATS = ("markdown", "github", "sarif", "junit")


def rule(id: str, level: Level, message: str = "{text}") -> RuleInfo:
    """A rule that says `message` in both languages."""
    return RuleInfo(
        id=id,
        level=level,
        title=Bilingual("某事", "something"),
        message=Bilingual(f"发现：{message}", f"found: {message}"),
        help=Bilingual("请核对。", "Look at it."),
        reason="Somebody has to look at it.",
        waiver="There is no other side.",
    )


COUNTS = SideSummary(comparable=9, continued=4, changed=2, unclear=1, unmatched=3)
SEED_EDITED = rule("seed-edited", Level.ERROR)
THEME_DROPPED = rule("theme-dropped", Level.NOTE)


def place(
    quote: str, *, path: str = "seeds/old.txt", plan: str = "old", gone: bool = False, line: int = 3
) -> Location:
    """Where `quote` stands: from the third column of a line on."""
    return Location(
        path=path,
        plan=plan,
        id=f"{plan}/1.1.1",
        place="一/(二)",
        line=line,
        column=3,
        end_line=line,
        end_column=3 + len(quote),
        span=Span(20, 20 + len(quote), line),
        quote=quote,
        gone=gone,
    )


def finding(
    number: int = 0,
    text: str = "某主题",
    *,
    rule: RuleInfo = THEME_DROPPED,
    level: Level | None = None,
    items: tuple[Item, ...] = (),
    plans: tuple[str, str] = ("old", "new"),
    accepted: Acceptance | None = None,
    follows: tuple[Finding, ...] = (),
) -> Finding:
    """A finding that says `text`."""
    return Finding(
        rule=rule,
        level=level or rule.level,
        fingerprint=f"{number:012x}",
        values={"text": text},
        old=plans[0],
        new=plans[1],
        items=items,
        accepted=accepted,
        follows=follows,
    )


def info(id: str) -> PlanInfo:
    """What the catalog says of a plan."""
    return PlanInfo(id=id, title=id, kind=PlanKind.PLAN, path=f"seeds/{id}.txt", sha256="0" * 64)


def report(
    *findings: Finding,
    accepted: tuple[Finding, ...] = (),
    not_compared: tuple[NotCompared, ...] = (),
    name: str = "origin/main",
    stale: tuple[Acceptance, ...] = (),
) -> CheckReport:
    """A check of a new plan against its predecessor."""
    return CheckReport(
        baseline=Baseline("git", name, revision="0123456789" * 4, merge_base=True),
        changed=(("new", "added"),),
        compared=(ComparedPlans(info("old"), info("new"), COUNTS, COUNTS),),
        findings=findings,
        accepted=accepted,
        not_compared=not_compared,
        stale=stale,
    )


def example() -> CheckReport:
    """One of everything."""
    edited = place("每年遴选20项。", line=1)
    follow = finding(9, "某主题", items=(Item(old=(edited,)),))
    return report(
        finding(
            1,
            "每年遴选30项，原为20项",
            rule=SEED_EDITED,
            plans=("", ""),
            items=(
                Item(
                    old=(place("每年遴选20项。", gone=True),),
                    new=(place("每年遴选30项。"),),
                    deciding=(("20项", "30项"),),
                ),
            ),
            follows=(follow,),
        ),
        finding(2, "科技冬奥", items=(Item(old=(place("建设冬奥场馆。"),)),)),
        accepted=(
            finding(
                3,
                "区块链",
                items=(Item(old=(place("推进区块链应用。"),)),),
                accepted=Acceptance("0" * 11 + "3", "2026-01-05", "并入数字经济"),
            ),
        ),
        stale=(Acceptance("a" * 12, "2025-01-05", "旧规则"),),
    )


def written(format: str, result: CheckReport, language: str = "en", **settings: object) -> str:
    """The report in a format."""
    view = View(load_messages(language), language, **settings)  # type: ignore[arg-type]
    return render(result, format, view)
