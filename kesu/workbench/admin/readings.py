"""读得准不准: how well reading fits, as people marked it and as it was measured."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kesu.desk.readings_quality import Quality, quality
from kesu.desk.readings_words import RISKS
from kesu.desk.words import word
from kesu.workbench.admin import places
from kesu.workbench.session import Desk, signed_in


@signed_in
def readings(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Each risk, the emotions, what was learned, and what turned people."""
    found = quality(reader=desk.reader)
    context = {
        "quality": found,
        "risks": [_risk(one.code, one.right, one) for one in found.risks],
        "learned": _learned(found),
        "causes": [(one.category or _("No category"), one.points) for one in found.causes],
        "now": desk.now,
    }
    return places.show(request, desk, "readings", "readings", context)


def _risk(code: str, right: float | None, one: Any) -> dict[str, Any]:
    return {"word": word(RISKS, code), "one": one, "right": _percent(right)}


def _learned(found: Quality) -> list[dict[str, Any]]:
    labels = found.learned.labels if found.learned else ()
    return [
        {
            "word": word(RISKS, one.code) if one.code in RISKS else _("Anger"),
            "by": _("what was learned") if one.by_model else _("the rules"),
            "precision": _percent(one.precision),
            "recall": _percent(one.recall),
            "texts": one.texts,
        }
        for one in labels
    ]


def _percent(share: float | None) -> str:
    return "" if share is None else f"{round(100 * share)}%"
