"""Types are learned from closed cases in a process of their own: what is due meanwhile goes on."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from kesu.intake import taught
from kesu.intake.cases import Stock
from kesu.intake.models import Learning
from kesu.journeys import learning

LEASE = timedelta(minutes=2)
_WAIT_SECONDS = 0.2
_log = logging.getLogger(__name__)


@dataclass
class _Lesson:
    row: Learning
    process: SpawnProcess
    answer: Connection

    def is_over(self) -> bool:
        """Waits a little for the end."""
        return self.answer.poll(_WAIT_SECONDS) or not self.process.is_alive()

    def told(self) -> dict[str, Any]:
        """The report. Errors: ``RuntimeError`` with what went wrong there."""
        said = self.answer.recv() if self.answer.poll() else f"ended: {self.process.exitcode}"
        self.process.join()
        if isinstance(said, str):
            raise RuntimeError(said)
        return dict(said)

    def renew(self, at: datetime) -> bool:
        """Whether it is still this worker's."""
        self.row.lease_until = at + LEASE
        return self.row.still_mine()


class School:
    """What one worker is learning."""

    def __init__(self) -> None:
        self._lesson: _Lesson | None = None

    def work(self, at: datetime, limit: int) -> datetime | None:
        """One look at what is learned, or at whether somebody asked for it."""
        if self._lesson is None:
            due = _next(at)
            if due is None or due > at:
                return due
            self._begin(at, limit)
        if self._lesson is not None:
            self._go_on(self._lesson, at)
        return at

    def _begin(self, at: datetime, limit: int) -> None:
        for row in Learning.claim(at=at, limit=min(limit, 1), lease=LEASE):
            stock = learning.material(at)
            if stock.texts:
                self._lesson = _start(row, stock, at)
            else:
                learning.end(row, None, at=at)

    def _go_on(self, lesson: _Lesson, at: datetime) -> None:
        if not lesson.is_over():
            if not lesson.renew(at):
                lesson.process.terminate()
                self._lesson = None
            return
        self._lesson = None
        try:
            learning.end(lesson.row, lesson.told(), at=at)
        except Exception as fault:  # noqa: BLE001 - kept with the wish, which is tried again
            _log.exception("the types could not be learned")
            lesson.row.fail(str(fault), at=at)


def _next(at: datetime) -> datetime | None:
    if Learning.objects.filter(Learning.is_due(at)).exists():
        return at
    waiting = Learning.objects.filter(state=Learning.State.waiting).order_by("due_at")
    return waiting.values_list("due_at", flat=True).first()


def _start(row: Learning, stock: Stock, at: datetime) -> _Lesson:
    way = get_context("spawn")
    here, there = way.Pipe(duplex=False)
    known = learning.about(stock, at)
    given = (there, stock.texts, stock.types, known, str(taught.folder()))
    process = way.Process(target=taught.answer, args=given, name="learning", daemon=True)
    process.start()
    there.close()
    return _Lesson(row, process, here)


DUTIES = (School().work,)
