"""A form sent on what stood before: both versions side by side, nothing overwritten."""

from dataclasses import dataclass
from typing import Any

from kesu.desk.values import CaseView
from kesu.journeys.verb import verb_named
from kesu.workbench import forms
from kesu.workbench.acts.choices import choices_of
from kesu.workbench.acts.fields import fields_of
from kesu.workbench.acts.offered import Action, Attempt
from kesu.workbench.case import story
from kesu.workbench.forms import Field
from kesu.workbench.session import Desk
from kesu.workbench.timeline import Shown


@dataclass(frozen=True)
class Conflict:
    """``typed``: each filled field with its words; ``news``: what happened meanwhile; ``offered``:
    whether the step may still be taken, from the form that holds the same words.
    """

    verb: str
    name: str
    typed: list[tuple[str, str]]
    news: list[Shown]
    offered: bool


def of(attempt: Attempt, found: CaseView, doable: list[Action], desk: Desk) -> Conflict | None:
    """Both versions, where a step met a case that had changed; or what was typed, where the step
    is not offered any more and no form would hold it.
    """
    offered = any(one.verb == attempt.verb for one in doable)
    if attempt.since is None and (offered or not attempt.error):
        return None
    news = [] if attempt.since is None else story.since(found, attempt.since, now=desk.now)
    fields = fields_of(attempt.verb, choices_of(found, desk))
    typed = list(_typed(forms.filled(fields, attempt.typed)))
    name = verb_named(attempt.verb).words.say(desk.language)
    return Conflict(attempt.verb, name, typed, news, offered)


def _typed(fields: list[Field]) -> list[tuple[str, str]]:
    said = ((one.label, _words(one)) for one in fields)
    return [(label, words) for label, words in said if words]


def _words(field: Field) -> str:
    if field.widget == "rows":
        return "\n".join(_row(field, row) for row in field.value)
    named = dict(field.choices)
    values = field.value if isinstance(field.value, list) else [field.value]
    return "\n".join(str(named.get(str(one), one)) for one in values if one not in (None, ""))


def _row(field: Field, row: dict[str, Any]) -> str:
    said = ((one, row.get(one.name)) for one in field.columns)
    return " ".join(
        str(dict(one.choices).get(str(value), value)) for one, value in said if value is not None
    )
