"""The database: reachable, of this version, and safe to write to."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kesu.console import database
from kesu.console.checks.finding import Finding
from kesu.console.words import choose
from kesu.foundation import environment

_FULL = 2


def reachable(_: datetime) -> Iterator[Finding]:
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

    file = file_of_the_database()
    if file is not None and not file.exists():
        return ""
    loader = MigrationLoader(connection)
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    return ".".join(unknown[0]) if unknown else ""


def file_of_the_database() -> Path | None:
    described = environment.database()
    return Path(described["NAME"]) if described["ENGINE"] == database.SQLITE else None


def sqlite(_: datetime) -> Iterator[Finding]:
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


def clock(at: datetime) -> Iterator[Finding]:
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
