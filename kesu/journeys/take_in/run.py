"""The way of a file into the database: chunk by chunk, each row in, there already, or sent back.

A chunk is one transaction with everything its rows become, the lines of the journal last. What was
committed stands however the process ends; run again, the file goes on where it stopped.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import IntegrityError, OperationalError, transaction

import kesu.journeys.kinds  # noqa: F401 - declares what the journal may say
from kesu.foundation.faults import Refused
from kesu.foundation.tables.shape import BadRow, Row
from kesu.intake import operations, queries, rules
from kesu.intake.models import Import
from kesu.journal.operations import Draft, append
from kesu.journeys.take_in import words
from kesu.journeys.take_in.cells import shown
from kesu.journeys.take_in.columns import Assembly
from kesu.journeys.take_in.kind import SYSTEM, Judged, Kind, Written
from kesu.policy import queries as policies

CHUNK = 500
_MOST_TRIES = 5

SentBack = tuple[int, Sequence[str], str]
"""The number of a row, its cells, and why it was not taken."""


@dataclass
class Report:
    """What became of a file's rows."""

    no: str = ""
    read: int = 0
    added: int = 0
    updated: int = 0
    there: int = 0
    rejected: int = 0


@dataclass
class Taking:
    """One file being taken in. ``reject`` is told of every row that is sent back, in their order;
    ``progress`` is told after each chunk. Without ``source`` nothing is written.
    """

    kind: Kind
    assembly: Assembly
    now: datetime
    source: Import | None
    fingerprint: str
    reject: Callable[[SentBack], None]
    progress: Callable[[Report], None]
    report: Report = field(default_factory=Report)
    _tried: dict[bytes, queries.Known] = field(default_factory=dict)

    def run(self, rows: Iterable[Row | BadRow]) -> Report:
        """Takes the rows in. Errors: of the database, when it is gone."""
        left = iter(rows)
        while chunk := list(islice(left, CHUNK)):
            self._take(chunk)
            self.progress(self.report)
        if self.source is not None:
            self.report.no = self.source.no
            self._finish(self.source)
        return self.report

    def _take(self, chunk: Sequence[Row | BadRow]) -> None:
        judged, sent_back = self._judge(chunk)
        self.report.read += len(chunk)
        sent_back += self._write(judged)
        for one in sorted(sent_back, key=lambda back: back[0]):
            self.report.rejected += 1
            self.reject(one)

    def _judge(self, chunk: Sequence[Row | BadRow]) -> tuple[list[Judged], list[SentBack]]:
        judged: list[Judged] = []
        sent_back: list[SentBack] = []
        for row in chunk:
            if isinstance(row, BadRow):
                sent_back.append((row.number, row.cells, row.reason))
                continue
            cells = [shown(cell) for cell in row.cells]
            try:
                draft = self.kind.judge(self.assembly.values(row.cells))
            except Refused as refusal:
                sent_back.append((row.number, cells, self.assembly.say(refusal)))
                continue
            digest = rules.digest([cells[place] for place in self.assembly.counted])
            number = self.kind.number(draft)
            key = rules.key(number) if number else digest
            judged.append(Judged(row.number, cells, digest, key, draft))
        return judged, sent_back

    def _write(self, judged: Sequence[Judged]) -> list[SentBack]:
        """Writes what is new; where somebody else was quicker with one of the rows, once more."""
        for left in reversed(range(_MOST_TRIES)):
            try:
                with transaction.atomic():
                    written, there, sent_back = self._write_once(judged)
                break
            except (IntegrityError, OperationalError):
                self.kind.again()
                if not left:
                    raise
        self.report.added += written.added
        self.report.updated += written.updated
        self.report.there += there + written.same
        return sent_back

    def _write_once(self, judged: Sequence[Judged]) -> tuple[Written, int, list[SentBack]]:
        fresh, there, sent_back = self._part(judged)
        if self.source is None:
            self._tried.update({row.key: self._as_known(row) for row in fresh})
            return Written([], [], added=len(fresh)), there, sent_back
        written = self.kind.write(fresh, self.source)
        operations.keep(written.rows, once=self.kind.once)
        append(written.lines)
        return written, there, sent_back

    def _part(self, judged: Sequence[Judged]) -> tuple[list[Judged], int, list[SentBack]]:
        """What is new, how many are there already, and what stands there with other cells."""
        known = queries.known(self.kind.name, [row.key for row in judged])
        known |= {row.key: self._tried[row.key] for row in judged if row.key in self._tried}
        fresh: list[Judged] = []
        there = 0
        sent_back: list[SentBack] = []
        for row in judged:
            found = known.get(row.key)
            if found is None or not self.kind.once:
                known[row.key] = self._as_known(row)
                fresh.append(row)
            elif self._contradicts(row, found):
                sent_back.append((row.number, row.cells, self._stands_already(row, found.number)))
            else:
                there += 1
        return fresh, there, sent_back

    def _as_known(self, row: Judged) -> queries.Known:
        return queries.Known(row.number, row.digest, self.fingerprint)

    def _contradicts(self, row: Judged, found: queries.Known) -> bool:
        """The same number with other cells in the same file; another file may tell it newer."""
        return found.fingerprint == self.fingerprint and found.digest != row.digest

    def _stands_already(self, row: Judged, number: int) -> str:
        name = self.kind.unique[0]
        return self.assembly.say(words.stands_already(name, self.kind.number(row.draft), number))

    def _finish(self, source: Import) -> None:
        with transaction.atomic():
            report = self.report
            counts = {"read": report.read, "rejected": report.rejected}
            if operations.finish(source, **counts, at=self.now):
                self.kind.finish(source)
                append([line(source, "import.ended", counts, at=self.now)])


def line(source: Import, kind: str, facts: dict[str, Any], *, at: datetime) -> Draft:
    """A line about an import as a whole."""
    return Draft(
        kind=kind,
        about=("import", source.no),
        by=SYSTEM,
        at=at,
        written=at,
        policy=policies.in_force(at).label,
        facts=facts,
        notes={"file": source.file} if kind == "import.begun" else None,
    )


@contextmanager
def begun(kind: str, *, file: str, fingerprint: str, now: datetime) -> Iterator[Import]:
    """The import of a file: the one that was killed half-way goes on, else a new one begins."""
    with operations.alone(kind, fingerprint) as mine:
        source = queries.unfinished(kind, fingerprint) if mine else None
        if source is None:
            with transaction.atomic():
                source = operations.begin(kind=kind, file=file, fingerprint=fingerprint, at=now)
                facts = {"kind": kind, "fingerprint": fingerprint}
                append([line(source, "import.begun", facts, at=now)])
        yield source
