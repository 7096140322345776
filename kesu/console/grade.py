"""``kesu grade``: type, grade, urgency, tier, handler and clocks, for every line of JSON.

No Django here, so that it starts at once. Each answer says which row decided what (law 5).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

from kesu.console.jsonl import (
    Wrong,
    all_of,
    decode,
    dump,
    error,
    read_time,
    subject_of,
)
from kesu.console.judging import judge_all
from kesu.deadlines import rules
from kesu.journeys.rule import rule_of
from kesu.policy.codes import (
    HIGHEST_LEVEL,
    UNSORTED,
    Channel,
    ClockName,
    Source,
    SpecialRole,
    Urgency,
)
from kesu.policy.rules import suggest_type
from kesu.policy.schema import Pack
from kesu.policy.schema.sections import Found
from kesu.policy.schema.statutory import Start
from kesu.policy.schema.types import TypeEntry
from kesu.workdays.rules import Calendar, CalendarFault

_LONGEST_TEXT = 50_000
_OLDEST = 130
_NAMES = ("merchant", "product", "campaign", "accused_agent")
_UNATTENDED = (Channel.email, Channel.web, Channel.portal, Channel.import_)
"""Where nobody can be asked for what a type needs: the complaint stays unsorted."""


@dataclass(frozen=True)
class Asked:
    """One line, read: what is to be graded. Times carry an offset."""

    text: str
    received: datetime
    type: str | None
    channel: str | None
    source: str | None
    special_role: str | None
    level: int | None
    age: int | None
    mandated: datetime | None
    same_issue_today: int | None
    names: Mapping[str, str]

    @property
    def facts(self) -> dict[str, object]:
        """As the policy's conditions ask for them."""
        return {
            "text": self.text,
            "channel": self.channel,
            "source": self.source,
            "special_role": self.special_role,
            "level": self.level,
            "mandated_deadline": self.mandated is not None,
            "same_issue_today": self.same_issue_today,
            **self.names,
        }


def run(policy: str, calendar: Path | None, lines: Iterable[str | bytes], out: TextIO) -> int:
    """Grades each line of ``lines`` on a line of ``out``; see ``judge_all``."""
    return judge_all(Judge, policy, calendar, lines, out)


class Judge:
    """Grades lines under one policy and one calendar and counts the faulty ones."""

    def __init__(self, pack: Pack, calendar: Calendar) -> None:
        self.pack, self.calendar = pack, calendar
        self.zone = rules.zone_named(pack.zone)
        self.seen = self.faulty = 0

    def answer(self, line: bytes) -> str:
        """One line out for one line in, its end included."""
        self.seen += 1
        asked: dict[str, Any] | None = None
        try:
            asked = decode(line.removeprefix(b"\xef\xbb\xbf") if self.seen == 1 else line)
            subject = subject_of(asked)
            said = self._read(asked)
            return f'{{"id":{subject},{dump(self._grade(said))[1:]}\n'
        except Wrong as wrong:
            self.faulty += 1
            return error(self.seen, asked, [wrong, *wrong.others])

    def _read(self, asked: dict[str, Any]) -> Asked:
        customer = _customer(asked)
        readers: dict[str, Callable[[], Any]] = {
            "text": lambda: _text(asked),
            "received": lambda: read_time("received", asked.get("received"), self.zone),
            "type": lambda: self._type(asked.get("type")),
            "channel": lambda: _code("channel", asked.get("channel"), Channel),
            "source": lambda: _code("source", asked.get("source"), Source),
            "special_role": lambda: _code(
                "customer.special_role", customer.get("special_role"), SpecialRole
            ),
            "level": lambda: _count("customer.level", customer.get("level"), HIGHEST_LEVEL),
            "age": lambda: _count("customer.age", customer.get("age"), _OLDEST),
            "mandated": lambda: self._mandated(asked.get("mandated_deadline")),
            "same_issue_today": lambda: _count("same_issue_today", asked.get("same_issue_today")),
            "names": lambda: _names(asked),
        }
        return Asked(**all_of(readers))

    def _mandated(self, value: object) -> datetime | None:
        return None if value is None else read_time("mandated_deadline", value, self.zone)

    def _type(self, code: object) -> str | None:
        if code is None:
            return None
        if isinstance(code, str) and self.pack.has_type(code):
            return code
        known = ", ".join(self.pack.type_codes)
        raise Wrong("type", zh=f"没有这一类型，已知：{known}", en=f"no such type, known: {known}")

    def _grade(self, said: Asked) -> dict[str, Any]:
        code, source, sorted_by = self._sorted(said)
        entry = self.pack.type(code)
        urgent = self._urgency(said)
        due = self._due(said, code, urgent)
        handler = self.pack.handler_entry(self.pack.handler(code, urgent=bool(urgent)))
        reasons = [
            sorted_by,
            *((found.rule, f"{reason}: {found.because}") for reason, found in urgent.items()),
            ("E63" if urgent else _row(entry, self.pack), f"handler {handler.code}"),
            (due.because, f"{ClockName.first_callback} {due.due.isoformat()}"),
            *(
                (_needing(self.pack, code), f"{code} needs {need}")
                for need in entry.needs
                if need not in said.names
            ),
        ]
        told = (*entry.notify, *(self.pack.urgent.notify if urgent else ()))
        return {
            "type": code,
            "type_source": source,
            "grade": entry.grade.name,
            "urgent": bool(urgent),
            "urgent_reasons": list(urgent),
            "tier": self._tier(said, code, urgent),
            "handler": {"rule": handler.code, "min_rank": handler.min_rank},
            "clocks": [
                {"clock": ClockName.first_callback, "due": self._local(due.due)},
                *self._others(said, code, urgent=bool(urgent)),
            ],
            "notify": list(dict.fromkeys(told)),
            "reasons": [{"rule": rule, "because": because} for rule, because in reasons],
        }

    def _sorted(self, said: Asked) -> tuple[str, str, tuple[str, str]]:
        """The type, whether it was given or suggested, and why."""
        if said.type is None:
            found = suggest_type(self.pack, said.text)
            words = " ".join(found.words) or "no words of any type"
            return found.code, "suggested", ("A18", f"type {found.code} suggested: {words}")
        lacks = [need for need in self.pack.type(said.type).needs if need not in said.names]
        if lacks and said.channel in _UNATTENDED:
            told = f"type {said.type} suggested: it needs {', '.join(lacks)}"
            return UNSORTED, "suggested", (_needing(self.pack, said.type), told)
        return said.type, "given", ("E17", f"type {said.type} given")

    def _urgency(self, said: Asked) -> dict[Urgency, Found]:
        """What the policy decides, and what it would put to a person: nobody is asked here."""
        facts = said.facts
        found = self.pack.urgent.advised(facts) | self.pack.urgency(facts)
        return dict(sorted(found.items()))

    def _tier(self, said: Asked, code: str, urgent: Mapping[Urgency, Found]) -> str:
        impact = self.pack.first_tier.impact(said.facts)
        return self.pack.initial_tier(code, urgent=bool(urgent), impact=impact)

    def _due(self, said: Asked, code: str, urgent: Mapping[Urgency, Found]) -> rules.Due:
        """The first call-back. Of a batch alone it is never later than without it (E37, Q5)."""
        by_type, hurried = self._rule(code), self._rule(code, urgent=True)
        with _in_range():
            due = rules.first_callback(
                by_type,
                received=said.received,
                urgent=bool(set(urgent) - {Urgency.U4}),
                urgent_rule=hurried,
                mandated=said.mandated,
                calendar=self.calendar,
                zone=self.zone,
            )
            if set(urgent) == {Urgency.U4} and isinstance(hurried, rules.ElapsedRule):
                due = rules.made_urgent(due, at=said.received, urgent_rule=hurried)
            return due

    def _rule(self, code: str, *, urgent: bool = False) -> rules.Rule:
        clock = self.pack.clock(ClockName.first_callback, code, urgent=urgent)
        if clock is not None:
            return rule_of(clock)
        zh, en = (
            f"规则包没有 {code} 的首次回电时限",
            f"the policy has no first call-back for {code}",
        )
        raise Wrong("type", zh=zh, en=en)

    def _others(self, said: Asked, code: str, *, urgent: bool) -> Iterator[dict[str, str]]:
        """What else is counted from the receipt: closing (D12), and what the law sets (A52)."""
        closing = self.pack.closing_rule(code, urgent=urgent)
        if closing is not None:
            yield {"clock": ClockName.close, "due": self._counted(rule_of(closing), said)}
        for profile in self.pack.binding(said.facts):
            day = rules.day_of(said.received, self.zone)
            for step in self.pack.statutory_clocks(profile, day, code):
                if step.start is Start.received:
                    yield {
                        "clock": f"{ClockName.statutory}:{profile.code}",
                        "subject": step.code,
                        "due": self._counted(rule_of(step.due), said),
                    }

    def _counted(self, rule: rules.Rule, said: Asked) -> str:
        with _in_range():
            due = rules.due_by(rule, started=said.received, calendar=self.calendar, zone=self.zone)
        return self._local(due.due)

    def _local(self, moment: datetime) -> str:
        return rules.local(moment, self.zone).isoformat()


@contextmanager
def _in_range() -> Iterator[None]:
    try:
        yield
    except (rules.TimeOutOfRange, CalendarFault):
        zh, en = "期限不在公元 1 至 9999 年之内", "the due time is outside the years 1 to 9999"
        raise Wrong("received", zh=zh, en=en) from None


def _row(entry: TypeEntry, pack: Pack) -> str:
    """The row that names the handler: the last one of a type's, as the procedure ends with it."""
    return entry.source.split()[-1] if entry.source else pack.name


def _needing(pack: Pack, code: str) -> str:
    """The row that says what a type needs: the first one of its source."""
    return next(iter(pack.type(code).source.split()), pack.name)


def _customer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    customer = asked.get("customer")
    if customer is None:
        return {}
    if not isinstance(customer, dict):
        raise Wrong("customer", zh="应为对象", en="expected an object")
    return customer


def _text(asked: Mapping[str, Any]) -> str:
    text = asked.get("text")
    if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST_TEXT:
        zh = f"应为 1 至 {_LONGEST_TEXT} 个字符的文字"
        raise Wrong("text", zh=zh, en=f"expected text of 1 to {_LONGEST_TEXT} characters")
    if "\0" in text:
        raise Wrong("text", zh="不能含有 NUL 字符", en="expected text without the NUL character")
    return text


def _code(field: str, value: object, codes: type[StrEnum]) -> str | None:
    if value is None:
        return None
    known = [code.value for code in codes]
    if value in known:
        return str(value)
    listed = ", ".join(known)
    raise Wrong(field, zh=f"未知的代码；可用：{listed}", en=f"unknown code; known: {listed}")


def _count(field: str, value: object, most: int | None = None) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= (most or value):
        return value
    if most is None:
        raise Wrong(field, zh="应为不小于 0 的整数", en="expected a whole number from 0 on")
    raise Wrong(field, zh=f"应为整数 0 … {most}", en=f"expected a whole number 0 … {most}")


def _names(asked: Mapping[str, Any]) -> dict[str, str]:
    named: dict[str, str] = {}
    for name in _NAMES:
        value = asked.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is not None and not isinstance(value, str):
            raise Wrong(name, zh="应为文字", en="expected text")
        if value:
            named[name] = value
    return named
