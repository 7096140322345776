"""How the form lies on paper as a Word document: its marks, what stays together, what may break."""

import io

import pytest
from docx import Document
from docx.document import Document as Paper
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import _Row

from tests.api.caller import Caller
from tests.cast import ANSWERED, Play

LONG = "赠品没有寄，发票也没开，客服说会回电，等了两天没有回音。" * 60
ORDER = ["tblStyle", "tblW", "jc", "tblInd", "tblLayout", "tblCellMar", "tblLook"]
"""In which Word wants to be told about a table."""


def paper(play: Play, language: str = "zh-CN") -> Paper:
    """The form of a case with a long story."""
    no = play.walk("following_up", text=LONG)
    play.do("follow_up", no, **ANSWERED)
    caller = Caller(play.house.agent, language=language)
    return Document(io.BytesIO(caller.get(f"/complaints/{no}/form?format=docx").content))


@pytest.mark.req("E15")
@pytest.mark.parametrize(
    ("language", "land"), [("zh-CN", "zh-CN"), ("zh-TW", "zh-TW"), ("en", "zh-CN")]
)
def test_its_chinese_has_the_marks_of_its_land(play: Play, language: str, land: str) -> None:
    """Else the comma stands in the middle of its square."""
    (said,) = paper(play, language).styles.element.iter(qn("w:lang"))
    assert said.get(qn("w:eastAsia")) == land


@pytest.mark.req("E15")
def test_a_long_story_breaks_over_the_page_and_a_signature_never(play: Play) -> None:
    made = paper(play)
    whole = {row.cells[1].text: _stays_whole(row) for row in made.tables[0].rows}
    assert whole.pop(LONG) is False
    assert set(whole.values()) == {True}
    *signing, last = made.tables[-1].rows
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in last.cells) is False
    for row in signing:
        assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells)
    assert min(row.height or 0 for row in made.tables[-1].rows[1:]) >= Cm(0.85)


@pytest.mark.req("E15")
def test_its_tables_are_told_in_words_order(play: Play) -> None:
    for table in paper(play).tables:
        names = [one.tag.partition("}")[2] for one in table._tbl.tblPr]
        assert names == sorted(names, key=ORDER.index)


def _stays_whole(row: _Row) -> bool:
    return next(row._tr.iter(qn("w:cantSplit")), None) is not None
