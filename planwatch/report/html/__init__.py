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

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from planwatch.models import Dossier
from planwatch.report.html.page import page
from planwatch.report.html.voices import markup
from planwatch.report.safe import safe
from planwatch.report.view import View

_FOLDER = Path(__file__).parent
_STYLES = ("page.css", "alluvial.css")
_SCRIPTS = ("page.js", "alluvial.js")
_WORDS = (
    *("report.places.about", "report.places.mentions", "report.places.none"),
    *("report.places", "report.places.close"),
    *("report.why.rows", "report.why.weight", "report.why.sum", "report.why.total"),
    *("report.why.feature", "report.why.quotes", "report.found", "quote.reading"),
)
"""Messages that the script says."""


def write(dossier: Dossier, view: View) -> bytes:
    """The page, in UTF-8."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shown = page(dossier, view, _WORDS)
    environment.filters.update(both=markup, visible=safe)
    environment.globals.update(page=shown, say=shown.voices.say, language=view.language)
    style, script = (_joined(names) for names in (_STYLES, _SCRIPTS))
    text = environment.get_template("page.html.j2").render(
        style=_verbatim(style),
        script=_verbatim(script),
        policy=policy(style, script),
        version=version("planwatch"),
    )
    return text.encode("utf-8")


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


def _verbatim(text: str) -> Markup:
    return Markup(text)
