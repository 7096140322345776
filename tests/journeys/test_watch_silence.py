"""Who was upset and has gone quiet is shown once, in talks and on open complaints."""

from datetime import datetime, timedelta

import pytest

from kesu.clock.watching import EVERY, Sweep
from kesu.complaints.models import Complaint
from kesu.journal.models import JournalLine
from kesu.journeys.watch_silence import look_at_cases, look_at_talks
from kesu.watch.models import Conversation, Message, Signal
from tests.cast import MORNING, Play

AN_HOUR = timedelta(hours=1)


def talk(key: str, *turns: tuple[str, str], emotion: int = 4, at: datetime = MORNING) -> None:
    """A conversation whose turns are a minute apart."""
    last = at + timedelta(minutes=len(turns) - 1)
    mine = [place for place, (who, _text) in enumerate(turns) if who == "customer"]
    row = Conversation.objects.create(
        key=key,
        began=at,
        last_at=last,
        last_by_customer=at + timedelta(minutes=mine[-1]),
        emotion=emotion,
        shop="甲店",
    )
    for place, (who, text) in enumerate(turns):
        when = at + timedelta(minutes=place)
        Message.objects.create(
            key=f"{key}-{place}", conversation=row, speaker=who, text=text, at=when, heard=when
        )


def shown() -> list[tuple[str, str]]:
    rows = Signal.objects.filter(kind="silence").order_by("key")
    return sorted((one.facts["rule"], one.said) for one in rows)


@pytest.mark.req("A22")
def test_upset_talks_that_ended_in_nothing_are_shown_once(play: Play) -> None:
    talk("c1", ("customer", "退款呢？骗子"))
    talk("c2", ("customer", "气死我了"), ("agent", "亲请耐心等待"))
    talk("c3", ("customer", "气死我了"), ("agent", "已经为您退款"))
    talk("c4", ("customer", "气死我了"), ("agent", "已登记"), ("customer", "好的谢谢"))
    talk("c5", ("customer", "请问几点发货"), emotion=1)
    later = MORNING + 2 * AN_HOUR
    assert look_at_talks(MORNING + timedelta(minutes=5), 50) == 0
    assert look_at_talks(later, 50) == 2
    assert look_at_talks(later + AN_HOUR, 50) == 0
    assert shown() == [("quiet", "气死我了"), ("unanswered", "退款呢？骗子")]
    assert JournalLine.objects.filter(kind="signal.raised").count() == 2


@pytest.mark.req("A22", "C22")
def test_an_open_case_of_somebody_upset_without_a_word_for_days_is_shown(play: Play) -> None:
    quiet, calm = play.lodge().complaint.no, play.lodge(text="想问赠品进度").complaint.no
    for no, level in ((quiet, 4), (calm, 1)):
        play.do("accept", no)
        play.do("emotion", no, level=level)
    assert look_at_cases(MORNING + timedelta(days=1), 50) == 0
    assert look_at_cases(MORNING + timedelta(days=3), 50) == 1
    assert look_at_cases(MORNING + timedelta(days=3, hours=1), 50) == 0
    signal = Signal.objects.get(kind="silence")
    assert (signal.about.no if signal.about else "", signal.level) == (quiet, 3)


@pytest.mark.req("A22")
def test_a_word_with_the_customer_ends_the_silence(play: Play) -> None:
    no = play.lodge().complaint.no
    play.do("accept", no)
    play.do("emotion", no, level=5)
    later = MORNING + timedelta(days=2)
    said = {"channel": "hotline", "direction": "out", "outcome": "reached", "summary": "已沟通"}
    play.do("contact", no, now=later, **said)
    assert look_at_cases(MORNING + timedelta(days=3), 50) == 0


@pytest.mark.req("A22", "C22")
def test_a_silence_of_a_case_that_goes_on_is_counted_once(play: Play) -> None:
    quiet(play)
    days = [look_at_cases(MORNING + timedelta(days=day), 50) for day in (3, 4, 5, 6, 7)]
    assert days == [1, 0, 0, 0, 0]
    assert Signal.objects.get(kind="silence").times == 1


@pytest.mark.req("C22")
def test_what_was_shown_takes_no_place_from_what_was_not(play: Play) -> None:
    first = quiet(play)
    second = quiet(play)
    play.do("emotion", first, now=MORNING + timedelta(days=3), level=5)
    assert look_at_cases(MORNING + timedelta(days=3, hours=1), 1) == 1
    assert look_at_cases(MORNING + timedelta(days=6), 1) == 1
    shown_of = Signal.objects.filter(kind="silence").order_by("raised")
    assert [one.about.no for one in shown_of if one.about] == [second, first]


def quiet(play: Play) -> str:
    """A case of somebody upset whom nobody has called."""
    no = play.lodge().complaint.no
    play.do("accept", no)
    play.do("emotion", no, level=4)
    return no


def warn(kind: str, **about: object) -> Signal:
    said = {
        "said": "退款呢？骗子",
        "raised": MORNING,
        "last_at": MORNING,
        "reasons": [{"term": "骗子"}],
    }
    return Signal.objects.create(kind=kind, key=f"{kind}-1", level=1, **said, **about)


@pytest.mark.req("A22")
def test_a_silence_joins_the_warning_that_waits_of_its_talk(play: Play) -> None:
    talk("c1", ("customer", "退款呢？骗子"))
    warning = warn("chat", conversation=Conversation.objects.get(key="c1"))
    later = MORNING + 2 * AN_HOUR
    assert look_at_talks(later, 50) == 1
    assert look_at_talks(later + AN_HOUR, 50) == 0
    warning.refresh_from_db()
    assert Signal.objects.count() == 1
    assert (warning.level, warning.times, warning.said) == (3, 2, "退款呢？骗子")
    assert [one.get("rule", one.get("term")) for one in warning.reasons] == ["骗子", "unanswered"]
    Signal.objects.update(state="handled", settled=later)
    assert look_at_talks(later + AN_HOUR, 50) == 0


@pytest.mark.req("A22")
def test_a_silence_that_begins_anew_behind_a_settled_warning_is_shown(play: Play) -> None:
    talk("c1", ("customer", "退款呢？骗子"))
    warn("chat", conversation=Conversation.objects.get(key="c1"))
    Signal.objects.update(state="handled", settled=MORNING)
    assert look_at_talks(MORNING + 2 * AN_HOUR, 50) == 1
    assert shown() == [("unanswered", "退款呢？骗子")]


@pytest.mark.req("A22", "C22")
def test_a_silence_joins_the_warning_that_waits_of_its_case(play: Play) -> None:
    no = play.lodge().complaint.no
    play.do("accept", no)
    play.do("emotion", no, level=4)
    warning = warn("case", about=Complaint.objects.get(no=no))
    later = MORNING + timedelta(days=3)
    assert look_at_cases(later, 50) == 1
    assert look_at_cases(later + AN_HOUR, 50) == 0
    warning.refresh_from_db()
    assert (Signal.objects.count(), warning.level) == (1, 3)
    assert [one.get("rule") for one in warning.reasons] == [None, "case"]


def test_a_look_that_fails_holds_nothing_up_and_is_tried_again() -> None:
    asked: list[datetime] = []

    def look(at: datetime, _limit: int) -> int:
        asked.append(at)
        raise RuntimeError("away")

    sweep = Sweep(look)
    assert sweep.work(MORNING, 50) == MORNING + EVERY
    assert sweep.work(MORNING + timedelta(minutes=1), 50) == MORNING + EVERY
    sweep.work(MORNING + EVERY, 50)
    sweep.work(MORNING - AN_HOUR, 50)  # the clock was set back
    assert len(asked) == 3
