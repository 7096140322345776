"""The form as a Word document: A4, three stages, who signs, number and page on every sheet."""

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from kesu.desk.form.values import Form, Signature, Slip, StageView

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LATIN = "Arial"
_HAN = {"zh-hans": "SimSun", "zh-hant": "PMingLiU"}
_LAND = {"zh-hant": "zh-TW"}
_LABEL, _WHOLE = Cm(4.2), Cm(17.4)
_AIR, _SIDE, _TO_SIGN = Cm(0.1), Cm(0.2), Cm(0.9)
_KEPT_WHOLE = 400
"""So many signs are a quarter of a page."""
_BLACK = RGBColor(0, 0, 0)
_UNREADABLE = {code: None for code in range(32) if chr(code) not in "\n\t"}
"""What XML cannot hold."""


def document(form: Form) -> bytes:
    """The form as .docx, in the language that is spoken now."""
    paper = Document()
    _page(paper, form)
    title = paper.add_heading(_("Complaint handling form"), level=0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _look(paper)
    _properties(paper, form)
    for stage in form.stages:
        _stage(paper, stage, form)
    _signatures(paper, form)
    if form.slips:
        _slips(paper, form)
    for style in paper.styles:
        _in_chinese(style.element)
    kept = io.BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _page(paper: Paper, form: Form) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin, section.bottom_margin = Cm(2), Cm(1.8)
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    head.add_run(f"{_('Complaint handling form')}  {form.number or form.no}")
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _counted(foot, "PAGE")
    foot.add_run(" / ")
    _counted(foot, "NUMPAGES")
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = _LATIN, Pt(10.5)
    normal.paragraph_format.space_after = Pt(0)


def _look(paper: Paper) -> None:
    """Headings in black, close to what they head, and the marks of Chinese as that land has them:
    without the language a program takes the full stops of another one.
    """
    for name, size, before, after in (("Title", 18, 0, 4), ("Heading 1", 12, 14, 4)):
        style = paper.styles[name]
        style.font.size, style.font.bold = Pt(size), True
        style.paragraph_format.space_before, style.paragraph_format.space_after = (
            Pt(before),
            Pt(after),
        )
        for line in list(style.element.iter(qn("w:pBdr"))):
            line.getparent().remove(line)
    written = next(paper.styles.element.iter(qn("w:lang")))
    written.set(qn("w:eastAsia"), _LAND.get(get_language() or "", "zh-CN"))


def _counted(paragraph: Paragraph, what: str) -> None:
    """A number that the reading program fills in."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), what)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _properties(paper: Paper, form: Form) -> None:
    core = paper.core_properties
    core.title = f"{_('Complaint handling form')} {form.number or form.no}"
    core.author, core.comments = "", ""
    core.language = get_language() or "zh-hans"


def _stage(paper: Paper, stage: StageView, form: Form) -> None:
    heading = _heading(paper, stage.name)
    if stage.at is not None:
        heading.paragraph_format.tab_stops.add_tab_stop(_WHOLE, WD_TAB_ALIGNMENT.RIGHT)
        said = heading.add_run(f"\t{stage.by}  {_local(stage.at, form)}")
        said.bold, said.font.size = False, Pt(9)
    table = _table(paper, (_LABEL, _WHOLE - _LABEL))
    for field in stage.fields:
        _row(table, (field.label, field.value or (_("still missing") if field.missing else "")))
    if sum(len(field.value) for field in stage.fields) <= _KEPT_WHOLE:
        _keep_together(table)


def _signatures(paper: Paper, form: Form) -> None:
    _heading(paper, _("Signatures"))
    table = _table(paper, (Cm(3.6), Cm(3.2), Cm(3.8), Cm(3.4), Cm(3.4)))
    _head(table, (_("Act"), _("Name"), _("Time"), _("Note"), _("Signed")))
    for one in form.signatures:
        row = _row(table, _signed(one, form), labels=1)
        row.height = _TO_SIGN
        for cell in row.cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    _keep_together(table)


def _keep_together(table: Table) -> None:
    """On one page, if it fits one."""
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _signed(one: Signature, form: Form) -> tuple[str, ...]:
    return one.label, one.name, _local(one.at, form), one.note, ""


def _slips(paper: Paper, form: Form) -> None:
    _heading(paper, _("Authorities"))
    table = _table(paper, (_LABEL, _WHOLE - _LABEL))
    for slip in form.slips:
        for label, value in slip_rows(slip, form.zone):
            _row(table, (label, value))


def slip_rows(slip: Slip, zone: str) -> list[tuple[str, str]]:
    """Label and value of each line about an authority; empty ones are filled in by hand."""
    due = _in_zone(slip.due, zone) if slip.due else ""
    known = [
        (_("What it is about"), f"{slip.kind} {_in_zone(slip.at, zone)}"),
        (_("Authority"), slip.authority),
        (_("Document number"), slip.document),
        (_("Jurisdiction"), slip.jurisdiction),
        (_("Handed on to"), slip.transfer_to),
        (_("Asked to hand it on"), slip.transfer),
        (_("By when"), due),
    ]
    by_hand = [
        (_("Officers"), slip.officers),
        (_("What was handed over"), slip.handed_over),
        (_("Receipt"), slip.receipt),
    ]
    return [*(pair for pair in known if pair[1]), *by_hand]


def _heading(paper: Paper, text: str) -> Paragraph:
    heading: Paragraph = paper.add_heading(text, level=1)
    heading.paragraph_format.keep_with_next = True
    return heading


def _table(paper: Paper, widths: tuple[Any, ...]) -> Table:
    table: Table = paper.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _padded(table)
    return table


def _padded(table: Table) -> None:
    """Room around what stands in a cell; the lines begin where the text above them does."""
    place = OxmlElement("w:tblInd")
    place.set(qn("w:w"), str(_SIDE.twips))
    place.set(qn("w:type"), "dxa")
    room = OxmlElement("w:tblCellMar")
    for side, width in (("top", _AIR), ("left", _SIDE), ("bottom", _AIR), ("right", _SIDE)):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), str(width.twips))
        one.set(qn("w:type"), "dxa")
        room.append(one)
    # Word holds them to an order.
    about = table._tbl.tblPr
    about.find(qn("w:tblLayout")).addprevious(place)
    about.find(qn("w:tblLook")).addprevious(room)


def _head(table: Table, words: Iterable[str]) -> None:
    _row(table, tuple(words), labels=len(table.columns))
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)


def _row(table: Table, texts: tuple[str, ...], *, labels: int = 1) -> _Row:
    """A row that stays on one page, unless that left much of the page before empty; its first
    ``labels`` cells are bold.
    """
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # the library's own gap
    if max(map(len, texts)) <= _KEPT_WHOLE:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for place, text in enumerate(texts):
        row.cells[place].width = table.columns[place].width
        _write(row.cells[place], text, bold=place < labels)
    return row


def _write(cell: _Cell, text: str, *, bold: bool) -> None:
    run = cell.paragraphs[0].add_run(text.translate(_UNREADABLE))
    run.bold = bold


def _in_chinese(style: Any) -> None:
    """Gives a style a Chinese face beside its Latin one, and black ink."""
    fonts = style.find(f".//{qn('w:rFonts')}")
    if fonts is None:
        return
    for name in [one for one in fonts.attrib if one.endswith("Theme")]:
        del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), _HAN.get(get_language() or "", "SimSun"))
    for place in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(place), _LATIN)
    for colour in style.iter(qn("w:color")):
        colour.set(qn("w:val"), str(_BLACK))


def _local(moment: datetime, form: Form) -> str:
    return _in_zone(moment, form.zone)


def _in_zone(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
