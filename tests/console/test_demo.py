"""kesu demo: the shell around the data; the data itself is proven where it is made."""

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from kesu.console import database, demo


@dataclass(frozen=True)
class Person:
    sign_in: str
    full_name: str
    rank: str
    password: str


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory whose database was just made, with one person as the demonstration."""
    _data(monkeypatch, holds_real_complaints=False)
    monkeypatch.setenv("KESU_HOME", str(tmp_path))
    monkeypatch.setattr(database, "prepare", lambda: not (tmp_path / "sign-ins.txt").exists())
    return tmp_path


def _data(monkeypatch: pytest.MonkeyPatch, *, holds_real_complaints: bool) -> None:
    def load(_: datetime) -> list[Person]:
        return [Person("zhang.wei", "张伟", "agent", "s3cret")]

    fake = SimpleNamespace(load=load, holds_real_complaints=lambda: holds_real_complaints)
    monkeypatch.setitem(sys.modules, "kesu.console.demo_data", fake)
    monkeypatch.setattr("kesu.console.demo_data", fake, raising=False)


def test_the_sign_ins_are_printed_and_kept(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    demo.run()
    assert (home / "sign-ins.txt").read_text(encoding="utf-8") == capsys.readouterr().out


def test_every_sign_in_has_its_password_on_its_line(home: Path) -> None:
    demo.run()
    last = (home / "sign-ins.txt").read_text(encoding="utf-8").splitlines()[-1]
    assert last.split() == ["zhang.wei", "agent", "张伟", "s3cret"]


def test_the_sign_ins_are_for_their_owner_only(home: Path) -> None:
    demo.run()
    assert (home / "sign-ins.txt").stat().st_mode & 0o777 == 0o600


def test_a_second_time_the_same_are_printed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    demo.run()
    first = capsys.readouterr().out
    demo.run()
    assert capsys.readouterr().out == first


def test_a_database_with_a_real_complaint_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _data(monkeypatch, holds_real_complaints=True)
    with pytest.raises(SystemExit, match="2"):
        demo.run()


def test_serving_goes_on_without_it_where_real_complaints_are(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _data(monkeypatch, holds_real_complaints=True)
    assert demo.once(was_made=True) == ""
