"""The page that is handed on: one file in both languages, which asks nothing of any network.

Everything that a document says reaches the page through the template's escaping or through one
block of JSON; the page's policy (CSP) runs the one script and the one style sheet that are in it,
known by their checksums, and nothing else.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planwatch.errors import PlanwatchError
from planwatch.models import Dossier
from planwatch.report.safe import safe
from planwatch.report.view import View

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).parent
_STYLES = ("page.css", "alluvial.css")
_SCRIPTS = ("page.js", "alluvial.js")
_WORDS = (
    *("report.places.about", "report.places.mentions", "report.places.none"),
    *("report.places", "report.places.close"),
    *("report.why.rows", "report.why.weight", "report.why.sum", "report.why.total"),
    *("report.why.feature", "report.why.quotes", "report.found"),
)
"""Messages that the script says."""


def write(dossier: Dossier, view: View) -> str:
    """The page. Raises `PlanwatchError` where the library that fills templates is missing."""
    environment = _environment()
    from planwatch.report.html.page import page  # noqa: PLC0415 (needs that library)
    from planwatch.report.html.voices import markup  # noqa: PLC0415

    shown = page(dossier, view, _WORDS)
    environment.filters.update(both=markup, visible=safe)
    environment.globals.update(page=shown, say=shown.voices.say, language=view.language)
    style, script = (_joined(names) for names in (_STYLES, _SCRIPTS))
    return environment.get_template("page.html.j2").render(
        style=_verbatim(style),
        script=_verbatim(script),
        policy=policy(style, script),
        version=version("planwatch"),
    )


def policy(style: str, script: str) -> str:
    """The Content-Security-Policy that lets these two texts act, and nothing else."""
    return (
        f"default-src 'none'; style-src '{_checksum(style)}'; script-src '{_checksum(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _checksum(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _joined(names: tuple[str, ...]) -> str:
    """The files of this package, one after the other."""
    return "\n".join((_FOLDER / name).read_text("utf-8") for name in names)


def _verbatim(text: str) -> Any:
    from markupsafe import Markup  # noqa: PLC0415

    return Markup(text)  # noqa: S704 (a file of this package)


def _environment() -> Environment:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415
    except ImportError:
        raise PlanwatchError("error.extra-format", format="HTML", extra="report") from None
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
