import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kesu.foundation import keys
from kesu.foundation.keys import UnusableKeys

HEX = "ab" * 32
MAKE = "import sys; from pathlib import Path; from kesu.foundation import keys; "
SHOW = "print(keys.load(Path(sys.argv[1]), {}).session)"


def test_keys_are_made_once_for_their_owner_only(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    first, again = keys.load(home, {}), keys.load(home, {})
    file = home / "keys.toml"
    assert (first == again, stat.S_IMODE(file.stat().st_mode)) == (True, 0o600)
    assert [one.name for one in home.iterdir()] == ["keys.toml"]
    values = {first.session, first.sealing[1].hex(), first.blind[1].hex(), first.signing.hex()}
    assert {len(value) for value in values} == {64}
    assert len(values) == 4


def test_processes_that_start_at_once_share_one_set(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MAKE + SHOW, str(tmp_path)]
    starting = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    sessions = {process.communicate()[0] for process in starting}
    assert len(sessions) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["keys.toml"]


def test_the_environment_and_a_file_it_names_override(tmp_path: Path) -> None:
    secret = tmp_path / "sealing"
    secret.write_text(HEX + "\n")
    environ = {"KESU_SECRET_SIGNING": "cd" * 32, "KESU_SECRET_SEALING_1_FILE": str(secret)}
    kept = keys.load(tmp_path, {})
    found = keys.load(tmp_path, environ)
    assert (found.signing, found.sealing) == (bytes.fromhex("cd" * 32), {1: bytes.fromhex(HEX)})
    assert (found.session, found.blind) == (kept.session, kept.blind)


def test_new_values_take_the_newest_version(tmp_path: Path) -> None:
    found = keys.load(tmp_path, {"KESU_SECRET_SEALING_12": HEX, "KESU_SECRET_BLIND_12": HEX})
    assert (sorted(found.sealing), found.newest) == ([1, 12], 12)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o610])
def test_a_file_that_others_may_read_is_refused(mode: int, tmp_path: Path) -> None:
    keys.load(tmp_path, {})
    (tmp_path / "keys.toml").chmod(mode)
    with pytest.raises(UnusableKeys, match="expected mode 0600"):
        keys.load(tmp_path, {})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("session = ", "keys.toml: "),
        ("", "session, sealing_1, blind_1, signing missing"),
        (f'session="x"\nsealing_1="{HEX}"\nblind_1="{HEX}"\nsigning="zz"', "signing: expected 32"),
        (f'session="x"\nsealing_1="abc"\nblind_1="{HEX}"\nsigning="{HEX}"', "sealing_1: expected"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_fault(
    text: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(UnusableKeys, match=said):
        keys.load(tmp_path, {})


def test_a_file_that_is_named_and_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnusableKeys, match="KESU_SECRET_SIGNING_FILE: No such file"):
        keys.load(tmp_path, {"KESU_SECRET_SIGNING_FILE": str(tmp_path / "none")})
