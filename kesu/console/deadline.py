"""``kesu deadline``: when the first call-back is due, for every line of JSON (CLI, Judging).

No Django here, so that it starts at once. A day of receipt and a rule seen before cost a look-up:
the days that were counted are kept as the text they are written as.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO

from kesu.console.jsonl import (
    Wrong,
    decode,
    dump,
    error,
    read_time,
    subject_of,
)
from kesu.console.judging import judge_all
from kesu.deadlines import rules
from kesu.policy.codes import ClockName
from kesu.policy.schema import Elapsed, Pack, UnknownType
from kesu.workdays.rules import Calendar, CalendarFault

CLOCK = ClockName.first_callback
_LONGEST_ECHO = 40
_LONGEST_OFFSET = len("+0800")
"""RFC 3339 has no seconds in an offset, the local times before about 1900 do."""


def run(policy: str, calendar: Path | None, lines: Iterable[str | bytes], out: TextIO) -> int:
    """Says of each line of ``lines`` when its call-back is due; see ``judge_all``."""
    return judge_all(Judge, policy, calendar, lines, out)


class Judge:
    """Answers lines under one policy and one calendar and counts the faulty ones."""

    def __init__(self, pack: Pack, calendar: Calendar) -> None:
        self.pack, self.calendar = pack, calendar
        self.zone = rules.zone_named(pack.zone)
        self.seen = self.faulty = 0
        self._readers = (subject_of, self._type, _urgent, self._received, self._accepted)
        self._known = lru_cache(maxsize=4096)(self._check_type)
        self._rule = lru_cache(maxsize=4096)(self._find_rule)
        self._end_of_day = lru_cache(maxsize=1 << 16)(self._judge_day)
        self._policy = dump({"name": pack.name, "version": pack.version})

    def answer(self, line: bytes) -> str:
        """One line out for one line in, its end included."""
        self.seen += 1
        try:
            asked = decode(line.removeprefix(b"\xef\xbb\xbf") if self.seen == 1 else line)
        except Wrong as wrong:
            return self._error(None, [wrong])
        values: list[Any] = []
        faults: list[Wrong] = []
        for read in self._readers:
            try:
                values.append(read(asked))
            except Wrong as wrong:
                faults.append(wrong)
        return self._error(asked, faults) if faults else self._judge(asked, *values)

    def _judge(
        self, asked: dict[str, Any], subject: str, code: str, urgent: bool, *times: datetime
    ) -> str:
        try:
            due = self._due(self._rule(code, urgent), times[0])
        except Wrong as wrong:
            return self._error(asked, [wrong])
        return f'{{"id":{subject},"clock":"{CLOCK}",{due},"policy":{self._policy}}}\n'

    def _due(self, rule: rules.Rule, received: datetime) -> str:
        """The members ``due``, ``derivation`` and ``calendar`` as JSON."""
        try:
            if isinstance(rule, rules.EndOfDayRule):
                return self._end_of_day(rule, rules.day_of(received, self.zone))
            due = rules.due_by(rule, started=received, calendar=self.calendar, zone=self.zone)
            return self._text(due)
        except (rules.TimeOutOfRange, CalendarFault):
            zh, en = "期限不在公元 1 至 9999 年之内", "the due time is outside the years 1 to 9999"
            raise Wrong("received", zh=zh, en=en) from None

    def _judge_day(self, rule: rules.EndOfDayRule, day: date) -> str:
        return self._text(rules.end_of_day(rule, day, calendar=self.calendar, zone=self.zone))

    def _text(self, due: rules.Due) -> str:
        moment = rules.local(due.due, self.zone)
        if len(f"{moment:%z}") > _LONGEST_OFFSET:
            moment = due.due
        derivation = dump(rules.as_json(due.derivation))
        return f'"due":"{moment.isoformat()}","derivation":{derivation},"calendar":"{due.calendar}"'

    def _find_rule(self, code: str, urgent: bool) -> rules.Rule:
        clock = self.pack.clock(CLOCK, code, urgent=urgent)
        if clock is None:
            zh, en = f"规则包没有 {code} 的首次回电时限", f"the policy has no {CLOCK} for {code}"
            raise Wrong("type", zh=zh, en=en)
        if isinstance(clock, Elapsed):
            return rules.ElapsedRule(clock.seconds)
        return rules.EndOfDayRule(clock.after_workdays)

    def _error(self, asked: dict[str, Any] | None, faults: list[Wrong]) -> str:
        self.faulty += 1
        return error(self.seen, asked, faults)

    def _type(self, asked: dict[str, Any]) -> str:
        code = asked.get("type")
        if not isinstance(code, str):
            zh, en = '应为类型代码，如 "1.1"', 'expected a type code like "1.1"'
            raise Wrong("type", zh=zh, en=en)
        return self._known(code)

    def _check_type(self, code: str) -> str:
        try:
            self.pack.type(code)
        except UnknownType as fault:
            found, known = _shortened(code), ", ".join(fault.known)
            zh, en = f"没有类型 {found}，已知：{known}", f"no type {found}, known: {known}"
            raise Wrong("type", zh=zh, en=en) from None
        return code

    def _received(self, asked: dict[str, Any]) -> datetime:
        return read_time("received", asked.get("received"), self.zone)

    def _accepted(self, asked: dict[str, Any]) -> datetime | None:
        """Judged as a time and otherwise left alone: it never moves a due time."""
        accepted = asked.get("accepted")
        return None if accepted is None else read_time("accepted", accepted, self.zone)


def _urgent(asked: dict[str, Any]) -> bool:
    urgent = asked.get("urgent")
    if urgent is not None and not isinstance(urgent, bool):
        raise Wrong("urgent", zh="应为 true 或 false", en="expected true or false")
    return bool(urgent)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_ECHO else f"{text[:_LONGEST_ECHO]}…"
