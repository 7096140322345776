"""``kesu export``: a list, written out for a spreadsheet or another program."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kesu.console import database
from kesu.console.words import choose, refuse, say

if TYPE_CHECKING:
    from kesu.desk.exports.ask import Ask
    from kesu.people.rules import People, Person

_EVERY = 1000


def run(*, what: str, format_: str, since: str, fields: str, out: Path | None, user: str) -> int:
    """Writes the list to ``out`` or standard output; the exit status.

    Without ``user`` it is what the operator of the machine may take: everything but restricted
    complaints. A time without offset in ``since`` is in the policy's zone. Always masked. Errors:
    ``Refused``; status 2 for whatever cannot be used, with nothing written.
    """
    database.setup(for_a_person=True)
    _check(what, format_, out)
    database.prepare()
    from kesu.desk.faults import NotYours
    from kesu.journeys.export_made import export

    now = datetime.now(tz=UTC)
    ask = _ask(since, user, now)
    named = [one.strip() for one in fields.split(",") if one.strip()]
    progress = _Progress()
    try:
        made = export(what, ask, format_=format_, fields=named, now=now, passed=progress.show)
    except NotYours:
        refuse(zh=f"{user} 无权导出", en=f"{user} may not export")
    if _write(made.pieces, out):
        said = str(out) if out else choose(zh="标准输出", en="standard output")
        say(zh=f"已导出 {progress.rows} 行：{said}", en=f"{progress.rows} rows: {said}")
    return 0


def _check(what: str, format_: str, out: Path | None) -> None:
    """What can be said without the database."""
    from kesu.desk.exports.lists import LISTS
    from kesu.foundation.tables.writing import FORMATS

    if what not in LISTS:
        known = ", ".join(LISTS)
        refuse(zh=f"没有名为 {what} 的清单；可用：{known}", en=f"no list {what}; known: {known}")
    if format_ not in FORMATS:
        known = ", ".join(FORMATS)
        refuse(zh=f"--format {format_}：可用：{known}", en=f"--format {format_}: known: {known}")
    if format_ == "xlsx" and out is None and sys.stdout.isatty():
        refuse(
            zh="xlsx 不能显示在终端上：请用 --out FILE",
            en="xlsx cannot be shown on a terminal: use --out FILE",
        )
    if out is not None and out.is_dir():
        refuse(zh=f"--out {out}：这是目录", en=f"--out {out}: this is a directory")


def _ask(since: str, user: str, now: datetime) -> "Ask":
    from kesu.desk.exports.ask import Ask
    from kesu.people.queries import everyone
    from kesu.policy.queries import in_force

    people = everyone(now)
    reader = _reader(user, people) if user else None
    return Ask(reader, people, since=_moment(since, in_force(now).tz) if since else None)


def _reader(user: str, people: "People") -> "Person":
    from kesu.people.queries import named

    found = named(people, user)
    if found is None:
        refuse(zh=f"--user {user}：没有此人", en=f"--user {user}: nobody is known by that")
    return found


def _moment(text: str, zone: tzinfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        expected = "2026-02-13, 2026-02-13T10:00:00+08:00"
        refuse(
            zh=f"--since {text}：不是时间，应为 {expected}",
            en=f"--since {text}: not a time, expected {expected}",
        )


def _write(pieces: Iterator[bytes], out: Path | None) -> bool:
    """True when all of it was taken."""
    if out is not None:
        with _whole(out) as file:
            file.writelines(pieces)
        return True
    try:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Whoever read has enough. What is left in the buffer must not be tried again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True


@contextmanager
def _whole(out: Path) -> Iterator[BinaryIO]:
    """A file that stands under its name when it is complete; a device is written to as it is."""
    if out.exists() and not out.is_file():
        with out.open("wb") as file:
            yield file
        return
    target = out.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


class _Progress:
    """How many rows were read; shown on a terminal only."""

    def __init__(self) -> None:
        self.rows = 0
        self._shown = sys.stderr.isatty()

    def show(self, rows: int) -> None:
        self.rows = rows
        if self._shown and rows % _EVERY == 0:
            print(f"\r{rows:,}", end="\r", file=sys.stderr, flush=True)
