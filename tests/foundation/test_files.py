"""Files under their digest, names that mean harm, and what a file is by its first bytes."""

import hashlib
import unicodedata
from datetime import UTC, datetime, timedelta
from itertools import islice, product
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.foundation import filenames, files, kinds, pictures
from tests.files import flood, png, wav

RLO, NUL = "\u202e", "\x00"
STEMS = (
    "../../etc/passwd",
    "..\\..\\boot",
    "/etc/shadow",
    "C:\\x",
    "CON",
    "con.txt",
    "nul.",
    "LPT1.pdf",
    ".htaccess",
    "...",
    "",
    " ",
    "a" * 300,
    "证" * 300,
    f"a{RLO}gnp",
    "a\r\nSet-Cookie: x=1",
    "a\tb",
    f"x{NUL}.png",
    '"><img src=x onerror=alert(1)>',
    "a;b",
    "a'b",
    'a"b',
    "%2e%2e%2f",
    "é",
    "e\u0301",
    "\ufeffa",
    "\u200ba",
    "a\u2028b",
    "x.php",
    "x.pht",
    "x.jsp;.png",
    "x.svg",
    "$(rm)",
    "`id`",
    "|cat",
    "-rf",
    "~root",
    "*",
    "?",
    "a\x7f",
    "\ud800",
    "a.png.",
    "a.png ",
)
ENDS = (
    "",
    ".png",
    ".php.jpg",
    ".html",
    ". ",
    "/",
    "\\",
    f"{RLO}gpj.",
    "\n",
    "." * 40,
    ".e" * 150,
    NUL,
)
HOSTILE = list(islice((stem + end for stem, end in product(STEMS, ENDS)), 500))
FORBIDDEN = set('/\\:*?"<>|\r\n\t\x00\x7f\u202e\u2028\u200b\ufeff')


def test_there_are_five_hundred() -> None:
    assert len(HOSTILE) == len(set(HOSTILE)) == 500


def test_a_hostile_name_is_harmless_wherever_it_goes() -> None:
    """Shown, in a header, in a database and on a disk."""
    for name in HOSTILE:
        shown = filenames.shown(name)
        header = filenames.disposition(shown, inline=False)
        kept = filenames.as_given(name)
        assert shown, name
        assert not FORBIDDEN & set(shown), name
        assert 0 < len(shown) <= 120
        assert shown not in (".", "..")
        assert not shown.startswith((".", " ")), name
        assert not shown.endswith((".", " ")), name
        assert shown == unicodedata.normalize("NFC", shown)
        assert header.isascii()
        assert header.isprintable()
        assert header.count('"') == 2
        assert unquote(header.rpartition("''")[2]) == shown
        assert len(kept) <= 255
        assert NUL not in kept
        kept.encode()


@given(st.text())
def test_washing_twice_is_washing_once(name: str) -> None:
    once = filenames.shown(name)
    assert filenames.shown(once) == once


def test_the_end_of_a_long_name_stays() -> None:
    assert filenames.as_given("证" * 400 + ".pdf").endswith("证.pdf")
    assert filenames.shown("a" * 400 + ".pdf").endswith("a.pdf")


def test_a_kept_file_is_whole_private_and_under_its_digest() -> None:
    kept = files.keep(wav(0.4), "a.wav")
    place = files.place(kept.sha256)
    assert kept.sha256 == hashlib.sha256(wav(0.4)).hexdigest()
    assert (place.read_bytes(), place.stat().st_mode & 0o777) == (wav(0.4), 0o600)
    assert (place.parent.stat().st_mode & 0o077, place in set(files.all_kept())) == (0, True)


def test_a_draft_that_is_dropped_or_too_large_leaves_nothing() -> None:
    draft = files.Draft(limit=10)
    draft.write(b"12345")
    with pytest.raises(files.TooLarge):
        draft.write(b"678901")
    draft.drop()
    draft.drop()
    assert list((files.root() / files.PARTS).iterdir()) == []


def test_a_file_is_read_again_when_it_was_touched() -> None:
    kept = files.keep(wav(0.5))
    files.opened(kept.sha256, anew=False).close()
    place = files.place(kept.sha256)
    content = bytearray(place.read_bytes())
    content[50] ^= 1
    place.write_bytes(content)
    assert files.spoilt(kept.sha256, anew=False) == "altered"
    place.unlink()
    assert (files.spoilt(kept.sha256), files.is_there(kept.sha256, kept.size)) == ("lost", False)


def test_what_was_cut_off_is_swept_after_a_day() -> None:
    draft = files.Draft(limit=10)
    draft.write(b"12345")
    now = datetime.now(tz=UTC)
    assert files.sweep_parts(now) == 0
    assert files.sweep_parts(now + timedelta(days=2)) == 1
    draft.drop()


def test_a_file_that_nothing_names_is_swept_after_a_day() -> None:
    named, stray = files.keep(wav(0.61)), files.keep(wav(0.62))
    others = {path.name for path in files.all_kept()} - {stray.sha256}
    now = datetime.now(tz=UTC)
    later = now + timedelta(days=2)
    assert [files.sweep_unnamed((), later), files.sweep_unnamed(others, now)] == [0, 0]
    assert files.sweep_unnamed(others, later) == 1
    there = [files.is_there(one.sha256, one.size) for one in (named, stray)]
    assert there == [True, False]


@given(st.binary(max_size=9000))
def test_any_bytes_have_a_kind_and_no_markup_is_shown(content: bytes) -> None:
    kind = kinds.kind_of(content[: kinds.HEAD_BYTES])
    assert kind
    assert not (content.lstrip().startswith(b"<") and kind != kinds.UNKNOWN)


def test_markup_is_never_a_kind_of_its_own() -> None:
    for page in (b"<html>", b"\xef\xbb\xbf<svg>", b" \n<!doctype html>", b"<?xml?>", b"<script>"):
        assert kinds.kind_of(page) == kinds.UNKNOWN


@given(st.binary(max_size=300))
def test_the_size_of_any_bytes_can_be_asked(content: bytes) -> None:
    for head in (content, b"\x89PNG" + content, b"\xff\xd8" + content, b"RIFF1234WEBP" + content):
        size = pictures.size_of(head)
        assert size is None or len(size) == 2


def test_a_flood_of_pixels_is_not_shown() -> None:
    assert pictures.showable(pictures.size_of(png(40, 30)))
    assert pictures.size_of(flood()) == (100_000, 100_000)
    assert not pictures.showable(pictures.size_of(flood()))
