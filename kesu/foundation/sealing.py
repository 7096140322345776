"""Personal values at rest: sealed with AES-256-GCM, found again by a keyed blind index (law 9).

A sealed value is ``version (1 byte) + nonce (12) + ciphertext``; the field's name is bound to it,
so that a value copied into another column does not open.
"""

import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from kesu.foundation.keys import Keys


class Unopenable(Exception):  # noqa: N818 - says what is wrong
    """A sealed value was altered, or its key is not here."""


def seal(value: str, *, field: str) -> bytes:
    """``value`` sealed for ``field`` under the newest key."""
    keys = _keys()
    nonce = secrets.token_bytes(12)
    sealed = _cipher(keys.newest).encrypt(nonce, value.encode(), field.encode())
    return bytes([keys.newest]) + nonce + sealed


def unseal(sealed: bytes | memoryview, *, field: str) -> str:
    """The value again. Errors: ``Unopenable``."""
    raw = bytes(sealed)
    try:
        return _cipher(raw[0]).decrypt(raw[1:13], raw[13:], field.encode()).decode()
    except (InvalidTag, KeyError, IndexError, ValueError) as fault:
        raise Unopenable(field) from fault


def blind(value: str, *, field: str) -> str:
    """HMAC-SHA-256 of a normalised value, in hex: tells that two are equal, nothing else."""
    keys = _keys()
    return hmac.digest(keys.blind[keys.newest], f"{field}:{value}".encode(), "sha256").hex()


def _keys() -> Keys:
    keys = settings.KESU_KEYS
    assert isinstance(keys, Keys)
    return keys


@lru_cache(maxsize=8)
def _cipher(version: int) -> AESGCM:
    return AESGCM(_keys().sealing[version])
