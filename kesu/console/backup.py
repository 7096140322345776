"""``kesu backup``: everything there is at one moment, in a directory of its own, while serving."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import DatabaseError, OperationalError
from typing import TYPE_CHECKING, NoReturn

from kesu import __version__
from kesu.console import database
from kesu.console.words import choose, refuse, say
from kesu.foundation import backups, environment, files
from kesu.foundation.backups import Backup
from kesu.foundation.copies import folders, keyring, manifest, postgresql, sqlite
from kesu.foundation.copies.manifest import End, Manifest

if TYPE_CHECKING:
    from kesu.foundation.keys import Keys

_MIB = 1024**2


@dataclass(frozen=True)
class _Seen:
    """What stood in the database at the moment it was copied."""

    end: End
    complaints: int
    migrations: tuple[str, ...]


def run(directory: Path, *, with_keys: bool) -> int:
    """Makes a backup in ``directory``; the exit status. Prints where, how large, how far.

    Ends with status 2 for a directory that holds something, or without room for it.
    """
    target = directory.resolve()
    _refuse_unless_free(target)
    database.prepare()
    database.setup()
    from django.conf import settings

    _refuse_without_room(target)
    taken_at = datetime.now(tz=UTC)
    try:
        with folders.whole(target) as draft:
            seen = _copy(draft, taken_at)
            _copy_files(draft)
            if with_keys:
                folders.put(keyring.text(settings.KESU_KEYS), draft / manifest.KEYS)
            made = _manifest(draft, seen, taken_at, settings.KESU_KEYS)
            manifest.write(made, draft)
    except _Unsound as fault:
        say(
            zh=f"没有备份：数据库自检未通过：{fault}",
            en=f"Nothing was backed up: the database does not pass its own check: {fault}",
        )
        return 1
    except postgresql.Unusable as fault:
        refuse_program(fault)
    except OperationalError as fault:
        refuse_text(f"{directory}: {fault}")
    backups.remember(Backup(made.taken_at, made.lines, made.size))
    _tell(directory, made)
    return 0


class _Unsound(Exception):  # noqa: N818 - says what is wrong with the copy
    pass


def refuse_program(fault: postgresql.Unusable) -> NoReturn:
    """Says what is wrong with a program of PostgreSQL and ends with status 2."""
    said = {
        "missing": choose(
            zh=f"没有找到，需要 {fault.said} 版或更新的客户端程序",
            en=f"not found; version {fault.said} or newer of the client programs is needed",
        ),
        "too_old": choose(
            zh=f"比服务器旧（{fault.said}），请安装同版本或更新的客户端程序",
            en=f"older than the server ({fault.said}); install one that is as new or newer",
        ),
        "no_createdb": choose(
            zh=f"此账号不能新建数据库（需要 CREATEDB）：{fault.said}",
            en=f"this role may not make databases (it needs CREATEDB): {fault.said}",
        ),
        "no_other_database": choose(
            zh=f"无法连接：{fault.said}", en=f"cannot be connected to: {fault.said}"
        ),
    }
    refuse_text(f"{fault.program}: {said.get(fault.what, fault.said)}")


def refuse_text(text: str) -> NoReturn:
    """Says what is in the user's language already and ends with status 2."""
    refuse(zh=text, en=text)


def _refuse_unless_free(target: Path) -> None:
    if target.exists() and not target.is_dir():
        refuse(
            zh=f"{target}：应为目录，却是文件",
            en=f"{target}: expected a directory, found a file",
        )
    if target.exists() and any(target.iterdir()):
        refuse(
            zh=f"{target}：应为不存在的或空的目录，其中已有内容；没有写入任何东西",
            en=f"{target}: expected a directory that is missing or empty, this one holds "
            "something; nothing was written",
        )


def _refuse_without_room(target: Path) -> None:
    described = environment.database()
    if described["ENGINE"] != database.SQLITE:
        return
    size = Path(described["NAME"]).stat().st_size + sum(file.stat().st_size for file in _files())
    refuse_without_room(next(one for one in target.parents if one.exists()), size)


def refuse_without_room(place: Path, size: int) -> None:
    """Ends with status 2 unless ``size`` bytes are free where ``place`` is."""
    import shutil

    free = shutil.disk_usage(place).free
    if free < size:
        refuse(
            zh=f"{place}：磁盘空间不足，需要 {size // _MIB + 1} MiB，只剩 {free // _MIB} MiB",
            en=f"{place}: not enough room on the disk: {size // _MIB + 1} MiB are needed, "
            f"{free // _MIB} MiB are free",
        )


def _copy(draft: Path, taken_at: datetime) -> _Seen:
    """Errors: ``_Unsound``; ``OperationalError`` of Django or SQLite, as when the disk is full."""
    from django.db import DatabaseError as Unreadable
    from django.db import OperationalError as Away
    from django.db import connection

    try:
        connection.ensure_connection()
        if connection.vendor == sqlite.VENDOR:
            return _copy_sqlite(draft, taken_at)
        return _copy_postgresql(draft, taken_at)
    except (OperationalError, Away):
        raise
    except (DatabaseError, Unreadable) as fault:
        raise _Unsound(str(fault)) from None


def _copy_sqlite(draft: Path, taken_at: datetime) -> _Seen:
    from django.db import connection

    link = connection.connection
    with sqlite.moment(link), _progress() as told:
        seen = _look(taken_at)
        sqlite.copy(link, draft / sqlite.FILE, told)
    flaw = sqlite.flaw(draft / sqlite.FILE)
    if flaw:
        raise _Unsound(flaw)
    return seen


def _copy_postgresql(draft: Path, taken_at: datetime) -> _Seen:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        seen = _look(taken_at)
        place = postgresql.Place(environment.database())
        postgresql.copy(place, snapshot, draft / postgresql.FILE)
    return seen


def _look(taken_at: datetime) -> _Seen:
    """What the connection sees in its snapshot."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from kesu.complaints.models import Complaint
    from kesu.journal.models import JournalHead
    from kesu.journal.queries import signed_head
    from kesu.journal.rules import GENESIS
    from kesu.policy.queries import in_force

    end = JournalHead.objects.filter(id=1).values_list("seq", "hash").first() or (0, GENESIS)
    pack = in_force(taken_at)
    head = signed_head(taken_at.astimezone(pack.tz).date(), pack.zone)
    applied = MigrationRecorder(connection).applied_migrations()
    return _Seen(
        end=End(seq=end[0], hash=end[1], head=head),
        complaints=Complaint.objects.count(),
        migrations=tuple(sorted(f"{app}.{name}" for app, name in applied)),
    )


def _files() -> Iterator[Path]:
    """The files that belong to the data: each lies under the name of its content."""
    return (path for path in files.root().rglob("*") if path.is_file() and _stays(path))


def _stays(path: Path) -> bool:
    return files.PARTS not in path.parts


def _copy_files(draft: Path) -> None:
    for path in _files():
        copied = draft / path.relative_to(environment.home())
        copied.parent.mkdir(parents=True, exist_ok=True)
        sha256, _size = folders.copy(path, copied)
        if path.name != sha256 and len(path.name) == len(sha256):
            say(
                zh=f"注意：{path} 与其摘要不符，照原样备份",
                en=f"WARNING: {path} is not what its digest says; it is backed up as it is",
            )


def _manifest(draft: Path, seen: _Seen, taken_at: datetime, keys: "Keys") -> Manifest:
    from django.db import connection

    return Manifest.model_validate(
        {
            "format": manifest.FORMAT,
            "kesu": __version__,
            "vendor": connection.vendor,
            "taken_at": taken_at,
            "journal": seen.end,
            "complaints": seen.complaints,
            "lines": seen.end.seq,
            "migrations": seen.migrations,
            "migrations_fingerprint": database.fingerprint(),
            "keys": keyring.fingerprints(keys),
            "files": manifest.stored(draft),
        }
    )


def _tell(directory: Path, made: Manifest) -> None:
    size = f"{made.size / _MIB:.1f} MiB"
    seq, complaints = made.journal.seq, made.complaints
    print(
        choose(
            zh=f"已备份到 {directory}：{size}，投诉 {complaints} 件，记录至 seq {seq}",
            en=f"backed up to {directory}: {size}, {complaints} complaints, "
            f"the record up to seq {seq}",
        )
    )
    if made.with_keys:
        say(
            zh=f"注意：{directory} 含有全部密钥。拿到这个目录的人可以打开一切个人信息，请加密保存",
            en=f"WARNING: {directory} holds the keys. Whoever has this directory can open all "
            "personal data: keep it encrypted",
        )
    else:
        say(
            zh="密钥不在备份中：请另行妥善保存 keys.toml，没有它备份无法恢复",
            en="The keys are not in it: keep keys.toml safe elsewhere; without it the backup "
            "cannot be restored",
        )


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A line that grows on a terminal, and nothing in a pipe."""
    shown = sys.stderr.isatty()

    def told(done: int, all_: int) -> None:
        if shown and all_:
            print(f"\r{done * 100 // all_:3d} %", end="", file=sys.stderr, flush=True)

    yield told
    if shown:
        print("\r     \r", end="", file=sys.stderr, flush=True)
