"""八项研判: the eight conditions of a case, and the path they lead to (D40)."""

from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field

from kesu.complaints import judging
from kesu.complaints.models import Analysis
from kesu.desk.lesson_words import path_word
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Part, Payload, Text, misfit
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN

_Answer = bool | Text | None
"""Yes or no, or in words: words are a yes, and are kept."""


def _a_level(value: int | bool) -> int | bool:
    if not 0 <= value <= _MOST_UPSET:
        raise misfit("", "This level is not known.", f"0-{_MOST_UPSET}")
    return value


_Words = Annotated[Text, "asked for in words"]
_MOST_UPSET = 5
_Level = Annotated[int | bool, AfterValidator(_a_level)]
"""How strong it is, or only whether there is any."""


class Conditions(Part):
    attachment: _Answer = Field(
        default=None,
        title="A feeling or bond that matters",
        description="情怀: true or false, or in words what the customer holds dear.",
    )
    material_need: _Answer = Field(
        default=None,
        title="A material need",
        description="物质需求: true or false, or in words what is needed.",
    )
    emotion: _Level | None = Field(
        default=None,
        title="Emotion, 0 to 5",
        json_schema_extra={"minimum": 0, "maximum": _MOST_UPSET},
        description="情绪等级: from 4 on, or true where nobody says how much, feelings come first.",
    )
    essence: _Words | bool | None = Field(
        default=None,
        title="What the problem really is",
        description="问题本质, in words, or whether it is known.",
    )
    process_supported: bool = Field(title="The process supports it", description="流程是否支持")
    authority_supported: bool = Field(title="My authority supports it", description="权限是否支持")
    resource_supported: bool = Field(title="There is a resource for it", description="资源是否支持")
    stop_loss: _Answer = Field(
        default=None,
        title="A loss must be stopped now",
        description="如何风控止损: true where a loss must be stopped now, which goes before the "
        "rest; in words how it would be done, which alone changes no path.",
    )


class Analyse(Payload):
    conditions: Conditions = Field(
        title="Conditions",
        description="The eight conditions of a case. A warning of the answer "
        "names the recommended path: path_self, path_raise, path_ask_resource or path_stop_loss.",
    )


class Analysed(CaseFacts):
    """Words are a yes here; what they say is sealed beside the line."""

    path: str
    process: bool
    authority: bool
    resource: bool
    attachment: bool | None = None
    material_need: bool | None = None
    emotion: int | bool | None = None
    essence: bool | None = None
    stop_loss: bool | None = None


declare_kind("complaint.analysed", Analysed)


def analyse(step: Step, said: Analyse) -> None:
    """Keeps the conditions and says where they lead, and which of them nobody looked at yet."""
    given = conditions_of(said.conditions)
    found = judging.path(given)
    Analysis.objects.create(
        complaint=step.complaint,
        by_id=step.staff,
        at=step.at,
        conditions=said.conditions.model_dump(exclude_none=True),
        path=found.value,
    )
    facts = {name: value for name, value in vars(given).items() if value is not None}
    words = said.conditions.model_dump()
    notes = {name: value for name, value in words.items() if isinstance(value, str)}
    step.tell("complaint.analysed", {"path": found.value, **facts}, notes=notes, rule="D40")
    _advise(step, found.value, given)


def _advise(step: Step, path: str, given: judging.Conditions) -> None:
    said = _("Recommended path: %(path)s.") % {"path": path_word(path)}
    step.warn(f"path_{path}", said)
    if given.emotion is True or (given.emotion or 0) >= judging.UPSET:
        step.warn("calm_first", _("Feelings first: the customer is upset. Calm, then solve."))
    left = len(judging.open_conditions(given))
    if left:
        message = _("%(n)s of the eight conditions were not looked at yet.")
        step.warn("conditions_open", message % {"n": left}, open=left)


def conditions_of(said: Conditions) -> judging.Conditions:
    """As the rule takes them."""
    return judging.Conditions(
        process=said.process_supported,
        authority=said.authority_supported,
        resource=said.resource_supported,
        attachment=_yes(said.attachment),
        material_need=_yes(said.material_need),
        emotion=said.emotion,
        essence=_yes(said.essence),
        stop_loss=None if said.stop_loss is None else said.stop_loss is True,
    )


def _yes(answer: bool | str | None) -> bool | None:
    return True if isinstance(answer, str) else answer


declare(
    Verb(
        name="analyse",
        words=Words("八项研判", "八項研判", "Look at the eight conditions"),
        payload=Analyse,
        from_states=states(OPEN),
        act=analyse,
    )
)
