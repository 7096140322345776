"""Which column holds what, from the header and from the values."""

from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    ("header", "value", "field"),
    [
        ("时间", "没有", "received"),
        ("联系电话", "见附件", "customer.phone"),
        ("会员等级", "钻石", "customer.level"),
        ("年龄", "中年", "customer.age"),
        ("邮箱", "没有", "customer.email"),
        ("渠道", "电话簿", "channel"),
        ("被投诉人", "某人", "accused_agent"),
    ],
)
def test_values_that_do_not_fit_leave_the_column_alone(
    play: Play, tmp_path: Path, header: str, value: str, field: str
) -> None:
    assert field not in guessed(tmp_path, ["内容", header], ["慢", value])


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
