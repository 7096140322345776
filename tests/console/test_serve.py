"""kesu serve from outside: starting, dying, healing, ending."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.door import Server
from tests.door.server import KESU, eventually

pytestmark = pytest.mark.door


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that found nothing when it started; whatever a test kills comes back."""
    with Server(tmp_path_factory.mktemp("serve") / "home", is_new=True) as running:
        yield running


def test_it_starts_on_an_empty_directory(first_day: Server) -> None:
    assert first_day.answers()


def test_it_makes_files_for_its_user_only(first_day: Server) -> None:
    files = [file for file in first_day.home.rglob("*") if file.name != "serve.log"]
    assert [file.name for file in files if file.stat().st_mode & 0o077] == []


def test_it_runs_web_and_worker(first_day: Server) -> None:
    assert (bool(first_day.processes("web")), bool(first_day.processes("worker"))) == (True, True)


def test_a_port_in_use_is_refused_by_name(tmp_path: Path) -> None:
    with closing(socket.socket()) as other:
        # A listener that shares its port is still another program.
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = _serve(tmp_path, "--port", str(port))
    assert (done.returncode, f"127.0.0.1:{port}" in done.stderr) == (2, True)


def test_a_second_one_on_the_same_port_is_refused(first_day: Server, tmp_path: Path) -> None:
    done = _serve(tmp_path / "other", "--port", first_day.url.rpartition(":")[2])
    assert done.returncode == 2


def test_an_address_of_another_machine_is_refused(tmp_path: Path) -> None:
    assert _serve(tmp_path, "--host", "192.0.2.1").returncode == 2


def test_keys_that_others_may_read_are_refused(tmp_path: Path) -> None:
    (tmp_path / "keys.toml").touch(mode=0o644)
    (tmp_path / "keys.toml").chmod(0o644)
    done = _serve(tmp_path, "--port", "0")
    assert (done.returncode, "keys.toml" in done.stderr) == (2, True)


@pytest.mark.parametrize("name", ["web", "worker"])
def test_what_is_killed_comes_back(first_day: Server, name: str) -> None:
    before = set(first_day.processes(name))
    first_day.kill(name)
    eventually(lambda: bool(set(first_day.processes(name)) - before) and first_day.answers())


def test_the_server_process_below_web_comes_back(first_day: Server) -> None:
    web, *below = first_day.processes("web")
    os.kill(below[-1], signal.SIGKILL)
    eventually(lambda: len(set(first_day.processes("web")) - {web, *below}) > 0)
    eventually(first_day.answers)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_with_its_children(own_server: Server, number: int) -> None:
    below = _below(own_server)
    assert (own_server.stop(number), [pid for pid in below if _runs(pid)]) == (0, [])


def test_children_end_when_it_is_killed(own_server: Server) -> None:
    below = _below(own_server)
    own_server.stop(signal.SIGKILL)
    eventually(lambda: not any(map(_runs, below)))


def test_it_starts_again_on_the_port_of_one_that_was_killed(own_server: Server) -> None:
    port = int(own_server.url.rpartition(":")[2])
    own_server.stop(signal.SIGKILL)
    own_server.start(port)
    assert own_server.answers()


def test_two_commands_at_once_make_one_database(tmp_path: Path) -> None:
    commands = [
        subprocess.Popen([KESU, "worker", "--once"], env=_environment(tmp_path)) for _ in range(2)
    ]
    assert [command.wait() for command in commands] == [0, 0]


def _below(server: Server) -> list[int]:
    return [*server.processes("web"), *server.processes("worker")]


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KESU_")}
    return {**kept, "KESU_HOME": str(home)}


def _serve(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, KESU, "serve", *words],
        check=False,
        env=_environment(home),
        capture_output=True,
        text=True,
        timeout=60,
    )
