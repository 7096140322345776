"""Who is at the screen, and when. Every page of the workbench starts here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, update_wrapper
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language

from kesu.desk import catalogue, queue
from kesu.desk.catalogue import TypeGroup
from kesu.desk.faults import AccusedHere, NoSuchComplaint, NotYours
from kesu.desk.frame import Waiting, waiting
from kesu.journeys.faults import GateShut, Stale, WrongState
from kesu.people.models import Staff
from kesu.people.queries import everyone, person_of
from kesu.people.rules import People, Person
from kesu.policy import queries as policies
from kesu.policy.schema import Pack
from kesu.workbench import faults

Extra = ParamSpec("Extra")


@dataclass(frozen=True)
class Desk:
    """The reader, everybody, and the door's time in UTC."""

    reader: Person
    people: People
    now: datetime

    @property
    def language(self) -> str:
        return get_language() or "zh-hans"

    @cached_property
    def counts(self) -> dict[str, int]:
        """Open complaints by view, asked once a page."""
        return queue.counts(reader=self.reader, people=self.people)

    @cached_property
    def _waiting(self) -> Waiting:
        known = "counts" in self.__dict__
        return waiting(reader=self.reader, people=self.people, mine=not known)

    @property
    def mine(self) -> int:
        """How many open complaints are the reader's."""
        found = self._waiting.mine
        return self.counts[queue.View.mine] if found is None else found

    @property
    def warnings(self) -> int:
        """How many warnings are open, for whoever settles them."""
        return self._waiting.warnings

    @cached_property
    def pack(self) -> Pack:
        """The policy in force now."""
        return policies.in_force(self.now)

    @cached_property
    def types(self) -> list[TypeGroup]:
        """Every type with its consequence, asked once a page."""
        return catalogue.types(pack=self.pack, now=self.now, language=self.language)

    @property
    def unseen(self) -> int:
        """Notices not seen yet, of what may still be seen, ``MOST_COUNTED`` at most."""
        return self._waiting.unseen


View = Callable[Concatenate[HttpRequest, Desk, Extra], HttpResponseBase]


def reader_at(request: HttpRequest) -> Person | None:
    """Who is signed in at this browser, if anybody."""
    return person_of(request.user) if isinstance(request.user, Staff) else None


def signed_in(view: View[Extra]) -> Callable[Concatenate[HttpRequest, Extra], HttpResponseBase]:
    """A page for staff: others go to the sign-in, with what they typed; what is hidden, refused or
    overtaken gets its own page.
    """

    def page(
        request: HttpRequest, /, *args: Extra.args, **kwargs: Extra.kwargs
    ) -> HttpResponseBase:
        reader = reader_at(request)
        if reader is None:
            return _stranger(request)
        now = datetime.now(UTC)
        desk = Desk(reader, everyone(now), now)
        request.desk = desk  # type: ignore[attr-defined]  # read by the frame of the page
        try:
            return view(request, desk, *args, **kwargs)
        except NoSuchComplaint:
            return faults.page(request, 404)
        except (AccusedHere, NotYours):
            return faults.page(request, 403)
        except (Stale, WrongState, GateShut):
            return faults.page(request, 409)

    update_wrapper(page, view)
    return page


def _stranger(request: HttpRequest) -> HttpResponseBase:
    """A piece of a page cannot hold a sign-in; a form keeps its words; a page leads there."""
    if "HX-Request" in request.headers:
        return HttpResponse(status=401)
    if request.method == "POST":
        return faults.signed_out(request)
    return redirect_to_login(request.get_full_path())
