"""No word of a person is in the record's lines, nor in plain in its sealed part (law 9)."""

import json

import pytest
from django.db.models import F

from kesu.authority.models import Opinion, Report
from kesu.complaints.models import Complaint
from kesu.consults.models import Consult, Request
from kesu.deadlines.models import Clock
from kesu.deadlines.rules import CARE
from kesu.journal import queries
from kesu.journal.models import JournalLine, JournalNote
from kesu.journeys.perform import perform
from kesu.journeys.verb import registry
from kesu.remedies.models import Payment
from tests.cast import ANSWERED, CLOSING, PROPOSAL, Play, complaint, hire, lines


class Planted:
    """Words that occur nowhere else."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def __call__(self, hint: str = "词") -> str:
        word = f"金丝雀{hint}{len(self.words):03d}"
        self.words.append(word)
        return word

    def phone(self) -> str:
        number = f"138{len(self.words):08d}"
        self.words.append(number)
        return number

    def mail(self) -> str:
        address = f"canary{len(self.words):03d}@example.org"
        self.words.append(address)
        return address


@pytest.fixture
def planted() -> Planted:
    return Planted()


def live(play: Play, say: Planted) -> str:
    """A whole life with every verb there is, each text a planted word."""
    house = play.house
    no = play.lodge(
        channel="hotline",
        text=say("投诉"),
        subject=say("主题"),
        customer={
            "name": say("姓名"),
            "phone": say.phone(),
            "email": say.mail(),
            "external_id": say("会员"),
        },
        merchant=say("商户"),
        product=say("商品"),
        order=say("订单"),
        campaign=say("活动"),
        external_id=say("外号"),
        remedy_sought=say("诉求"),
        first_contact={"promise": {"what": say("承诺"), "due": "2026-02-14T16:00:00+08:00"}},
    ).complaint.no
    (promised,) = lines(no, "complaint.promised")
    due = "2026-02-20T16:00:00+08:00"
    play.do("contact", no, channel="hotline", outcome="reached", summary=say(), recording=say())
    play.do("keep_promise", no, promise=promised.facts["promise"], kept=True, note=say("旁注"))
    play.do("promise", no, what=say(), due=due)
    play.do("note", no, text=say())
    proof = {"source": say(), "gap": say(), "counter_plan": say(), "note": say("证言")}
    shown = play.do("evidence", no, side="neutral", kind=say(), **proof).made
    play.do("retract", no, evidence=shown, reason=say())
    clauses = {"kind": "compensation", "clauses": ["pay_goodwill"], "words": say("约定")}
    play.do("draft_agreement", no, **clauses, customer=say(), company=say())
    paper = play.attach(no, name=say("文件"))
    play.do("agreement", no, kind="signed", evidence=paper, signatories=[say()])
    play.do("emotion", no, level=4, turning_point=say())
    play.do("progress", no, text=say())
    play.do("assist", no, who="supervisor", question=say())
    play.do("verify", no, verdict="pending", reason=say(), no_merchant=say())
    play.do("consult", no, department="merchant", question=say())
    task = Consult.objects.get(complaint__no=no).pk
    Consult.objects.filter(pk=task).update(asks_measure=True)
    play.do("feedback", no, house.liaison, consult=task, text=say())
    taken = {"measure": "training", "measure_text": say("证明")}
    play.do("measure", no, house.liaison, consult=task, **taken)
    play.do("request", no, what=say(), due=due, **{"from": say("场馆")})
    wanted = Request.objects.get(complaint__no=no).pk
    play.do("answer_request", no, request=wanted, granted=True, text=say("答复"))
    still = play.walk("accepted", customer={})
    play.do("cool", still, house.supervisor, reason=say(), review_on="2026-03-02")
    play.do("resume", still)
    play.do("verify", no, verdict="valid", reason=say())
    share = [{"party": "merchant", "share": 100}]
    play.do("cause", no, text=say(), category=say(), responsible=share)
    solution = {
        **PROPOSAL,
        "steps": [{"text": say("步骤")}],
        "options": [say(), say()],
        "clause": say("条款"),
    }
    play.do("propose", no, **solution, no_clause=say())
    play.do("return", no, house.supervisor, comment=say())
    play.do("propose", no, **solution)
    play.do("approve", no, house.supervisor, comment=say())
    play.do("reply", no, channel="email", text=say())
    play.do("decide", no, position="refused", option=say(), words=say())
    tried = {"reason": say(), "tried": say(), "suggestion": say()}
    play.do("escalate", no, **tried)
    play.do("transfer", no, to="agent", reason=say())
    play.do("hand_over", no, to="peer")
    play.do("classify", no, type="1.1.1", merchant=say("商户"), product=say("商品"))
    play.do("mark_urgent", no, reasons=["U1"], requester=say(), mandated_deadline=due)
    play.do("regulator", no, authority=say(), document=say(), kind="forwarded", due=due)
    play.do("propose", no, **solution)
    play.do("approve", no, house.manager)
    play.do("reply", no, channel="email", text=say())
    play.do("decide", no, position="accepted", words=say())
    done = {"action": say(), "result": "done", "reference": say()}
    play.do("execute", no, actions=[done])
    play.do("follow_up", no, **ANSWERED, note=say())
    ending = {"outcome": "resolved", "disposition": {"kind": "review"}, "summary": say("小结")}
    play.do("close", no, **CLOSING | ending)
    play.do("dispose", no, kind="item", reason=say(), item=say())
    understand(play, no, say)
    play.do("archive", no)
    week = {"started": play.now, "due": play.now, "calendar": "official", "rule": "B19"}
    Clock.objects.create(complaint=complaint(no), name="follow_up", subject="D+7", **week)
    play.do("revisit", no, outcome="no_answer", note=say())
    Clock.objects.create(complaint=complaint(no), name="follow_up", subject=f"{CARE}call", **week)
    play.do("after_care", no, kind="call", done=False, words=say())
    play.do("score_attitude", no, house.quality, score=4, words=say())
    play.do("reopen", no, reason=say())
    play.do("withdraw", no, reason=say())
    other = play.lodge(customer={}).complaint.no
    play.do("promise", other, what=say("失约"), due="2026-02-14T10:00:00+08:00")
    late = Clock.objects.filter(complaint__no=other, name="promise")
    late.update(state="breached", breached_at=F("due"))
    broken = lines(other, "complaint.promised")[0].facts["promise"]
    play.do("broken_promise", other, house.supervisor, promise=broken)
    play.do("accept", other)
    play.do("resolve", other, cause=say(), what=say(), clause=say())
    secure(play, say)
    take_longer(play, say)
    decide_high(play, say)
    belong_together(play, say)
    make_good(play, say)
    return no


def understand(play: Play, closed: str, say: Planted) -> None:
    """What a case is about, and what is learnt from it."""
    no = play.lodge(customer={}).complaint.no
    told = {"attitude": say(), "demand": say(), "real_demand": say(), "plan": say()}
    play.do("breakdown", no, emotion=4, **told)
    supports = ("process_supported", "authority_supported", "resource_supported")
    said = dict.fromkeys(("attachment", "material_need", "essence", "stop_loss"))
    answers = {**{name: say() for name in said}, **dict.fromkeys(supports, True)}
    play.do("analyse", no, conditions=answers)
    play.do("objection", no, method=say(), text=say(), **{"class": "fair"})
    play.do("aggravate", no, words=say(), whose=say())
    play.do("establish", no, who=say(), whom=say(), what=say())
    play.do("gap", no, expected=say(), actual=say(), raised_by="service")
    play.do("prefer", no, channel="email", note=say())
    play.do("silence_review", no, hypothesis="gone", action=say())
    learnt = {"root_cause": say(), "department": "merchant", "lessons": say()}
    play.do("review", closed, play.house.senior, preventable=True, **learnt)
    play.do("coach", closed, play.house.supervisor, who="senior", what=say())


def make_good(play: Play, say: Planted) -> None:
    """Something is wanted, promised, taken back, agreed to and paid."""
    name = say("收款")
    no = play.walk("executing", customer={"name": name})
    play.do("demand", no, kind="tenfold", amount=29800, basis=say())
    play.do("exposure", no, channel="weibo", url=f"https://weibo.example/{say()}", reach=10)
    small = {"kind": "compensation", "amount": 100, "order": say()}
    dropped = play.do("remedy", no, what=say(), coupon=say(), lot=say(), **small).made
    play.do("drop_remedy", no, remedy=dropped, reason=say())
    sorry = play.do("remedy", no, kind="apology", what=say()).made
    play.do("give_remedy", no, remedy=sorry, reference=say())
    large = play.do("remedy", no, kind="compensation", amount=9000, what=say()).made
    play.do("grant_remedy", no, play.house.supervisor, remedy=large, note=say())
    play.do("ask_payment", no, remedy=large, payee=name, account="62220212", note=say())
    finance = hire("payer", "agent", department="finance", flags=["finance"])
    payment = Payment.objects.get(state="asked").pk
    play.do("pay", no, finance, payment=str(payment), result="paid", slip=say())


def secure(play: Play, say: Planted) -> None:
    """An account that somebody else used, and a task that went to the wrong department."""
    risk = play.house.risk
    no = play.lodge(customer={}, type="3.2").complaint.no
    play.do("identify", no, play.house.agent, items=[say("证件")], passed=True)
    play.do("freeze", no, play.house.agent, advisories=["no_use", "handling_time"], note=say())
    play.do("investigate", no, risk, finding=say("结论"), loss=5000, suspect=say())
    play.do("amend_account", no, risk, what=say(), reference=say())
    play.do("unfreeze", no, risk, reason=say())
    play.do("accept", no)
    play.do("consult", no, department="merchant", question=say())
    play.do("dun", no, note=say())
    task = Consult.objects.get(complaint__no=no, department="merchant").pk
    play.do("send_back", no, play.house.liaison, consult=task, reason=say())


def take_longer(play: Play, say: Planted) -> None:
    """A very complex one of a bank's customer, with more time by law."""
    no = play.lodge(customer={}).complaint.no
    play.do("regulator", no, authority="国家金融监督管理总局", kind="forwarded")
    play.do("extend", no, play.house.manager, reason=say(), notice=say())


def decide_high(play: Play, say: Planted) -> None:
    """An urgent one that rises: who is told, asked and met, and how far the talks come."""
    house = play.house
    no = play.lodge(customer={}, urgent=True, urgent_reasons=["U1"]).complaint.no
    told = Report.objects.values_list("pk", flat=True).get(complaint__no=no)
    play.do("acknowledge", no, house.supervisor, report=told)
    play.do("report", no, house.agent, to="manager", reason=say())
    play.do("dedicate", no, to="second")
    play.do("escalate", no, to="merchant", reason=say(), tried=say(), suggestion=say())
    asked = Opinion.objects.values_list("pk", flat=True).get(complaint__no=no)
    play.do("opinion", no, house.merchant, opinion=asked, text=say("意见"))
    play.do("round", no, offer=say(), reaction=say(), agreed=False)
    play.do("meeting", no, kind="mediation", present=["manager", say()], decision=say())


def belong_together(play: Play, say: Planted) -> None:
    """Two that are one, one that is two, and one that many share."""
    boss, customer = play.house.supervisor, {"name": say("同一人")}
    first = play.lodge(customer=customer).complaint.no
    second = play.lodge(customer=customer).complaint.no
    chase = {"by": "customer", "note": say()}
    perform("urge", second, chase, by=play.house.agent, now=play.now)
    play.do("merge", second, boss, into=first, note=say())
    play.do("unmerge", second, boss, note=say())
    play.do("split", first, text=say("第二件"))
    play.do("join_batch", first, batch="new", note=say())


@pytest.mark.req("E03")
def test_no_word_of_a_person_is_in_any_line(play: Play, planted: Planted) -> None:
    live(play, planted)
    record = "\n".join(JournalLine.objects.values_list("line", flat=True))
    names = [person.full_name for person in play.house.everyone() if person.full_name in record]
    assert ([word for word in planted.words if word in record], names) == ([], [])


def test_the_life_took_every_verb(play: Play, planted: Planted) -> None:
    live(play, planted)
    kinds = set(JournalLine.objects.values_list("kind", flat=True))
    taken = sum(kind.startswith("complaint.") for kind in kinds)
    asides = {
        "complaint.lodged",
        "complaint.form_drawn",
        "complaint.opinion_asked",
        "complaint.took_in",
        "complaint.gave_back",
        "complaint.split_off",
        "complaint.told",
        "complaint.dunned",
        "complaint.request_due",
    }
    assert taken - len(asides & kinds) == len(registry())


def test_the_sealed_part_shows_no_word_in_plain(play: Play, planted: Planted) -> None:
    no = live(play, planted)
    customer = complaint(no).customer
    sealed = [bytes(note.sealed) for note in JournalNote.objects.all()]
    sealed += [bytes(customer.phone or b""), bytes(customer.email or b"")]
    plain = [word for word in planted.words if any(word.encode() in raw for raw in sealed)]
    assert (plain, len(sealed) > 30) == ([], True)


def test_what_was_said_is_in_the_notes(play: Play, planted: Planted) -> None:
    """The proof that the words above could have leaked: they went through."""
    live(play, planted)
    said = [entry.notes for row in Complaint.objects.all() for entry in lines(row.no)]
    notes = json.dumps(said, ensure_ascii=False)
    unsaid = [word for word in planted.words if word not in notes]
    assert {word[3:5] for word in unsaid} == {"主题", "商户", "商品", "订单", "活动", "外号"}


def test_the_record_of_a_whole_life_verifies_and_tells_where_it_ended(
    play: Play, planted: Planted
) -> None:
    row = complaint(live(play, planted))
    state, owner = "", ""
    for entry in lines(row.no, "complaint."):
        state = (entry.facts.get("state") or [state])[-1]
        owner = (entry.facts.get("owner") or [owner])[-1]
    assert (queries.verify(), state, owner) == (None, row.state, str(row.owner_id))
