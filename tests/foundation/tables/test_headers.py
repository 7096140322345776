import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.foundation.tables.headers import Span, choose_header, letter
from kesu.foundation.tables.shape import Cell
from tests.foundation.tables.asked import unhurried

pytestmark = pytest.mark.req("F28")

KNOWN = ("编号", "客户", "姓名", "电话", "内容", "时间", "标题", "级别")


def header(
    rows: list[list[Cell]], known: tuple[str, ...] = (), merged: tuple[Span, ...] = ()
) -> tuple[tuple[str, ...], int]:
    found = choose_header(rows, known, merged)
    assert found is not None
    return found.names, found.last


def test_known_words_find_the_header_below_titles() -> None:
    rows: list[list[Cell]] = [
        ["投诉登记表", None, None],
        ["制表人", "审核人", "打印日期"],
        [" *客户： ", "电 话", "内容"],
        ["王五", "138", "内容"],
    ]
    assert header(rows, ("客户", "电话", "内容")) == (("*客户：", "电 话", "内容"), 2)


def test_without_known_words_the_first_full_row_is_the_header() -> None:
    rows: list[list[Cell]] = [["一月", None, None], ["a", "b", "c"], ["x", "y", "z"]]
    assert header(rows) == (("a", "b", "c"), 1)


def test_numbers_and_times_are_no_names() -> None:
    rows: list[list[Cell]] = [[1.0, 2.0, "3"], ["2019/1/1", "x", None], ["no", "who", "what"]]
    assert header(rows)[1] == 2


MERGED = (((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (0, 4)))


@pytest.mark.parametrize(("known", "merged"), [(KNOWN, MERGED), (KNOWN, ()), ((), MERGED)])
def test_two_rows_of_groups_and_names_are_one_header(
    known: tuple[str, ...], merged: tuple[Span, ...]
) -> None:
    rows: list[list[Cell]] = [
        ["编号", "客户", None, "投诉", None],
        [None, "姓名", "电话", "标题", "内容"],
        [1.0, "王五", "138", "漏水", "一直漏"],
    ]
    assert header(rows, known, merged) == (("编号", "姓名", "电话", "标题", "内容"), 1)


def test_a_name_that_two_groups_share_is_told_with_its_group() -> None:
    rows: list[list[Cell]] = [
        ["客户", None, "经办", None],
        ["姓名", "电话", "姓名", "电话"],
        ["王五", "138", "赵六", "139"],
    ]
    merged = (((0, 0), (0, 1)), ((0, 2), (0, 3)))
    names = ("客户/姓名", "客户/电话", "经办/姓名", "经办/电话")
    assert (header(rows, KNOWN, merged), header(rows, KNOWN)) == ((names, 1), (names, 1))


def test_three_rows_are_one_header() -> None:
    rows: list[list[Cell]] = [
        ["投诉登记", None, None, None, None],
        ["编号", "客户信息", None, None, "内容"],
        [None, "姓名", "联系方式", None, None],
        [None, None, "电话", "邮箱", None],
        [1.0, "王五", "138", "w@example.org", "漏水"],
    ]
    merged = (
        ((0, 0), (0, 4)),
        ((1, 0), (3, 0)),
        ((1, 1), (1, 3)),
        ((1, 4), (3, 4)),
        ((2, 1), (3, 1)),
        ((2, 2), (2, 3)),
    )
    assert header(rows, KNOWN, merged) == (("编号", "姓名", "电话", "邮箱", "内容"), 3)


def test_three_rows_are_one_header_also_where_the_file_does_not_tell_what_is_merged() -> None:
    rows: list[list[Cell]] = [
        ["编号", "客户信息", None, None, "内容"],
        [None, "姓名", "级别", None, None],
        [None, None, "电话", "时间", None],
        [1.0, "王五", "138", "11:00", "漏水"],
    ]
    assert header(rows, KNOWN) == (("编号", "姓名", "电话", "时间", "内容"), 2)


def test_every_column_has_a_name_of_its_own() -> None:
    rows: list[list[Cell]] = [["a", None, "a", "b"], ["1", "2", "3", "4"]]
    assert header(rows)[0] == ("a", "B", "a (2)", "b")


def test_rows_without_text_have_no_header() -> None:
    assert choose_header([[None, ""], [1.0, 2.0]], KNOWN) is None


@unhurried
@given(st.lists(st.lists(st.one_of(st.none(), st.floats(), st.text(max_size=4)), max_size=6)))
def test_names_are_distinct_and_never_empty(rows: list[list[Cell]]) -> None:
    found = choose_header(rows, KNOWN)
    if found is not None:
        assert (len(set(found.names)), all(found.names)) == (len(found.names), True)


def test_letters_are_those_of_a_spreadsheet() -> None:
    assert [letter(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
