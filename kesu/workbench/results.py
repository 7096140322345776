"""Several at once: the chosen rows, each with the version that was seen, and a word on each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from kesu.desk.faults import AccusedHere, NoSuchComplaint
from kesu.foundation.faults import Refused
from kesu.journeys.each import Result
from kesu.workbench.act import why_not


@dataclass(frozen=True)
class Told:
    """What became of one case, as the page says it."""

    no: str
    say: str
    done: bool


def told(results: Iterable[Result]) -> list[Told]:
    """The words on each, in the order they were done."""
    return [_told(one) for one in results]


def chosen(request: HttpRequest, name: str = "row") -> list[str]:
    """The rows that were chosen, each once, in the order of the page."""
    return list(dict.fromkeys(request.POST.getlist(name)))


def version_of(typed: QueryDict, row: str) -> int | None:
    """The version of a row as its reader saw it; None where the form says none."""
    text = typed.get(f"version-{row}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _told(result: Result) -> Told:
    if result.fault is None:
        said = " ".join(one.say for one in result.warnings)
        return Told(result.no, said or _("Done"), done=True)
    return Told(result.no, _why(result.fault), done=False)


def _why(fault: Exception) -> str:
    if isinstance(fault, Refused):
        return " ".join(f"{one.message} {one.expected}".strip() for one in fault.faults)
    if isinstance(fault, AccusedHere | NoSuchComplaint):
        return _("There is nothing here, or not for you.")
    return why_not(fault)
