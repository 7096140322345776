"""Names of files that mean harm, through the API and through the form of the screens: the file is
kept, and its name does nothing wherever it goes.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from kesu.foundation import filenames
from tests.door import Member, Server
from tests.files import BOUNDARY, MULTIPART
from tests.foundation.test_files import FORBIDDEN, HOSTILE

pytestmark = [pytest.mark.door, pytest.mark.req("A29")]

EVERY = 1 if os.environ.get("KESU_NAMES") else 17
"""Each seventeenth of the five hundred through each door; ``KESU_NAMES=1`` sends all of them."""
QUOTED = [f'filename="{name}"' for name in HOSTILE]
SPELT = [
    "filename*=UTF-8''a%0d%0aSet-Cookie:%20kesu_session=x.png",
    "filename*=UTF-8''a%00b.png",
    "filename*=UTF-8''..%2f..%2fetc%2fpasswd",
    "filename*=UTF-8''%2e%2e%5c%2e%2e%5cboot.ini",
    "filename*=UTF-8''%e2%80%ae%67%6e%70.exe",
    "filename*=UTF-8''%zz%",
    "filename*=utf-16''%FF%FE%00",
    "filename*=klingon''a.png",
    "filename*=idna''xn--",
    "filename*=hex''41",
    'filename*0="a"; filename*1="b.png"',
    "filename*0*=UTF-8''%E6; filename*1*=%8A%95.png",
    f"filename*=UTF-8''{'%E8%AF%81' * 255}.png",
    'filename="a.png"; filename="../b.png"',
    'filename="=?utf-8?B?Li4vLi4vYQ==?="',
    'filename="&lt;img src=x onerror=alert(1)&gt;&#47;&#0;"',
    'filename="%00"',
    'filename="%22%3E%0D%0A"',
    'filename="投诉\U0001f525\U0001f468\u200d\U0001f469\u200d\U0001f467录音.wav"',
    'filename="' + "\u0300" * 250 + '"',
    "filename=",
    'filename="',
    "filename=\"\"; filename*=UTF-8''",
]
NAMES = [one.encode("utf-8", "surrogatepass") for one in (*QUOTED[::EVERY], *SPELT)]
NAMES += [b'filename="' + "投诉录音.wav".encode("gb18030") + b'"', b'filename="\xff\xfe\xfd"']


def body(name: bytes, content: bytes, **fields: str) -> bytes:
    """A form with words beside the file, so that it would be taken without the file too."""
    given = {"side": "neutral", "kind": "document", "note": "说明", **fields}
    start = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    said = "".join(f'{start}"{one}"\r\n\r\n{given[one]}\r\n' for one in given).encode()
    head = start.encode() + b'"file"; ' + name + b"\r\nContent-Type: text/html\r\n\r\n"
    return said + head + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def contents() -> Iterator[tuple[bytes, bytes]]:
    """Each name with a content of its own."""
    for place, name in enumerate(NAMES):
        yield name, b"<script>ran = %d</script>" % place


def test_no_name_loses_its_file_or_does_anything(
    server: Server, client: httpx.Client, no: str
) -> None:
    where, kind = f"/complaints/{no}/evidence", {"Content-Type": MULTIPART}
    for name, content in contents():
        answer = client.post(where, content=body(name, content), headers=kind)
        made = answer.json().get("evidence", {})
        digest = hashlib.sha256(content).hexdigest()
        assert (answer.status_code, made.get("sha256")) == (201, digest), name
        file = client.get(made["href"].removeprefix("/api/v1"))
        assert file.content == content, name
        is_harmless(file)
    shown = named(client, no)
    assert len(shown) == len(NAMES)
    assert not [one for one in shown if FORBIDDEN & set(one) or filenames.shown(one) != one]
    assert "投诉录音.wav" in shown
    lies_under_its_digest(server)


def test_the_form_of_the_screens_takes_every_name_too(
    server: Server, who: Member, client: httpx.Client, no: str
) -> None:
    with httpx.Client(base_url=server.url, timeout=30) as browser:
        enter(browser, who)
        page = browser.get(f"/complaints/{no}/evidence").text
        token = next(iter(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)))
        for name, content in contents():
            sent = body(name, content, csrfmiddlewaretoken=token)
            headers = {"Content-Type": MULTIPART, "Referer": server.url}
            path = f"/complaints/{no}/evidence/add"
            answer = browser.post(path, content=sent, headers=headers)
            assert answer.status_code == 302, (name, answer.text)
        page = browser.get(f"/complaints/{no}/evidence").text
        links = set(re.findall(rf'href="(/complaints/{no}/evidence/[\w-]+/file)" download', page))
        assert len(links) == len(NAMES)
        for link in links:
            is_harmless(browser.get(link))
    labels = re.findall(r"download dir=\"auto\">([^<]*)</a>", page)
    assert sorted(map(unescape, labels)) == sorted(named(client, no))
    assert "ran =" not in page
    lies_under_its_digest(server)


def named(client: httpx.Client, no: str) -> list[str]:
    """The names on the list, page by page."""
    found: list[str] = []
    asked: dict[str, str] = {}
    while True:
        page = client.get(f"/complaints/{no}/evidence", params=asked).json()
        found += [one["file"]["name"] for one in page["items"]]
        if not page["next"]:
            return found
        asked = {"cursor": page["next"]}


def enter(browser: httpx.Client, who: Member) -> None:
    """Signs in as a browser does."""
    page = browser.get("/sign-in").text
    token = next(iter(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)))
    said = {"login": who.sign_in, "password": who.password, "csrfmiddlewaretoken": token}
    assert browser.post(
        "/sign-in", data=said, headers={"Referer": str(browser.base_url)}
    ).is_redirect


def is_harmless(file: httpx.Response) -> None:
    """It is handed over as bytes under one clean name, and no header came of it."""
    said = file.headers["Content-Disposition"]
    assert file.status_code == 200
    assert file.headers["Content-Type"] == "application/octet-stream"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file.headers["Content-Security-Policy"].split("; ")
    assert "set-cookie" not in file.headers
    assert len(file.headers.get_list("Content-Disposition")) == 1
    found = re.fullmatch(r"attachment; filename=\"([^\"\\]+)\"; filename\*=UTF-8''(\S+)", said)
    assert found, said
    name = unquote(found[2])
    assert said.isascii()
    assert not FORBIDDEN & set(name)
    assert name.strip(". ") == name


def lies_under_its_digest(server: Server) -> None:
    """No name became a place."""
    kept = [path for path in (server.home / "files").rglob("*") if path.is_file()]
    assert kept
    assert {path.name for path in kept} == {_digest(path) for path in kept}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
