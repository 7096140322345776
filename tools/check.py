"""Runs the checks: ``check.py lint | fast | all``. Every one runs, then a summary says how it went.

Quiet where all is well; what a check found is shown in full.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import postgres

BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parent.parent
PYTEST = (sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "--tb", "short")
_COLUMNS = "300"
"""pytest cuts the reasons of its summary to the width of a terminal; here is none."""


@dataclass(frozen=True)
class Outcome:
    """How one check went, and what it said last."""

    name: str
    passed: bool
    seconds: float
    closing: str = ""

    def line(self) -> str:
        """As the summary shows it."""
        mark = "ok  " if self.passed else "FAIL"
        return f"{mark}  {self.name:<28} {self.seconds:6.1f} s  {self.closing}".rstrip()


def main(scope: str) -> int:
    """Runs the checks of ``scope``; 1 when any failed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.chdir(ROOT)
    os.environ.setdefault("COLUMNS", _COLUMNS)
    with _own_home():
        outcomes = list(_outcomes(scope))
    print("\n".join(["", *(outcome.line() for outcome in outcomes)]), flush=True)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def _outcomes(scope: str) -> Iterator[Outcome]:
    for name, command in _lint().items():
        yield _told(name, partial(_quiet, command))
    if scope == "fast":
        quick = (*PYTEST, "-m", "not door and not browser")
        yield _told("pytest on SQLite, quick part", partial(_loud, quick))
    if scope == "all":
        yield _told("pytest on SQLite", partial(_loud, PYTEST))
        yield _told("pytest on PostgreSQL", _on_postgres)


def _lint() -> dict[str, tuple[str, ...]]:
    django = (sys.executable, "-m", "django")
    settings = ("--settings", "kesu.config.settings")
    checks: dict[str, tuple[str, ...]] = {
        "ruff check": (str(BIN / "ruff"), "check", "."),
        "ruff format": (str(BIN / "ruff"), "format", "--check", "."),
        "mypy --strict": (sys.executable, "-m", "mypy"),
        "import-linter": (str(BIN / "lint-imports"),),
        "migrations": (*django, "makemigrations", "--check", "--dry-run", *settings),
    }
    if Path("tools/messages.py").exists():
        checks["messages"] = (sys.executable, "tools/messages.py", "--check")
    return checks


@contextmanager
def _own_home() -> Iterator[None]:
    """Checks that load the settings make keys: in a data directory that is thrown away."""
    home = tempfile.mkdtemp(prefix="kesu-check-")
    os.environ["KESU_HOME"] = home
    os.environ.pop("KESU_DATABASE_URL", None)
    try:
        yield
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _told(name: str, check: Callable[[], tuple[bool, str]]) -> Outcome:
    start = time.monotonic()
    passed, closing = check()
    outcome = Outcome(name, passed, time.monotonic() - start, closing)
    print(outcome.line(), flush=True)
    return outcome


def _quiet(command: tuple[str, ...]) -> tuple[bool, str]:
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0, ""


def _loud(command: tuple[str, ...]) -> tuple[bool, str]:
    closing = ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            closing = line.strip() or closing
    return process.returncode == 0, closing


def _on_postgres() -> tuple[bool, str]:
    try:
        with postgres.cluster() as url:
            os.environ["KESU_DATABASE_URL"] = url
            return _loud(PYTEST)
    except (postgres.MissingPostgresError, subprocess.CalledProcessError, OSError) as fault:
        return False, str(fault)
    finally:
        os.environ.pop("KESU_DATABASE_URL", None)


if __name__ == "__main__":
    if sys.argv[1:] not in (["lint"], ["fast"], ["all"]):
        sys.exit("check.py lint | fast | all")
    sys.exit(main(sys.argv[1]))
