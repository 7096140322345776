"""What the steps of remedies share: who may give how much, when it is given, what is still owed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kesu.authority import operations as budgets
from kesu.authority import queries as authority
from kesu.authority.models import Opinion
from kesu.authority.rules import Answer, Ground, Loan, Promised, decide, functions_of
from kesu.complaints.models import Demand, Solution
from kesu.consults.models import Consult, Told
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import paying, powers
from kesu.journeys.case import Case
from kesu.journeys.faults import Missing
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.step import Step
from kesu.people.rules import Person, superiors
from kesu.policy.codes import ActionResult, Function, Rank, Remedy, rank_level, ranks_from
from kesu.policy.schema import Pack
from kesu.policy.schema.types import lineage
from kesu.remedies import gifts, operations
from kesu.remedies.models import Remedy as RemedyRow
from kesu.remedies.rules import alike

if TYPE_CHECKING:
    from kesu.journeys.execute import DoneAction

INFRINGEMENT, MERCHANT = "3.1", "merchant"
YEAR = timedelta(days=365)


class Allowed(CaseFacts):
    """``mandate``: what allowed it."""

    remedy: str
    kind: str
    amount: int | None = None
    mandate: str = ""


class Given(CaseFacts):
    remedy: str
    kind: str
    amount: int | None = None


declare_kind("complaint.remedy_allowed", Allowed)
declare_kind("complaint.remedy_given", Given)


def weigh(
    case: Case,
    person: Person,
    *,
    kind: str,
    amount: int,
    besides: RemedyRow,
    not_from: Iterable[int | None] = (),
) -> Answer:
    """Whether a person may give ``amount`` (分) of a kind on this case alone: with what the case
    was promised already, within the month's budget, and within what one customer gets in a year
    (A07, E62, F10), all as of now, whenever it is said to have happened. ``besides``: the remedy
    that is weighed, which counts once; legal that was heard on it was heard for good.
    """
    pack = case.pack
    before = gifts.worth_in_case(case.complaint, _sharing(pack, kind), besides=besides.pk)
    answer = decide(
        pack,
        rank=person.rank,
        kind=kind,
        amount=amount + before,
        loan=_loan(case, person, kind, not_from),
        left=_left(case, person, kind, amount),
        legal=besides.legal_by_id is not None or heard_legal(case) is not None,
    )
    if answer.allowed and _over_cap(case, person, kind, amount, besides.pk):
        return Answer(Ground.approval, rank=pack.remedies.over_cap.value)
    return answer


def promised(case: Case) -> Promised:
    """What the case is given beside its solution, as approval by mandate asks (Q25)."""
    live = [row for row in gifts.of_case(case.complaint) if row.state in gifts.LIVE]
    return Promised(
        goodwill=sum(row.amount or 0 for row in live if row.kind != Remedy.indemnity),
        indemnity=any(row.kind == Remedy.indemnity for row in live),
        waits=any(row.state == "planned" for row in live),
    )


def _sharing(pack: Pack, kind: str) -> list[str]:
    """The kinds that one mandate a case covers together."""
    table = pack.mandate_table(kind)
    return [one.value for one in Remedy if pack.mandate_table(one.value) == table]


def _loan(case: Case, person: Person, kind: str, not_from: Iterable[int | None]) -> Loan | None:
    """Only authority lent for this very kind helps: one for goodwill buys no visit."""
    if case.pack.mandate_table(kind) != kind:
        return None
    return powers.loan(case, person, kind=kind, not_from=not_from)


def _left(case: Case, person: Person, kind: str, amount: int) -> int | None:
    """What is left of the month; nothing is looked up for what costs nothing."""
    if not amount:
        return None
    return authority.left(case.pack, staff=person.id, rank=person.rank, kind=kind, at=case.now)


def _over_cap(case: Case, person: Person, kind: str, amount: int, besides: UUID | None) -> bool:
    rules = case.pack.remedies
    cap = rules.customer_cap.get(Remedy(kind))
    if cap is None or rank_level(person.rank) >= rank_level(rules.over_cap):
        return False
    operations.hold_customer(case.complaint.customer_id)
    since = case.now - YEAR
    before = gifts.worth_for_customer(case.complaint, kind, since=since, besides=besides)
    return before + amount > cap


def heard_legal(case: Case) -> int | None:
    """Who of legal was heard on the matter as it stands: the person who acts, else whoever gave an
    opinion that was asked for since (A54).
    """
    if case.by is not None and Function.legal in functions_of(case.by):
        return case.by.id
    rows = Opinion.objects.filter(complaint=case.complaint, function=Function.legal)
    given = rows.exclude(given_at=None)
    since = _matter_since(case)
    fresh = given.filter(at__gte=since) if since is not None else given
    return fresh.order_by("id").values_list("given_by", flat=True).last()


def _matter_since(case: Case) -> datetime | None:
    """When it last became another matter for legal: the customer wants something else, another
    solution was proposed, or what legal was heard on before was planned.
    """
    needing = [one.value for one in Remedy if case.pack.needs_legal(one.value)]
    of_case = Q(complaint=case.complaint)
    rows: list[QuerySet[Any]] = [
        Demand.objects.filter(of_case),
        Solution.objects.filter(of_case),
        RemedyRow.objects.filter(of_case, kind__in=needing),
    ]
    found = [row.aggregate(at=Max("at"))["at"] for row in rows]
    return max((at for at in found if at is not None), default=None)


def allow(step: Step, row: RemedyRow, answer: Answer) -> bool:
    """Somebody with the authority agrees: what it costs is taken of their budget of the month.
    False, and it goes on waiting, where another took the rest meanwhile.
    """
    assert step.by is not None
    budget = step.pack.budget(step.by.rank, row.kind)
    if budget is not None and row.amount:
        taken = budgets.take(
            complaint=step.complaint,
            staff=step.staff,
            kind=row.kind,
            amount=row.amount,
            budget=budget,
            month=authority.month_of(step.now, step.pack.tz),
            at=step.now,
        )
        if taken is None:
            return False
        row.spending = taken.pk
    row.state, row.mandate = "approved", answer.mandate
    row.approved_by_id, row.approved_at = step.staff, step.at
    row.save()
    return True


def told_of(row: RemedyRow) -> dict[str, object]:
    """What every line about a remedy says of it."""
    said: dict[str, object] = {"remedy": str(row.pk), "kind": row.kind}
    return said if row.amount is None else {**said, "amount": row.amount}


def agree(step: Step, solution: Solution) -> None:
    """A solution is approved: with it what was planned, as far as the approver may; the rest goes
    on waiting for somebody of enough rank, which is said (A07).
    """
    for row in gifts.owed(step.complaint):
        if row.solution_id is None:
            row.solution = solution
            row.save(update_fields=["solution"])
        if row.state == "planned":
            _agree(step, row, solution)


def _agree(step: Step, row: RemedyRow, solution: Solution) -> None:
    answer = judge(step, row, not_from=(step.complaint.owner_id, solution.by_id))
    if row.by_id == step.staff or not answer.allowed or not allow(step, row, answer):
        warn_waiting(step, row, answer)
        return
    facts = {**told_of(row), "mandate": row.mandate}
    step.tell("complaint.remedy_allowed", facts, rule="A07")


def judge(case: Case, row: RemedyRow, *, not_from: Iterable[int | None]) -> Answer:
    """Whether who acts may agree to a remedy that waits: alone, or because those whom the tier asks
    for have met; a meeting does not stand in for legal.
    """
    assert case.by is not None
    answer = weigh(
        case,
        case.by,
        kind=row.kind,
        amount=row.amount or 0,
        besides=row,
        not_from=not_from,
    )
    if answer.ground is Ground.approval and not answer.short and powers.together(case):
        return Answer(Ground.mandate, mandate=f"meeting:{case.complaint.tier}")
    return answer


def warn_waiting(step: Step, row: RemedyRow, answer: Answer) -> None:
    """Says for whom it waits; they are told."""
    rank = answer.rank or Rank.supervisor.value
    word = step.pack.rank_name(rank, language())
    if answer.short:
        message = _("Your budget of this month does not reach: %(what)s waits for %(rank)s.")
    else:
        message = _("This is over your mandate: %(what)s waits for %(rank)s or above.")
    code = "budget" if answer.short else "mandate"
    step.warn(code, message % {"what": row.what[:60], "rank": word}, rank=rank)
    step.notify(above(step, rank), "to_approve")


def warn_unknown_worth(step: Step, row: RemedyRow) -> None:
    """No mandate covers what nobody knows the worth of: it waits, and a superior is told."""
    message = _("Nobody said what it is worth: %(what)s waits until somebody else agrees to it.")
    step.warn("worth", message % {"what": row.what[:60]})
    step.notify(above(step, Rank.supervisor), "to_approve")


def above(step: Step, rank: str) -> list[int]:
    """The nearest superior of the owner from that rank on, never the accused or who acts."""
    able = ranks_from(Rank(rank))
    chain = superiors(step.people, step.complaint.owner_id)
    barred = {step.complaint.accused_id, step.by.id if step.by else None}
    return [one for one in chain if step.people[one].rank in able and one not in barred][:1]


def fulfil(step: Step, actions: Sequence["DoneAction"], *, every: bool) -> None:
    """What was done reached the customer: each remedy that was agreed to is given with the
    reference of the action most like it; what is paid by transfer is asked of finance (E12, F11).
    ``every``: nothing is left to do, so that a remedy no action names is given too.
    """
    texts = [one.action for one in actions]
    for row in gifts.owed(step.complaint):
        place = alike(row.what, texts)
        if row.state == "planned":
            message = _("Nobody with enough authority has agreed to this yet: %(what)s.")
            step.warn("remedy_waits", message % {"what": row.what[:60]})
        elif row.state != "approved" or (place is None and not every):
            continue
        elif place is None or actions[place].result == ActionResult.done:
            _fulfil(step, row, actions[place or 0].reference or "")


def _fulfil(step: Step, row: RemedyRow, reference: str) -> None:
    if not paying.goes_through_finance(row):
        give(step, row, reference=reference)
    elif gifts.open_payment(row) is None:
        paying.ask(step, row)


def give(step: Step, row: RemedyRow, *, reference: str) -> None:
    """It reached the customer."""
    row.state, row.given_at, row.reference = "given", step.at, reference
    row.save(update_fields=["state", "given_at", "reference"])
    step.tell(
        "complaint.remedy_given", told_of(row), notes={"reference": reference or None}, rule="E55"
    )


def give_back(row: RemedyRow) -> None:
    """What is not given any more leaves stock and budget as they were before."""
    operations.put_back(row)
    if row.spending is not None:
        budgets.give_back(row.spending)
        row.spending = None


def language() -> str:
    return get_language() or "zh-hans"


def is_infringement(case: Case) -> bool:
    """Whether it is about a merchant that refuses, withholds or misleads (E29)."""
    types = {*lineage(case.complaint.type), *lineage(case.complaint.origin_type or "0")}
    return INFRINGEMENT in types


def warn_unnoticed(step: Step) -> None:
    """What was made good for an infringement is known to the merchant's department too (E55)."""
    case = Q(complaint=step.complaint, department=MERCHANT)
    if not is_infringement(step) or any(m.objects.filter(case).exists() for m in (Consult, Told)):
        return
    step.warn("merchant_notice", _("The merchant's department was not told of it."))


def gate_execution(case: Case, _values: Any) -> Missing | None:
    """Everything that was promised was done and reached the customer, or was taken back."""
    failed = [what for what, came in outcomes(case).items() if came == ActionResult.failed]
    if failed:
        message = _("This was not done: %(what)s.")
        return Missing("execution", message % {"what": failed[0][:60]})
    open_ = gifts.owed(case.complaint)
    if not open_:
        return None
    message = _("This was promised and has not reached the customer: %(what)s.")
    return Missing("execution", message % {"what": "; ".join(one.what[:30] for one in open_[:3])})


def outcomes(case: Case) -> dict[str, str]:
    """What came of each action at last; without those that failed and whose remedy was taken back,
    for nobody waits for them any more.
    """
    latest = {one.action: one.result for one in case.actions}
    if ActionResult.failed not in latest.values():
        return latest
    dropped = {one.what for one in gifts.of_case(case.complaint) if one.state == "dropped"}
    return {
        what: came
        for what, came in latest.items()
        if came != ActionResult.failed or what not in dropped
    }
