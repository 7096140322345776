"""In which encoding a text is written: found by its mark, by trial, and line by line if it varies.

UTF-8 proves itself: bytes of another encoding hardly ever form its three-byte letters. GB18030 and
Big5 accept nearly everything, so between these two the share of common characters decides.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

UNKNOWN = "\udcff"
"""Stands for bytes that no encoding explains. A lone surrogate: no file can contain it."""

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_BLOCK = 1 << 18
_SAMPLE = 1 << 16
_WIDE = re.compile(rb"[\xe0-\xf4][\x80-\xbf]{2}")
_SEPARATORS = re.compile(rb"([,;\t\r\n]+)")
_TEXT = re.compile("[\t\r\n -~\u00b7\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@dataclass(frozen=True)
class Finding:
    """``encoding`` of the file; if ``mixed``, of most of it, and every line is weighed by itself.

    ``skip`` bytes are the mark. ``clean``: every byte is explained. ``nul``: there are NUL bytes.
    """

    encoding: str
    skip: int = 0
    mixed: bool = False
    clean: bool = True
    nul: bool = False

    @property
    def name(self) -> str:
        """The encoding as people know it."""
        return {"big5hkscs": "big5"}.get(self.encoding, self.encoding) + ", mixed" * self.mixed


def _mark_unknown(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return UNKNOWN, error.end


codecs.register_error("kesu-unknown", _mark_unknown)


def find_encoding(path: Path) -> Finding:
    """Reads the whole file once, in constant memory."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    skip, marked = _mark(head)
    nul = any(b"\0" in block for block in _blocks(path, skip))
    if marked.startswith(("utf-16", "utf-32")):
        return Finding(marked, skip, clean=_decodes(path, skip, marked))
    if nul and (wide := _without_mark(head[skip:])):
        return Finding(wide, skip, clean=_decodes(path, skip, wide))
    if _decodes(path, skip, "utf-8") and not _doubtful(path, skip):
        return Finding("utf-8", skip, nul=nul)
    return _among_bytes(path, skip, nul=nul)


def given_encoding(path: Path, name: str) -> Finding:
    """The encoding that the sender names. Errors: ``LookupError`` for a name that is none."""
    with path.open("rb") as file:
        head = file.read(4)
    encoding = codecs.lookup(name).name
    "".encode(encoding)
    skip, marked = _mark(head)
    if encoding in ("utf-16", "utf-32"):
        encoding = marked if marked.startswith(encoding) else f"{encoding}-le"
    encoding = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(
        encoding, encoding.removesuffix("-sig")
    )
    keep = skip if marked in ("utf-8", encoding) else 0
    nul = not encoding.startswith("utf-16") and any(b"\0" in part for part in _blocks(path, keep))
    return Finding(encoding, keep, clean=_decodes(path, keep, encoding), nul=nul)


def decode_line(line: bytes, most: str) -> str:
    """One line of a mixed file. What no encoding explains becomes ``UNKNOWN``."""
    if line.isascii():
        return line.decode("ascii")
    if _is_utf8(line) and (_WIDE.search(line) or most == "utf-8"):
        return line.decode("utf-8")
    parts = _SEPARATORS.split(line)
    if any(_proves_utf8(part) for part in parts):
        return "".join(_decode_part(part, most) for part in parts)
    return line.decode(weigh(line, most), "kesu-unknown")


def _decode_part(part: bytes, most: str) -> str:
    if _is_utf8(part):
        return part.decode("utf-8")
    return part.decode(weigh(part, most), "kesu-unknown")


def weigh(raw: bytes, most: str = "gb18030") -> str:
    """``gb18030`` or ``big5hkscs``, by the share of common characters; ``most`` wins a tie."""
    shares = {name: _share(raw, name) for name in ("gb18030", "big5hkscs")}
    first = most if most in shares else "gb18030"
    second = "big5hkscs" if first == "gb18030" else "gb18030"
    return second if shares[second] > shares[first] + 0.15 else first


def _share(raw: bytes, encoding: str) -> float:
    text = raw.decode(encoding, "kesu-unknown")
    foreign = [sign for sign in text if sign > "\x7f" and sign != "\ufeff"]
    common = _common(encoding)
    good = sum(sign in common for sign in foreign) - 3 * foreign.count(UNKNOWN)
    return good / max(len(foreign), 1)


@cache
def _common(encoding: str) -> frozenset[str]:
    """The frequent Chinese characters and the punctuation, by the place an encoding gives them."""
    if encoding == "gb18030":
        leads, trails = (*range(0xA1, 0xA4), *range(0xB0, 0xD8)), range(0xA1, 0xFF)
    else:
        leads, trails = (0xA1, *range(0xA4, 0xC7)), range(0x40, 0xFF)
    pairs = (bytes((lead, trail)) for lead in leads for trail in trails)
    return frozenset(pair.decode(encoding, "ignore")[:1] for pair in pairs) - {"", "\ufffd"}


def _mark(head: bytes) -> tuple[int, str]:
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return len(mark), encoding
    return 0, ""


def _without_mark(head: bytes) -> str:
    """UTF-16 without a mark: what it spells is then nearly all ASCII or Chinese."""
    if head.count(0) * 5 < len(head) and _begins_utf8(head):
        return ""
    shares = {name: _plausible(head, name) for name in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] > 0.9 else ""


def _plausible(head: bytes, encoding: str) -> float:
    text = head[: len(head) // 2 * 2].decode(encoding, "kesu-unknown")
    return len(_TEXT.findall(text)) / max(len(text), 1)


def _among_bytes(path: Path, skip: int, *, nul: bool) -> Finding:
    """Not UTF-8 as a whole: one of the Chinese encodings, or lines of several."""
    proven, others, sample = 0, 0, bytearray()
    for line in _lines(path, skip):
        if line.isascii():
            continue
        if _WIDE.search(line) and _is_utf8(line):
            proven += 1
            continue
        others += 1
        if _WIDE.search(line) and any(_proves_utf8(part) for part in _SEPARATORS.split(line)):
            proven += 1
        elif len(sample) < _SAMPLE:
            sample += line
    best = weigh(bytes(sample))
    if proven:
        return Finding("utf-8" if proven >= others else best, skip, True, clean=False, nul=nul)
    clean = _decodes(path, skip, best)
    return Finding(best, skip, mixed=not clean, clean=clean, nul=nul)


def _doubtful(path: Path, skip: int) -> bool:
    """Valid UTF-8 with two-byte letters only, which are common Chinese in GB18030.

    「联系」 in GB18030 can be read as two letters of another script. Real UTF-8 from here has
    three-byte letters, or marks like the middle dot between ASCII.
    """
    sample = b"".join(line for line in islice(_lines(path, skip), 200) if not line.isascii())
    if not sample or any(_WIDE.search(block) for block in _blocks(path, skip)):
        return False
    runs = re.findall(rb"[\x80-\xff]+", sample)
    pairs = [run for run in runs if len(run) >= 4]
    return len(pairs) * 2 > len(runs) and _share(b" ".join(pairs), "gb18030") > 0.9


def _proves_utf8(part: bytes) -> bool:
    return bool(_WIDE.search(part)) and _is_utf8(part)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _begins_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _decodes(path: Path, skip: int, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in _blocks(path, skip):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _blocks(path: Path, skip: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(skip)
        while block := file.read(_BLOCK):
            yield block


def _lines(path: Path, skip: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(skip)
        while line := file.readline(_BLOCK):
            yield line
