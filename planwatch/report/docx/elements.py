"""Elements of WordprocessingML (ECMA-376, part 1, section 17), where python-docx has no words or is
slow."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def element(tag: str, *children: Any, text: str = "", **attributes: str) -> Any:
    """An element with attributes of the namespace `w`, its text and the elements in it."""
    made = OxmlElement(tag, attrs={qn(f"w:{name}"): value for name, value in attributes.items()})
    if text:
        made.text = text
        made.set(_SPACE, "preserve")
    made.extend(children)
    return made
