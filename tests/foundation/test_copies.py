"""Directories that are there whole or not at all, and whether one is what was written."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.foundation.copies import folders, manifest, presence
from kesu.foundation.copies.manifest import End, Manifest, Unfit

FILES = {"database.sqlite3": b"rows" * 50, "files/ab/abcd": b"sound", "keys.toml": b"k = 1\n"}


def described(directory: Path, **changes: Any) -> Manifest:
    plain = {
        "format": 1,
        "kesu": "0.1.0",
        "vendor": "sqlite",
        "taken_at": datetime(2026, 2, 13, 2, tzinfo=UTC),
        "journal": End(seq=3, hash="ab", head={"seq": 3}),
        "complaints": 1,
        "lines": 3,
        "migrations": ("journal.0001_initial",),
        "migrations_fingerprint": 7,
        "keys": {"signing": "cd"},
        "files": manifest.stored(directory),
    }
    return Manifest.model_validate(plain | changes)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with three files and its manifest."""
    directory = tmp_path_factory.mktemp("backup")
    for name, content in FILES.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_bytes(content)
    manifest.write(described(directory), directory)
    return directory


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a spoiled copy is made again and again."""
    return tmp_path_factory.mktemp("spoiled")


@pytest.fixture
def copied(written: Path, tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(written, tmp_path / "copied")
    return tmp_path / "copied"


def test_what_was_written_is_read_again(written: Path) -> None:
    assert manifest.read(written) == described(written, files=manifest.read(written).files)
    assert {file.name for file in manifest.read(written).files} == set(FILES)


@pytest.mark.req("F-29")
@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_flipped_bit_is_found_wherever_it_is(
    written: Path, spoiled: Path, place: int, bit: int
) -> None:
    shutil.copytree(written, spoiled, dirs_exist_ok=True)
    files = sorted(path for path in spoiled.rglob("*") if path.is_file())
    sizes = [path.stat().st_size for path in files]
    place %= sum(sizes)
    for file, size in zip(files, sizes, strict=True):
        if place < size:
            raw = bytearray(file.read_bytes())
            raw[place] ^= 1 << bit
            file.write_bytes(raw)
            break
        place -= size
    with pytest.raises(Unfit):
        manifest.read(spoiled)


@given(name=st.sampled_from([*FILES, "manifest.json", "manifest.sha256"]), data=st.data())
def test_a_file_cut_off_or_longer_is_found(
    written: Path, spoiled: Path, name: str, data: st.DataObject
) -> None:
    shutil.copytree(written, spoiled, dirs_exist_ok=True)
    raw = (spoiled / name).read_bytes()
    cut = data.draw(st.integers(0, len(raw) - 1))
    more = data.draw(st.binary(min_size=1, max_size=3))
    for changed in (raw[:cut], raw + more):
        (spoiled / name).write_bytes(changed)
        with pytest.raises(Unfit):
            manifest.read(spoiled)
    (spoiled / name).write_bytes(raw)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(Unfit) as fault:
        manifest.read(copied)
    assert (fault.value.what, fault.value.name) == ("missing", name)


@pytest.mark.parametrize("name", ["letter.txt", "files/ab/letter", ".hidden"])
def test_a_file_too_many_is_named(copied: Path, name: str) -> None:
    (copied / name).touch()
    with pytest.raises(Unfit) as fault:
        manifest.read(copied)
    assert (fault.value.what, fault.value.name) == ("extra", name)


def test_a_link_is_no_file(copied: Path) -> None:
    (copied / "keys.toml").unlink()
    (copied / "keys.toml").symlink_to("/etc/hostname")
    with pytest.raises(Unfit, match="not_a_file"):
        manifest.read(copied)


@pytest.mark.parametrize(
    ("text", "what"),
    [("[]", "unreadable"), ("{", "unreadable"), ('{"format": 2}', "newer_format"),
     ('{"format": 1}', "unreadable")],
)  # fmt: skip
def test_a_manifest_that_says_nothing_usable_is_refused(copied: Path, text: str, what: str) -> None:
    import hashlib

    (copied / "manifest.json").write_text(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    (copied / "manifest.sha256").write_text(f"{digest}  manifest.json\n")
    with pytest.raises(Unfit, match=what):
        manifest.read(copied)


def test_a_directory_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="half-way"):
        _fail_half_way(tmp_path / "made")
    assert list(tmp_path.iterdir()) == []
    with folders.whole(tmp_path / "made") as draft:
        (draft / "file").touch()
    assert [path.name for path in tmp_path.rglob("*")] == ["made", "file"]


def _fail_half_way(target: Path) -> None:
    with folders.whole(target) as draft:
        (draft / "file").touch()
        assert not target.exists()
        raise ValueError("half-way")


def test_what_a_kill_left_is_swept_and_what_is_at_work_is_not(tmp_path: Path) -> None:
    left = tmp_path / ".killed.abc.kesu-part"
    left.mkdir()
    (left / "file").touch()
    with folders.whole(tmp_path / "first") as first, folders.whole(tmp_path / "second"):
        assert (left.exists(), first.exists()) == (False, True)


def test_two_may_work_with_a_database_and_one_may_have_it_alone(tmp_path: Path) -> None:
    mark = tmp_path / "in-use"
    with presence.alone(mark) as alone:
        assert (alone, presence.take_part(mark)) == (True, False)
    assert (presence.take_part(mark), presence.take_part(mark)) == (True, True)
    with presence.alone(mark) as alone:
        assert not alone
