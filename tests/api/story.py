"""The people of the stories, and one complaint on its way through them."""

from typing import Any

from kesu.people.rules import Person
from tests.api.caller import Answer, Caller
from tests.cast import hire

# name: rank, department, direct superior, agent number; superiors first
_PEOPLE: dict[str, tuple[str, str, str | None, str]] = {
    "刘峰": ("director", "operations", None, "1601"),
    "郑岚": ("director", "service", "刘峰", "1501"),
    "孙涛": ("manager", "service", "郑岚", "1401"),
    "王磊": ("supervisor", "service", "孙涛", "1301"),
    "何静": ("lead", "service", "王磊", "1201"),
    "陈敏": ("senior", "service", "王磊", "1101"),
    "林小雨": ("agent", "service", "何静", "1001"),
    "高洁": ("agent", "merchant", None, "2001"),
    "方圆": ("agent", "supplier", None, "8001"),
}
_LIAISONS = {"高洁", "方圆"}


class Story:
    """Who may act, the number of the complaint once it is lodged, and the last answer."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        for name, (rank, department, superior, number) in _PEOPLE.items():
            self.people[name] = hire(
                name,
                rank,
                department=department,
                under=self.people[superior] if superior else None,
                flags=["liaison"] if name in _LIAISONS else [],
                agent_no=number,
                full_name=name,
            )
        self._callers = {name: Caller(person) for name, person in self.people.items()}
        self.no = ""

    def of(self, name: str) -> Caller:
        """That person at the API."""
        return self._callers[name]

    def lodge(self, name: str, when: str, **payload: Any) -> Answer:
        """Lodges it; ``when`` as ``02-13 10:00`` of 2026."""
        body = {"received": moment(when), "customer": {}, **payload}
        answer = self._callers[name].post("/complaints", body)
        self.no = answer.json.get("no", self.no)
        return answer

    def does(self, name: str, when: str, verb: str, **payload: Any) -> Answer:
        """One step by that person at that time."""
        return self._callers[name].act(self.no, verb, at=moment(when), **payload)

    def done(self, name: str, when: str, verb: str, **payload: Any) -> Any:
        """One step that succeeds; the complaint afterwards."""
        answer = self.does(name, when, verb, **payload)
        assert answer.status == 200, (verb, answer.content.decode())
        return answer.json

    def clocks(self, name: str) -> Any:
        """The clocks with their derivation, read by that person."""
        return self._callers[name].get(f"/complaints/{self.no}/clocks").json["items"]


def moment(text: str) -> str:
    """``02-13 10:00`` of 2026 in Shanghai, as the API writes it."""
    return f"2026-{text.replace(' ', 'T')}:00+08:00"


def clock(complaint: Any, name: str) -> Any:
    """The newest clock of that name: due, state and when it was met."""
    found = [one for one in complaint["clocks"] if one["clock"] == name]
    newest = max(found, key=lambda one: one["due"])
    return newest["due"], newest["state"], newest.get("met_at")
