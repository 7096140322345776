"""Which column holds what, from the header and from the values."""

from pathlib import Path

import pytest

from kesu.intake import headers, rules
from tests.cast import MORNING, Play
from tests.intake.files import take_in


@pytest.fixture
def play(db: None) -> Play:
    return Play()


def guessed(folder: Path, header: list[str], *rows: list[str]) -> dict[str, str]:
    taken = take_in([header, *rows], folder=folder, now=MORNING, dry=True)
    return dict(taken.columns.columns)


@pytest.mark.req("B08", "F28")
def test_chinese_headers(play: Play, tmp_path: Path) -> None:
    header = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数"]
    found = guessed(
        tmp_path, header, ["188", "A0001029", "路灯", "2026/2/1 8:00", "不亮", "0", "1"]
    )
    assert found == {
        "text": "留言详情",
        "subject": "留言主题",
        "received": "留言时间",
        "external_id": "留言编号",
        "customer.external_id": "留言用户",
    }


@pytest.mark.req("B08")
def test_english_headers_in_any_spelling(play: Play, tmp_path: Path) -> None:
    header = ["Ticket ID", "Customer_Name", "E-mail", "PHONE", "Created At", "Description"]
    row = ["7", "Wang Min", "w@example.org", "13800001111", "2026-02-01 08:00", "broken"]
    assert guessed(tmp_path, header, row) == {
        "text": "Description",
        "received": "Created At",
        "external_id": "Ticket ID",
        "customer.name": "Customer_Name",
        "customer.phone": "PHONE",
        "customer.email": "E-mail",
    }


def test_the_authoritys_answer_is_not_the_complaint(play: Play, tmp_path: Path) -> None:
    header = ["id", "标题", "回复内容", "诉求件内容", "回复时间"]
    found = guessed(tmp_path, header, ["1", "河道", "已处理", "有异味", "2026-02-01"])
    assert found == {"text": "诉求件内容", "subject": "标题", "external_id": "id"}


def test_a_type_column_of_car_models_is_no_type(play: Play, tmp_path: Path) -> None:
    header = ["type", "desc"]
    assert guessed(tmp_path, header, ["2020款 2.5L", "异响"]) == {"text": "desc"}
    assert guessed(tmp_path, header, ["3.3", "异响"]) == {"text": "desc", "type": "type"}


def test_a_user_is_a_number_or_a_name_by_its_values(play: Play, tmp_path: Path) -> None:
    header = ["用户", "内容"]
    number = guessed(tmp_path, header, ["U100234", "慢"], ["U100235", "慢了"])
    name = guessed(tmp_path, header, ["王小明", "慢"], ["李小红", "慢了"])
    assert number == {"text": "内容", "customer.external_id": "用户"}
    assert name == {"text": "内容", "customer.name": "用户"}


def test_a_number_that_comes_twice_is_no_number_of_the_row(play: Play, tmp_path: Path) -> None:
    header = ["编号", "内容"]
    assert "external_id" not in guessed(tmp_path, header, ["1", "慢"], ["1", "坏"])
    assert "external_id" in guessed(tmp_path, header, ["1", "慢"], ["2", "坏"])


@pytest.mark.req("B08")
@pytest.mark.parametrize(
    ("header", "good", "bad", "field"),
    [
        ("投诉时间", "2026-02-01", "没有", "received"),
        ("时间", "2026-02-01", "昨天", "received"),
        ("联系电话", "13800001111", "见附件", "customer.phone"),
        ("邮箱", "w@example.org", "见附件", "customer.email"),
        ("投诉类型", "2.3", "其它问题", "type"),
        ("投诉渠道", "web", "电话簿", "channel"),
        ("会员等级", "3", "钻石", "customer.level"),
        ("年龄", "30", "中年", "customer.age"),
        ("类型", "2.3", "其它问题", "type"),
    ],
)
def test_values_that_do_not_fit_cost_their_rows_and_not_the_column(
    play: Play, tmp_path: Path, header: str, good: str, bad: str, field: str
) -> None:
    rows = [["慢", good], ["慢了", good], ["坏", bad]]
    taken = take_in([["内容", header], *rows], folder=tmp_path, now=MORNING, dry=True)
    assert (taken.columns.columns[field], taken.counts) == (header, (3, 2, 0, 1))
    assert header in taken.reasons[0]


@pytest.mark.req("B08")
@pytest.mark.parametrize("header", ["投诉时间", "时间", "联系电话", "邮箱"])
def test_a_sure_header_is_taken_at_its_word(play: Play, tmp_path: Path, header: str) -> None:
    taken = take_in([["内容", header], ["慢", "见附件"]], folder=tmp_path, now=MORNING, dry=True)
    assert (taken.counts, header in taken.reasons[0]) == ((1, 0, 0, 1), True)


@pytest.mark.req("B08")
@pytest.mark.parametrize(
    ("header", "value", "field"),
    [
        ("type", "豪华型", "type"),
        ("投诉类型", "豪华型", "type"),
        ("渠道", "电话簿", "channel"),
        ("会员等级", "钻石", "customer.level"),
        ("年龄", "中年", "customer.age"),
        ("被投诉人", "某人", "accused_agent"),
        ("最近一次来电时间", "没有", "received"),
    ],
)
def test_a_column_that_is_not_taken_is_named(
    play: Play, tmp_path: Path, header: str, value: str, field: str
) -> None:
    taken = take_in([["内容", header], ["慢", value]], folder=tmp_path, now=MORNING, dry=True)
    assert (field in taken.columns.columns, dict(taken.columns.doubtful)) == (
        False,
        {field: header},
    )


@pytest.mark.req("B08")
def test_one_number_that_comes_twice_costs_its_row(play: Play, tmp_path: Path) -> None:
    header = ["工单编号", "内容"]
    rows = [[str(number), f"第{number}件"] for number in (1, 2, 3, 3)]
    rows[3][1] = "另一件"
    taken = take_in([header, *rows], folder=tmp_path, now=MORNING, dry=True)
    assert (taken.columns.columns["external_id"], taken.counts) == ("工单编号", (4, 3, 0, 1))


@pytest.mark.req("B08")
@pytest.mark.parametrize("nothing", ["无", "-", "/", "NULL", "暂无"])
def test_a_cell_may_say_that_there_is_nothing(play: Play, tmp_path: Path, nothing: str) -> None:
    header = ["内容", "投诉时间", "联系电话", "邮箱", "办结时间", "年龄"]
    rows = [["慢", "2026-02-01", *[nothing] * 4], ["坏", nothing, *[nothing] * 4]]
    taken = take_in([header, *rows], folder=tmp_path, now=MORNING, dry=True)
    assert (taken.counts, "投诉时间" in taken.reasons[0]) == ((2, 1, 0, 1), True)


@pytest.mark.req("B08")
def test_headers_in_traditional_writing(play: Play, tmp_path: Path) -> None:
    header = ["投訴編號", "投訴內容", "投訴時間", "客戶姓名", "聯絡電話", "處理結果"]
    found = guessed(tmp_path, header, ["1", "慢", "2026-02-01", "王小明", "13800001111", "好"])
    assert found == {
        "text": "投訴內容",
        "received": "投訴時間",
        "external_id": "投訴編號",
        "customer.name": "客戶姓名",
        "customer.phone": "聯絡電話",
    }


@pytest.mark.req("B08")
def test_a_column_that_is_filled_late_is_read(play: Play, tmp_path: Path) -> None:
    rows = [[f"第{number}件", ""] for number in range(201)]
    rows[200][1] = "昨天"
    taken = take_in([["内容", "投诉时间"], *rows], folder=tmp_path, now=MORNING, dry=True)
    assert (taken.columns.columns["received"], taken.counts) == ("投诉时间", (201, 200, 0, 1))


def test_a_filled_column_goes_before_an_empty_one(play: Play, tmp_path: Path) -> None:
    header = ["内容", "投诉时间", "创建时间"]
    assert guessed(tmp_path, header, ["慢", "", "2026-02-01"])["received"] == "创建时间"


def test_a_word_of_two_fields_leaves_it_to_the_values() -> None:
    weak = set(map(rules.plain, headers.weak()))
    for kind in ("complaints", "customers", "orders"):
        words = headers.words(kind).values()
        called = [one for said in words for one in set(map(rules.plain, said))]
        assert {one for one in called if called.count(one) > 1} <= weak


def test_digits_that_are_lost_do_not_end_the_guess(play: Play, tmp_path: Path) -> None:
    rows = [["会员号", "消费"], ["U1234", "1.2E+15"], ["U1235", "3"], ["U1236", "4"]]
    taken = take_in(rows, folder=tmp_path, now=MORNING, kind="customers", dry=True)
    assert (taken.columns.columns["spend"], taken.counts) == ("消费", (3, 2, 0, 1))


def test_what_is_named_with_map_is_all_that_is_read(play: Play, tmp_path: Path) -> None:
    rows = [["编号", "标题", "内容"], ["1", "河道", "有异味"]]
    taken = take_in(rows, folder=tmp_path, now=MORNING, columns=["text=标题"], dry=True)
    assert dict(taken.columns.columns) == {"text": "标题"}


def test_a_mapping_is_kept_and_used_again(play: Play, tmp_path: Path) -> None:
    rows = [["甲", "乙"], ["河道有异味", "web"]]
    columns, values = ["text=甲"], ["channel=web"]
    take_in(rows, folder=tmp_path, now=MORNING, columns=columns, values=values, mapping="old crm")
    again = take_in(
        [rows[0], ["路灯不亮", ""]], folder=tmp_path, now=MORNING, mapping="old crm", dry=True
    )
    assert (dict(again.columns.columns), dict(again.columns.values)) == (
        {"text": "甲"},
        {"channel": "web"},
    )
