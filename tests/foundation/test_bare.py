"""A photo shows what it shows, and not where, when and with what it was taken (law 9)."""

import contextlib
import io
import struct
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.foundation.bare import Telltale, Woven, bare
from kesu.foundation.bare_boxes import parts as parts_of_heic
from kesu.foundation.bare_parts import Unread, exif_of, orientation_of

PLACE = b"GPS 31.2304 121.4737 PhoneMaker X9"


def exif(turned: int = 0, more: bytes = PLACE) -> bytes:
    """Metadata as a telephone writes it, little end first."""
    tags = [(0x010F, 2, len(more), 100), *([(0x0112, 3, 1, turned)] if turned else [])]
    body = b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags))
    body += b"".join(struct.pack("<HHII", *one) for one in tags) + b"\0\0\0\0"
    return body.ljust(100, b"\0") + more


def segment(mark: int, body: bytes) -> bytes:
    return bytes([0xFF, mark]) + struct.pack(">H", len(body) + 2) + body


SHOWN = [
    segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0"),
    segment(0xDB, bytes(65)),
    segment(0xC2, b"\x08\0\x10\0\x10\x01\x01\x11\0"),
    segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\0\x34\xff\xd0\x56",
    segment(0xC4, bytes(20)),
    segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x78\xff\0",
]


def jpeg(turned: int = 0) -> bytes:
    told = [segment(0xE1, b"Exif\0\0" + exif(turned)), segment(0xE1, b"http://ns.adobe.com/xap")]
    told += [segment(0xFE, PLACE), segment(0xED, b"Photoshop 3.0\0" + PLACE)]
    behind = b"\xff\xd8" + told[0] + b"\xff\xd9"
    return b"\xff\xd8" + SHOWN[0] + b"".join([*told, *SHOWN[1:]]) + b"\xff\xd9" + behind


def chunk(kind: bytes, body: bytes) -> bytes:
    check = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)


def png(turned: int = 0) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    told = chunk(b"eXIf", exif(turned)) + chunk(b"tEXt", PLACE) + chunk(b"prVt", PLACE)
    data = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + told + data + chunk(b"IEND", b"") + PLACE


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
        for kind, data in chunks
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def webp(turned: int = 0) -> bytes:
    head = bytes([0x0C, 0, 0, 0, 9, 0, 0, 9, 0, 0])
    return riff((b"VP8X", head), (b"VP8 ", b"picture"), (b"EXIF", exif(turned)), (b"XMP ", PLACE))


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def heic() -> bytes:
    """Item 1 is the picture, item 2 its metadata."""

    def named(item: int, kind: bytes) -> bytes:
        return box(b"infe", b"\x02\0\0\0" + struct.pack(">HH", item, 0) + kind + b"\0")

    infos = box(b"iinf", b"\0\0\0\0\0\x02" + named(1, b"hvc1") + named(2, b"Exif"))
    head = box(b"ftyp", b"heic\0\0\0\0mif1heic")

    def located(at: int) -> bytes:
        rows = [(1, at, 7), (2, at + 7, len(exif()))]
        said = b"".join(struct.pack(">HHHII", item, 0, 1, *where) for item, *where in rows)
        return box(b"iloc", b"\0\0\0\0\x44\0" + struct.pack(">H", 2) + said)

    size = len(head) + len(box(b"meta", bytes(4) + infos + located(0))) + 8
    meta = box(b"meta", bytes(4) + infos + located(size))
    return head + meta + box(b"mdat", b"picture" + exif())


MADE = {
    "image/jpeg": jpeg,
    "image/png": png,
    "image/webp": webp,
}


def through(content: bytes, content_type: str, folder: Path) -> bytes:
    path = folder / "picture"
    path.write_bytes(content)
    with path.open("rb", buffering=0) as file:
        woven = bare(file, content_type)
        return content if woven is None else b"".join(pieces(woven, 11))


def pieces(woven: Woven, size: int) -> Iterator[bytes]:
    while piece := woven.read(size):
        yield piece


@pytest.mark.req("A29")
@pytest.mark.parametrize("content_type", MADE)
@pytest.mark.parametrize("turned", [0, 6, 8])
def test_place_and_device_go_and_which_way_is_up_stays(
    tmp_path: Path, content_type: str, turned: int
) -> None:
    shown = through(MADE[content_type](turned), content_type, tmp_path)
    assert PLACE not in shown
    assert b"PhoneMaker" not in shown
    assert (exif_of(turned) in shown) is bool(turned)
    assert through(shown, content_type, tmp_path) == shown


@pytest.mark.req("A29")
def test_what_a_jpeg_shows_is_untouched(tmp_path: Path) -> None:
    assert through(jpeg(), "image/jpeg", tmp_path) == b"\xff\xd8" + b"".join(SHOWN) + b"\xff\xd9"


@pytest.mark.req("A29")
def test_a_webp_says_its_new_length_and_no_metadata_it_has_not(tmp_path: Path) -> None:
    shown = through(webp(), "image/webp", tmp_path)
    assert shown == riff((b"VP8X", bytes([0, 0, 0, 0, 9, 0, 0, 9, 0, 0])), (b"VP8 ", b"picture"))


@pytest.mark.req("A29")
def test_in_a_heic_the_metadata_is_blank_and_nothing_moves(tmp_path: Path) -> None:
    whole = heic()
    shown = through(whole, "image/heic", tmp_path)
    assert len(shown) == len(whole)
    assert shown == whole.replace(exif(), bytes(len(exif())))


@pytest.mark.req("A29")
@pytest.mark.parametrize("content_type", MADE)
def test_a_picture_that_tells_nothing_is_the_file_itself(tmp_path: Path, content_type: str) -> None:
    plain = through(MADE[content_type](), content_type, tmp_path)
    path = tmp_path / "plain"
    path.write_bytes(plain)
    with path.open("rb", buffering=0) as file:
        assert bare(file, content_type) is None


@pytest.mark.req("A29")
@pytest.mark.parametrize("content_type", MADE)
def test_a_part_of_it_is_that_part_of_the_bare_one(tmp_path: Path, content_type: str) -> None:
    path = tmp_path / "picture"
    path.write_bytes(MADE[content_type](6))
    with path.open("rb", buffering=0) as file:
        woven = bare(file, content_type)
        assert woven is not None
        whole = b"".join(pieces(woven, 64))
        assert woven.seek(0, io.SEEK_END) == len(whole)
        for start in range(0, len(whole), 3):
            woven.seek(start)
            assert b"".join(pieces(woven, 5)) == whole[start:]


@pytest.mark.req("A29")
@pytest.mark.parametrize("content_type", [*MADE, "image/heic"])
def test_a_file_cut_off_or_broken_is_not_shown_with_its_metadata(
    tmp_path: Path, content_type: str
) -> None:
    whole = MADE.get(content_type, heic)()
    for end in range(1, len(whole), 7):
        try:
            shown = through(whole[:end], content_type, tmp_path)
        except Telltale:
            continue
        assert b"Exif\0\0" not in shown[20:] or PLACE not in shown


def test_a_megabyte_of_fill_in_a_jpeg_is_read_once(tmp_path: Path) -> None:
    """A look back over the fill from each of its bytes would not end in this century."""
    kept = b"\xff\xd8" + SHOWN[-1] + b"\xff" * 1_000_000 + b"\0"
    assert through(kept + b"\xff\xd9" + PLACE, "image/jpeg", tmp_path) == kept + b"\xff\xd9"


def test_extents_of_a_heic_that_take_no_room_are_counted_over_all_items() -> None:
    def located(items: int, extents: int) -> bytes:
        rows = b"".join(struct.pack(">HHH", item, 0, extents) for item in range(items))
        iloc = box(b"iloc", bytes(6) + struct.pack(">H", items) + rows)
        return box(b"meta", bytes(4) + box(b"iinf", bytes(6)) + iloc)

    assert parts_of_heic(located(4, 4_000))
    for made in (located(4, 6_000), located(2, 6_000) * 2, located(10, 2_000)):
        with pytest.raises(Unread):
            parts_of_heic(made)


@given(content=st.binary(max_size=400), kind=st.sampled_from([*MADE, "image/heic"]))
def test_whatever_is_called_a_picture_is_left_out_of_refused_or_itself(
    content: bytes, kind: str
) -> None:
    begins = {"image/jpeg": b"\xff\xd8", "image/png": b"\x89PNG\r\n\x1a\n"}
    head = begins.get(kind, heic()[:40] if kind == "image/heic" else webp()[:20])
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(Telltale):
        assert len(through(head + content, kind, Path(folder))) <= len(head + content) + 40


@given(st.binary(max_size=200))
def test_which_way_is_up_is_read_of_anything_without_harm(content: bytes) -> None:
    assert orientation_of(b"II*\0" + content) in range(9)
    assert orientation_of(b"Exif\0\0MM\0*" + content) in range(9)
