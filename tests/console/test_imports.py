"""``kesu import`` from outside: files as people send them, reports, ends, kills."""

import csv
import os
import random
import re
import signal
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from tests.door import Server
from tests.door.server import KESU
from tests.intake.files import as_csv

pytestmark = pytest.mark.door

TODAY = datetime.now(tz=UTC).date()
HEADER = ["编号", "投诉内容", "投诉时间", "客户姓名", "联系电话", "会员号"]


def row(number: int) -> list[str]:
    """The same all day; a fifth is old, a third has a customer that comes again."""
    day = TODAY - timedelta(days=200 if number % 5 == 0 else number % 9 + 1)
    customer = f"M{number // 10}" if number % 3 == 0 else ""
    return [
        f"OLD-{number:05d}",
        f"第 {number} 件：空气炸锅没有寄到，客服说查一下就没有下文了",
        f"{day:%Y-%m-%d} 10:{number % 60:02d}",
        f"客户{number % 7}",
        f"138{number % 50:08d}" if number % 2 else "",
        customer,
    ]


def made(folder: Path, count: int, name: str = "made.csv") -> Path:
    file = folder / name
    file.write_text(as_csv([HEADER, *map(row, range(count))]), encoding="utf-8")
    return file


@pytest.fixture
def house(tmp_path: Path) -> Server:
    """Kesu's data alone, nothing served."""
    return Server(tmp_path / "home")


def figures(said: str) -> list[int]:
    """Read, added, there already, rejected."""
    found = [re.search(rf"^{word} (\d+)", said, re.M) for word in ("读取", "新增", "已有", "退回")]
    return [int(one[1]) for one in found if one]


def number(said: str) -> str:
    found = re.search(r"IM-\d{8}-\w{6}", said)
    assert found, said
    return found[0]


@pytest.mark.req("F28", "B08")
def test_a_file_comes_in_and_once_only(house: Server, tmp_path: Path) -> None:
    file = made(tmp_path, 30)
    first = house.cli("import", "complaints", str(file))
    assert (first.returncode, figures(first.stdout)) == (0, [30, 30, 0, 0]), first.stderr
    assert "text ← 投诉内容" in first.stderr
    assert "渠道 import" in first.stderr
    again = house.cli("import", "complaints", str(file))
    assert (again.returncode, figures(again.stdout)) == (0, [30, 0, 30, 0])
    verified = house.cli("journal", "verify")
    assert verified.returncode == 0, verified.stdout
    listed = house.cli("import", "list").stdout
    assert listed.count("IM-") == 2
    assert not (tmp_path / "made.csv.rejected.csv").exists()


@pytest.mark.req("F28", "B08")
def test_what_is_sent_back_can_be_mended_and_sent_again(house: Server, tmp_path: Path) -> None:
    file = tmp_path / "made.csv"
    bad = ["OLD-X", "=没有时间", "昨天下午", "", "", ""]
    rows = [HEADER, *map(row, range(20)), bad]
    file.write_text(as_csv(rows), encoding="gb18030")
    said = house.cli("import", "complaints", str(file), "--mapping", "老系统")
    assert (said.returncode, figures(said.stdout)) == (1, [21, 20, 0, 1])
    rejected = tmp_path / "made.csv.rejected.csv"
    with rejected.open(encoding="utf-8-sig", newline="") as opened:
        header, back = list(csv.reader(opened))
    assert header[: len(HEADER)] == HEADER
    assert (back[1], "投诉时间" in back[-1]) == ("'=没有时间", True)
    back[2] = row(1)[2]
    rejected.write_text(as_csv([header, back]), encoding="utf-8-sig")
    mended = house.cli("import", "complaints", str(rejected), "--mapping", "老系统")
    assert (mended.returncode, figures(mended.stdout)) == (0, [1, 1, 0, 0]), mended.stderr
    again = house.cli("import", "complaints", str(rejected), "--mapping", "老系统")
    assert figures(again.stdout) == [1, 0, 1, 0]


@pytest.mark.req("B08")
def test_a_dry_run_writes_the_report_alone(house: Server, tmp_path: Path) -> None:
    said = house.cli("import", "complaints", str(made(tmp_path, 12)), "--dry-run")
    assert (said.returncode, figures(said.stdout)) == (0, [12, 12, 0, 0])
    assert house.cli("import", "list").stdout == ""


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--map", "texts=投诉内容"], ["--map", "texts", "customer.phone"]),
        (["--map", "text=正文"], ["--map", "正文", "投诉内容"]),
        (["--set", "channel=传真"], ["--set channel", "hotline"]),
        (["--map", "subject=投诉内容"], ["text", "--map text="]),
        (["--encoding", "klingon"], ["klingon"]),
    ],
)
def test_an_option_that_cannot_be_used_ends_with_2(
    house: Server, tmp_path: Path, options: list[str], words: Sequence[str]
) -> None:
    said = house.cli("import", "complaints", str(made(tmp_path, 3)), *options)
    assert said.returncode == 2
    assert [word for word in words if word not in said.stderr] == [], said.stderr
    assert house.cli("import", "list").stdout == ""


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"\n\n\n"])
def test_what_is_no_table_ends_with_2(house: Server, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "none.csv"
    file.write_bytes(content)
    said = house.cli("import", "complaints", str(file))
    assert (said.returncode, "Traceback" in said.stderr, "none.csv" in said.stderr) == (
        2,
        False,
        True,
    )
    assert house.cli("import", "complaints", str(tmp_path / "gone.csv")).returncode == 2


@pytest.mark.req("F28")
def test_an_import_is_taken_back_by_its_number(house: Server, tmp_path: Path) -> None:
    file = made(tmp_path, 25)
    no = number(house.cli("import", "complaints", str(file)).stdout)
    undone = house.cli("import", "undo", no)
    assert (undone.returncode, "25" in undone.stdout) == (0, True), undone.stderr
    assert house.cli("journal", "verify").returncode == 0
    assert figures(house.cli("import", "complaints", str(file)).stdout) == [25, 25, 0, 0]
    unknown = house.cli("import", "undo", "IM-20260101-AAAAAA")
    assert (unknown.returncode, "IM-20260101-AAAAAA" in unknown.stderr) == (2, True)


@pytest.mark.req("E32", "B06")
def test_customers_and_orders_come_in_and_are_brought_up(house: Server, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text(
        as_csv([["会员号", "姓名", "会员等级", "年消费金额"], ["V1", "周大同", "8", "12,345.60"]]),
        encoding="utf-8",
    )
    assert figures(house.cli("import", "customers", str(people)).stdout) == [1, 1, 0, 0]
    assert figures(house.cli("import", "customers", str(people)).stdout) == [1, 0, 1, 0]
    orders = tmp_path / "orders.csv"
    header = ["订单号", "会员号", "下单时间", "金额", "商品", "状态"]
    orders.write_text(
        as_csv([header, ["D1", "V1", "2026-01-02", "89.00", "空气炸锅", "已发货"]]),
        encoding="utf-8",
    )
    assert figures(house.cli("import", "orders", str(orders)).stdout) == [1, 1, 0, 0]
    orders.write_text(
        as_csv([header, ["D1", "V1", "2026-01-02", "89.00", "空气炸锅", "已签收"]]),
        encoding="utf-8",
    )
    said = house.cli("import", "orders", str(orders))
    assert (figures(said.stdout), "更新 1" in said.stdout) == ([1, 0, 0, 0], True)
    assert house.cli("journal", "verify").returncode == 0


CONTENT = """
import sys, django, json
django.setup()
from kesu.complaints.models import Complaint, Customer
from kesu.correspondence.models import Notice
from kesu.deadlines.models import Clock, DueMoment
from kesu.intake.models import Import, ImportedRow
from kesu.journal.models import JournalLine
from kesu.foundation.sealing import unseal
phone = lambda one: unseal(one.phone, field="customer.phone") if one.phone else ""
number = dict(Complaint.objects.values_list("pk", "external_id"))
owner = lambda one: one.owner.sign_in
out = [
    sorted((c.external_id, c.text, c.state, c.history, str(c.received), c.customer.name,
            c.customer.external_id, owner(c), c.no_clock_because) for c in
            Complaint.objects.select_related("customer", "owner")),
    sorted((number[k.complaint_id], k.name, k.subject, k.state) for k in Clock.objects.all()),
    sorted((number[d.complaint_id], d.what, d.state) for d in DueMoment.objects.all()),
    sorted((c.name, c.external_id, phone(c)) for c in Customer.objects.all()),
    sorted((number[r.complaint_id], r.number, bytes(r.key).hex(), r.customer_id is None)
           for r in ImportedRow.objects.all()),
    sorted(set(Import.objects.exclude(rows=None).values_list("kind", "state"))),
    sorted((n.to.sign_in, n.kind, n.detail.split()[0]) for n in Notice.objects.all()),
    sorted(JournalLine.objects.exclude(about_kind="import").values_list("kind")),
]
print(json.dumps(out, ensure_ascii=False, default=str))
"""


def content(house: Server) -> str:
    """Every table an import writes, without keys, times of the run and randomness."""
    settings = {"DJANGO_SETTINGS_MODULE": "kesu.config.settings"}
    ran = subprocess.run(
        [KESU.with_name("python"), "-c", "import kesu\n" + CONTENT],
        env={**house.environment, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def staffed(home: Path) -> Server:
    """A house where somebody takes complaints."""
    house = Server(home)
    for name, rank in (("boss", "manager"), ("ann", "supervisor"), ("bob", "supervisor")):
        house.hire(name, rank=rank)
    return house


KILLS = int(os.environ.get("KESU_KILLS", "4"))


@pytest.mark.req("F28")
def test_killed_anywhere_and_run_again_equals_one_clean_run(tmp_path: Path) -> None:
    file = made(tmp_path, 1500)
    clean = staffed(tmp_path / "clean")
    started = time.monotonic()
    assert clean.cli("import", "complaints", str(file)).returncode == 0
    took = time.monotonic() - started
    killed = staffed(tmp_path / "killed")
    chance = random.Random(11)
    for _ in range(KILLS):
        run = subprocess.Popen(
            [KESU, "import", "complaints", str(file)],
            env=killed.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.3, 1.0) * took)
        run.send_signal(signal.SIGKILL)
        run.wait()
    last = killed.cli("import", "complaints", str(file))
    assert last.returncode == 0, last.stderr
    assert killed.cli("journal", "verify").returncode == 0
    assert content(killed) == content(clean)


@pytest.mark.req("F28")
def test_two_imports_of_one_file_at_once_take_each_row_once(tmp_path: Path) -> None:
    file = made(tmp_path, 1500)
    house = staffed(tmp_path / "home")
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda _: house.cli("import", "complaints", str(file)), range(2)))
    assert [run.returncode for run in runs] == [0, 0], [run.stderr for run in runs]
    counts = [figures(run.stdout) for run in runs]
    assert [sum(column) for column in zip(*counts, strict=True)] == [3000, 1500, 1500, 0]
    assert house.cli("journal", "verify").returncode == 0


@pytest.mark.req("B08")
def test_half_a_character_costs_its_row_and_no_other(house: Server, tmp_path: Path) -> None:
    file = tmp_path / "made.jsonl"
    file.write_text(
        '{"内容":"屏幕碎了 \\ud83d","编号":"1"}\n'
        '{"内容":"屏幕碎了","编号":"2"}\n'
        '{"内容":"名字有误","编\\udc00号":"3"}\n'
        '{"内容":"名字有误","编\\u0000号":"4"}\n',
        encoding="utf-8",
    )
    said = house.cli("import", "complaints", str(file), "--mapping", "老系统")
    assert (said.returncode, figures(said.stdout)) == (1, [4, 1, 0, 3]), said.stderr
    with (tmp_path / "made.jsonl.rejected.csv").open(encoding="utf-8-sig", newline="") as opened:
        _header, *back = list(csv.reader(opened))
    assert back[0][:2] == ["屏幕碎了 \\ud83d", "1"]
    assert "内容" in back[0][-1]
    assert ["名字有误" in one[0] for one in back[1:]] == [True, True]


@pytest.mark.req("F28", "B08")
def test_rows_that_somebody_is_mending_are_kept(house: Server, tmp_path: Path) -> None:
    file, back = tmp_path / "made.csv", tmp_path / "made.csv.rejected.csv"
    bad = ["OLD-X", "没有时间", "昨天下午", "", "", ""]
    file.write_text(as_csv([HEADER, row(1), bad]), encoding="utf-8")
    house.cli("import", "complaints", str(file))
    told = back.read_bytes()
    house.cli("import", "complaints", str(file))
    assert [one.name for one in tmp_path.glob("*.rejected*")] == [back.name]
    back.write_bytes(told + b"mended,by,hand\n")
    said = house.cli("import", "complaints", str(file))
    aside = tmp_path / "made.csv.rejected.1.csv"
    assert (back.read_bytes(), aside.read_bytes()[len(told) :]) == (told, b"mended,by,hand\n")
    assert aside.name in said.stderr
    file.write_text(as_csv([HEADER, row(1)]), encoding="utf-8")
    clean = house.cli("import", "complaints", str(file))
    assert (clean.returncode, f"{back} 是以前" in clean.stderr) == (0, True)


@pytest.mark.req("B08")
def test_a_mapping_that_is_new_is_named(house: Server, tmp_path: Path) -> None:
    file = str(made(tmp_path, 2))
    first = house.cli("import", "complaints", file, "--mapping", "老系统", "--dry-run")
    assert "试运行不保存" in first.stderr
    house.cli("import", "complaints", file, "--mapping", "老系统", "--map", "text=投诉内容")
    slip = house.cli("import", "complaints", file, "--mapping", "老系紌", "--dry-run")
    assert "其他已有：老系统" in slip.stderr
    once = house.cli("import", "complaints", file, "--mapping", "老系统", "--set", "channel=web")
    assert "channel = web" in once.stderr
    again = house.cli("import", "complaints", file, "--mapping", "老系统")
    assert ("channel = web" in again.stderr, "映射「" in again.stderr) == (False, False)


@pytest.mark.req("B08")
def test_sheets_that_are_left_out_are_named(house: Server, tmp_path: Path) -> None:
    file = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        for name in ("一月", "二月", "说明", "隐藏"):
            page = book.add_worksheet(name)
            page.write(0, 0, "内容")
            if name != "说明":
                page.write(1, 0, f"{name}里寄丢了")
        page.hide()
    said = house.cli("import", "complaints", str(file))
    assert (said.returncode, figures(said.stdout)) == (0, [1, 1, 0, 0]), said.stderr
    told = [line for line in said.stderr.splitlines() if "工作表" in line]
    assert len(told) == 1
    assert "一月" in told[0]
    assert "二月" in told[0]


def test_a_file_may_be_called_by_any_bytes(house: Server, tmp_path: Path) -> None:
    made(tmp_path, 3).rename(name := tmp_path / os.fsdecode(b"\xc3\xfb.csv"))
    said = house.cli("import", "complaints", str(name))
    assert (said.returncode, figures(said.stdout)) == (0, [3, 3, 0, 0]), said.stderr
    assert "\ufffd.csv" in house.cli("import", "list").stdout
