"""The secrets of one installation: made on first start, kept in one file, overridable.

``$KESU_HOME/keys.toml`` (mode 0600) holds the session secret, the versioned sealing and
blind-index keys and the Ed25519 signing key, each 32 random bytes in hex. Each may come from
``KESU_SECRET_<NAME>`` or the file that ``KESU_SECRET_<NAME>_FILE`` names instead.
"""

import hashlib
import hmac
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kesu.foundation import environment

_NAMES = ("session", "sealing_1", "blind_1", "signing")


class UnusableKeys(Exception):  # noqa: N818 - says what is wrong
    """The key file or an override cannot be used; the text names which and why."""


@dataclass(frozen=True)
class Keys:
    """The keys in use; ``sealing`` and ``blind`` map a version to its 32 bytes."""

    session: str
    sealing: Mapping[int, bytes]
    blind: Mapping[int, bytes]
    signing: bytes

    @property
    def replies(self) -> bytes:
        """What proves that an address for replies is ours. Made from the signing key, which is
        never replaced: a customer may answer a letter years later.
        """
        return hmac.new(self.signing, b"kesu reply addresses", hashlib.sha256).digest()

    @property
    def newest(self) -> int:
        """The version new values are sealed with."""
        return max(self.sealing)


def of_the_house() -> Keys:
    """The keys of this installation; made on its first start, never beside data that others seal.

    Errors: ``UnusableKeys``, also where the file is gone and the database is there.
    """
    return load(environment.home(), sealed=_sealed_file())


def _sealed_file() -> Path | None:
    try:
        described = environment.database()
    except environment.UnusableEnvironment:
        # Said where the database is opened.
        return None
    return Path(described["NAME"]) if described["ENGINE"] == "kesu.foundation.sqlite" else None


def load(
    home: Path, environ: Mapping[str, str] | None = None, *, sealed: Path | None = None
) -> Keys:
    """The keys of ``home``; makes the file on first start, unless there is a file ``sealed``.

    Errors: ``UnusableKeys`` when a value is missing, is not 32 bytes in hex, or when others
    may read the file.
    """
    environ = os.environ if environ is None else environ
    path = home / "keys.toml"
    if not path.exists():
        if sealed is not None and sealed.is_file() and sealed.stat().st_size:
            raise UnusableKeys(
                f"{path.name} is missing, and {sealed.name} is sealed with its keys; "
                f"expected {path} as it was, from a backup"
            )
        _make(path)
    if path.stat().st_mode & 0o077:
        raise UnusableKeys(f"{path.name}: others may read it; expected mode 0600")
    try:
        kept = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise UnusableKeys(f"{path.name}: {fault}") from None
    values = {**{name: str(value) for name, value in kept.items()}, **_overrides(environ)}
    missing = [name for name in _NAMES if name not in values]
    if missing:
        raise UnusableKeys(f"{path.name}: {', '.join(missing)} missing")
    sealing, blind = _versions(values, "sealing_"), _versions(values, "blind_")
    if sealing.keys() != blind.keys():
        raise UnusableKeys(f"{path.name}: sealing_N and blind_N must have the same versions")
    return Keys(
        session=values["session"],
        sealing=sealing,
        blind=blind,
        signing=_bytes("signing", values["signing"]),
    )


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f'{name} = "{secrets.token_hex(32)}"\n' for name in _NAMES)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link never replaces: of two processes that start at once one file wins, whole.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _overrides(environ: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for variable, value in environ.items():
        if not variable.startswith("KESU_SECRET_"):
            continue
        name = variable.removeprefix("KESU_SECRET_")
        if name.endswith("_FILE"):
            name = name.removesuffix("_FILE")
            try:
                value = Path(value).read_text(encoding="utf-8").strip()
            except OSError as fault:
                raise UnusableKeys(f"{variable}: {fault.strerror}") from None
        found[name.lower()] = value
    return found


def _versions(values: Mapping[str, str], prefix: str) -> dict[int, bytes]:
    return {
        int(name.removeprefix(prefix)): _bytes(name, value)
        for name, value in values.items()
        if name.startswith(prefix) and name.removeprefix(prefix).isdigit()
    }


def _bytes(name: str, value: str) -> bytes:
    try:
        raw = bytes.fromhex(value)
    except ValueError:
        raw = b""
    if len(raw) != 32:
        raise UnusableKeys(f"{name}: expected 32 bytes in hex")
    return raw
