"""What a sender called a file: kept as it came, shown only after washing. Pure."""

import re
import unicodedata
from urllib.parse import quote

LONGEST = 255
_SHOWN = 120
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_FOLDERS = re.compile(r"[/\\]")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def as_given(name: str) -> str:
    """The name as it came, as far as a database can hold it: at most 255 signs, its end kept."""
    storable = "".join(sign for sign in name if sign != "\x00" and not "\ud800" <= sign <= "\udfff")
    return _cut(storable, LONGEST)


def basename(name: str) -> str:
    """The name without the folders of the sender's machine, which are nobody's business."""
    return next((part for part in reversed(_FOLDERS.split(name)) if part), "")


def shown(name: str) -> str:
    """A name that is safe to show and to save under: composed, one line, one direction, without
    places or signs that a system keeps for itself; ``file`` where nothing is left.
    """
    text = unicodedata.normalize("NFC", name)
    text = "".join(" " if sign in "\t\r\n" else sign for sign in text)
    text = "".join(sign for sign in text if unicodedata.category(sign) not in _HIDDEN)
    text = _FORBIDDEN.sub("_", text).strip(". \u3000")
    if _RESERVED.match(text):
        text = f"_{text}"
    return _cut(text, _SHOWN).strip(". ") or "file"


def disposition(name: str, *, inline: bool) -> str:
    """A Content-Disposition for a name that was washed, as RFC 6266 and RFC 5987 write it."""
    how = "inline" if inline else "attachment"
    plain = "".join(sign if sign.isascii() and sign.isprintable() else "_" for sign in name)
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _cut(name: str, most: int) -> str:
    if len(name) <= most:
        return name
    stem, dot, end = name.rpartition(".")
    if dot and len(end) <= 10:
        return f"{stem[: most - len(end) - 1]}.{end}"
    return name[:most]
