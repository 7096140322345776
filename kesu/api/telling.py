"""What the desk answered, in the shapes of the API: empty values left out, times in the zone."""

import json
from collections.abc import Iterable
from datetime import datetime, tzinfo
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from kesu.api import shapes
from kesu.api.conditions import etag
from kesu.api.keys import Answer
from kesu.desk.queue import CasePage
from kesu.desk.values import (
    CaseView,
    CauseView,
    ClockView,
    ConsultView,
    CustomerView,
    EmotionView,
    Entry,
    PersonView,
    PromiseView,
    Rail,
    SolutionView,
)
from kesu.journeys.faults import Warned
from kesu.policy import queries as policies

_EMPTY: tuple[object, ...] = ("", None, [], {})


def zone_of(name: str, version: str) -> tzinfo:
    """The zone of the policy a complaint is judged by."""
    return policies.version(name, version).tz


def respond(answer: Answer) -> HttpResponse:
    """An answer with its headers."""
    response = HttpResponse(answer.content, status=answer.status, content_type="application/json")
    if answer.etag:
        response["ETag"] = answer.etag
    if answer.status == HTTPStatus.CREATED and answer.etag:
        response["Location"] = json.loads(answer.content)["links"]["self"]
    if answer.replayed:
        response["Idempotent-Replay"] = "true"
    return response


def read(shape: shapes.Shape) -> HttpResponse:
    """A shape as the answer to a reading."""
    return respond(Answer(200, shape.to_json()))


def whole(status: int, complaint: shapes.Complaint) -> Answer:
    """A complaint with its ETag."""
    return Answer(status, complaint.to_json(), etag(complaint.version))


def complaint(view: CaseView, *, warnings: Iterable[Warned] = ()) -> shapes.Complaint:
    """One complaint, as the contract writes it."""
    zone = zone_of(view.policy_name, view.policy_version)
    return shapes.Complaint(
        no=view.no,
        state=view.state,
        channel=view.channel,
        subject=view.subject,
        text=view.text,
        received=view.received.astimezone(zone),
        type=view.type,
        grade=view.grade,
        urgent=view.urgent,
        urgent_reasons=view.urgent_reasons,
        tier=view.tier,
        owner=_person(view.owner),
        risk_owner=_person(view.risk_owner),
        customer=_customer(view.customer),
        clocks=[clock(one, zone) for one in view.clocks],
        promises=[_promise(one, zone) for one in view.promises],
        consults=[_consult(one, zone) for one in view.consults],
        stage_rail=_rail(view.rail, zone),
        emotion=[_emotion(one, zone) for one in view.emotions],
        policy=shapes.Policy(name=view.policy_name, version=view.policy_version),
        version=view.version,
        links=links(view.no),
        **_known(view, zone),
        **_present(warnings=[shapes.Warned(code=one.code, say=one.say) for one in warnings]),
    )


def _known(view: CaseView, zone: tzinfo) -> dict[str, Any]:
    """What stands in the answer only when there is something."""
    return _present(
        form_no=view.form_no,
        accepted=_local(view.accepted, zone),
        origin_type=view.origin_type,
        suggested_type=view.suggested_type,
        history=view.history or None,
        dedicated=_perhaps(view.dedicated),
        accused=_perhaps(view.accused),
        merchant=view.merchant,
        product=view.product,
        order=view.order,
        campaign=view.campaign,
        remedy_sought=view.remedy_sought,
        external_id=view.external_id,
        next_due=_local(view.next_due, zone),
        verdict=view.verdict,
        cause=_cause(view.cause, zone) if view.cause else None,
        solution=_solution(view.solution, zone) if view.solution else None,
        outcome=view.outcome,
        disposition=view.disposition,
        closed_customer_at=_local(view.closed_customer_at, zone),
        closed_internal_at=_local(view.closed_internal_at, zone),
        parent=view.parent,
        children=view.children,
        batch=view.batch,
        merged_into=view.merged_into,
        merged=view.merged,
        urged=view.urged or None,
    )


def routing(owner: str, warnings: Iterable[Warned]) -> shapes.Routing:
    """Where a complaint went, and the person on the line: all that the accused learns (E49)."""
    said = [one.say for one in warnings if one.code in ("put_through", "call_back")]
    return shapes.Routing(owner=owner, **_present(say=" ".join(said)))


def page(found: CasePage) -> HttpResponse:
    """A page of a list."""
    items = [complaint(view) for view in found.cases]
    return read(shapes.Complaints(items=items, next=found.next))


def links(no: str) -> shapes.Links:
    """Where the rest of a complaint is found."""
    here = reverse("api:complaint", kwargs={"no": no})
    return shapes.Links(
        self=here,
        actions=f"{here}/actions",
        journal=f"{here}/journal",
        clocks=f"{here}/clocks",
        evidence=f"{here}/evidence",
        form=f"{here}/form",
    )


def clock(one: ClockView, zone: tzinfo) -> shapes.Clock:
    return shapes.Clock(**_clock(one, zone))


def clock_in_full(one: ClockView, zone: tzinfo) -> shapes.ClockInFull:
    return shapes.ClockInFull(
        **_clock(one, zone),
        **_present(rule=one.rule),
        started=one.started.astimezone(zone),
        derivation=one.derivation,
        calendar=one.calendar,
    )


def line(one: Entry, zone: tzinfo) -> shapes.Line:
    """One line of the record."""
    return shapes.Line(
        seq=one.seq,
        kind=one.kind,
        at=one.at.astimezone(zone),
        written=one.written.astimezone(zone),
        by=one.by,
        facts=one.facts,
        **_present(by_name=one.by_name, rule=one.rule, notes=one.notes),
    )


def _present(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in _EMPTY}


def _local(moment: datetime | None, zone: tzinfo) -> datetime | None:
    return moment.astimezone(zone) if moment else None


def _person(view: PersonView) -> shapes.Person:
    return shapes.Person(id=view.id, name=view.name)


def _perhaps(view: PersonView | None) -> shapes.Person | None:
    return _person(view) if view else None


def _customer(view: CustomerView) -> shapes.Customer:
    return shapes.Customer(
        id=view.id,
        name=view.name,
        phone=view.phone,
        level=view.level,
        **_present(
            email=view.email,
            external_id=view.external_id,
            special_role=view.special_role,
            age=view.age,
        ),
    )


def _clock(one: ClockView, zone: tzinfo) -> dict[str, Any]:
    return {
        "clock": one.name,
        "due": one.due.astimezone(zone),
        "state": one.state,
        **_present(
            subject=one.subject,
            met_at=_local(one.met_at, zone),
            breached_at=_local(one.breached_at, zone),
        ),
    }


def _promise(one: PromiseView, zone: tzinfo) -> shapes.Promise:
    due = one.due.astimezone(zone)
    return shapes.Promise(id=one.id, what=one.what, due=due, **_present(kept=one.kept))


def _consult(one: ConsultView, zone: tzinfo) -> shapes.Consult:
    return shapes.Consult(
        id=one.id,
        department=one.department,
        question=one.question,
        **_present(
            due=_local(one.due, zone),
            answered=_local(one.answered, zone),
            sent_back=_local(one.sent_back, zone),
        ),
    )


def _cause(one: CauseView, zone: tzinfo) -> shapes.Cause:
    given = _present(category=one.category, responsible=one.responsible)
    return shapes.Cause(text=one.text, at=one.at.astimezone(zone), **given)


def _solution(one: SolutionView, zone: tzinfo) -> shapes.Solution:
    return shapes.Solution(
        id=one.id,
        kind=one.kind,
        steps=one.steps,
        at=one.at.astimezone(zone),
        **_present(
            options=one.options,
            clause=one.clause,
            no_clause=one.no_clause,
            cost=one.cost,
            by=_perhaps(one.by),
            approved_at=_local(one.approved_at, zone),
            returned_at=_local(one.returned_at, zone),
            mandate=one.mandate,
            comment=one.comment,
        ),
    )


def _emotion(one: EmotionView, zone: tzinfo) -> shapes.Emotion:
    given = _present(turning_point=one.turning_point)
    return shapes.Emotion(at=one.at.astimezone(zone), level=one.level, **given)


def _rail(one: Rail, zone: tzinfo) -> shapes.StageRail:
    return shapes.StageRail(
        soothe=_local(one.soothe, zone),
        cause=_local(one.cause, zone),
        solve=_local(one.solve, zone),
        follow_up=_local(one.follow_up, zone),
    )
