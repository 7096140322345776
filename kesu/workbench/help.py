"""Help inside: questions as people ask them, every step by its name, the way of a complaint."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kesu.desk import reach
from kesu.desk.words import state_word
from kesu.journeys.verb import registry
from kesu.language.rules import fold
from kesu.policy.codes import State
from kesu.workbench.acts.icons import key_of
from kesu.workbench.diagram import drawn
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.topics import TOPICS, Topic

_LONGEST = 100


@signed_in
def help_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All topics, or those and the steps in which every word that was asked for stands."""
    words = request.GET.get("q", "").strip()[:_LONGEST]
    pieces = fold(words).split()
    context = {
        "asked": words,
        "topics": [_topic(one) for one in TOPICS if _says(pieces, (one.title, one.text))],
        "verbs": list(_verbs(pieces, desk)) if pieces else [],
    }
    return render(request, "workbench/help.html", context)


@signed_in
def moves(request: HttpRequest, desk: Desk) -> HttpResponse:
    """From which state what leads where; opened from a case, with its own state marked."""
    no = request.GET.get("no", "")
    state = _state(no, desk) if no else ""
    context = {
        "diagram": drawn(language=desk.language, state=state),
        "no": no,
        "state": state,
        "back": {"url": reverse("case", args=[no]), "label": no}
        if no
        else {"url": reverse("help"), "label": ""},
    }
    return render(request, "workbench/moves.html", context)


def _state(no: str, desk: Desk) -> str:
    """Errors: those of a case page; what is hidden is not here either."""
    complaint, _tie = reach.find(no, reader=desk.reader, people=desk.people)
    return str(complaint.state)


def _topic(one: Topic) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title,
        "text": one.text,
        "url": reverse(one.place) if one.place else "",
    }


def _verbs(pieces: list[str], desk: Desk) -> Iterator[dict[str, Any]]:
    for one in registry().values():
        name = one.words.say(desk.language)
        if _says(pieces, (name, one.name)):
            yield {
                "name": name,
                "key": key_of(one.name),
                "starts": _states(one.from_states),
                "ends": _states(one.to_states),
            }


def _states(states: Iterable[State]) -> list[str]:
    known = set(states)
    return [str(state_word(one.value)) for one in State if one in known]


def _says(pieces: list[str], texts: Iterable[Any]) -> bool:
    said = fold(" ".join(map(str, texts)))
    return all(piece in said for piece in pieces)
