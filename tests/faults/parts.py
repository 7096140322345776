"""``kesu web`` and ``kesu worker`` apart, each with a clock of its own that may be set."""

import atexit
import shutil
import signal
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tests.door import Server
from tests.door.block import Block, free_port
from tests.door.server import KESU, eventually

_PATIENCE_SECONDS = 120.0
_COMPILERS = ("cc", "gcc", "clang", "tcc")
_SECONDS = struct.Struct("@l")


@cache
def library() -> str:
    """``clock.c`` as a shared library, made once a process of the tests."""
    compiler = next(filter(None, map(shutil.which, _COMPILERS)), None)
    assert compiler, "a C compiler is missing: tools/packages.sh installs one"
    folder = Path(tempfile.mkdtemp(prefix="kesu-clock-"))
    folder.chmod(0o755)  # PostgreSQL's server, another user, loads it too
    atexit.register(shutil.rmtree, folder)
    made, source = folder / "clock.so", Path(__file__).with_name("clock.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-nostdlib", "-o", made, source], check=True)
    return str(made)


class Clock:
    """What processes that got its ``variables`` take for the time; it may be set at any moment."""

    def __init__(self, file: Path, seconds: int = 0) -> None:
        self._file = file
        file.write_bytes(_SECONDS.pack(seconds))
        file.chmod(0o644)

    def set(self, seconds: int) -> None:
        """It is so much later from now on, or earlier."""
        with self._file.open("r+b") as file:
            file.write(_SECONDS.pack(seconds))

    def variables(self) -> dict[str, str]:
        return {"LD_PRELOAD": library(), "KESU_TEST_CLOCK": str(self._file)}


class Part(Block):
    """One process of Kesu with its own clock. As a context manager it ends with the block."""

    def __init__(self, server: Server, *words: str, seconds: int = 0) -> None:
        self._server, self._words = server, words
        self._clock = Clock(server.home / f"clock-{id(self)}", seconds)

    def start(self) -> None:
        """Begins, with whatever time its clock says."""
        with (self._server.home / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [KESU, *self._words],
                env={**self._server.environment, **self._clock.variables()},
                stdin=subprocess.DEVNULL,
                stderr=log,
            )

    def stop(self) -> None:
        """Asks it to end, and kills it where it does not."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
        try:
            self.wait()
        finally:
            self.process.kill()
            self.process.wait()

    def set_clock(self, seconds: int) -> None:
        """It is so much later for this process from now on, or earlier."""
        self._clock.set(seconds)

    def wait(self) -> int:
        """Its exit status."""
        return self.process.wait(_PATIENCE_SECONDS)


@contextmanager
def web(server: Server, *, seconds: int = 0) -> Iterator[Part]:
    """``kesu web`` alone, answering at the server's address."""
    port = free_port()
    server.url = f"http://127.0.0.1:{port}"
    with Part(server, "web", "--port", str(port), seconds=seconds) as part:
        eventually(server.answers)
        yield part


def worker(server: Server, *words: str, seconds: int = 0) -> Part:
    """``kesu worker`` alone."""
    return Part(server, "worker", *words, seconds=seconds)
