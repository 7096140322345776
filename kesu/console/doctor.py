"""``kesu doctor``: is this installation sound? One small function a check, one line each."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kesu.console import database
from kesu.console.words import choose, speaking
from kesu.foundation import environment

if TYPE_CHECKING:
    from kesu.foundation.leases import Obligation

Check = Callable[[datetime], Iterator["Finding"]]

_LEAST_FREE_BYTES = 1024**3
_NONE_FREE_BYTES = 16 * 1024**2
_PROBE_BYTES = 64 * 1024
_FULL = 2
_MOST_NAMED = 10
_MOST_BEHIND = 10_000
"""Entries of the chat stream: what one consumer hears in some seconds."""
_ANNOUNCED_IN_MONTH = 12
_LATE = timedelta(minutes=5)
_SILENT = timedelta(minutes=1)


@dataclass(frozen=True)
class Finding:
    """What one check found, and what to do. ``holds`` None means: works, but look at it."""

    what: str
    holds: bool | None
    detail: str = ""
    advice: str = ""

    def line(self) -> str:
        """As it is printed; what to do stands there only where there is something to do."""
        words = {
            True: choose(zh="正常", en="ok"),
            None: choose(zh="注意", en="warning"),
            False: choose(zh="异常", en="FAULT"),
        }
        detail = " ".join(self.detail.split())
        said = f"{words[self.holds]}  {self.what}" + (f": {detail}" if detail else "")
        return said if self.holds or not self.advice else f"{said} → {self.advice}"


def run() -> int:
    """Prints a line a check; 1 when any found a fault."""
    sound = True
    for finding in examination(datetime.now(tz=UTC)):
        print(finding.line(), flush=True)
        sound = sound and finding.holds is not False
    return 0 if sound else 1


def examination(at: datetime) -> Iterator[Finding]:
    """First what the others stand on: the environment, keys and disk, then the database; where
    one of these is not sound, nothing else can be asked.
    """
    for ground in ((_environment, _keys), (_disk,), (_database,)):
        found = [finding for check in ground for finding in _heard(check, at)]
        yield from found
        if any(finding.holds is False for finding in found):
            return
    yield from findings(at)


def findings(at: datetime) -> Iterator[Finding]:
    """Every check of a house that stands, one after the other."""
    for check in _CHECKS:
        yield from _heard(check, at)


def _heard(check: Check, at: datetime) -> Iterator[Finding]:
    """One that breaks is a fault of its own: the other checks must still be heard."""
    try:
        yield from check(at)
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is what the doctor is asked
        yield Finding(check.__name__.strip("_"), holds=False, detail=str(fault))


def _environment(_: datetime) -> Iterator[Finding]:
    from kesu.foundation import mail

    what = choose(zh="环境变量可用", en="the environment can be used")
    advice = choose(zh="改正这个变量", en="set that variable right")
    try:
        environment.database()
        environment.flag("KESU_HTTPS")
        environment.number("KESU_MAX_FILE_MB", 200)
        environment.secret("KESU_METRICS_TOKEN")
        mail.address_of_the_house()
        mail.mail()
    except environment.UnusableEnvironment as fault:
        yield Finding(what, holds=False, detail=str(fault), advice=advice)
    else:
        yield Finding(what, holds=True)


def _keys(_: datetime) -> Iterator[Finding]:
    from kesu.foundation.keys import UnusableKeys, of_the_house

    path = environment.home() / "keys.toml"
    what = choose(zh="密钥齐全，仅本人可读", en="keys complete, readable by their owner only")
    try:
        of_the_house()
        mode = path.stat().st_mode & 0o777
    except (UnusableKeys, OSError) as fault:
        yield Finding(what, holds=False, detail=str(fault), advice=_about_keys(path))
    else:
        detail, advice = f"{mode:04o}", _about_keys(path)
        yield Finding(what, holds=mode == 0o600, detail=detail, advice=advice)


def _about_keys(path: Path) -> str:
    """What to do about a file of keys that cannot be used."""
    if not path.parent.is_dir():
        return choose(zh="检查 KESU_HOME 是否可用", en="look at KESU_HOME: can it be used?")
    if path.is_file() and path.stat().st_mode & 0o777 != 0o600:
        return f"chmod 600 {path}"
    return choose(zh=f"从备份中放回原来的 {path}", en=f"put {path} back as it was, from a backup")


def _disk(_: datetime) -> Iterator[Finding]:
    what = choose(zh="磁盘可写且有空间", en="disk writable, with room")
    advice = choose(zh="腾出空间，或扩大磁盘", en="make room, or enlarge the disk")
    for folder in sorted({environment.home(), _folder_of_the_database()}):
        detail = str(folder)
        try:
            free = shutil.disk_usage(folder).free
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(_PROBE_BYTES))
                file.flush()
        except OSError as fault:
            yield Finding(what, holds=False, detail=f"{folder}: {fault.strerror}", advice=advice)
            continue
        holds = False if free < _NONE_FREE_BYTES else free > _LEAST_FREE_BYTES or None
        detail = f"{folder}: {free / 1024**3:.1f} GiB"
        yield Finding(what, holds=holds, detail=detail, advice=advice)


def _folder_of_the_database() -> Path:
    """Where the file of SQLite lies; on a server there is none, and the home stands for it."""
    path = _file_of_the_database()
    return path.parent if path is not None and path.parent.is_dir() else environment.home()


def _file_of_the_database() -> Path | None:
    described = environment.database()
    return Path(described["NAME"]) if described["ENGINE"] == database.SQLITE else None


def _database(_: datetime) -> Iterator[Finding]:
    what = choose(zh="数据库可用且结构最新", en="database reachable and migrated")
    advice = choose(
        zh="检查 KESU_DATABASE_URL 与数据库服务；文件损坏时用 kesu restore 恢复备份",
        en="look at KESU_DATABASE_URL and the server; a broken file: kesu restore a backup",
    )
    try:
        database.setup(for_a_person=True)
        newer = _from_a_newer_kesu()
        if newer:
            upgrade = choose(zh="安装写入它的版本", en="install the version that wrote it")
            said = choose(zh="由更新的版本写入", en="written by a newer version")
            yield Finding(what, holds=False, detail=f"{said}: {newer}", advice=upgrade)
            return
        database.prepare()
        yield Finding(what, holds=database.is_migrated(), advice=advice)
    except SystemExit:
        # While a backup is being restored; it was said why.
        yield Finding(what, holds=False, advice=choose(zh="稍后再试", en="try again later"))
    except Exception as fault:  # noqa: BLE001 - the driver or the file
        yield Finding(what, holds=False, detail=str(fault).strip(), advice=advice)


def _from_a_newer_kesu() -> str:
    """A migration that was applied and that this version does not know; "" for none."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    file = _file_of_the_database()
    if file is not None and not file.exists():
        return ""
    loader = MigrationLoader(connection)
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    return ".".join(unknown[0]) if unknown else ""


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
        advice=choose(zh="重新运行 make install", en="run make install again"),
    )
    yield Finding(
        choose(zh="WAL 与 synchronous=FULL", en="WAL and synchronous=FULL"),
        holds=(mode, synchronous) == ("wal", _FULL),
        detail=f"journal_mode={mode} synchronous={synchronous}",
        advice=choose(zh="放在支持 WAL 的本地磁盘", en="put it on a local disk that can do WAL"),
    )


def _append_only(_: datetime) -> Iterator[Finding]:
    from kesu.journal.queries import triggers_bite

    what = choose(zh="记录不可改写", en="the record refuses changes")
    advice = choose(zh="重新启动后台进程，它会重建", en="start the worker again: it remakes them")
    yield Finding(what, holds=triggers_bite(), advice=advice)


def _readable(_: datetime) -> Iterator[Finding]:
    from kesu.foundation.sealing import Unopenable, unseal
    from kesu.journal.models import JournalNote

    what = choose(zh="密钥能打开已封存的内容", en="the keys open what was sealed")
    advice = choose(
        zh=f"把原来的 keys.toml 放回 {environment.home()}",
        en=f"put the keys.toml that sealed it back into {environment.home()}",
    )
    notes = JournalNote.objects.order_by("seq")
    try:
        for note in filter(None, (notes.first(), notes.last())):
            unseal(note.sealed, field="journal.note")
    except Unopenable as fault:
        yield Finding(what, holds=False, detail=str(fault), advice=advice)
    else:
        yield Finding(what, holds=True)


def _searchable(_: datetime) -> Iterator[Finding]:
    from kesu.complaints.queries import index_gaps

    missing, left_over = index_gaps()
    what = choose(zh="搜索索引包含全部投诉", en="the search index holds every complaint")
    detail = choose(
        zh=f"缺 {missing} 件，多 {left_over} 件", en=f"{missing} missing, {left_over} left over"
    )
    yield Finding(what, holds=not missing and not left_over, detail=detail)


def _proof(at: datetime) -> Iterator[Finding]:
    from kesu.complaints.evidence import files_named, spoilt_among
    from kesu.desk.evidence import ever_spoilt
    from kesu.foundation import files

    on_disk = sum(1 for _ in files.all_kept())
    named = files_named()
    what = choose(zh="证据文件齐全", en="every file of the evidence is there")
    advice = choose(
        zh="用 kesu restore 从备份取回，或请对方重新提供",
        en="bring it back from a backup with kesu restore, or ask for it again",
    )
    lost = [sha256 for sha256, _size in named if not files.place(sha256).exists()]
    counted = choose(
        zh=f"名下 {len(named)} 个，磁盘上 {on_disk} 个",
        en=f"{len(named)} named, {on_disk} on disk",
    )
    said = f"{counted}; {_whose(lost)}" if lost else counted
    yield Finding(what, holds=not lost, detail=said, advice=advice)
    checked, bad = spoilt_among(named, at, suspects=ever_spoilt())
    what = choose(zh="抽查的证据文件未被改动", en="the files looked at are what they were")
    yield Finding(what, holds=not bad, detail=_whose(bad) if bad else str(checked), advice=advice)


def _whose(digests: list[str]) -> str:
    """How many files, by what they are found, and on which complaints."""
    from kesu.complaints.evidence import cases_with

    numbers = cases_with(digests)
    more = ", …" if len(numbers) > _MOST_NAMED else ""
    cases = ", ".join(numbers[:_MOST_NAMED]) + more
    return choose(
        zh=f"{len(digests)} 个（{digests[0]}），见 {cases}",
        en=f"{len(digests)} ({digests[0]}), of {cases}",
    )


def _calendar(at: datetime) -> Iterator[Finding]:
    from kesu.workdays.queries import calendar

    last = max(calendar().published)
    # The next year is announced in November; in December it is missed.
    needed = at.year + (at.month >= _ANNOUNCED_IN_MONTH)
    what = choose(zh="工作日历已公布至", en="work calendar published until")
    advice = choose(zh="更新 Kesu，它带有新的日历", en="update Kesu: it brings the new calendar")
    yield Finding(what, holds=last >= needed or None, detail=str(last), advice=advice)


def _worker(at: datetime) -> Iterator[Finding]:
    from django.db.models import Max

    from kesu.clock.models import Heartbeat

    # A word from tomorrow is that of a worker whose clock was wrong.
    last = Heartbeat.objects.filter(at__lte=at + _SILENT).aggregate(last=Max("at"))["last"]
    what = choose(zh="后台进程在工作", en="a worker is at work")
    never = choose(zh="从未", en="never")
    detail = never if last is None else f"{last.astimezone():%Y-%m-%d %H:%M:%S}"
    advice = choose(zh="运行 kesu serve 或 kesu worker", en="run kesu serve or kesu worker")
    holds = last is not None and at - last < _SILENT
    yield Finding(what, holds=holds or None, detail=detail, advice=advice)


def _clock(at: datetime) -> Iterator[Finding]:
    from django.db import connection

    from kesu.clock.agreement import MOST, apart

    if connection.vendor != "postgresql":
        return
    found = apart(at)
    seconds = f"{abs(found).total_seconds():.0f} s"
    what = choose(zh="时钟与数据库一致", en="the clock agrees with the database's")
    advice = choose(
        zh="校准本机与数据库服务器的时间；在此之前后台进程不工作",
        en="set the time of this machine and of the database's; until then no worker works",
    )
    yield Finding(what, holds=abs(found) <= MOST, detail=seconds, advice=advice)


def _mail(at: datetime) -> Iterator[Finding]:
    from kesu.console.outbox import mail_findings

    return mail_findings(at)


def _chats(_: datetime) -> Iterator[Finding]:
    from kesu.stream.place import is_named, place
    from kesu.stream.standing import Away, standing

    if not is_named():
        return
    what = choose(zh="聊天消息流可用", en="the chat stream can be heard")
    try:
        stands = standing()
    except Away as away:
        advice = choose(zh="检查 KESU_REDIS_URL 与 Redis", en="look at KESU_REDIS_URL and Redis")
        yield Finding(what, holds=False, detail=str(away), advice=advice)
        return
    lag = choose(
        zh=f"未接收 {stands.lag}，处理中 {stands.pending}",
        en=f"{stands.lag} not heard yet, {stands.pending} in hand",
    )
    slow = choose(zh="多运行几个 kesu stream chat", en="run more of kesu stream chat")
    yield Finding(what, holds=stands.lag < _MOST_BEHIND or None, detail=lag, advice=slow)
    aside = choose(zh="没有搁置的聊天消息", en="no chat message was put aside")
    said = f"{stands.dead}: {'; '.join(stands.reasons)}" if stands.dead else "0"
    mend = choose(
        zh=f"原因见流 {place().dead}，修正来源后删除",
        en=f"see the reasons in {place().dead}; mend what sends them, then delete it",
    )
    yield Finding(aside, holds=not stands.dead or None, detail=said, advice=mend)


def _queue(at: datetime) -> Iterator[Finding]:
    late = choose(zh="无逾期待办", en="nothing waits overdue")
    aside = choose(zh="无搁置待办", en="nothing was set aside")
    for model in _obligations():
        states = model.State
        name = model._meta.label_lower
        waiting = model.objects.filter(state=states.waiting, due_at__lt=at - _LATE).count()
        start = choose(zh="后台进程是否在运行？", en="does a worker run?")
        holds = waiting == 0 or None
        yield Finding(f"{late} ({name})", holds=holds, detail=str(waiting), advice=start)
        poison = model.objects.filter(state=states.quarantined).count()
        mend = choose(zh="看 last_error 与日志", en="see last_error and the log")
        holds = poison == 0 or None
        yield Finding(f"{aside} ({name})", holds=holds, detail=str(poison), advice=mend)


def _obligations() -> Iterator["type[Obligation]"]:
    from django.apps import apps

    from kesu.foundation.leases import Obligation

    for model in apps.get_models():
        if issubclass(model, Obligation):
            yield model


_CHECKS: tuple[Check, ...] = (
    _sqlite,
    _append_only,
    _readable,
    _searchable,
    _proof,
    _calendar,
    _clock,
    _mail,
    _chats,
    _queue,
    _worker,
)


def seen(at: datetime, language: str) -> list[tuple[str, bool | None, str, str]]:
    """What the checks find in a house that is at work, for its screens: what, whether it holds,
    the detail, what to do. The mail server is not asked: it may take its time.
    """
    asked = (_keys, _disk, *(check for check in _CHECKS if check is not _mail))
    with speaking(language):
        found = [finding for check in asked for finding in _heard(check, at)]
    return [(one.what, one.holds, one.detail, one.advice) for one in found]
