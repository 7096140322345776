"""What a backup says of itself, and whether its directory is what was written."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from kesu.foundation.copies import folders

FORMAT = 1
MANIFEST = "manifest.json"
DIGEST = "manifest.sha256"
KEYS = "keys.toml"
FILES = "files"


class Unfit(Exception):  # noqa: N818 - says what is wrong with a directory
    """A directory that cannot be used as it is: ``what`` is a code, ``name`` the file meant."""

    def __init__(self, what: str, name: str = "") -> None:
        self.what = what
        self.name = name
        super().__init__(f"{name}: {what}")


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Stored(_Frozen):
    """One file of the directory: its name below it, with ``/``; size in bytes."""

    name: str
    sha256: str
    size: int


class End(_Frozen):
    """Where the record ended: the last line and the head as it was signed."""

    seq: int
    hash: str
    head: dict[str, str | int]


class Manifest(_Frozen):
    """What was copied at which moment (UTC), and what it takes to use it."""

    format: int
    kesu: str
    vendor: Literal["sqlite", "postgresql"]
    taken_at: datetime
    journal: End
    complaints: int
    lines: int
    migrations: tuple[str, ...]
    migrations_fingerprint: int
    keys: dict[str, str]
    """A fingerprint of each key, by its name; never the keys."""
    files: tuple[Stored, ...]

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)

    @property
    def with_keys(self) -> bool:
        """Whether it carries the keys themselves."""
        return any(file.name == KEYS for file in self.files)


class _Format(BaseModel):
    format: int


def stored(directory: Path) -> tuple[Stored, ...]:
    """Every file there is below ``directory``, by name."""
    found = ((name, *folders.digest(directory / name)) for name in _names(directory))
    return tuple(Stored(name=name, sha256=sha256, size=size) for name, sha256, size in found)


def write(manifest: Manifest, directory: Path) -> None:
    """Puts the manifest into the directory it describes, and its own digest beside it."""
    text = manifest.model_dump_json(indent=1) + "\n"
    (directory / MANIFEST).write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    (directory / DIGEST).write_text(f"{digest}  {MANIFEST}\n", encoding="utf-8")


def read(directory: Path) -> Manifest:
    """The manifest, after every file was held against it.

    Errors: ``Unfit`` for the first thing that is not as it was written.
    """
    manifest = _read(directory)
    found = set(_names(directory)) - {MANIFEST, DIGEST}
    named = {file.name for file in manifest.files}
    for name in sorted(named - found):
        raise Unfit("missing", name)
    for name in sorted(found - named):
        raise Unfit("extra", name)
    for file in manifest.files:
        if folders.digest(directory / file.name) != (file.sha256, file.size):
            raise Unfit("altered", file.name)
    return manifest


def _read(directory: Path) -> Manifest:
    for name in (MANIFEST, DIGEST):
        if not (directory / name).is_file():
            raise Unfit("no_backup", name)
    raw = (directory / MANIFEST).read_bytes()
    expected = f"{hashlib.sha256(raw).hexdigest()}  {MANIFEST}\n".encode()
    if (directory / DIGEST).read_bytes() != expected:
        raise Unfit("manifest_altered", MANIFEST)
    try:
        if _Format.model_validate_json(raw).format > FORMAT:
            raise Unfit("newer_format", MANIFEST)
        return Manifest.model_validate_json(raw)
    except ValidationError:
        raise Unfit("unreadable", MANIFEST) from None


def _names(directory: Path) -> Iterator[str]:
    for path in sorted(_below(directory.iterdir())):
        yield path.relative_to(directory).as_posix()


def _below(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise Unfit("not_a_file", path.name)
        if path.is_dir():
            yield from _below(path.iterdir())
        else:
            yield path
