"""6W3H of one complaint: what was answered, and what its text seems to say of the rest (D36)."""

from dataclasses import dataclass

from kesu.complaints.models import Complaint
from kesu.desk.views import Eyes
from kesu.journal import queries as journal
from kesu.language.nine_questions import QUESTIONS, completeness, suggested

_KIND = "complaint.established"


@dataclass(frozen=True)
class Question:
    """``answer``: what a person said last; ``suggested``: words of the text, where nobody did."""

    name: str
    answer: str
    suggested: str


@dataclass(frozen=True)
class Nine:
    """The questions in their order; ``percent`` of them are answered."""

    questions: tuple[Question, ...]
    percent: int


def nine_questions(complaint: Complaint, eyes: Eyes) -> Nine:
    """As the reader with these eyes may see them."""
    answers: dict[str, str] = {}
    for line in journal.about("complaint", str(complaint.pk), only=_KIND):
        answers |= line.notes
    # Of the text as they may see it: a number that is cut in two is none to a mask.
    found = suggested(eyes.text(complaint.text))
    told = tuple(
        Question(
            name,
            eyes.text(answers.get(name, "")),
            found[name].words if name in found and name not in answers else "",
        )
        for name in QUESTIONS
    )
    return Nine(told, completeness(answers))
