"""Files that unpack to more than there is room for: kept as their bytes, and never opened."""

import gzip
import io
import resource
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from kesu.foundation import files
from tests.api.caller import Caller
from tests.cast import Play
from tests.door import Server
from tests.files import MULTIPART, bomb, form
from tests.workbench.visitor import Visitor

MEBIBYTE = 1024 * 1024


def sheet_bomb() -> bytes:
    """A real workbook whose sheet would unpack to 100 MB."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.add_worksheet().write_row(0, 0, ["编号", "投诉内容"])
    book.close()
    out = io.BytesIO()
    with zipfile.ZipFile(made) as whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in whole.namelist():
            content = whole.read(name)
            if not name.endswith("sheet1.xml"):
                packed.writestr(name, content)
                continue
            with packed.open(name, "w", force_zip64=True) as sheet:
                sheet.write(content.replace(b"</worksheet>", b""))
                for _ in range(100):
                    sheet.write(b" " * MEBIBYTE)
                sheet.write(b"</worksheet>")
    return out.getvalue()


def nest() -> bytes:
    """Archives in archives."""
    content = bytes(MEBIBYTE)
    for _ in range(6):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
            for name in range(8):
                packed.writestr(f"{name}.zip", content)
        content = made.getvalue()
    return content


@pytest.fixture(scope="module")
def bombs() -> dict[str, bytes]:
    """Each with the kind that its first bytes say."""
    return {
        "照片.zip": bomb(),
        "台账.xlsx": sheet_bomb(),
        "层层.zip": nest(),
        "记录.gz": gzip.compress(bytes(40 * MEBIBYTE)),
    }


@pytest.mark.req("A29", "F13")
def test_a_bomb_is_kept_as_it_is_and_never_opened(db: None, bombs: dict[str, bytes]) -> None:
    play = Play()
    no = play.lodge().complaint.no
    agent, visitor = Caller(play.house.agent), Visitor(play.house.agent)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, content in bombs.items():
        said = form({"side": "neutral", "kind": "other"}, content, name)
        answer = agent.call("POST", f"/complaints/{no}/evidence", said, content_type=MULTIPART)
        made = answer.json["evidence"]
        assert (answer.status, files.place(made["sha256"]).read_bytes()) == (201, content)
        assert agent.get(made["href"].removeprefix("/api/v1")).content == content
    shown = visitor.read(f"/complaints/{no}/evidence")
    assert [name in shown for name in bombs] == [True] * len(bombs)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown * 1024 < 64 * MEBIBYTE


@pytest.mark.door
@pytest.mark.req("F13", "F28")
def test_a_bomb_is_refused_by_import_which_says_what_it_is(
    tmp_path: Path, bombs: dict[str, bytes]
) -> None:
    file = tmp_path / "台账.xlsx"
    file.write_bytes(bombs[file.name])
    said = Server(tmp_path / "home").cli("import", "complaints", str(file))
    assert (said.returncode, said.stdout) == (2, ""), said.stderr
    assert (file.name in said.stderr, "Traceback" in said.stderr) == (True, False)
