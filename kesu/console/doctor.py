"""``kesu doctor``: is this installation sound? One small function a check, one line each."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from kesu.console import database
from kesu.console.words import choose
from kesu.foundation import environment

if TYPE_CHECKING:
    from kesu.foundation.leases import Obligation

_LEAST_FREE_BYTES = 1024**3
_FULL = 2
_ANNOUNCED_IN_MONTH = 12
_LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class Finding:
    """What one check found. ``holds`` None means: works, but look at it."""

    what: str
    holds: bool | None
    detail: str = ""

    def line(self) -> str:
        """As it is printed."""
        words = {
            True: choose(zh="正常", en="ok"),
            None: choose(zh="注意", en="warning"),
            False: choose(zh="异常", en="FAULT"),
        }
        return f"{words[self.holds]}  {self.what}" + (f": {self.detail}" if self.detail else "")


def run() -> int:
    """Prints a line a check; 1 when any found a fault."""
    try:
        database.prepare()
        database.setup(for_a_person=True)
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is what the doctor is asked
        what = choose(zh="可以启动", en="able to start")
        print(Finding(what, holds=False, detail=str(fault)).line())
        return 1
    sound = True
    for finding in findings(datetime.now(tz=UTC)):
        print(finding.line(), flush=True)
        sound = sound and finding.holds is not False
    return 0 if sound else 1


def findings(at: datetime) -> Iterator[Finding]:
    """Every check, run one after the other; one that breaks is a fault of its own."""
    for check in _CHECKS:
        try:
            yield from check(at)
        except Exception as fault:  # noqa: BLE001 - the other checks must still be heard
            yield Finding(check.__name__.strip("_"), holds=False, detail=str(fault))


def _migrated(_: datetime) -> Iterator[Finding]:
    what = choose(zh="数据库可用且结构最新", en="database reachable and migrated")
    yield Finding(what, holds=database.is_migrated())


def _sqlite(_: datetime) -> Iterator[Finding]:
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    from kesu.foundation.sqlite.rules import loses_committed_writes

    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        version = cursor.fetchone()[0]
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
        cursor.execute("PRAGMA synchronous")
        synchronous = cursor.fetchone()[0]
    parts = tuple(int(part) for part in version.split("."))
    yield Finding(
        choose(zh="SQLite 版本可靠", en="SQLite build sound"),
        holds=not loses_committed_writes(parts),
        detail=version,
    )
    yield Finding(
        choose(zh="WAL 与 synchronous=FULL", en="WAL and synchronous=FULL"),
        holds=(mode, synchronous) == ("wal", _FULL),
        detail=f"journal_mode={mode} synchronous={synchronous}",
    )


def _append_only(_: datetime) -> Iterator[Finding]:
    from kesu.journal.queries import triggers_bite

    what = choose(zh="记录不可改写", en="the record refuses changes")
    yield Finding(what, holds=triggers_bite())


def _searchable(_: datetime) -> Iterator[Finding]:
    from kesu.complaints.queries import index_gaps

    missing, left_over = index_gaps()
    what = choose(zh="搜索索引包含全部投诉", en="the search index holds every complaint")
    detail = choose(
        zh=f"缺 {missing} 件，多 {left_over} 件", en=f"{missing} missing, {left_over} left over"
    )
    yield Finding(what, holds=not missing and not left_over, detail=detail)


def _calendar(at: datetime) -> Iterator[Finding]:
    from kesu.workdays.rules import Calendar

    last = max(Calendar.shipped().published)
    # The next year is announced in November; in December it is missed.
    needed = at.year + (at.month >= _ANNOUNCED_IN_MONTH)
    what = choose(zh="工作日历已公布至", en="work calendar published until")
    yield Finding(what, holds=last >= needed or None, detail=str(last))


def _keys(_: datetime) -> Iterator[Finding]:
    path = environment.home() / "keys.toml"
    mode = path.stat().st_mode & 0o777
    what = choose(zh="密钥仅本人可读", en="keys readable by their owner only")
    yield Finding(what, holds=mode == 0o600, detail=f"{mode:04o}")


def _disk(_: datetime) -> Iterator[Finding]:
    free = shutil.disk_usage(environment.home()).free
    what = choose(zh="磁盘空间", en="disk space")
    yield Finding(what, holds=free > _LEAST_FREE_BYTES, detail=f"{free / 1024**3:.1f} GiB")


def _queue(at: datetime) -> Iterator[Finding]:
    late = choose(zh="无逾期待办", en="nothing waits overdue")
    aside = choose(zh="无搁置待办", en="nothing was set aside")
    for model in _obligations():
        states = model.State
        name = model._meta.label_lower
        waiting = model.objects.filter(state=states.waiting, due_at__lt=at - _LATE).count()
        yield Finding(f"{late} ({name})", holds=waiting == 0 or None, detail=str(waiting))
        poison = model.objects.filter(state=states.quarantined).count()
        yield Finding(f"{aside} ({name})", holds=poison == 0 or None, detail=str(poison))


def _obligations() -> Iterator["type[Obligation]"]:
    from django.apps import apps

    from kesu.foundation.leases import Obligation

    for model in apps.get_models():
        if issubclass(model, Obligation):
            yield model


_CHECKS: tuple[Callable[[datetime], Iterator[Finding]], ...] = (
    _migrated,
    _sqlite,
    _append_only,
    _searchable,
    _calendar,
    _keys,
    _disk,
    _queue,
)
