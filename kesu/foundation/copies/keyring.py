"""The keys beside a backup: known by fingerprints, carried only when that is asked for."""

import hashlib
import os
import tempfile
from pathlib import Path

from kesu.foundation import keys
from kesu.foundation.copies.manifest import KEYS
from kesu.foundation.keys import Keys


def fingerprints(used: Keys) -> dict[str, str]:
    """A fingerprint of every key that data was sealed, found or signed with, by its name."""
    raw = {f"sealing_{version}": key for version, key in used.sealing.items()}
    raw |= {f"blind_{version}": key for version, key in used.blind.items()}
    raw["signing"] = used.signing
    return {name: _fingerprint(name, key) for name, key in sorted(raw.items())}


def text(used: Keys) -> str:
    """The keys as ``keys.toml`` holds them, wherever they came from."""
    named = {"session": used.session, "signing": used.signing.hex()}
    named |= {f"sealing_{version}": key.hex() for version, key in used.sealing.items()}
    named |= {f"blind_{version}": key.hex() for version, key in used.blind.items()}
    return "".join(f'{name} = "{value}"\n' for name, value in sorted(named.items()))


def at_hand(home: Path) -> Keys | None:
    """The keys of a data directory and its environment; None where none are.

    Makes no file. Errors: ``UnusableKeys``.
    """
    if (home / KEYS).exists():
        return keys.load(home)
    if not any(name.startswith("KESU_SECRET_") for name in os.environ):
        return None
    with tempfile.TemporaryDirectory() as empty:
        return keys.load(Path(empty))


def of_backup(directory: Path) -> Keys:
    """The keys that a backup carries, whatever the environment says. Errors: ``UnusableKeys``."""
    return keys.load(directory, environ={})


def _fingerprint(name: str, key: bytes) -> str:
    return hashlib.sha256(f"kesu key {name}:".encode() + key).hexdigest()[:16]
