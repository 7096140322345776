"""Supervision: short lives are started again, but softly."""

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from kesu.console.processes import Child, pause_after, supervise


def test_pauses_grow_and_stay_short() -> None:
    pauses = [pause_after(ends) for ends in range(30)]
    assert (pauses == sorted(pauses), pauses[0] < 0.1, pauses[-1]) == (True, True, 2.0)


def test_an_unusable_input_of_a_child_ends_all() -> None:
    others = _python("import time; time.sleep(600)")
    assert _supervise(_python("raise SystemExit(2)"), others) == 2


def test_an_unusable_input_after_all_was_ready_ends_nothing(tmp_path: Path) -> None:
    """The database may be away just when a child that died comes back."""
    end = "import os, signal; os.kill(os.getppid(), signal.SIGTERM)"
    come_back = f"""
import pathlib, sys
lives = pathlib.Path({str(tmp_path / "lives")!r})
count = len(lives.read_text()) if lives.exists() else 0
lives.write_text("x" * (count + 1))
if count < 2:
    import time; time.sleep(0.2); sys.exit(2)
{end}
"""
    child = Child("child", _python(come_back))
    assert supervise([child], is_ready=lambda: True, announce=lambda: None) == 0
    assert len((tmp_path / "lives").read_text()) == 3


def test_a_child_that_never_gets_ready_ends_all() -> None:
    assert _supervise(_python("raise SystemExit(1)")) == 1


def test_a_log_without_room_ends_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first life ends with a fault, which cannot be written down; the second ends all."""
    live_twice = f"""
import os, pathlib, signal, sys
lived = pathlib.Path({str(tmp_path / "lived")!r})
if not lived.exists():
    lived.touch()
    sys.exit(1)
os.kill(os.getppid(), signal.SIGTERM)
"""
    child = Child("child", _python(live_twice))
    with Path("/dev/full").open("w", encoding="utf-8", buffering=1) as full:
        monkeypatch.setattr(sys, "stderr", full)
        assert supervise([child], is_ready=lambda: True, announce=lambda: None) == 0
        monkeypatch.undo()
        with suppress(OSError):
            full.close()


def test_a_signal_ends_all_without_a_fault() -> None:
    def ready() -> bool:
        os.kill(os.getpid(), signal.SIGTERM)
        return True

    child = Child("sleeper", _python("import time; time.sleep(600)"))
    assert supervise([child], is_ready=ready, announce=lambda: None) == 0


def test_it_is_announced_once(capsys: pytest.CaptureFixture[str]) -> None:
    end = "import os, signal, time; time.sleep(0.3); os.kill(os.getppid(), signal.SIGTERM)"
    child = Child("ender", _python(end))
    supervise([child], is_ready=lambda: True, announce=lambda: print("ready"))
    assert capsys.readouterr().out == "ready\n"


def test_handlers_of_signals_are_put_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    _supervise(_python("raise SystemExit(2)"))
    assert signal.getsignal(signal.SIGTERM) == before


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def _supervise(*commands: Sequence[str]) -> int:
    children = [Child(f"child {number}", command) for number, command in enumerate(commands)]
    return supervise(children, is_ready=lambda: False, announce=lambda: None)
