"""A form of the case page that opens with a letter to start from (C04, C18)."""

from django.http import HttpRequest, QueryDict

from kesu.desk import letters
from kesu.desk.values import CaseView
from kesu.journeys.mails import CUSTOMERS_LANGUAGE
from kesu.policy.schema import DraftKind
from kesu.workbench.acts.offered import Attempt

_VERBS = {"reply": DraftKind.reply, "progress": DraftKind.plan}


def asked(request: HttpRequest, view: CaseView) -> Attempt | None:
    """The verb named by ``?draft=`` with its words filled in; None where none is asked for."""
    verb = request.GET.get("draft", "")
    if verb not in _VERBS:
        return None
    typed = QueryDict(mutable=True)
    typed["text"] = letters.draft(_VERBS[verb], view, language=CUSTOMERS_LANGUAGE)
    return Attempt(verb, typed)
