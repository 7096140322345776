import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.foundation.tables.writing import write_rows
from tests.foundation.tables.asked import Answer, read_bytes, refusal, unhurried

pytestmark = pytest.mark.req("F28")


def read_lines(folder: Path, *lines: str, encoding: str = "utf-8") -> Answer:
    return read_bytes(folder, "\n".join(lines).encode(encoding), "table.jsonl")


def test_objects_are_flattened_and_lists_joined(tmp_path: Path) -> None:
    answer = read_lines(
        tmp_path,
        '{"no": 1, "customer": {"name": "王五", "phones": ["138", 139]}}',
        "",
        '{"customer": {"name": ""}, "no": 2.5, "ok": true}',
    )
    assert answer.header == ("no", "customer.name", "customer.phones", "ok")
    assert answer.rows == [(1, "王五", "138; 139", None), (2.5, None, None, True)]
    assert answer.numbers == [1, 3]


@pytest.mark.parametrize(
    "broken",
    [
        '{"a": 1',
        "[1, 2]",
        "x",
        '{"a": ' + "9" * 5000 + "}",
        "[" * 100_000,
        '{"a":' * 30 + "1" + "}" * 30,
        '{"a": "' + "x" * 200_000 + '"}',
        '"' + "x" * 2_000_000,
    ],
)
def test_a_broken_line_costs_that_line(tmp_path: Path, broken: str) -> None:
    answer = read_lines(tmp_path, '{"a": 1}', broken, '{"a": 3}')
    assert (answer.rows, [bad.number for bad in answer.bad]) == ([(1,), (3,)], [2])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_any_encoding_will_do(tmp_path: Path, encoding: str) -> None:
    lines = ['{"内容": "商品质量问题要求退款"}'] * 3
    assert read_lines(tmp_path, *lines, encoding=encoding).rows == [("商品质量问题要求退款",)] * 3


def test_keys_that_come_late_are_left_out(tmp_path: Path) -> None:
    lines = [*['{"a": 1}'] * 1_000, '{"a": 2, "late": 3}']
    answer = read_lines(tmp_path, *lines)
    assert (answer.header, answer.rows[-1], len(answer.rows)) == (("a",), (2,), 1_001)


@pytest.mark.parametrize("content", ["a,b\n1,2\n", '[\n{"a": 1}\n]', "{}", '"x"'])
def test_what_has_no_object_on_a_line_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "table.jsonl"
    path.write_text(content if content[0] != "[" else content.replace("\n", ""))
    assert refusal(path) == "content"


def test_too_many_keys_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.jsonl"
    path.write_text(json.dumps({f"k{number}": number for number in range(5_000)}))
    assert refusal(path) == "columns"


@pytest.mark.req("B08")
@unhurried
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1))
def test_what_we_write_we_read_back(texts: list[str]) -> None:
    content = b"".join(write_rows("jsonl", ["内容"], [(text,) for text in texts]))
    with TemporaryDirectory() as folder:
        assert read_bytes(Path(folder), content, "table.jsonl").rows == [(text,) for text in texts]
