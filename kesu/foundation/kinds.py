"""What a file is, by its first bytes. Pure: names and what a sender says of it do not matter."""

import codecs
import re

HEAD_BYTES = 8192
UNKNOWN = "application/octet-stream"
IMAGES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
SOUNDS = frozenset({"audio/mpeg", "audio/wav", "audio/mp4", "audio/ogg", "audio/aac"})
VIDEOS = frozenset({"video/mp4"})
DOCUMENT = "application/pdf"
INLINE = IMAGES | SOUNDS | VIDEOS | {DOCUMENT}
"""What a browser may show in its place; everything else is downloaded."""
UNPLAYABLE = frozenset({"audio/amr", "audio/silk"})
"""Sound that browsers do not play: voice messages of WeChat."""

_BEGINS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", DOCUMENT),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR\n", "audio/amr"),
    (b"#!AMR-WB\n", "audio/amr"),
    (b"#!SILK_V3", "audio/silk"),
    (b"\x02#!SILK_V3", "audio/silk"),
    (b"OggS", "audio/ogg"),
    (b"PK\x05\x06", "application/zip"),
)
_BRANDS = {
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"qt  ": "video/quicktime",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MPEG_LAYER_3 = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xeb]")
_AAC = re.compile(rb"\xff[\xf0\xf1\xf8\xf9]")
_MARKUP = re.compile(r"\s*<")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def kind_of(head: bytes) -> str:
    """The media type of a file that begins so; octet-stream for what is not on the list, and for
    anything that a browser could take for a page.
    """
    for begin, kind in _BEGINS:
        if head.startswith(begin):
            return kind
    return _in_a_box(head) or _packed(head) or _bare_sound(head) or _plain(head)


def _in_a_box(head: bytes) -> str:
    if head[:4] == b"RIFF":
        return {b"WAVE": "audio/wav", b"WEBP": "image/webp"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return "video/3gpp" if brand[:3] == b"3gp" else _BRANDS.get(brand, "video/mp4")
    return ""


def _packed(head: bytes) -> str:
    """By the names of what is inside, as far as they stand at the beginning."""
    if not head.startswith(b"PK\x03\x04"):
        return ""
    office = b"[Content_Types].xml" in head or b"_rels/" in head
    if office and b"word/" in head:
        return _WORD
    return _SHEET if office and b"xl/" in head else "application/zip"


def _bare_sound(head: bytes) -> str:
    if _MPEG_LAYER_3.match(head):
        return "audio/mpeg"
    return "audio/aac" if _AAC.match(head) else ""


def _plain(head: bytes) -> str:
    """Text without a sign of markup; a table where each of its first lines has as many commas."""
    text = _decoded(head)
    if not text or _NO_TEXT.search(text) or _MARKUP.match(text):
        return UNKNOWN
    lines = text.splitlines()[:5]
    commas = {line.count(",") for line in (lines[:-1] or lines)}
    return "text/csv" if len(commas) == 1 and commas != {0} and len(lines) > 1 else "text/plain"


def _decoded(head: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            return decoder.decode(head, final=len(head) < HEAD_BYTES)
        except UnicodeDecodeError:
            continue
    return ""
