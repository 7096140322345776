"""A story on its way through the API: who acts, when, and what everybody was told."""

from typing import Any

import pytest

from kesu.correspondence.letters import unsealed
from kesu.correspondence.models import Mail, Notice
from kesu.journal.queries import Entry, about
from kesu.people.rules import Person
from tests.api.caller import Answer, Caller
from tests.cast import complaint
from tests.files import MULTIPART, form
from tests.stories.people import gather
from tests.stories.wall import Wall, at, said


class Stage:
    """One house, one clock, one complaint on hand; every step is taken at its own time."""

    def __init__(self, begins: str, patch: pytest.MonkeyPatch) -> None:
        self.people: dict[str, Person] = gather()
        self.callers = {name: Caller(person) for name, person in self.people.items()}
        self.wall = Wall(at(begins), patch)
        self.no = ""
        self.owners: dict[str, str] = {}

    def time(self, when: str) -> None:
        """``02-13 10:00`` comes; what was due before was done at its own time."""
        self.wall.until(at(when))

    def lodge(self, name: str, when: str, **payload: Any) -> Answer:
        """Lodges one; from then on it is the one on hand."""
        self.time(when)
        body = {"customer": {}, **payload}
        answer = self.callers[name].post("/complaints", body)
        self.no = answer.json.get("no", self.no)
        return answer

    def does(self, name: str, when: str, verb: str, **payload: Any) -> Answer:
        """One step by that person at that time, whatever comes of it."""
        self.time(when)
        return self.callers[name].act(self.no, verb, **payload)

    def done(self, name: str, when: str, verb: str, **payload: Any) -> Any:
        """One step that succeeds; the complaint afterwards."""
        answer = self.does(name, when, verb, **payload)
        assert answer.status == 200, (verb, answer.content.decode())
        return answer.json

    def read(self, name: str = "孙涛") -> Any:
        """The complaint as that person reads it now."""
        return self.callers[name].read(self.no)

    def get(self, part: str, name: str = "孙涛") -> Any:
        """A part of it: ``form``, ``clocks``, ``evidence``."""
        answer = self.callers[name].get(f"/complaints/{self.no}/{part}")
        assert answer.status == 200, answer.content.decode()
        return answer.json

    def brings(self, name: str, when: str, file: bytes | None, title: str, **about_it: Any) -> Any:
        """A piece of evidence; as the API answers it."""
        self.time(when)
        answer = self.callers[name].call(
            "POST",
            f"/complaints/{self.no}/evidence",
            form(about_it, file, title),
            content_type=MULTIPART,
        )
        assert answer.status == 201, answer.content.decode()
        return answer.json["evidence"]

    def told(self, name: str, no: str = "") -> list[str]:
        """What that person was told about the complaint on hand, in its order."""
        rows = Notice.objects.filter(to=self.people[name].id, complaint__no=no or self.no)
        return list(rows.order_by("id").values_list("kind", flat=True))

    def letters(self, name: str) -> list[tuple[str, str, str]]:
        """Kind, subject and body of what that person was written about it."""
        rows = Mail.objects.filter(staff=self.people[name].id, complaint__no=self.no)
        return [
            (row.kind, unsealed(row, "subject"), unsealed(row, "body"))
            for row in rows.order_by("id")
        ]

    def record(self, kind: str = "") -> list[Entry]:
        """The lines of the record about the complaint on hand, or those of a kind."""
        lines = about("complaint", str(complaint(self.no).pk))
        return [line for line in lines if line.kind.startswith(kind)]

    def lacking(self) -> list[list[str]]:
        """What each stage of its form lacks."""
        return [stage["missing"] for stage in self.get("form")["stages"]]


def clocks(shown: Any, name: str) -> list[tuple[str, str, str | None]]:
    """Due, state and ``met_at`` of the clocks of that name, the earliest due first."""
    found = [one for one in shown["clocks"] if one["clock"] == name]
    return [
        (one["due"][:19], one["state"], (one.get("met_at") or "")[:19] or None) for one in found
    ]


def local(when: str) -> str:
    """``02-13 10:00`` as ``clocks`` writes it."""
    return said(when)[:19]


def misses(shown: Any) -> list[str]:
    """The days without the daily line."""
    return [due[:10] for due, state, _met in clocks(shown, "progress") if state == "breached"]


def gates(answer: Answer) -> list[str]:
    """What a shut gate says is missing."""
    assert (answer.status, answer.code) == (409, "gate"), answer.content.decode()
    return [one["gate"] for one in answer.json["missing"]]
