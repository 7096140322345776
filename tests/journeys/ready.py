"""What a verb needs before it can be taken: the row it names, the person who may."""

from typing import Any

from kesu.complaints.models import Complaint
from kesu.deadlines.models import Clock
from kesu.people.queries import everyone
from tests.cast import ANSWERED, House, Play, complaint, hire
from tests.journeys.moves import BY_A_SUPERIOR, OF_RISK, OPEN, PAYLOADS


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
