"""Chat messages from a file: heard once, shown, and taken back where nobody did anything (A18)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kesu.intake.models import Import, ImportedRow
from kesu.journal.models import JournalLine
from kesu.journeys.signal_settle import settle
from kesu.journeys.take_in.undo import undo
from kesu.watch.models import Conversation, Message, Signal
from tests.cast import Play
from tests.intake.files import Taken, take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 13, 4, tzinfo=UTC)
ROWS = [
    ["消息编号", "会话编号", "发送方", "消息内容", "发送时间"],
    ["1", "C-1", "买家", "我要打12315", "2026-02-13 09:00:00"],
    ["2", "C-1", "客服", "您先别急", "2026-02-13 09:01:00"],
    ["3", "C-2", "买家", "找记者曝光你们", "2026-02-13 09:02:00"],
    ["4", "C-2", "机器人", "您好", "2026-02-13 09:03:00"],
    ["5", "C-3", "买家", "谢谢", "昨天"],
]


@pytest.fixture
def play(db: None) -> Play:
    """A house at work."""
    return Play()


def taken(folder: Path, rows: list[list[str]] = ROWS) -> Taken:
    return take_in(rows, folder=folder, now=NOW, kind="messages")


@pytest.mark.req("A18")
def test_a_file_is_heard_as_the_stream_is(play: Play, tmp_path: Path) -> None:
    done = taken(tmp_path)
    assert dict(done.columns.columns) == {
        "id": "消息编号",
        "conversation": "会话编号",
        "from": "发送方",
        "text": "消息内容",
        "at": "发送时间",
    }
    assert (done.report.added, [number for number, _cells, _why in done.sent_back]) == (3, [5, 6])
    assert [one.speaker for one in Message.objects.order_by("key")] == [
        "customer",
        "agent",
        "customer",
    ]
    assert set(Signal.objects.values_list("key", flat=True)) == {"chat:C-1", "chat:C-2"}
    first = Message.objects.get(key="1")
    assert first.at.isoformat() == "2026-02-13T01:00:00+00:00"


def test_the_same_file_again_adds_nothing(play: Play, tmp_path: Path) -> None:
    taken(tmp_path)
    again = taken(tmp_path)
    assert (again.report.added, again.report.there, Message.objects.count()) == (0, 3, 3)
    assert [one.times for one in Signal.objects.all()] == [1, 1]


@pytest.mark.req("F28")
def test_taken_back_but_for_the_talk_that_somebody_worked_on(play: Play, tmp_path: Path) -> None:
    taken(tmp_path)
    worked = Signal.objects.get(key="chat:C-2")
    settle("dismiss", worked.pk, {"reason": "玩笑"}, by=play.house.agent, now=NOW)
    done = undo(Import.objects.get(), now=NOW)
    assert (done.removed, done.kept) == (2, ["C-2"])
    assert [one.key for one in Conversation.objects.all()] == ["C-2"]
    assert list(Message.objects.values_list("key", flat=True)) == ["3"]
    assert (Signal.objects.count(), ImportedRow.objects.count()) == (1, 1)
    assert JournalLine.objects.filter(kind="signal.taken_back").count() == 1
    assert undo(Import.objects.get(), now=NOW).removed == 0
