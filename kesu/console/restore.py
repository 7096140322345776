"""``kesu restore``: a backup takes the place of the data there is, whole or not at all.

Everything is asked before anything is touched. The next database then grows beside the one there
is, is held against its record and made fit for work; one rename at the end puts it in place.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import psycopg

from kesu.console import database
from kesu.console.backup import refuse_program, refuse_text, refuse_without_room
from kesu.console.words import choose, refuse
from kesu.foundation import environment
from kesu.foundation.copies import folders, keyring, manifest, postgresql, presence, sqlite
from kesu.foundation.copies.manifest import Manifest, Unfit
from kesu.foundation.copies.sqlite import InUse

if TYPE_CHECKING:
    from kesu.journeys.restored import Done

Target = sqlite.Target | postgresql.Target

_COMPLAINTS = "SELECT count(*) FROM complaints_complaint"
_COUNTERS = "SELECT day, last FROM complaints_formcounter"
_SAID = {
    "no_backup": ("不是 kesu backup 写出的目录，缺少此文件", "not a directory of kesu backup"),
    "manifest_altered": ("清单被改动", "the manifest was altered"),
    "newer_format": ("由更新版本的 Kesu 写出，请先升级", "of a newer Kesu: upgrade first"),
    "unreadable": ("清单无法读取", "the manifest cannot be read"),
    "missing": ("缺少此文件", "the file is missing"),
    "extra": ("多出此文件，清单中没有", "the file is not in the manifest"),
    "altered": ("内容与清单不符", "the file is not what the manifest says"),
    "not_a_file": ("应为普通文件", "expected a plain file"),
}


class _Unsound(Exception):  # noqa: N818 - says what is wrong with the record
    pass


def run(directory: Path, *, replace: bool) -> int:
    """Restores the backup in ``directory``; the exit status.

    Ends with status 2 for a backup or a place that cannot be used, with 1 for a backup whose
    record does not verify; nothing was changed then.
    """
    with presence.alone(database.presence_mark()) as alone:
        if not alone:
            _refuse_in_use("kesu serve / web / worker")
        try:
            _restore(directory.resolve(), replace=replace)
        except Unfit as fault:
            zh, en = _SAID[fault.what]
            refuse_text(f"{directory / fault.name}: {choose(zh=zh, en=en)}")
        except postgresql.Unusable as fault:
            refuse_program(fault)
        except InUse as fault:
            _refuse_in_use(str(fault))
        except (sqlite3.OperationalError, psycopg.Error) as fault:
            refuse_text(f"{directory}: {str(fault).strip()}")
        except _Unsound as fault:
            print(choose(zh=f"没有恢复：{fault}", en=f"Nothing was restored: {fault}"))
            return 1
    return 0


def _restore(directory: Path, *, replace: bool) -> None:
    backup = manifest.read(directory)
    target = _target(backup)
    _refuse_unless_free(target, replace=replace)
    room = target.room_needed(backup.size)
    if room is not None:
        refuse_without_room(*room)
    now = datetime.now(tz=UTC)
    with _keys(directory, backup):
        database.setup()
        _refuse_newer(backup)
        try:
            done = _grow(directory, backup, target, now)
            _put_files(directory, backup)
            aside = target.put_in_place(now)
        except BaseException:
            target.drop_draft()
            raise
    _tell(backup, done, aside)


def _target(backup: Manifest) -> Target:
    described = environment.database()
    here = sqlite.VENDOR if described["ENGINE"] == database.SQLITE else postgresql.VENDOR
    if here != backup.vendor:
        refuse(
            zh=f"备份来自 {backup.vendor}，KESU_DATABASE_URL 指向 {here}；应为同一种数据库",
            en=f"The backup is of {backup.vendor}, KESU_DATABASE_URL names {here}: expected "
            "the same kind of database",
        )
    if here == postgresql.VENDOR:
        return postgresql.Target(postgresql.Place(described))
    file = Path(described["NAME"])
    file.parent.mkdir(parents=True, exist_ok=True)
    return sqlite.Target(file)


def _refuse_unless_free(target: Target, *, replace: bool) -> None:
    users = target.users()
    if users:
        _refuse_in_use(", ".join(users))
    try:
        rows = target.rows(_COMPLAINTS)
    except FileNotFoundError:
        return
    if replace or rows == [(0,)]:
        return
    if rows is None:
        refuse(
            zh="现有数据库无法读取；要用备份替换它（旧的会改名留下），请加 --replace",
            en="The database there is cannot be read; to put the backup in its place (the old one "
            "is kept under another name) add --replace",
        )
    refuse(
        zh=f"现有数据库中有 {rows[0][0]} 件投诉；要用备份替换它（旧的会改名留下），请加 --replace",
        en=f"The database there is holds {rows[0][0]} complaints; to put the backup in its place "
        "(the old one is kept under another name) add --replace",
    )


def _refuse_in_use(who: str) -> NoReturn:
    refuse(
        zh=f"这份数据正在使用中（{who}）；请先停止 kesu serve、web、worker 和别的 kesu 命令",
        en=f"This data is in use ({who}): stop kesu serve, web, worker and other kesu commands "
        "first",
    )


@contextmanager
def _keys(directory: Path, backup: Manifest) -> Iterator[None]:
    """The keys of the backup stand in the data directory; brought there only for good."""
    path = environment.home() / manifest.KEYS
    brought = backup.with_keys and not path.exists()
    if brought:
        path.parent.mkdir(parents=True, exist_ok=True)
        folders.put(keyring.text(keyring.of_backup(directory)), path)
    try:
        _refuse_other_keys(backup)
        yield
    except BaseException:
        if brought:
            path.unlink()
        raise


def _refuse_other_keys(backup: Manifest) -> None:
    home = environment.home()
    found = keyring.at_hand(home)
    if found is None:
        refuse(
            zh=f"{home}：没有密钥；请放入当时的 {manifest.KEYS}，或使用 --with-keys 的备份",
            en=f"{home}: there are no keys; bring the {manifest.KEYS} of that time, or use a "
            "backup made with --with-keys",
        )
    here = keyring.fingerprints(found)
    if here != backup.keys:
        names = ", ".join(sorted(dict(here.items() ^ backup.keys.items())))
        refuse(
            zh=f"{home / manifest.KEYS}：与备份的密钥不符（{names}）；请放入当时的 "
            f"{manifest.KEYS}，或先移走它再使用 --with-keys 的备份",
            en=f"{home / manifest.KEYS}: not the keys of the backup ({names}); bring the "
            f"{manifest.KEYS} of that time, or move it away and use a backup made with --with-keys",
        )


def _refuse_newer(backup: Manifest) -> None:
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    newer = ", ".join(sorted(set(backup.migrations) - known))
    if newer:
        refuse(
            zh=f"备份由更新版本的 Kesu（{backup.kesu}）写出，请先升级：{newer}",
            en=f"The backup is of a newer Kesu ({backup.kesu}): upgrade first: {newer}",
        )


def _grow(directory: Path, backup: Manifest, target: Target, now: datetime) -> "Done":
    """The next database, verified and fit for work. Errors: ``_Unsound``."""
    replaced = _form_counters(target)
    name = target.lay(directory / _copy_in(backup))
    with _looking_at(name):
        from django.core.management import call_command

        from kesu.journeys.restored import Backup, restored

        if not database.is_migrated():
            call_command("migrate", verbosity=0, interactive=False)
        _verify(backup)
        end = backup.journal
        return restored(
            Backup(backup.taken_at, end.seq, end.hash, backup.kesu), replaced=replaced, now=now
        )


def _copy_in(backup: Manifest) -> str:
    return sqlite.FILE if backup.vendor == sqlite.VENDOR else postgresql.FILE


def _form_counters(target: Target) -> dict[date, int]:
    """How far the forms of each day were counted in the data that is replaced."""
    try:
        rows = target.rows(_COUNTERS) or []
    except FileNotFoundError:
        return {}
    return {date.fromisoformat(str(day)): last for day, last in rows}


@contextmanager
def _looking_at(name: Path | str) -> Iterator[None]:
    """Django's connection leads to another database of the same server or directory."""
    from django.db import connection

    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _verify(backup: Manifest) -> None:
    """Holds the record against itself, the complaints and the manifest. Errors: ``_Unsound``."""
    from kesu.complaints.models import Complaint
    from kesu.console.journal import first_fault
    from kesu.journal.models import JournalHead

    fault = first_fault(backup.journal.head)
    if fault is not None:
        raise _Unsound(fault.line())
    end = JournalHead.objects.filter(id=1).values_list("seq", "hash").first()
    if end != (backup.journal.seq, backup.journal.hash):
        raise _Unsound(f"seq {backup.journal.seq} ≠ {end[0] if end else 0}")
    if Complaint.objects.count() != backup.complaints:
        raise _Unsound(f"{Complaint.objects.count()} ≠ {backup.complaints}")


def _put_files(directory: Path, backup: Manifest) -> None:
    """Each lies under the name of its content: one that is there already stays."""
    for file in backup.files:
        place = environment.home() / file.name
        if not file.name.startswith(f"{manifest.FILES}/"):
            continue
        if place.exists() and folders.digest(place) == (file.sha256, file.size):
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f"{place.name}.restoring")
        draft.unlink(missing_ok=True)
        folders.copy(directory / file.name, draft)
        draft.chmod(0o600)
        draft.replace(place)
        folders.sync(place.parent)


def _tell(backup: Manifest, done: "Done", aside: str) -> None:
    at = backup.taken_at.astimezone().isoformat(timespec="seconds")
    seq, complaints = backup.journal.seq, backup.complaints
    print(
        choose(
            zh=f"已恢复 {at} 的备份：投诉 {complaints} 件，记录至 seq {seq}；"
            f"搁置未发邮件 {done.mail_held} 封；所有人需重新登录",
            en=f"restored the backup of {at}: {complaints} complaints, the record up to seq {seq}; "
            f"{done.mail_held} unsent mails set aside; everybody signs in again",
        )
    )
    if aside:
        print(choose(zh=f"原来的数据留在 {aside}", en=f"the data there was lies in {aside}"))
