"""Rows a second of ``kesu import complaints``, against reading the same CSV into one bare table.

Run as ``python bench/imports.py [ROWS [FILE]]``: made-up rows, or those of a CSV file. Only the
ratio compares between machines; processor time is given too, since neighbours do not change it.
The house stands before the clock runs: it is made once, an import happens again and again.
"""

import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import kesu  # noqa: F401 - brings in the SQLite that Kesu uses, before it is imported here

KESU = Path(sys.executable).with_name("kesu")
LAST = datetime.fromisoformat("2026-10-30T12:00:00")
WORDS = ("空气炸锅", "没有寄到", "客服", "不回电", "积分", "少了", "退款", "拖了三天", "电话打不通")


def made(path: Path, count: int) -> None:
    """Rows of three years with numbers, customers and telephones, the same each time."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["编号", "投诉内容", "投诉时间", "客户姓名", "联系电话"])
        for number in range(count):
            text = "，".join(chance.choices(WORDS, k=chance.randint(6, 20)))
            received = LAST - timedelta(seconds=chance.randrange(3 * 365 * 86400))
            phone = f"139{number % 4000:08d}"
            writer.writerow([f"B{number:07d}", text, received, f"客户{number % 4000}", phone])


def bare(path: Path, home: Path) -> None:
    """The same cells in one table with one index, the same fsync every 500 rows."""
    import sqlite3

    link = sqlite3.connect(home / "bare.sqlite3", isolation_level=None)
    link.execute("PRAGMA journal_mode=WAL")
    link.execute("PRAGMA synchronous=FULL")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        width = len(next(rows))
        columns = [f"c{place}" for place in range(width)]
        link.execute(f"CREATE TABLE t (id INTEGER PRIMARY KEY, {', '.join(columns)})")
        link.execute("CREATE INDEX i ON t (c0)")
        insert = f"INSERT INTO t ({', '.join(columns)}) VALUES ({', '.join('?' * width)})"
        link.execute("BEGIN IMMEDIATE")
        for number, row in enumerate(rows, start=1):
            link.execute(insert, row)
            if number % 500 == 0:
                link.execute("COMMIT")
                link.execute("BEGIN IMMEDIATE")
        link.execute("COMMIT")
    link.close()


def whole(path: Path, home: Path) -> None:
    subprocess.run(
        [KESU, "import", "complaints", str(path)],
        env={"KESU_HOME": str(home), "LANG": "en_US.UTF-8", "PATH": "/usr/bin:/bin"},
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def stand(home: Path) -> None:
    """Makes the house by taking one row in."""
    one = home / "first.csv"
    made(one, 1)
    whole(one, home)


def measured(
    work: Callable[[Path, Path], None], path: Path, first: Callable[[Path], None] | None = None
) -> tuple[float, float]:
    """Seconds by the wall, and seconds of the processor, its children's included."""
    with tempfile.TemporaryDirectory() as home:
        if first is not None:
            first(Path(home))
        before, started = _processor(), time.perf_counter()
        work(path, Path(home))
        return time.perf_counter() - started, _processor() - before


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "made.csv"
        if len(sys.argv) <= 2:
            made(path, count)
        theirs, ours = measured(bare, path), measured(whole, path, stand)
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(
        f"import          {count / ours[0]:>10,.0f} rows/s  ({count / ours[1]:,.0f} by processor)"
    )
    print(f"csv to sqlite   {count / theirs[0]:>10,.0f} rows/s  ({count / theirs[1]:,.0f})")
    print(f"ratio           {theirs[0] / ours[0]:>10.3f}         ({theirs[1] / ours[1]:.3f})")
    print(f"most memory     {most:>10,} MB")


if __name__ == "__main__":
    main()
