"""Bodies of forms, whole and broken: every part is told, or the body is refused."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.foundation.multipart import CutOff, Malformed, Part, parts
from tests.files import BOUNDARY, form
from tests.foundation.test_files import HOSTILE

MARK = BOUNDARY.encode()


def reader(body: bytes, *sizes: int) -> Callable[[int], bytes]:
    """The body in pieces as a line may bring them: so many bytes, then so many, and again."""
    place, turn = 0, 0

    def read(most: int) -> bytes:
        nonlocal place, turn
        size = min(most, sizes[turn % len(sizes)]) if sizes else most
        piece = body[place : place + size]
        place, turn = place + len(piece), turn + 1
        return piece

    return read


def told(body: bytes, *sizes: int) -> list[tuple[Part, bytes]]:
    return [(part, b"".join(content)) for part, content in parts(reader(body, *sizes), MARK)]


def written(head: bytes, content: bytes = b"x") -> bytes:
    return b"--%b\r\n%b\r\n\r\n%b\r\n--%b--\r\n" % (MARK, head, content, MARK)


DISGUISED = st.sampled_from([b"\r\n", b"--", MARK, b"\r\n--" + MARK, b"\r\n\r\n", b"-", b"\0"])
CONTENT = st.lists(DISGUISED | st.binary(max_size=40), max_size=12).map(b"".join)


@given(st.lists(CONTENT, max_size=4), st.lists(st.integers(1, 70), min_size=1, max_size=4))
def test_what_was_written_is_read_however_it_comes(contents: list[bytes], sizes: list[int]) -> None:
    ends = (b"\r\n--" + MARK + b"--", b"\r\n--" + MARK + b"\r\n")
    contents = [one for one in contents if not any(end in b"\r\n" + one + b"\r\n" for end in ends)]
    head = b'Content-Disposition: form-data; name="%d"; filename="a"'
    body = b"".join(
        b"--%b\r\n%b\r\n\r\n%b\r\n" % (MARK, head % place, content)
        for place, content in enumerate(contents)
    )
    expected = [(Part(str(place), "a"), content) for place, content in enumerate(contents)]
    assert told(body + b"--%b--\r\n" % MARK, *sizes) == expected


def test_no_name_of_five_hundred_makes_a_file_disappear() -> None:
    for name in HOSTILE:
        ((kind, _), (file, content)) = told(form({"kind": "other"}, b"content", name))
        assert (kind, file.field) == (Part("kind", None), "file"), name
        assert file.filename is not None, name
        assert content == b"content"


NAMED: dict[bytes, str | None] = {
    b'form-data; name="file"; filename="\xcd\xb6\xcb\xdf.wav"': "投诉.wav",
    b'form-data; name="file"; filename="\xff\xff.wav"': "\ufffd\ufffd.wav",
    b"form-data; name=file; filename=a b.png": "a b.png",
    b'FORM-DATA; NAME="file"; FILENAME="a.png"': "a.png",
    b'form-data; name="file";\r\n filename="a.png"': "a.png",
    b'form-data; name="file"; filename="a;b.png"': "a;b.png",
    b'form-data; name="file"; filename="a\\"b.png"': 'a"b.png',
    b'form-data; name="file"; filename="C:\\x\\a.png"': "C:\\x\\a.png",
    b'form-data; name="file"; filename="..\\boot\\"': "..\\boot\\",
    b"form-data; name=\"file\"; filename*=UTF-8''%E6%8A%95.png": "投.png",
    b'form-data; name="file"; filename="a"; filename*=UTF-8\'zh\'%E6%8A%95.png': "投.png",
    b'form-data; name="file"; filename="a"; filename*=klingon\'\'b': "a",
    b'form-data; name="file"; filename="a"; filename*=idna\'\'xn--': "a",
    b'form-data; name="file"; filename="a"; filename*=hex\'\'41': "a",
    b'form-data; name="file"; filename="a"; filename*=nothing': "a",
    b"form-data; name=\"file\"; filename*=UTF-8''a%0d%0aSet-Cookie:%20x": "a\r\nSet-Cookie: x",
    b"form-data; name=\"file\"; filename*=UTF-8''a%00b": "a\x00b",
    b'form-data; name="file"; filename*0="a"; filename*1="b"': None,
    b'form-data; name="file"; filename=""': "",
    b'form-data; name="file"': None,
}


@pytest.mark.parametrize(("head", "name"), NAMED.items())
def test_a_name_is_read_as_its_sender_may_have_meant_it(head: bytes, name: str | None) -> None:
    assert told(written(b"Content-Disposition: " + head)) == [(Part("file", name), b"x")]


HEAD = b'Content-Disposition: form-data; name="file"; filename="a"'


@pytest.mark.parametrize(
    "body",
    [
        written(b"X: y"),
        written(b'Content-Disposition: form-data; filename="a"'),
        written(HEAD + b"\r\n" + HEAD),
        written(HEAD + b"\r\nContent-Transfer-Encoding: base64"),
        written(HEAD + b"\r\nX: " + b"y" * 20_000),
        b"--%b\r\n%b\r\n--%b--\r\n\r\n" % (MARK, HEAD, MARK),
        b"--%b\r\n\r\nx\r\n--%b--\r\n" % (MARK, MARK),
        b"--%b\r\n" % MARK * 3000 + b"--%b--\r\n" % MARK,
    ],
)
def test_a_part_that_says_not_what_it_is_is_refused(body: bytes) -> None:
    with pytest.raises((Malformed, CutOff)):
        told(body)


def test_a_body_that_is_cut_anywhere_is_never_taken_for_whole() -> None:
    body = form({"kind": "other"}, b"\r\n--" + b"content" * 5, "a.png")
    last = len(body) - len(b"\r\n")
    for end in range(last):
        with pytest.raises(CutOff):
            told(body[:end], 7, 1)
    assert len(told(body[:last], 7, 1)) == 2


def test_what_stands_around_the_parts_and_what_nobody_reads_is_passed_over() -> None:
    body = b"preamble\r\n" + form({"a": "1", "b": "2"}) + b"epilogue"
    names = [part.field for part, _content in parts(reader(body, 5), MARK)]
    assert names == ["a", "b"]
