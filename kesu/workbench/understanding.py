"""研判: the room where a case is thought about; what is recorded here is done on the case page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kesu.desk import understanding as desk_understanding
from kesu.desk.lesson_words import METHODS, RESULTS, path_word
from kesu.desk.understanding import AnalysisView, ReviewView, Understanding
from kesu.journeys import offers
from kesu.journeys.establish import Establish
from kesu.policy.codes import ObjectionClass, Party, RaisedBy
from kesu.policy.schema.redress import DemandKind
from kesu.workbench import rooms
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.words import value_word

_CONDITIONS: dict[str, Any] = {
    "attachment": gettext_lazy("A feeling or bond that matters"),
    "material_need": gettext_lazy("A material need"),
    "emotion": gettext_lazy("Emotion, 0 to 5"),
    "essence": gettext_lazy("What the problem really is"),
    "process_supported": gettext_lazy("The process supports it"),
    "authority_supported": gettext_lazy("My authority supports it"),
    "resource_supported": gettext_lazy("There is a resource for it"),
    "stop_loss": gettext_lazy("A loss must be stopped now"),
}
_STEPS: dict[str, Any] = {
    "accept": gettext_lazy("Take it up quickly"),
    "calm": gettext_lazy("Calm the customer"),
    "sum_up": gettext_lazy("Sum up and make clear"),
    "offer": gettext_lazy("Offer choices"),
    "agree": gettext_lazy("Agree"),
}
_PLAN: dict[str, Any] = {
    "flow": gettext_lazy("Flow"),
    "responsible": gettext_lazy("Who handles it"),
    "compensation": gettext_lazy("Compensation"),
    "analysis": gettext_lazy("Analysis"),
    "tracking": gettext_lazy("Tracking"),
    "use": gettext_lazy("Use"),
}
_SOURCES: dict[str, Any] = {
    "disposition": gettext_lazy("From the closing"),
    "no_clause": gettext_lazy("No clause covered it"),
    "review": gettext_lazy("From the review"),
}
_ITEM_STATES: dict[str, tuple[Any, str]] = {
    "open": (gettext_lazy("To be mended"), "accent"),
    "done": (gettext_lazy("Done"), "ok"),
    "dropped": (gettext_lazy("Dropped"), ""),
}


@signed_in
def understanding(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """The room; each part with the way to add to it, for who may."""
    found = desk_understanding.understanding(no, reader=desk.reader, people=desk.people)
    doable = [one.verb.name for one in offers.offers(found.no, by=desk.reader, now=desk.now)]
    case = reverse("case", args=[found.no])
    context = {
        "found": found,
        "steps": [(str(_STEPS[name]), at) for name, at in found.steps],
        "analyses": [_analysis(one) for one in found.analyses],
        "nine": _nine(found),
        "demands": [(value_word(DemandKind, one.kind), one) for one in found.demands],
        "objections": [(value_word(ObjectionClass, one.kind), one) for one in found.objections],
        "classes": _classes(found),
        "gaps": [(value_word(RaisedBy, one.raised_by), one) for one in found.gaps],
        "causes": [(one, _shares(one.responsible)) for one in found.causes],
        "reviews": [_review(one, desk) for one in found.reviews],
        "items": [_item(one) for one in found.items],
        "plan": [(str(_PLAN[part]), said) for part, said in found.plan],
        "result": str(RESULTS.get(found.result, "")),
        "do": {name: f"{case}#do-{name}" for name in doable},
    }
    template = "workbench/understanding.html"
    return rooms.page(
        request, desk, found.no, room="understanding", template=template, context=context
    )


def _analysis(one: AnalysisView) -> dict[str, Any]:
    said = [(str(label), _answer(one.conditions.get(name))) for name, label in _CONDITIONS.items()]
    return {"view": one, "path": path_word(one.path), "conditions": said}


def _nine(found: Understanding) -> list[dict[str, Any]]:
    """Each question with its label, its answer and what the text seems to say."""
    labels = {name: str(one.title) for name, one in Establish.model_fields.items()}
    asked = found.nine.questions if found.nine else ()
    return [{"label": _(labels[one.name]), "one": one} for one in asked]


def _answer(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)


def _classes(found: Understanding) -> list[dict[str, Any]]:
    """How often each class was met, and how it is met."""
    return [
        {
            "word": value_word(ObjectionClass, kind),
            "count": found.counted.get(kind.value, 0),
            "method": str(METHODS[kind]),
        }
        for kind in ObjectionClass
    ]


def _shares(responsible: list[dict[str, Any]]) -> list[str]:
    return [f"{value_word(Party, one['party'])} {one['share']}%" for one in responsible]


def _review(one: ReviewView, desk: Desk) -> dict[str, Any]:
    def named(code: str) -> str:
        return desk.pack.department_name(code, desk.language)

    return {
        "view": one,
        "department": named(one.department),
        "bears": [f"{named(part['department'])} {part['share']}%" for part in one.bears],
    }


def _item(one: desk_understanding.ItemView) -> dict[str, Any]:
    state, tone = _ITEM_STATES[one.state]
    return {"view": one, "source": str(_SOURCES[one.source]), "state": str(state), "tone": tone}
