"""``kesu import``: a file in, a report out, and what was sent back in a file of its own."""

import csv
import filecmp
import gc
import hashlib
import itertools
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kesu.console import database
from kesu.console.words import UNUSABLE, choose, list_faults, say
from kesu.foundation import environment
from kesu.foundation.faults import Refused

if TYPE_CHECKING:
    from kesu.foundation.tables.shape import Table
    from kesu.journeys.take_in.columns import Columns
    from kesu.journeys.take_in.kind import Kind
    from kesu.journeys.take_in.opening import Asked
    from kesu.journeys.take_in.run import Report, SentBack

_BLOCK = 1 << 20
_BAR = 30


def run(
    *,
    kind: str,
    file: Path,
    columns: Sequence[str],
    values: Sequence[str],
    encoding: str,
    dry_run: bool,
    mapping: str,
) -> int:
    """Takes a file in and prints what became of its rows; the exit status.

    0: every row is in; 1: some were sent back, with their reasons in ``FILE.rejected.csv``; 2: the
    file or an option cannot be used, nothing was changed.
    """
    database.prepare()
    database.setup(for_a_person=True)
    from kesu.foundation.tables.reading import Unreadable, open_table
    from kesu.journeys.take_in import KINDS
    from kesu.journeys.take_in.opening import Asked, header_words

    now = datetime.now(tz=UTC)
    asked = Asked(columns, values, mapping)
    try:
        with open_table(file, encoding=encoding, known_words=header_words(kind)) as table:
            return _take_in(KINDS[kind](now), table, file, asked, now=now, dry_run=dry_run)
    except Unreadable as unreadable:
        print(unreadable.say, file=sys.stderr)
    except Refused as refusal:
        list_faults(refusal.faults)
    return UNUSABLE


def _take_in(
    kind: "Kind", table: "Table", file: Path, asked: "Asked", *, now: datetime, dry_run: bool
) -> int:
    from kesu.journeys.take_in.opening import keep, opened
    from kesu.journeys.take_in.run import Taking, begun

    assembly, rows = opened(kind, table, asked)
    _tell_columns(kind, assembly.columns)
    if asked.mapping and not assembly.columns.kept:
        _tell_mapping(asked.mapping, kind.name, dry_run=dry_run)
    if asked.mapping and not dry_run:
        keep(kind, asked.mapping, assembly.columns, at=now)
    print_hash = _fingerprint(file)
    source = (
        nullcontext(None)
        if dry_run
        else begun(kind.name, file=_name(file), fingerprint=print_hash, now=now)
    )
    bar, started = _Bar(table), time.perf_counter()
    with source as begun_now, _sent_back(file, table.header) as sent_back:
        taking = Taking(
            kind=kind,
            assembly=assembly,
            now=now,
            source=begun_now,
            fingerprint=print_hash,
            reject=sent_back.write,
            progress=bar.show,
        )
        # What is loaded by now stays; the collector need not go through it again for every chunk.
        gc.freeze()
        report = taking.run(rows)
    bar.end()
    _tell(report, time.perf_counter() - started, dry_run=dry_run)
    _tell_sheets(table)
    if sent_back.aside is not None:
        zh, en = "以前退回的行移到了", "The rows sent back before are now in"
        say(zh=f"{zh} {sent_back.aside}", en=f"{en} {sent_back.aside}")
    if sent_back.path is not None:
        say(zh=f"退回的行见 {sent_back.path}", en=f"The rows sent back are in {sent_back.path}")
    elif _place(file).is_file():
        zh, en = "是以前退回的行，这次没有", "is from before: this time no row was sent back"
        say(zh=f"{_place(file)} {zh}", en=f"{_place(file)} {en}")
    return 1 if report.rejected else 0


def undo(import_id: str) -> int:
    """Takes an import back; lists what stays because somebody works on it. The exit status."""
    database.prepare()
    database.setup(for_a_person=True)
    from kesu.intake.queries import find
    from kesu.journeys.take_in.undo import StillRunning
    from kesu.journeys.take_in.undo import undo as take_back

    source = find(import_id)
    if source is None:
        say(
            zh=f"没有编号为 {import_id} 的导入；kesu import list 列出全部",
            en=f"There is no import {import_id}; kesu import list shows all",
        )
        return UNUSABLE
    try:
        done = take_back(source, now=datetime.now(tz=UTC))
    except StillRunning:
        say(zh=f"{source.no} 正在导入，请稍后再撤回", en=f"{source.no} is still coming in")
        return UNUSABLE
    print(choose(zh=f"已撤回 {done.removed} 行", en=f"{done.removed} rows taken back"))
    for number in done.kept:
        print(choose(zh=f"已有人处理，保留：{number}", en=f"worked on, stays: {number}"))
    return 1 if done.kept else 0


def show() -> int:
    """Prints every import, the newest first; the exit status."""
    database.prepare()
    database.setup(for_a_person=True)
    from kesu.intake.queries import imports
    from kesu.policy.queries import in_force

    zone = in_force(datetime.now(tz=UTC)).tz
    states = {"running": "未完成", "done": "完成", "undone": "已撤回"}
    for one, rows in imports():
        began = one.began.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        state = choose(zh=states[one.state], en=one.state)
        words = choose(
            zh=f"{rows} 行在库，退回 {one.rejected}", en=f"{rows} rows in, {one.rejected} rejected"
        )
        print("  ".join((one.no, began, one.kind, state, words, one.file)))
    return 0


def _fingerprint(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _tell_columns(kind: "Kind", columns: "Columns") -> None:
    if columns.guessed:
        say(zh="按表头识别的列：", en="Columns, as their headers tell:")
    for name, column in columns.columns.items():
        print(f"  {name} ← {column}", file=sys.stderr)
    for name, value in columns.values.items():
        print(f"  {name} = {value}", file=sys.stderr)
    for name, column in columns.doubtful.items():
        say(
            zh=f"列「{column}」像是 {name}，但内容不符，没有采用；确要采用请用 --map 指明各列",
            en=f"Column {column} looks like {name}, but its values do not: it is not read. To read "
            "it, name the columns with --map",
        )
    if kind.name == "complaints":
        _tell_defaults(columns.named)


def _tell_mapping(name: str, kind: str, *, dry_run: bool) -> None:
    """A name nobody has used yet may be a slip of the finger."""
    from kesu.intake.queries import mappings

    others = "、".join(one for one in mappings(kind) if one != name) or "—"
    kept = choose(zh="试运行不保存", en="not kept by a dry run") if dry_run else ""
    kept = kept or choose(zh="以此名保存上面的列", en="the columns above are kept under it")
    say(
        zh=f"映射「{name}」：{kept}；其他已有：{others}",
        en=f"mapping {name}: {kept}; others there are: {others}",
    )


def _tell_defaults(named: frozenset[str]) -> None:
    """What complaints have where the file says nothing, said once."""
    said = {
        "channel": choose(zh="渠道 import", en="channel import"),
        "customer": choose(zh="客户匿名", en="customer anonymous"),
        "type": choose(zh="类型 0（未分类）", en="type 0 (unsorted)"),
        "received": choose(zh="接收时间为现在", en="received now"),
    }
    parts = {name.partition(".")[0] for name in named}
    lacking = [words for name, words in said.items() if name not in parts]
    if lacking:
        listed = choose(zh="；", en="; ").join(lacking)
        say(zh=f"没有列的取默认值：{listed}", en=f"Where there is no column: {listed}")


def _tell(report: "Report", seconds: float, *, dry_run: bool) -> None:
    lines = [
        choose(zh=f"读取 {report.read} 行", en=f"read {report.read} rows"),
        choose(zh=f"新增 {report.added}", en=f"added {report.added}"),
        choose(zh=f"更新 {report.updated}", en=f"updated {report.updated}")
        if report.updated
        else "",
        choose(zh=f"已有 {report.there}", en=f"already there {report.there}"),
        choose(zh=f"退回 {report.rejected}", en=f"rejected {report.rejected}"),
        choose(zh=f"导入编号 {report.no}", en=f"import {report.no}") if report.no else "",
        _speed(report.read / max(seconds, 1e-9)),
    ]
    print("\n".join(filter(None, lines)), flush=True)
    if dry_run:
        say(zh="只是试运行：没有写入数据库", en="A dry run: nothing was written to the database")


def _tell_sheets(table: "Table") -> None:
    """Rows on other sheets were not read: whoever sent them must hear of it."""
    for name in table.left_out:
        say(
            zh=f"只读取了工作表「{table.sheet}」；「{name}」没有读取，请另存为单独的文件再导入",
            en=f"Only the sheet {table.sheet} was read; to take in {name}, save it as a file of "
            "its own",
        )


def _speed(rows: float) -> str:
    return choose(zh=f"每秒 {rows:.0f} 行", en=f"{rows:.0f} rows a second")


class _Bar:
    """How far the file is through; on a terminal only."""

    def __init__(self, table: "Table") -> None:
        self._table = table
        self._shown = sys.stderr.isatty()

    def show(self, report: "Report") -> None:
        if not self._shown:
            return
        done = int(self._table.position() * _BAR)
        bar = "█" * done + "░" * (_BAR - done)
        percent = int(self._table.position() * 100)
        print(f"\r{bar} {percent:3d}%  {report.read:,}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._shown:
            print(file=sys.stderr)


class _SentBack:
    """``FILE.rejected.csv``: the rows as they came, and why. Made with the first of them."""

    def __init__(self, file: Path, header: Sequence[str]) -> None:
        from kesu.intake.rules import REASON

        self.path: Path | None = None
        self.aside: Path | None = None
        self._file, self._reason = file, REASON
        self._places = [place for place, name in enumerate(header) if name != REASON]
        self._header = header
        self._out: IO[str] | None = None
        self._writer: Any = None

    def write(self, row: "SentBack") -> None:
        _number, cells, reason = row
        if self._writer is None:
            self._open()
        width = len(self._header)
        own = [cells[place] if place < len(cells) else "" for place in self._places]
        self._put([*own, reason, *cells[width:]])

    def _open(self) -> None:
        self.path = _beside(self._file)
        # What no encoding can write, half a character, is shown by its number.
        self._out = _part(self.path).open(
            "w", encoding="utf-8-sig", errors="backslashreplace", newline=""
        )
        self._writer = csv.writer(self._out, lineterminator="\r\n")
        self._put([*(self._header[place] for place in self._places), self._reason])

    def _put(self, cells: Sequence[str]) -> None:
        from kesu.foundation.tables.formulas import guard

        self._writer.writerow([guard(cell) for cell in cells])

    def close(self) -> None:
        if self._out is not None and self.path is not None:
            self._out.close()
            self.aside = _set_aside(self.path, _part(self.path))
            _part(self.path).replace(self.path)


@contextmanager
def _sent_back(file: Path, header: Sequence[str]) -> Iterator[_SentBack]:
    """What was written stands there whole when the block ends, or not at all."""
    kept = _SentBack(file, header)
    yield kept
    kept.close()


def _name(file: Path) -> str:
    """The file's name as the database can keep it: on a disk it may be any bytes."""
    return os.fsencode(file.name).decode("utf-8", "replace")


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _place(file: Path) -> Path:
    return file.with_name(f"{file.name}.rejected.csv")


def _set_aside(before: Path, now: Path) -> Path | None:
    """Where rows that were sent back before went: somebody may be mending them. None where there
    were none, or the same.
    """
    if not before.is_file() or filecmp.cmp(before, now, shallow=False):
        return None
    name = before.name.removesuffix(".csv")
    free = (before.with_name(f"{name}.{count}.csv") for count in itertools.count(1))
    aside = next(one for one in free if not one.exists())
    return before.rename(aside)


def _beside(file: Path) -> Path:
    """Beside the file; in the data directory where nothing can be written there."""
    path = _place(file)
    try:
        with _part(path).open("w"):
            return path
    except OSError:
        folder = environment.home() / "imports"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / path.name
