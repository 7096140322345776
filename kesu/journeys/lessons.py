"""What becomes of a lesson, and how well a case ended (B04, B15, E18, E76)."""

from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from kesu.authority.models import Escalation
from kesu.complaints import judging
from kesu.complaints.models import EmotionPoint, FollowUp, Urge, Verification
from kesu.improvement import operations, queries
from kesu.journeys.solving import remedies
from kesu.journeys.step import Step
from kesu.policy.codes import ActionResult, DispositionKind, Remedy, ResultGrade, Verdict

if TYPE_CHECKING:
    from kesu.journeys.close import Disposition


def learn(step: Step, said: "Disposition") -> None:
    """An item is made, or the complaint is linked to the one that exists; one that nobody knows
    yet is made as well, and said so (B15).
    """
    if said.item is None:
        return
    if said.kind == DispositionKind.item:
        _add(step, "disposition", said.item)
    if said.kind == DispositionKind.existing:
        known = operations.item_meant(said.item)
        if known is None:
            _add(step, "disposition", said.item)
            step.warn("item_made", _("No improvement item was called that; it was made."))
        else:
            operations.link_item(item=known, complaint=step.complaint, by=step.staff, at=step.at)


def no_clause(step: Step, why: str) -> None:
    """A case that no clause covers shows a gap in the rules (E18); one gap, however often and in
    whatever words it is put again.
    """
    if not queries.is_open(step.complaint, source="no_clause"):
        _add(step, "no_clause", why)


def _add(step: Step, source: str, title: str) -> None:
    operations.add_item(
        complaint=step.complaint, source=source, title=title, by=step.staff, at=step.at
    )


def made_good(step: Step) -> list[str]:
    """Where the fault is ours there is an apology and something was done at once; warns of what
    is missing (E76). The codes, for the record.
    """
    before = len(step.warnings)
    cause = step.cause
    if cause is None or not judging.company_bears(cause.responsible):
        return []
    if not _apologised(step):
        message = _("The fault is ours, and no apology is on record.")
        step.warn("no_apology", message)
    if not any(one.result == ActionResult.done for one in step.actions):
        message = _("The fault is ours, and nothing that was done about it is on record.")
        step.warn("no_remedial_action", message)
    return [one.code for one in step.warnings[before:]]


def _apologised(step: Step) -> bool:
    if any(one.kind == Remedy.apology for one in remedies(step)):
        return True
    texts = [one.action for one in step.actions]
    texts += [step.reply.text] if step.reply else []
    if step.solution is not None:
        texts += [str(one.get("text", "")) for one in step.solution.steps]
    return judging.apologises(texts, apology=step.pack.solutions.apology)


def result(step: Step, outcome: str) -> ResultGrade | None:
    """How well it ended, by the newest answered 回访 (B04)."""
    answered = [one for one in step.follow_ups if one.outcome == "answered"]
    points = EmotionPoint.objects.filter(complaint=step.complaint)
    return judging.result_grade(
        outcome=outcome,
        at_once=_at_once(step),
        strained=_strained(step),
        satisfied=_newest(answered, "satisfied"),
        emotional_met=_newest(answered, "emotional_met"),
        worst_emotion=points.aggregate(worst=Max("level"))["worst"] or 0,
    )


def _newest(answered: list[FollowUp], what: str) -> bool | None:
    """The newest word on it; a call may judge one thing and the next another."""
    said: list[bool | None] = [getattr(one, what) for one in answered]
    return next((one for one in reversed(said) if one is not None), None)


def _at_once(step: Step) -> bool:
    """Proposed and agreed in the same moment: 一通解决."""
    solution, decision = step.solution, step.decision
    return solution is not None and decision is not None and solution.at == decision.at


def _strained(step: Step) -> bool:
    complaint = step.complaint
    if complaint.origin_type or Escalation.objects.filter(complaint=complaint).exists():
        return True
    if Urge.objects.filter(complaint=complaint, kind="customer").exists():
        return True
    verdicts = Verification.objects.filter(complaint=complaint).exclude(verdict=Verdict.pending)
    return verdicts.count() > 1
