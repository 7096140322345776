"""复盘: what lay behind a case, whose it was, and what others learn from it (A12, D27)."""

from django.utils.translation import gettext as _
from pydantic import Field, field_validator

from kesu.complaints.evidence import ARGUED, sides_open
from kesu.foundation.faults import Fault, Refused
from kesu.improvement import operations
from kesu.improvement.models import CaseReview
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.case import Case
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Name, Part, Payload, Text, misfit
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.people.queries import departments
from kesu.policy.codes import OPEN, State


class Bears(Part):
    department: Name = Field(title="Department")
    share: int = Field(ge=0, le=100, title="Share in percent")


class Review(Payload):
    root_cause: Text = Field(title="Root cause")
    department: Name = Field(title="Department")
    preventable: bool | None = Field(default=None, title="Could it have been prevented?")
    lessons: Text | None = Field(default=None, title="Lessons")
    bears: list[Bears] | None = Field(
        default=None,
        max_length=10,
        title="Who answers for it inside",
        description="Internal liability: integer shares of departments that sum to 100.",
    )

    @field_validator("bears")
    @classmethod
    def _sums(cls, shares: list[Bears] | None) -> list[Bears] | None:
        if shares is None:
            return shares
        if len({one.department for one in shares}) < len(shares):
            raise misfit("", "A party is named twice.", "≤ 1")
        total = sum(one.share for one in shares)
        if total != 100:
            raise misfit("", "The shares do not sum to 100.", f"100 ≠ {total}")
        return shares


class Reviewed(CaseFacts):
    """``sides``: the sides of the evidence that were considered (A29)."""

    department: str
    preventable: bool | None = None
    lessons: bool
    bears: dict[str, int] | None = None
    sides: tuple[str, ...] = ()


declare_kind("complaint.reviewed", Reviewed)


def check(_case: Case, said: Review) -> None:
    """The departments are those of the house."""
    known = departments()
    named = [("department", said.department)]
    named += [
        (f"bears.{place}.department", one.department) for place, one in enumerate(said.bears or ())
    ]
    faults = [
        Fault(loc, _("This department is not known."), ", ".join(known))
        for loc, code in named
        if code not in known
    ]
    if faults:
        raise Refused(faults, code="unknown_department")


def review(step: Step, said: Review) -> None:
    """Keeps it. What could have been prevented leaves something to mend; one side of the evidence
    alone is warned of.
    """
    bears = {one.department: one.share for one in said.bears or ()}
    CaseReview.objects.create(
        complaint=step.complaint,
        root_cause=said.root_cause,
        department=said.department,
        preventable=said.preventable,
        lessons=said.lessons or "",
        bears=[one.model_dump() for one in said.bears or ()],
        by_id=step.staff,
        at=step.at,
    )
    missing = sides_open(step.complaint)
    facts = {
        "department": said.department,
        "preventable": said.preventable,
        "lessons": said.lessons is not None,
        "bears": bears or None,
        "sides": [side.value for side in ARGUED if side not in missing],
    }
    notes = {"root_cause": said.root_cause, "lessons": said.lessons}
    step.tell("complaint.reviewed", facts, notes=notes, rule="A12")
    if said.preventable and said.lessons:
        operations.add_item(
            complaint=step.complaint,
            source="review",
            title=said.lessons,
            by=step.staff,
            at=step.at,
        )
    if missing:
        message = _("Only one side of the evidence was considered; say where there is none.")
        step.warn("one_sided", message)


declare(
    Verb(
        name="review",
        words=Words("复盘", "復盤", "Review the case"),
        payload=Review,
        from_states=states(OPEN, State.closed, State.archived),
        act=review,
        check=check,
    )
)
