"""One ``kesu serve`` of its own: data directory, database, port, people."""

import json
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from weakref import WeakSet

import httpx

from tests.door import databases
from tests.door.block import Block
from tests.door.databases import KESU

_PATIENCE_SECONDS = 120.0
_ANSWER_SECONDS = 30.0
_TAIL_LINES = 40
_TAIL_BYTES = 200_000
_LONGEST_LINE = 1500
_ONE_AFTER_ANOTHER = """
import json, sys
from kesu.console import main
for words in json.loads(sys.argv[1]):
    sys.argv = ["kesu", *words]
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise
"""


@dataclass(frozen=True)
class Member:
    """A person of the server: how they sign in, and their API token."""

    sign_in: str
    password: str
    token: str


class Server(Block):
    """A real ``kesu serve`` in the directory ``home``, on SQLite or, in the PostgreSQL run, on a
    database of its own in the private cluster.

    As a context manager it runs inside the block and is gone afterwards. Acknowledged data stays
    in ``home`` and the database between ``stop`` and ``start``. Its database is a copy of one that
    ``kesu`` migrated; ``is_new``: there is nothing, as on the first day; ``demo``: it begins with
    the demonstration, whose sign-ins ``sign_ins`` tells.
    """

    def __init__(
        self,
        home: Path,
        *,
        variables: Mapping[str, str] | None = None,
        is_new: bool = False,
        demo: bool = False,
    ) -> None:
        self.home = home
        self.database = databases.own(is_new=is_new or demo)
        self._is_laid = is_new or demo or bool(self.database)
        self._words = ("--demo",) if demo else ()
        self.url = ""
        self._process: subprocess.Popen[str] | None = None
        self._log: IO[bytes] | None = None
        self.environment = databases.environment()
        self.environment |= {"KESU_HOME": str(home), "LANG": "zh_CN.UTF-8", **(variables or {})}
        if self.database:
            self.environment["KESU_DATABASE_URL"] = self.database
        SEEN.add(self)

    def __exit__(self, *fault: object) -> None:
        super().__exit__(*fault)
        if self.database:
            databases.drop(self.database)

    @property
    def pid(self) -> int:
        """The supervisor's process."""
        assert self._process is not None
        return self._process.pid

    def start(self, port: int = 0) -> None:
        """Starts it and waits until it says its address."""
        self._lay()
        self._log = (self.home / "serve.log").open("ab")
        self._process = subprocess.Popen(
            [KESU, "serve", "--port", str(port), *self._words],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            encoding="utf-8",
        )
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        found = re.search(r"http://\S+", said)
        if found is None:
            self.stop()
            raise AssertionError(f"kesu serve did not start: {said}\n{self.log()}")
        self.url = found[0].rstrip("/")

    def _lay(self) -> None:
        """Puts a file in its place before the first process, unless somebody else did."""
        self.home.mkdir(parents=True, exist_ok=True)
        if not self._is_laid and not (self.home / databases.FILE).exists():
            databases.lay(self.home)
        self._is_laid = True

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Sends it a signal and waits for its end; its exit status."""
        if self._process is None:
            return 0
        process, self._process = self._process, None
        if process.poll() is None:
            process.send_signal(number)
        try:
            status = process.wait(_PATIENCE_SECONDS)
        finally:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()
            if self._log:
                self._log.close()
        return status

    def runs(self) -> bool:
        """Whether its supervisor was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def sign_ins(self) -> dict[str, str]:
        """The password of everybody in the demonstration, by sign-in."""
        lines = (self.home / "sign-ins.txt").read_text(encoding="utf-8").splitlines()
        words = [line.split() for line in lines]
        return {line[0]: line[-1] for line in words if len(line) > 2}

    def log(self) -> str:
        """What it and its children wrote to standard error."""
        return (self.home / "serve.log").read_text(encoding="utf-8", errors="replace")

    def said_since(self, moment: float) -> str:
        """The end of its log without the lines of requests, when it wrote any after ``moment`` (of
        the wall clock): for whoever reads of a failure.
        """
        file = self.home / "serve.log"
        if not file.is_file() or file.stat().st_mtime < moment:
            return ""
        with file.open("rb") as log:
            log.seek(max(0, file.stat().st_size - _TAIL_BYTES))
            lines = log.read().decode(errors="replace").splitlines()
        telling = [line[:_LONGEST_LINE] for line in lines if '"logger": "kesu.access"' not in line]
        return "\n".join(telling[-_TAIL_LINES:])

    def cli(self, *words: str, input: str | None = None) -> subprocess.CompletedProcess[str]:
        """Runs ``kesu`` with these words on the same data."""
        return self._run([KESU, *words], input)

    def _in_one_process(
        self, *commands: Sequence[str], input: str
    ) -> subprocess.CompletedProcess[str]:
        """Several commands, one after the other: most of what one takes is starting Python."""
        return self._run([sys.executable, "-c", _ONE_AFTER_ANOTHER, json.dumps(commands)], input)

    def _run(
        self, command: Sequence[str | Path], input: str | None
    ) -> subprocess.CompletedProcess[str]:
        self._lay()
        return subprocess.run(
            command,
            check=False,
            env=self.environment,
            input=input,
            stdin=subprocess.DEVNULL if input is None else None,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    def hire(self, sign_in: str, *, rank: str, department: str = "service", **more: str) -> Member:
        """A new person with a password and a token; ``more`` are further options of user create."""
        password = secrets.token_urlsafe(12)
        options = [f"--{name.replace('_', '-')}={value}" for name, value in more.items()]
        who = ("--name", sign_in, "--rank", rank, "--department", department)
        made = self._in_one_process(
            ["user", "create", *who, "--password-stdin", *options],
            ["token", "create", "--user", sign_in],
            input=password + "\n",
        )
        assert made.returncode == 0, made.stderr
        return Member(sign_in, password, made.stdout.split()[-1])

    def client(self, token: str = "") -> httpx.Client:
        """An HTTP client of the REST API, speaking for the token's person."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=_ANSWER_SECONDS)

    def processes(self, name: str) -> list[int]:
        """The processes of ``kesu web`` or ``kesu worker``, the supervisor's own child first."""
        first = [pid for pid in _children(self.pid) if f"kesu\0{name}" in _command(pid)]
        return first + [below for pid in first for below in _children(pid)]

    def kill(self, name: str) -> None:
        """Kills ``web`` or ``worker`` as ``kill -9`` does and waits until it is gone."""
        doomed = self.processes(name)
        assert doomed, f"no process of kesu {name}"
        os.kill(doomed[0], signal.SIGKILL)
        eventually(lambda: not any(map(_is_alive, doomed)))

    def answers(self) -> bool:
        """True when the web process answers."""
        try:
            return httpx.get(f"{self.url}/health/live", timeout=2).status_code < 500
        except httpx.TransportError:
            return False


SEEN: WeakSet[Server] = WeakSet()
"""Every server there is: the report of a failed test says what they wrote while it ran."""


def eventually(
    holds: Callable[[], bool],
    seconds: float = _PATIENCE_SECONDS,
    found: Callable[[], object] = str,
    *,
    every: float = 0.02,
) -> None:
    """Waits until ``holds`` answers True, asked ``every`` so many seconds; fails the test when it
    never does, and says what was ``found`` instead.
    """
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"it did not happen in {seconds:.0f} s: {found()}"
        time.sleep(every)


def _children(pid: int) -> list[int]:
    return [
        int(folder.name)
        for folder in Path("/proc").iterdir()
        if folder.name.isdecimal() and _parent(folder) == pid
    ]


def _parent(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return -1


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return ""


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
