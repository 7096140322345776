"""Small files made in code: a picture like a screenshot, a second of tone, a text."""

import io
import math
import struct
import wave
import zlib

Paper = tuple[str, bytes]
"""The name of a file and what it holds."""
_WIDE, _HIGH = 360, 240
_PAGE, _BAR, _LINE, _MARK = b"\xf7\xf8\xfa", b"\x2f\x5d\x8c", b"\xc3\xc9\xd1", b"\xc8\x3c\x32"
_RATE = 8000
_RED_FROM, _RED_TO = 150, 190


def picture(name: str, lines: int) -> Paper:
    """A PNG: a page with a bar, so many lines of text and one part framed in red."""
    rows = b"".join(b"\x00" + _row(y, lines) for y in range(_HIGH))
    head = struct.pack(">IIBBBBB", _WIDE, _HIGH, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return name, b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _row(y: int, lines: int) -> bytes:
    if y < 30:
        return _BAR * _WIDE
    if _RED_FROM <= y < _RED_TO:
        edge = y < _RED_FROM + 3 or y >= _RED_TO - 3
        inner = _MARK * 314 if edge else _MARK * 3 + _PAGE * 308 + _MARK * 3
        return _PAGE * 23 + inner + _PAGE * 23
    place, within = divmod(y - 44, 16)
    if 0 <= place < lines and within < 8:
        long = 300 - 37 * (place % 4)
        return _PAGE * 30 + _LINE * long + _PAGE * (_WIDE - 30 - long)
    return _PAGE * _WIDE


def _chunk(name: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)


def tone(name: str, hertz: int) -> Paper:
    """A WAV: one second of a soft tone."""
    waves = (128 + round(40 * math.sin(2 * math.pi * hertz * at / _RATE)) for at in range(_RATE))
    kept = io.BytesIO()
    with wave.open(kept, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(_RATE)
        sound.writeframes(bytes(waves))
    return name, kept.getvalue()


def text(name: str, words: str) -> Paper:
    """A text in UTF-8."""
    return name, words.encode()
