"""What a Word file is set in: paper, styles, page numbers, properties, and its package.

Chinese words are set in 宋体 and 黑体, which Word has and LibreOffice replaces by what it finds.
"""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from planwatch.report.cover import Cover
from planwatch.report.docx.elements import element
from planwatch.report.view import View

WIDTH, HEIGHT, MARGIN = Cm(29.7), Cm(21.0), Cm(1.8)
_SONG, _HEI, _LATIN = "宋体", "黑体", "Times New Roman"
_STYLES = (
    ("Normal", _SONG, 10.5, 0),
    ("Title", _HEI, 22, 6),
    ("Subtitle", _SONG, 10.5, 2),
    ("List Bullet", _SONG, 9, 1),
    ("Heading 1", _HEI, 12, 4),
)
"""Style, Chinese font, size and space after it in points; 10.5 is 五号."""
_CENTRED = ("Title", "Subtitle")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip package can name."""
_BLACK = RGBColor(0, 0, 0)


def set_styles(file: Any) -> None:
    """Fonts by name, black on white, Chinese as the language of Chinese text."""
    for name, chinese, size, after in _STYLES:
        style = file.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), _BLACK
        style.font.italic = False
        style.font.name = _LATIN
        fonts = style.element.rPr.rFonts
        for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.attrib.pop(qn(f"w:{kind}Theme"), None)
        fonts.set(qn("w:eastAsia"), chinese)
        form = style.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(after), 1.0
        for holder, tag in ((style.element.pPr, "w:pBdr"), (style.element.rPr, "w:spacing")):
            for ornament in holder.findall(qn(tag)):
                holder.remove(ornament)
        if name in _CENTRED:
            form.alignment = WD_ALIGN_PARAGRAPH.CENTER
    file.styles["Heading 1"].paragraph_format.space_before = Pt(12)
    for language in file.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def set_page(file: Any, view: View) -> None:
    """A4 landscape with numbered pages."""
    section = file.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = WIDTH, HEIGHT
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    section.footer_distance = Cm(0.9)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between, after = view.say("rows.page", page="\0", pages="\0").split("\0")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        foot.add_run(text)
        if field:
            run = element("w:r", element("w:t", text="1"))
            foot._p.append(element("w:fldSimple", run, instr=field))


def set_properties(file: Any, about: Cover, view: View) -> None:
    """What the file says of itself; no date other than that of the view."""
    made = datetime.fromisoformat(view.date) if view.date else datetime(*_EPOCH)
    found = file.core_properties
    found.title, found.subject = about.title, " → ".join(about.plans)[:255]
    found.author = found.last_modified_by = "planwatch"
    found.comments = about.made
    found.created = found.modified = made
    found.language = {"zh": "zh-CN"}.get(view.language, view.language)


def packed(file: Any) -> bytes:
    """The file as bytes, the same for the same content."""
    loose, fixed = BytesIO(), BytesIO()
    file.save(loose)
    with zipfile.ZipFile(loose) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return fixed.getvalue()
