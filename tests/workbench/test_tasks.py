"""The inbox of a department, the page of a case about what was asked, and the guides of forms."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kesu.clock.duties import breaches
from kesu.complaints.models import Complaint, Evidence
from kesu.consults.models import Consult, Request, Told
from kesu.desk import inbox as notices
from kesu.desk import tasks
from kesu.people.queries import everyone
from tests.cast import Play, at, complaint, hire, lines
from tests.workbench.visitor import Visitor, body, doable

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
VALID = {"verdict": "valid", "reason": "活动页写明有赠品"}


def asked(play: Play, **given: Any) -> Consult:
    no = play.lodge(
        **{
            "merchant": "悦海家电",
            "customer": {"name": "张女士", "phone": "13812345678"},
            **given,
        }
    ).complaint.no
    play.do("accept", no)
    play.do("verify", no, **VALID)
    return Consult.objects.get(complaint__no=no)


@pytest.fixture
def liaison(play: Play) -> Visitor:
    return Visitor(play.house.liaison)


@pytest.mark.req("E06", "B14")
def test_a_liaison_sees_the_merchant_first_and_answers_in_place(
    play: Play, liaison: Visitor
) -> None:
    row = asked(play)
    page = liaison.read("/tasks")
    place = page.index("悦海家电")
    assert place < page.index(row.complaint.no)
    assert [word in page for word in ("张女士", "5678", VALID["reason"])] == [False, False, True]
    answer = liaison.post(f"/tasks/{row.pk}/do/feedback", text="商户漏发，同意补寄")
    row.refresh_from_db()
    assert (answer.status_code, row.answer) == (302, "商户漏发，同意补寄")
    assert complaint(row.complaint.no).state == "proposing"
    assert "商户漏发" not in liaison.read("/tasks")


@pytest.mark.req("F26")
def test_a_task_is_sent_back_with_its_reason(play: Play, liaison: Visitor) -> None:
    row = asked(play)
    refused = liaison.post(f"/tasks/{row.pk}/do/send_back")
    assert (refused.status_code, 'aria-invalid="true"' in body(refused)) == (422, True)
    liaison.post(f"/tasks/{row.pk}/do/send_back", reason="不是我们的商户")
    row.refresh_from_db()
    assert row.sent_back_reason == "不是我们的商户"


@pytest.mark.req("E83", "E84")
def test_the_measure_is_recorded_from_the_inbox_with_who_it_is_about(
    play: Play, liaison: Visitor
) -> None:
    who = {"store": "解放路店", "merchant_role": "cashier", "merchant_person": "工牌0027"}
    row = asked(play, type="2.1.1", **who)
    page = liaison.read("/tasks")
    assert [word in page for word in ("解放路店", "Cashier", "工牌0027")] == [True, True, True]
    liaison.post(f"/tasks/{row.pk}/do/feedback", text="已约谈")
    page = liaison.read("/tasks")
    assert f'id="do-measure-{row.pk}"' in page
    liaison.post(f"/tasks/{row.pk}/do/measure", measure="training", measure_on="2026-02-13")
    row.refresh_from_db()
    assert (row.measure, f"do-measure-{row.pk}" in liaison.read("/tasks")) == ("training", False)


@pytest.mark.req("E83")
def test_merchants_that_owe_a_measure_stand_in_the_inbox_of_who_may_know(play: Play) -> None:
    for merchant in ("悦海家电", "悦海家电", "乐童书店"):
        row = asked(play, type="2.1.1", merchant=merchant)
        play.do("feedback", row.complaint.no, play.house.liaison, consult=row.pk, text="已约谈")
    page = Visitor(play.house.liaison).read("/tasks")
    assert [word in page for word in ("2 overdue measures", "1 overdue measure")] == [True, True]
    assert page.index("悦海家电", page.index("still owe")) < page.rindex("乐童书店")
    assert "overdue measure" not in Visitor(play.house.admin).read("/tasks")


@pytest.mark.req("E47")
def test_what_a_department_was_told_stands_there_without_who_complained(
    play: Play, liaison: Visitor
) -> None:
    customer = {"name": "张女士", "phone": "13812345678"}
    given = {"type": "2.1.1", "merchant": "悦海家电", "text": "收银员骂人，我电话13812345678"}
    no = play.lodge(**given, customer=customer).complaint.no
    play.do("accept", no)
    Told.objects.update(at=timezone.now())
    page = liaison.read("/tasks")
    assert [word in page for word in ("收银员骂人", "13812345678", "张女士", no)] == [
        True,
        False,
        False,
        False,
    ]


def test_a_task_of_another_department_is_nobody_elses(play: Play) -> None:
    row = asked(play)
    risk = Visitor(play.house.risk)
    assert row.complaint.no not in risk.read("/tasks")
    assert risk.post(f"/tasks/{row.pk}/do/feedback", text="我来答").status_code == 404
    other = Visitor(hire("other", "agent", department="finance", flags=["liaison"]))
    assert other.get(f"/complaints/{row.complaint.no}/tasks").status_code == 404


@pytest.mark.req("B11", "E06")
def test_the_figure_of_the_department_stands_above(play: Play, liaison: Visitor) -> None:
    row = asked(play)
    Consult.objects.filter(pk=row.pk).update(answered_at=row.due, answered_by=row.by_id)
    asked(play)
    Consult.objects.update(at=timezone.now())
    assert "50% on time" in liaison.read("/tasks")


@pytest.mark.req("B11", "D43", "A44", "E13")
def test_a_case_shows_what_was_asked_of_others_and_takes_their_answer(play: Play) -> None:
    row = asked(play)
    no = row.complaint.no
    breaches(at("02-13 12:31"), 50)
    asked_of = {"what": "工作人员票1张", "from": "场馆"}
    play.do("request", no, **asked_of, due="2026-02-15T12:00:00+08:00")
    play.do("assist", no, who="supervisor", question="怎么谈")
    owner = Visitor(play.house.agent)
    page = owner.read(f"/complaints/{no}/tasks")
    shown = ("reminded at 50%", "工作人员票1张", "场馆", "怎么谈", VALID["reason"])
    assert [word in page for word in shown] == [True] * 5
    number = Request.objects.get().pk
    empty = owner.post(f"/complaints/{no}/requests/{number}", granted="true")
    assert empty.status_code == 422
    owner.post(f"/complaints/{no}/requests/{number}", granted="true", text="给1张")
    assert (Request.objects.get().granted, "给1张" in owner.read(f"/complaints/{no}/tasks")) == (
        True,
        True,
    )


@pytest.mark.req("C02", "E66", "F14")
def test_the_forms_carry_what_to_ask_and_say(play: Play) -> None:
    owner = Visitor(play.house.agent, language="zh-hans")
    no = play.lodge(type="1.1.1", text="酸奶里有苍蝇", merchant="城鲜").complaint.no
    play.do("accept", no)
    page = owner.read(f"/complaints/{no}")
    verify = re.search(r'id="do-verify".*?</form>', page, re.S)
    contact = re.search(r'id="do-contact".*?</form>', page, re.S)
    assert verify
    assert contact
    questions = ("卫生怎么样", "封口完好吗", "谁先发现的", "以往买过")
    assert [one in verify[0] for one in questions] == [True] * 4
    assert [one in contact[0] for one in ("一听", "二表态", "三承诺")] == [True] * 3
    other = owner.read(f"/complaints/{play.lodge(text='发票没开').complaint.no}")
    assert "卫生怎么样" not in other
    assert "暂时没有新的进展" in page
    late = play.walk("following_up")
    assert "心里还有没有不舒服的地方" in owner.read(f"/complaints/{late}")


@pytest.mark.req("E14", "F14")
def test_calls_that_nobody_answered_are_counted_apart(play: Play, agent: Visitor) -> None:
    no = play.walk("following_up")
    for _ in range(2):
        play.do("follow_up", no, outcome="no_answer")
    page = agent.read(f"/complaints/{no}")
    assert ["0 answered" in page, "2 not answered" in page] == [True, True]


@pytest.mark.req("E28")
def test_a_broken_promise_offers_its_complaint_on_the_page(play: Play) -> None:
    no = play.lodge(merchant="悦海家电").complaint.no
    play.do("accept", no)
    play.do("promise", no, what="明天十点前回电", due="2026-02-14T10:00:00+08:00")
    boss = Visitor(play.house.supervisor)
    before = doable(boss.read(f"/complaints/{no}"))
    breaches(at("02-14 10:01"), 50)
    page = boss.read(f"/complaints/{no}")
    number = re.search(r'<option value="(\d+)">明天十点前回电', page)
    assert number
    boss.act(no, "broken_promise", promise=number[1])
    assert Complaint.objects.get(parent__no=no).type == "2.3.4"
    after = doable(boss.read(f"/complaints/{no}"))
    assert [("broken_promise" in one) for one in (before, doable(page), after)] == [
        False,
        True,
        False,
    ]


@pytest.mark.req("E84")
def test_who_at_the_merchants_stands_on_the_case(play: Play) -> None:
    who = {"store": "解放路店", "merchant_role": "cashier", "merchant_person": "工牌0027"}
    no = play.lodge(type="2.1.1", merchant="悦海家电", **who).complaint.no
    page = Visitor(play.house.agent).read(f"/complaints/{no}")
    assert [word in page for word in ("解放路店", "Cashier", "工牌0027")] == [True, True, True]


TOLD = {"type": "2.1.1", "merchant": "悦海13812345678"}


@pytest.mark.req("E47")
def test_who_is_told_without_the_case_reads_where_their_part_lies(
    play: Play, liaison: Visitor
) -> None:
    row = play.lodge(**TOLD).complaint
    play.do("accept", row.no)
    (told,) = notices.notices(reader=play.house.liaison, people=everyone())
    assert (told.kind, told.place, told.no, told.subject) == ("told", "tasks", "", "")
    page = liaison.read("/notices")
    assert ['class="told-subject" href="/tasks"' in page, row.no in page] == [True, False]


@pytest.mark.req("E47")
def test_what_a_department_is_told_is_masked_and_not_for_its_admin(play: Play) -> None:
    play.do("accept", play.lodge(**TOLD).complaint.no)
    admin = hire("root", "agent", department="merchant", flags=["admin"])
    read = {
        who.sign_in: tasks.inbox(reader=who, people=everyone(), now=play.now).told
        for who in (play.house.liaison, admin)
    }
    assert [one.merchant for one in read["liaison"]] == ["悦海138****5678"]
    assert read["root"] == []


@pytest.mark.req("F26")
def test_a_task_is_passed_to_a_colleague_who_finds_and_answers_it(
    play: Play, liaison: Visitor
) -> None:
    row = asked(play)
    clerk = Visitor(play.house.clerk)
    assert "悦海家电" not in clerk.read("/tasks")
    typed = {"to": "clerk", "words": "你管这家店"}
    assert liaison.post(f"/tasks/{row.pk}/do/forward", **typed).status_code == 302
    page = clerk.read("/tasks")
    assert [word in page for word in ("passed to you", "张女士", "5678")] == [True, False, False]
    assert f'href="/complaints/{row.complaint.no}"' not in page
    assert "with Clerk" in liaison.read("/tasks")
    assert [one.facts["to_person"] for one in lines(row.complaint.no, "complaint.task")] == [
        str(play.house.clerk.id)
    ]
    told = notices.notices(reader=play.house.clerk, people=everyone())
    assert [(one.kind, one.place) for one in told] == [("task_forwarded", "tasks")]
    answer = clerk.post(f"/tasks/{row.pk}/do/feedback", text="已与门店核实")
    row.refresh_from_db()
    assert (answer.status_code, row.answer) == (302, "已与门店核实")


@pytest.mark.req("F26")
def test_a_task_comes_back_from_a_colleague_who_is_away(play: Play, liaison: Visitor) -> None:
    row = asked(play)
    liaison.post(f"/tasks/{row.pk}/do/forward", to="clerk")
    play.restaff(play.house.clerk, presence="leave")
    answer = liaison.post(f"/tasks/{row.pk}/do/forward", to="liaison")
    row.refresh_from_db()
    assert (answer.status_code, row.with_whom_id) == (302, play.house.liaison.id)
    again = liaison.post(f"/tasks/{row.pk}/do/forward", to="liaison")
    assert "This person has the task already." in body(again)


@pytest.mark.req("F26")
@pytest.mark.parametrize("to", ["agent", "nobody", "liaison", ""])
def test_a_task_is_passed_to_nobody_elses_people(play: Play, liaison: Visitor, to: str) -> None:
    row = asked(play)
    answer = liaison.post(f"/tasks/{row.pk}/do/forward", to=to)
    assert (answer.status_code, 'class="action" name="action"' in body(answer)) == (422, True)
    other = Visitor(play.house.risk)
    assert other.post(f"/tasks/{row.pk}/do/forward", to="clerk").status_code == 404
    row.refresh_from_db()
    assert row.with_whom_id is None


@pytest.mark.req("F26", "E36")
def test_a_task_that_was_passed_opens_no_restricted_case(play: Play, liaison: Visitor) -> None:
    row = asked(play)
    clerk, feedback = Visitor(play.house.clerk), f"/tasks/{row.pk}/do/feedback"
    liaison.post(f"/tasks/{row.pk}/do/forward", to="clerk")
    assert VALID["reason"] in clerk.read("/tasks")
    Complaint.objects.update(restricted=True)
    assert VALID["reason"] not in clerk.read("/tasks")
    assert clerk.post(feedback, text="已核实").status_code == 404
    Complaint.objects.update(dedicated=play.house.clerk.id)
    assert VALID["reason"] in clerk.read("/tasks")


@pytest.mark.req("F26", "E36")
def test_a_restricted_case_is_passed_to_nobody_who_must_not_know(play: Play) -> None:
    row = asked(play)
    house, boss = play.house, Visitor(play.house.merchant)
    Complaint.objects.update(restricted=True, dedicated=house.merchant.id)
    answer = boss.post(f"/tasks/{row.pk}/do/forward", to="clerk")
    row.refresh_from_db()
    assert (answer.status_code, row.with_whom_id) == (422, None)
    Complaint.objects.update(risk_owner=house.clerk.id)
    assert boss.post(f"/tasks/{row.pk}/do/forward", to="clerk").status_code == 302


@pytest.mark.req("F27", "E06")
def test_a_picture_is_added_from_the_inbox_and_leads_back_to_it(
    play: Play, liaison: Visitor
) -> None:
    row = asked(play)
    page = liaison.read("/tasks")
    path = f"/complaints/{row.complaint.no}/evidence/add"
    assert f'action="{path}"' in page
    picture = SimpleUploadedFile("shop.png", PNG, "image/png")
    hidden = {"side": "neutral", "kind": "photo", "task": row.pk, "back": "tasks"}
    answer = liaison.client.post(path, {**hidden, "note": "门头照片", "file": picture})
    assert (answer.status_code, answer.url) == (302, "/tasks")
    (kept,) = Evidence.objects.filter(complaint=row.complaint)
    assert (kept.kind, kept.task) == ("photo", row.pk)
