"""Every verb in every state, against a table written from DOMAIN (Moves) and not from the code."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from kesu.complaints.models import Complaint
from kesu.deadlines.models import Clock
from kesu.journeys.faults import WrongState
from kesu.journeys.perform import perform
from kesu.journeys.verb import registry
from kesu.people.queries import everyone
from kesu.policy.codes import State
from tests.cast import ANSWERED, CLOSING, PROPOSAL, House, Play, complaint, hire

ORDER = [
    "received",
    "accepted",
    "verifying",
    "consulting",
    "proposing",
    "approving",
    "replying",
    "executing",
    "following_up",
    "closed",
    "archived",
]
OPEN = {*ORDER[:9], "cooling"}
STAYING = {
    "contact",
    "classify",
    "note",
    "emotion",
    "breakdown",
    "analyse",
    "objection",
    "aggravate",
    "gap",
    "prefer",
    "silence_review",
    "identify",
    "freeze",
    "investigate",
    "amend_account",
    "unfreeze",
    "request",
    "answer_request",
    "promise",
    "keep_promise",
    "progress",
    "mark_urgent",
    "regulator",
    "extend",
    "transfer",
    "assist",
    "hand_over",
    "escalate",
    "join_batch",
    "merge",
    "unmerge",
    "split",
    "urge",
    "dun",
    "report",
    "acknowledge",
    "opinion",
    "meeting",
    "round",
    "dedicate",
    "demand",
    "exposure",
    "remedy",
    "grant_remedy",
}


def along(first: str, last: str) -> set[str]:
    return set(ORDER[ORDER.index(first) : ORDER.index(last) + 1])


WORKING = along("accepted", "proposing")
MOVES: dict[str, tuple[set[str], set[str]]] = {
    **{verb: (OPEN, set()) for verb in STAYING},
    "note": (OPEN | {"closed", "archived"}, set()),
    "review": (OPEN | {"closed", "archived"}, set()),
    "coach": (OPEN | {"closed"}, set()),
    "score_attitude": (OPEN | {"closed", "archived"}, set()),
    "measure": (OPEN | {"closed"}, set()),
    "broken_promise": (OPEN | {"closed"}, set()),
    "revisit": ({"closed", "archived"}, {"verifying"}),
    "after_care": ({"closed", "archived"}, set()),
    "accept": ({"received"}, {"accepted"}),
    "verify": ({"accepted", "verifying"}, {"verifying", "consulting", "proposing"}),
    "consult": (WORKING, {"consulting"}),
    "feedback": ({"consulting"}, WORKING),
    "send_back": (OPEN, WORKING),
    "cause": (WORKING, set()),
    "propose": ({"proposing"}, {"approving", "replying"}),
    "approve": ({"approving"}, {"replying"}),
    "return": ({"approving"}, {"proposing"}),
    "reply": ({"replying"}, set()),
    "decide": ({"replying"}, {"executing", "following_up", "proposing"}),
    "execute": ({"executing"}, {"following_up"}),
    "follow_up": ({"following_up"}, {"proposing"}),
    "resolve": (along("received", "proposing"), {"following_up"}),
    "close": ({"following_up"}, {"closed"}),
    "dispose": ({"closed"}, set()),
    "archive": ({"closed"}, {"archived"}),
    "reopen": ({"closed", "archived"}, {"verifying"}),
    "cool": (along("accepted", "replying"), {"cooling"}),
    "resume": ({"cooling"}, along("accepted", "replying")),
    "withdraw": (OPEN, {"withdrawn"}),
    "drop_remedy": (OPEN | {"withdrawn"}, set()),
    "ask_payment": ({"executing", "following_up"}, set()),
    "give_remedy": ({"executing", "following_up"}, set()),
    "pay": (OPEN | {"closed", "archived", "withdrawn"}, set()),
    "evidence": (OPEN | {"closed", "archived"}, set()),
    "retract": (OPEN, set()),
    "draft_agreement": (OPEN, set()),
    "agreement": (OPEN, set()),
}

PAYLOADS: dict[str, dict[str, Any]] = {
    "contact": {"channel": "hotline", "outcome": "reached"},
    "classify": {"type": "1.1.1"},
    "note": {"text": "记一笔"},
    "emotion": {"level": 2},
    "breakdown": {"attitude": "坚决", "emotion": 2, "demand": "检测"},
    "analyse": {
        "conditions": {
            "process_supported": False,
            "authority_supported": False,
            "resource_supported": True,
        }
    },
    "objection": {"class": "misunderstood", "method": "复述后澄清", "text": "说好当天到"},
    "silence_review": {"hypothesis": "trust", "action": "由主管致电"},
    "aggravate": {"words": "有问题去医院检查", "whose": "值班经理"},
    "gap": {"expected": "当天送达", "actual": "五天", "raised_by": "page"},
    "prefer": {"channel": "email", "do_not_call": True},
    "review": {"root_cause": "备货不足", "department": "merchant", "lessons": "节前备货"},
    "coach": {"who": "senior", "what": "先听完再解释"},
    "score_attitude": {"score": 4, "words": "耐心"},
    "promise": {"what": "回电", "due": "2026-02-20T16:00:00+08:00"},
    "progress": {"none_yet": True},
    "mark_urgent": {"reasons": ["U1"]},
    "regulator": {"authority": "某市市场监管局", "kind": "forwarded"},
    "extend": {"reason": "等检测报告", "notice": "最迟四月中旬答复"},
    "identify": {"items": ["身份证后四位"], "passed": True},
    "freeze": {"advisories": ["no_use", "handling_time"]},
    "investigate": {"finding": "密码被他人改过", "loss": 5000},
    "amend_account": {"what": "改回手机号"},
    "unfreeze": {"reason": "已核实"},
    "transfer": {"to": "supervisor", "reason": "休假"},
    "hand_over": {"to": "supervisor"},
    "dedicate": {"to": "supervisor"},
    "meeting": {"kind": "visit", "present": ["supervisor"], "decision": "上门致歉"},
    "round": {"offer": "补寄", "reaction": "要现金", "agreed": False},
    "assist": {"who": "supervisor", "question": "怎么办"},
    "escalate": {"reason": "谈不拢", "tried": "三个方案", "suggestion": "主管出面"},
    "verify": {"verdict": "valid", "reason": "属实", "no_merchant": "自营"},
    "request": {"what": "工作票", "from": "场馆", "due": "2026-02-20T16:00:00+08:00"},
    "consult": {"department": "merchant", "question": "请核实"},
    "cause": {"text": "漏发"},
    "propose": PROPOSAL,
    "return": {"comment": "写清日期"},
    "reply": {"channel": "email", "text": "补寄"},
    "decide": {"position": "accepted"},
    "execute": {"actions": [{"action": "补寄", "result": "done"}]},
    "follow_up": ANSWERED,
    "revisit": ANSWERED,
    "after_care": {"kind": "repurchase", "done": True, "words": "已致电关怀"},
    "resolve": {"cause": "漏发", "what": "已补寄", "clause": "4.2"},
    "close": CLOSING,
    "dispose": {"kind": "none", "reason": "个案"},
    "reopen": {"reason": "又来电"},
    "cool": {"reason": "等检测", "review_on": "2026-03-02"},
    "withdraw": {"reason": "撤回"},
    "evidence": {"side": "neutral", "kind": "statement", "note": "客户口述"},
    "retract": {"reason": "拍错了"},
    "draft_agreement": {"kind": "compensation", "clauses": ["pay_goodwill"], "amount": 5000},
    "agreement": {"kind": "signed"},
    "join_batch": {"batch": "new"},
    "split": {"text": "另外，上次的发票也没有开。"},
    "demand": {"kind": "refund", "amount": 29800},
    "exposure": {"channel": "weibo", "url": "https://weibo.example/1"},
    "remedy": {"kind": "compensation", "amount": 100, "what": "补偿"},
    "urge": {"by": "customer"},
}
BY_A_SUPERIOR = {"approve", "return", "cool", "review", "coach", "extend", "grant_remedy"}
BY_A_SUPERIOR |= {"score_attitude"}
OF_RISK = {"investigate", "amend_account", "unfreeze"}
OF_DEPARTMENTS = OF_RISK | {"send_back", "measure"}
NOT_THE_OWNERS = BY_A_SUPERIOR | OF_DEPARTMENTS | {"opinion", "unmerge", "pay"}
READY = {"propose", "decide", "close"}
"""Verbs with gates; the walk opens them where the state is right."""


def test_every_verb_moves_between_the_states_that_domain_names() -> None:
    declared = {
        name: (set(map(str, verb.from_states)), set(map(str, verb.to_states)))
        for name, verb in registry().items()
    }
    assert declared == MOVES


@pytest.mark.req("E10", "E12", "E43")
@pytest.mark.parametrize("state", [state.value for state in State])
def test_every_verb_is_taken_or_refused_by_the_state(state: str, play: Play) -> None:
    no = play.walk(state)
    wrong = {}
    for verb in registry():
        taken, ends = attempt(play, verb, no)
        right = state in MOVES[verb][0]
        expected = ends in (MOVES[verb][1] or {state}) | {state} if right else ends == state
        if taken != right or not expected:
            wrong[verb] = (taken, ends)
    assert wrong == {}


def attempt(play: Play, verb: str, no: str) -> tuple[bool, str]:
    """Whether the state lets the verb be taken and where it ends; nothing is left behind."""
    with transaction.atomic():
        point = transaction.savepoint()
        try:
            payload = dict(PAYLOADS.get(verb, {})) | numbered(play, verb, no)
            play_ready(play, verb, no)
            take(play, verb, no, payload)
            taken = True
        except WrongState:
            taken = False
        ends = complaint(no).state
        transaction.savepoint_rollback(point)
    return taken, ends


def take(play: Play, verb: str, no: str, payload: dict[str, Any]) -> None:
    play.now += timedelta(minutes=10)
    by = actor(play.house, verb, no) or everyone()[complaint(no).owner_id]
    perform(verb, no, payload, by=by, now=play.now)


def actor(house: House, verb: str, no: str) -> Any:
    if verb in ("feedback", "send_back", "measure"):
        return house.liaison
    if verb in OF_RISK:
        return house.risk
    if verb == "opinion":
        return house.merchant
    if verb == "pay":
        return next(one for one in everyone().values() if one.sign_in == "payer")
    if verb == "extend":
        return house.manager
    return house.supervisor if verb in BY_A_SUPERIOR else None


def numbered(play: Play, verb: str, no: str) -> dict[str, Any]:
    """Payloads that name a row: it is made first, where the state lets it."""
    from kesu.authority.models import Opinion, Report
    from kesu.complaints.models import Promise
    from kesu.consults.models import Consult, Request

    row = complaint(no)
    if verb == "dun":
        Consult.objects.create(
            complaint=row, by_id=row.owner_id, at=play.now, department="merchant", question="请核实"
        )
        return {}
    if verb == "merge":
        Consult.objects.filter(complaint=row).update(answered_at=play.now, answered_by=row.owner_id)
        return {"into": play.lodge(now=play.now).complaint.no}
    if verb in ("retract", "agreement"):
        return {"evidence": play.attach(no)}
    if verb == "broken_promise":
        return {"promise": broken(play, row)}
    if verb == "keep_promise":
        made = Promise.objects.create(
            complaint=row, by_id=row.owner_id, at=play.now, what="回电", due=play.now
        )
        return {"promise": made.pk, "kept": True}
    if verb == "opinion":
        asked = Opinion.objects.create(
            complaint=row,
            function="merchant",
            question="?",
            by_id=row.owner_id,
            at=play.now,
            due=play.now,
        )
        return {"opinion": asked.pk, "text": "可以"}
    if verb in ("grant_remedy", "drop_remedy", "give_remedy", "ask_payment", "pay"):
        return given(row, verb, play)
    if verb == "acknowledge":
        told = Report.objects.create(
            complaint=row, level="supervisor", to_id=row.owner_id, sent=play.now, due=play.now
        )
        return {"report": told.pk}
    if verb in OF_RISK:
        Consult.objects.create(
            complaint=row, department="risk", question="?", by_id=row.owner_id, at=play.now
        )
    if verb == "answer_request":
        wanted = Request.objects.create(
            complaint=row, what="?", party="?", due=play.now, by_id=row.owner_id, at=play.now
        )
        return {"request": wanted.pk, "granted": True, "text": "可以"}
    if verb in ("feedback", "send_back", "measure"):
        task = Consult.objects.filter(complaint=row).first() or Consult.objects.create(
            complaint=row, department="merchant", question="?", by_id=row.owner_id, at=play.now
        )
        if verb == "measure":
            Consult.objects.filter(pk=task.pk).update(asks_measure=True)
        said = {
            "feedback": {"text": "同意"},
            "send_back": {"reason": "不归我们"},
            "measure": {"measure": "training"},
        }
        return {"consult": task.pk, **said[verb]}
    return {}


def given(row: Complaint, verb: str, play: Play) -> dict[str, Any]:
    """A remedy of its own that waits for the verb, and somebody of finance who pays it."""
    from kesu.remedies.models import Payment, Remedy

    made = Remedy.objects.create(
        complaint=row,
        kind="visit" if verb == "give_remedy" else "compensation",
        amount=100,
        what="补偿",
        state="planned" if verb == "grant_remedy" else "approved",
        account=b"sealed",
        by_id=play.house.agent.id,
        at=play.now,
    )
    if verb != "pay":
        more = {"drop_remedy": {"reason": "客户不要"}, "give_remedy": {"reference": "CRM-2"}}
        return {"remedy": str(made.pk), **more.get(verb, {})}
    hire("payer", "agent", department="finance", flags=["finance"])
    asked = Payment.objects.create(remedy=made, amount=100, by_id=row.owner_id, at=play.now)
    return {"payment": str(asked.pk), "result": "paid", "slip": "S-1"}


def broken(play: Play, row: Complaint) -> int:
    """The number of a promise whose time ran out."""
    from kesu.complaints.models import Promise

    made = Promise.objects.create(
        complaint=row, by_id=play.house.peer.id, at=play.now, what="回电", due=play.now
    )
    Clock.objects.create(
        complaint=row,
        name="promise",
        subject=str(made.pk),
        started=play.now,
        due=play.now,
        state="breached",
        breached_at=play.now,
        calendar="official",
        rule="E46",
    )
    return made.pk


def play_ready(play: Play, verb: str, no: str) -> None:
    state = complaint(no).state
    if verb == "unmerge" and state in OPEN:
        play.do("merge", no, **numbered(play, "merge", no))
    if verb == "extend" and state in OPEN:
        play.do("regulator", no, authority="国家金融监督管理总局", kind="forwarded")
    if state in OPEN and verb in ("freeze", "unfreeze"):
        play.do("identify", no, **PAYLOADS["identify"])
    if state in OPEN and verb == "unfreeze":
        play.do("freeze", no, **PAYLOADS["freeze"])
    if state in OPEN and verb in ("amend_account", "unfreeze"):
        play.do("investigate", no, play.house.risk, **PAYLOADS["investigate"])
    if verb == "withdraw" and state in OPEN:
        play.attach(no, kind="withdrawal")
    if verb in ("revisit", "after_care") and state in ("closed", "archived"):
        subject = "D+7" if verb == "revisit" else "care:repurchase"
        planned = Clock(complaint=complaint(no), name="follow_up", subject=subject, rule="B19")
        planned.started, planned.due, planned.calendar = play.now, play.now, "official"
        planned.save()
    if verb == "propose" and state == "proposing":
        play.do("cause", no, text="漏发")
    if verb == "decide" and state == "replying":
        play.do("reply", no, channel="email", text="补寄")
    if verb == "close" and state == "following_up":
        play.do("follow_up", no, **ANSWERED)


def test_a_wrong_state_answers_with_what_this_person_may_do(play: Play) -> None:
    no = play.walk("approving")
    with pytest.raises(WrongState) as refusal:
        play.do("execute", no, **PAYLOADS["execute"])
    open_to_the_owner = {
        verb
        for verb, (states, _) in MOVES.items()
        if "approving" in states and verb not in NOT_THE_OWNERS
    }
    version = Complaint.objects.get(no=no).version
    said = refusal.value
    assert (said.state, said.version, set(said.allowed)) == (
        "approving",
        version,
        open_to_the_owner,
    )


def test_a_refused_step_leaves_nothing_behind(play: Play) -> None:
    no = play.walk("accepted")
    before = complaint(no).__dict__ | {"_state": None}
    with pytest.raises(WrongState):
        perform("execute", no, PAYLOADS["execute"], by=everyone()[before["owner_id"]], now=play.now)
    assert complaint(no).__dict__ | {"_state": None} == before
