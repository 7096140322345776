"""What a person may do with a complaint now, and what each thing needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from kesu.complaints.models import Action, FollowUp, Solution, Verification
from kesu.complaints.permissions import may_see
from kesu.consults.models import Consult
from kesu.correspondence.models import Mail, Reply
from kesu.deadlines import queries
from kesu.desk import case as desk_case
from kesu.desk import outbox, reach, readings
from kesu.desk.outbox import MailView
from kesu.desk.readings_values import CaseRead
from kesu.desk.sheets import Sheets
from kesu.desk.values import CaseView
from kesu.desk.views import Timed
from kesu.journeys.case import Case, Grounds
from kesu.journeys.convert import offered
from kesu.journeys.extend import extensions
from kesu.journeys.faults import Missing, NoSuchComplaint
from kesu.journeys.perform import look_up, missing
from kesu.journeys.verb import Verb, registry
from kesu.people.rules import People, Person
from kesu.policy.codes import ClockState, Notify
from kesu.routing.models import Transfer


@dataclass(frozen=True)
class Offer:
    """A verb the state and the person allow; ``missing`` are the gates still shut; ``suggested``:
    what the rules would have it say now.
    """

    verb: Verb
    missing: tuple[Missing, ...]
    suggested: Mapping[str, Any] = field(default_factory=dict)


def offers(no: str, *, by: Person, now: datetime) -> list[Offer]:
    """The verbs of this person on this complaint, in the order of the work.

    Errors: ``NoSuchComplaint`` when there is nothing they may see or do; ``AccusedHere``.
    """
    complaint, people, tie = look_up(no, by, now)
    case = Case(complaint, by, tie, people, now, now)
    found = _offered(case, by, queries.of(complaint))
    if not found and not may_see(by, tie):
        raise NoSuchComplaint
    return found


@dataclass(frozen=True)
class Standing:
    """A complaint as its reader sees it, what they may do, what its end still waits for, and what
    was read in its texts.
    """

    view: CaseView
    offers: list[Offer]
    closing: list[Missing]
    letters: list[MailView]
    read: CaseRead | None = None


def standing(no: str, *, by: Person, people: People, now: datetime) -> Standing:
    """All that a case page asks, looked up once. Errors: ``NoSuchComplaint``, ``AccusedHere``."""
    complaint, tie = reach.find(no, reader=by, people=people)
    case = Case(complaint, by, tie, people, now, now)
    sheets = Sheets([complaint], reader=by, people=people, also=readings.ALSO)
    view = desk_case.view(
        complaint, tie, reader=by, people=people, timeline=True, now=now, sheets=sheets
    )
    _lay_out(case, sheets)
    if any(one.title and one.state == ClockState.running for one in view.clocks):
        view = replace(view, extensible=_extensible(case))
    offers = _offered(case, by, view.clocks)
    return Standing(
        view=view,
        offers=offers,
        closing=_closing(case, offers) if complaint.is_open else [],
        letters=(
            outbox.of_case(complaint, tie, reader=by, people=people) if sheets.holds(Mail) else []
        ),
        read=readings.of_case(complaint, sheets, reach.eyes_of(by, tie), now=now),
    )


def _closing(case: Case, offers: Iterable[Offer]) -> list[Missing]:
    """What the end waits for, asked once where closing is offered."""
    for one in offers:
        if one.verb.name == "close":
            return list(one.missing)
    return missing(registry()["close"], case, None)


def _lay_out(case: Case, sheets: Sheets) -> None:
    """What the view has read need not be read again for the gates."""
    key = case.complaint.pk
    case.solution = sheets.solutions.get(key)
    case.verification = sheets.verifications.get(key)
    case.cause = sheets.causes.get(key)
    case.decision = sheets.decisions.get(key)
    case.promises = sheets.promises.get(key, [])
    case.grounds = Grounds(case.cause is not None, _merchant_settled(sheets))
    known = sheets.consults.get(key, [])
    case.open_consults = [one for one in known if one.answered_at is None and not one.sent_back_at]
    case.approval = sheets.approvals.get(case.approved.pk) if case.approved else None
    solution, approved = case.solution, case.approved
    case.actions = [one for one in sheets.read(Action) if _is_of(one, solution)]
    case.follow_ups = [one for one in sheets.read(FollowUp) if _is_of(one, solution)]
    case.reply = next((one for one in reversed(sheets.read(Reply)) if _is_of(one, approved)), None)
    case.handed_on = len(sheets.read(Transfer))


def _is_of(row: Action | FollowUp | Reply, solution: Solution | None) -> bool:
    return solution is not None and row.solution_id == solution.pk


def _merchant_settled(sheets: Sheets) -> bool:
    """As ``consults.queries.merchant_settled``."""
    answered = (
        one.answered_at is not None
        for one in sheets.read(Consult)
        if one.department == Notify.merchant
    )
    return any(answered) or any(one.no_merchant for one in sheets.read(Verification))


def _extensible(case: Case) -> dict[str, str]:
    """The laws that may give the case more time, by code, with their names."""
    language = get_language() or "zh-hans"
    return {one.profile.code: one.profile.name.say(language) for one in extensions(case)}


def _offered(case: Case, by: Person, clocks: Iterable[Timed]) -> list[Offer]:
    to = case.pack.convert.to
    late = {"type": to} if offered(clocks, case.complaint, to=to) else {}
    return [
        Offer(verb, tuple(missing(verb, case, None)), late if verb.name == "classify" else {})
        for verb in registry().values()
        if verb.fits(case.complaint) and verb.who(by, case.tie)
    ]
