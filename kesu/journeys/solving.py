"""What a solution and its answer are warned of: nothing of it blocks, all of it is on record."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from kesu.complaints import judging
from kesu.complaints.models import Analysis, Demand, EmotionPoint, Solution
from kesu.journeys.case import Case
from kesu.journeys.step import Step
from kesu.policy.codes import Remedy as Kind
from kesu.policy.codes import SolutionKind
from kesu.policy.schema import Ask
from kesu.remedies.models import Investigation, Remedy
from kesu.watch.models import CaseReading
from kesu.watch.readings.rules import Felt, feeling

if TYPE_CHECKING:
    from kesu.journeys.propose import Propose

_FELT = frozenset({Kind.apology, Kind.visit})
_MONEY = ("refund", "triple", "tenfold")
_LINKS = ("http://", "https://")


def warn(step: Step, said: "Propose") -> list[str]:
    """Warns of what this solution lacks; the codes, for the record."""
    before = len(step.warnings)
    _of_feeling(step)
    _of_options(step, said)
    _of_parts(step, said)
    _of_announcement(step, said)
    return [one.code for one in step.warnings[before:]]


def _of_feeling(step: Step) -> None:
    """先处理心情: an upset customer takes no solution (C06), as far as people noted it or it was
    read in what they said last.
    """
    felt = _felt(step)
    if felt is not None and felt.level >= judging.UPSET:
        message = _("Feelings first: the customer is upset. Calm, then solve.")
        step.warn("calm_first", message, level=felt.level)


def _felt(step: Step) -> Felt | None:
    of_case = {"complaint": step.complaint}
    noted = EmotionPoint.objects.filter(**of_case).order_by("-at", "-id").first()
    read = CaseReading.objects.filter(**of_case).order_by("-at", "-id").first()
    points = [Felt(noted.at, noted.level, True)] if noted else []
    points += [Felt(read.at, read.emotion, False)] if read else []
    return feeling(points)


def _of_options(step: Step, said: "Propose") -> None:
    """At least two ways, or why there is one (E78); a refusal offers something instead (E45)."""
    offered = len(said.options or ())
    if said.kind == SolutionKind.refuse:
        if not offered:
            step.warn("no_alternative", _("Nothing is offered in place of what is refused."))
        return
    asked = step.pack.solutions.options if said.kind == SolutionKind.redress else 0
    if offered < asked and said.note is None:
        message = _("Fewer than %(n)s options are offered, and the note does not say why.")
        step.warn("few_options", message % {"n": asked}, options=offered)


def _of_parts(step: Step, said: "Propose") -> None:
    """谈钱也谈感情: a part for the feeling, and one for the loss where there is one (D41)."""
    kinds = {one.kind for one in remedies(step)}
    words = step.pack.solutions
    lacks = judging.solution_lacks(
        _texts(said),
        emotional=words.emotional,
        material=words.material,
        felt=bool(kinds & _FELT),
        given=bool(said.cost) or bool(kinds - _FELT),
        loss=_loss(step),
    )
    if "emotional" in lacks:
        message = _("The solution has no part for the feeling: an apology, a visit, some thanks.")
        step.warn("no_emotional_part", message)
    if "material" in lacks:
        message = _("The customer has a loss, and the solution has nothing for it.")
        step.warn("no_material_part", message)


def _texts(said: "Propose") -> Iterator[str]:
    yield from (one.text for one in said.steps)
    yield from said.options or ()


def remedies(case: Case) -> list[Remedy]:
    """What the customer is given or promised, but for what was dropped."""
    return list(Remedy.objects.filter(complaint=case.complaint).exclude(state="dropped"))


def _loss(case: Case) -> bool:
    """Whether the customer has a loss: they ask for money, risk found one, or they need
    something material.
    """
    of_case = Q(complaint=case.complaint)
    if Demand.objects.filter(of_case, Q(kind__in=_MONEY) | Q(amount__gt=0)).exists():
        return True
    if Investigation.objects.filter(of_case, loss__gt=0).exists():
        return True
    last = Analysis.objects.filter(of_case).order_by("-at", "-id").first()
    return last is not None and bool(last.conditions.get("material_need"))


def _of_announcement(step: Step, said: "Propose") -> None:
    """1.9: what was announced is linked (E25)."""
    if Ask.announcement in step.type.asks and not _linked([said.clause, said.no_clause]):
        message = _("This type rests on an announcement: give its address with the clause.")
        step.warn("no_announcement", message)


def _linked(texts: Iterable[str | None]) -> bool:
    return any(link in (text or "") for text in texts for link in _LINKS)


def warn_of_answer(step: Step, text: str) -> list[str]:
    """An upset customer is calmed first (C06). A refusal says which rule it rests on, so that it
    is a reason and no whim (E45, E79).
    """
    before = len(step.warnings)
    _of_feeling(step)
    solution = step.approved
    refuses = solution is not None and solution.kind == SolutionKind.refuse
    if solution is not None and refuses and not _quotes(text, solution):
        step.warn("refusal_unexplained", _("The answer does not name the rule of the refusal."))
    return [one.code for one in step.warnings[before:]]


def _quotes(text: str, solution: Solution) -> bool:
    told = "".join(text.split())
    reasons = ("".join(one.split()) for one in (solution.clause, solution.no_clause) if one)
    return any(reason in told for reason in reasons)
