"""The morning: what is to be decided, what collides, what changed, and the same as text."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kesu.clock.duties import breaches
from kesu.complaints.models import Complaint
from kesu.deadlines.models import Clock
from kesu.desk.morning.clashing import Hour, today
from kesu.desk.morning.days import Days
from kesu.desk.rates import Share
from kesu.people.operations import roster_shift, take_leave
from kesu.people.queries import everyone
from tests.cast import PROPOSAL, Play, at, complaint
from tests.workbench.visitor import Visitor, body

CUSTOMER = {"name": "张女士", "phone": "13812345678"}


def here(hours: float) -> datetime:
    return datetime.now(UTC) + timedelta(hours=hours)


@pytest.fixture
def boss(play: Play) -> Visitor:
    return Visitor(play.house.manager)


def decided(page: str) -> list[tuple[str, str]]:
    """The kind of each decision and where its button leads."""
    part = page.partition("For you to decide now")[2].partition("</section>")[0]
    return re.findall(r'<b>([^<]+)</b> <a .*?class="button[^"]*" href="([^"]+)"', part, re.DOTALL)


@pytest.mark.req("F20", "E09")
def test_what_needs_a_word_stands_first_with_one_button(play: Play, boss: Visitor) -> None:
    no = play.walk("approving", customer=CUSTOMER)
    page = boss.read("/morning")
    assert ("To approve", f"/complaints/{no}#do-approve") in decided(page)
    assert ["89.00 yuan, proposed by Agent" in page, "13812345678" in page] == [True, False]


@pytest.mark.req("A07")
def test_an_approval_over_the_mandate_says_who_could(play: Play) -> None:
    no = play.walk("proposing")
    play.do("cause", no, text="商户漏发")
    play.do("propose", no, **{**PROPOSAL, "cost": 90_000_00})
    assert "Over your mandate: it needs" in Visitor(play.house.supervisor).read("/morning")


@pytest.mark.req("E64")
def test_a_report_nobody_acknowledged_comes_to_whom_it_went(play: Play) -> None:
    no = play.lodge(urgent=True, urgent_reasons=["U1"]).complaint.no
    found = decided(Visitor(play.house.supervisor).read("/morning"))
    assert ("Reported upwards", f"/complaints/{no}#do-acknowledge") in found
    assert "Reported upwards" not in dict(decided(Visitor(play.house.second).read("/morning")))


@pytest.mark.req("C21")
def test_what_broke_stands_there_until_it_is_answered(play: Play, boss: Visitor) -> None:
    no = play.lodge(customer=CUSTOMER).complaint.no
    breaches(at("02-20 09:00"), 50)
    assert ("Overdue", f"/complaints/{no}") in decided(boss.read("/morning"))
    assert "Open 1, overdue 1, urgent 0" in boss.read("/morning/text")


@pytest.mark.req("E42")
def test_a_case_passed_on_twice_is_looked_at(play: Play, boss: Visitor) -> None:
    no = play.walk("accepted")
    play.do("transfer", no, play.house.supervisor, to="senior", reason="换班")
    play.do("transfer", no, play.house.supervisor, to="agent", reason="换回")
    assert ("Passed on twice", f"/complaints/{no}#do-transfer") in decided(boss.read("/morning"))


@pytest.mark.req("Q13")
def test_contact_that_is_lost_asks_for_a_word(play: Play, boss: Visitor) -> None:
    no = play.walk("accepted")
    for channel, moment in (
        ("hotline", "02-13 11:00"),
        ("im", "02-14 14:00"),
        ("hotline", "02-15 19:00"),
    ):
        play.do("contact", no, now=at(moment), channel=channel, outcome="no_answer")
    assert ("Contact lost", f"/complaints/{no}#do-close") in decided(boss.read("/morning"))


@pytest.mark.req("F15")
def test_more_due_in_an_hour_than_people_are_there_is_a_collision(play: Play) -> None:
    house = play.house
    for _ in range(3):
        no = play.lodge(customer=CUSTOMER).complaint.no
        play.do("promise", no, what="回电", due="2026-02-13T14:30:00+08:00")
    people, days = everyone(), Days.of(at("02-13 11:00"), ZoneInfo("Asia/Shanghai"))

    def hour() -> Hour:
        waiting = Complaint.objects.all()
        found = today(waiting, reader=house.supervisor, people=people, days=days)
        return next(one for one in found.hours if one.hour == 14)

    assert hour() == Hour(14, due=3, there=None)
    for one in (house.agent, house.peer):
        starts, ends = at("02-13 08:00"), at("02-13 18:00")
        roster_shift(staff=one.id, starts=starts, ends=ends, duty=False)
    assert (hour(), hour().clashes) == (Hour(14, due=3, there=1), True)
    take_leave(staff=house.agent.id, starts=at("02-13 00:00"), ends=at("02-14 00:00"), deputy=None)
    assert hour().there == 0


def test_a_morning_without_a_roster_says_so(play: Play, boss: Visitor) -> None:
    assert "No roster" in boss.read("/morning")


@pytest.mark.req("E37")
def test_an_issue_near_the_threshold_is_said_to_be(play: Play, boss: Visitor) -> None:
    for _ in range(7):
        play.lodge(merchant="滨河店 B座")
    Complaint.objects.update(received=here(-0.01))
    page = boss.read("/morning")
    radar = page.partition("Batch radar")[2]
    assert ["滨河店 B座" in radar, "Near" in radar] == [True, True]
    assert re.search("(yesterday|today) 7", radar)


@pytest.mark.req("F20")
def test_shares_of_yesterday_say_of_how_many_they_are(play: Play, boss: Visitor) -> None:
    for _ in range(4):
        play.lodge(customer=CUSTOMER)
    zone = timezone.get_default_timezone()
    noon = (datetime.now(UTC).astimezone(zone) - timedelta(days=1)).replace(hour=12, minute=0)
    rows = Clock.objects.filter(name="first_callback")
    rows.update(due=noon, state="breached", breached_at=noon)
    first = rows.order_by("id").values_list("pk", flat=True)[0]
    rows.filter(pk=first).update(state="met", met_at=noon, breached_at=None)
    page = boss.read("/morning")
    assert "1/4, 95% interval 5–70" in page
    missed = page.partition("Deadlines missed yesterday")[2]
    assert "<b>3</b>" in missed


@pytest.mark.req("F20")
def test_the_text_can_be_pasted_and_names_no_customer(play: Play, boss: Visitor) -> None:
    no = play.lodge(customer=CUSTOMER, text="蛋糕里有金属，电话13812345678").complaint.no
    page = boss.read("/morning/text")
    text = page.partition("<textarea")[2].partition("</textarea>")[0]
    assert "Open 1, overdue 0, urgent 0" in text
    assert "1. 蛋糕里有金属" in text
    assert [word in text for word in ("张女士", "13812345678", no)] == [False, False, False]


@pytest.mark.req("F20")
def test_a_day_without_anything_says_what_to_do_next(play: Play, boss: Visitor) -> None:
    page = boss.read("/morning")
    said = ("Nothing waits for your word", "No deadline was missed yesterday", "nothing was due")
    assert [word in page for word in said] == [True, True, True]
    assert "Nothing is open." in boss.read("/morning/text")


@pytest.mark.req("F20")
@pytest.mark.parametrize(
    ("who", "status", "finds"),
    [
        ("director", 200, True),
        ("manager", 200, True),
        ("supervisor", 200, True),
        ("merchant", 200, False),
        ("lead", 403, False),
        ("agent", 403, False),
        ("liaison", 403, False),
        ("auditor", 403, False),
        ("admin", 403, False),
    ],
)
def test_the_morning_is_for_who_answers_for_the_house(
    play: Play, who: str, status: int, finds: bool
) -> None:
    no = play.walk("approving")
    visitor = Visitor(getattr(play.house, who))
    answer = visitor.get("/morning")
    assert (answer.status_code, no in body(answer)) == (status, finds)
    assert visitor.get("/morning/text").status_code == status
    assert complaint(no).state == "approving"


@given(st.integers(0, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share_and_stays_between_nothing_and_all(
    counted: tuple[int, int],
) -> None:
    share = Share(*counted)
    if share.value is None or share.interval is None:
        assert counted[1] == 0
        return
    low, high = share.interval
    assert 0 <= low <= share.value + 1e-12
    assert share.value - 1e-12 <= high <= 1


@given(st.integers(1, 200))
def test_more_of_the_same_share_is_known_better(size: int) -> None:
    few, many = Share(size, 2 * size).interval, Share(10 * size, 20 * size).interval
    assert few is not None
    assert many is not None
    assert few[1] - few[0] > many[1] - many[0]
