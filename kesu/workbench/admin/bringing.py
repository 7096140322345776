"""A table that somebody brings: looked at first, taken in whole or not at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel

from kesu.foundation.faults import Fault, Refused
from kesu.workbench import forms
from kesu.workbench.admin import places
from kesu.workbench.session import Desk


@dataclass(frozen=True)
class Bringing:
    """One such page. ``headers``: what people call each column of an ``entry``. ``look`` reads what
    was brought into what the page shows; ``take`` takes in what was looked at. Both refuse with
    faults at a row and a column. ``known``: what else the page shows always.
    """

    room: str
    template: str
    headers: Mapping[str, Sequence[str]]
    entry: type[BaseModel]
    look: Callable[[HttpRequest, Desk], dict[str, Any]]
    take: Callable[[HttpRequest, Desk], HttpResponse]
    known: Callable[[], dict[str, Any]] = dict

    def answer(self, request: HttpRequest, desk: Desk) -> HttpResponse:
        """``stage`` take: what was looked at is taken in; else what was brought is looked at."""
        if request.method != "POST":
            return self._page(request, desk, {})
        try:
            if request.POST.get("stage") == "take":
                return self.take(request, desk)
            return self._page(request, desk, self.look(request, desk))
        except Refused as refused:
            faults = [self._placed(one) for one in refused.faults]
            text = request.POST.get("text", "")
            return self._page(request, desk, {"faults": faults, "text": text}, status=422)

    def _page(
        self, request: HttpRequest, desk: Desk, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        labels = self._labels()
        columns = [
            {"name": labels[name], "words": "、".join(words[:4])}
            for name, words in self.headers.items()
        ]
        shown = {"columns": columns, **self.known(), **context}
        return places.show(request, desk, self.room, self.template, shown, status=status)

    def _labels(self) -> dict[str, str]:
        named = {one.name: one.label for one in forms.fields_of(self.entry)}
        return {**named, "file": _("File")}

    def _placed(self, fault: Fault) -> dict[str, str]:
        """A fault with its place in words: the row, then the column as people call it."""
        number, _dot, column = fault.loc.partition(".")
        if not number.isdigit():
            number, column = "", fault.loc
        row = _("Row %(n)s") % {"n": number} if number else ""
        name = self._labels().get(column.partition(".")[0], "")
        place = " · ".join(one for one in (row, name) if one)
        return {"place": place, "say": fault.message, "expected": fault.expected}


def once_more() -> Refused:
    """What was looked at does not come back as it went out."""
    return Refused([Fault("file", _("Bring the file once more."))])
