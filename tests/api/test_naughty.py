"""Words that broke other systems: stored and read back as they were, or refused by name."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction

from kesu.api.schemas import of
from kesu.journeys.lodging import Lodging
from kesu.journeys.verb import registry
from tests.api.caller import Caller, lodging
from tests.api.texts import Stage, worded
from tests.cast import Play

NAUGHTY: dict[str, str] = {
    "nothing but a full stop": ".",
    "words that mean nothing elsewhere": "null undefined None NaN true 0 -1 1e1000 0x0",
    "a number that wraps": "9223372036854775808",
    "a quote for SQL": "'; DROP TABLE complaints_complaint; --",
    "a union for SQL": "1' OR '1'='1' UNION SELECT secret FROM people_token /*",
    "wildcards": "100% _ \\% \\_ * ?",
    "a backslash at the end": "C:\\",
    "a script": "<script>alert(document.cookie)</script>",
    "a broken tag": '<scr<script>ipt>"><img src=x onerror=alert(1)>',
    "entities": "&lt;b&gt; &amp;amp; &#x27; &NotAnEntity;",
    "a template": "{{7*7}} {% debug %} ${7*7} #{7*7} <%= 7*7 %>",
    "a format": "%s %n %(name)s %d {0} {name.__class__} {}",
    "a formula": '=HYPERLINK("http://example.invalid","1")+SUM(A1:A9)',
    "a formula in disguise": "\t=1+1\r@SUM(1)",
    "a command": "$(reboot) `reboot` | reboot; && reboot",
    "a path": "../../../../etc/passwd file:///c:/boot.ini",
    "a header": "x\r\nBcc: everybody@example.invalid\r\n\r\nbody",
    "an address of the journal": "jndi:ldap://example.invalid/x ${jndi:dns://x}",
    "an entity of XML": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///x">]><x>&e;</x>',
    "JSON inside": '{"no": "KS-1", "__proto__": {"admin": true}}',
    "control characters": "a\x01\x02\x07\x08\x0b\x0c\x0e\x1b[2J\x7f\x80\x9f",
    "line ends of every kind": "a\nb\rc\r\nd\u2028e\u2029f\x85g",
    "spaces of every kind": "a\u00a0b\u2003c\u3000d\u202fe\u200bf\ufeffg",
    "joiners": "क्\u200dष \u200c 👩\u200d👩\u200d👧\u200d👦",
    "text from right to left": "مرحبا بالعالم שלום",
    "marks that turn the direction": "\u202etxt.exe\u202c \u2066abc\u2069 \u061c\u200f",
    "letters that look alike": "раураl аdmin Αdmin ａｄｍｉｎ",
    "letters that grow": "ß ŉ ǰ ΐ ﬃ İ ı ſ ẞ",
    "a letter in two pieces": "e\u0301 é \u1100\u1161 가",
    "long combining sequences": "z" + "\u0300\u0489\u0328" * 300,
    "many scripts": "ไทย עברית हिन्दी ᏣᎳᎩ ትግርኛ 한국어 日本語 ᠮᠣᠩᠭᠣᠯ བོད་ཡིག ئۇيغۇرچە",
    "characters beyond the first plane": "𠮷𠀋𡃁 𝕿𝖊𝖘𝖙 𒈙 𐍈",
    "emoji": "😀🏳️\u200d🌈🇨🇳👍🏽#️⃣☃️\U0001fae8",
    "non-characters": "\ufffe\uffff\U0001ffff\U0010ffff",
    "private characters": "\ue000\uf8ff\U000f0000",
    "variation selectors": "葛\U000e0100 葛\ufe00",
    "tags nobody sees": "a\U000e0001\U000e0061\U000e007f",
    "numbers of another script": "١٢٣ １２３ 壹贰叁 Ⅷ ²",
    "upside down": "˙ɐnbᴉlɐ ɐuƃɐɯ",
    "one very long word": "长" * 1990,
    "only quotes": "'\"`´‘’“”„«»",
    "a mask as written": "138****1234",
    "spaces at both ends": "  两边有空格  ",
}
BLANK = {"spaces": "   ", "a wide space": "\u3000", "line ends": "\r\n\t"}
IMPOSSIBLE = {"NUL": "a\x00b", "half a character": "\ud83d", "the other half": "\ude00x"}


VERBS = [verb for verb in registry() if verb != "unmerge"]
"""Undoing a merge is possible for a day by the real clock, which the play is long before."""
_WIDEST = "宽" * 200
"""The longest name, sent to each verb: PostgreSQL keeps no sign more than is declared."""
_SHARE = 7
"""Each verb is sent every seventh of the words, and each of the words to some verbs."""


@pytest.mark.parametrize("verb", VERBS)
def test_a_step_keeps_every_word_as_it_was(play: Play, verb: str) -> None:
    stage, schema = Stage(play, verb), of(registry()[verb].payload)
    for what in (_WIDEST, *list(NAUGHTY)[VERBS.index(verb) % _SHARE :: _SHARE]):
        text = NAUGHTY.get(what, what)[:200]
        with transaction.atomic():
            answer = stage.does(schema, text)
            assert answer.status == 200, (what, answer.content.decode())
            assert text.strip() in [one.strip() for one in stage.told()], what
            transaction.set_rollback(True)


@pytest.mark.parametrize("verb", VERBS)
def test_a_step_refuses_what_nobody_can_store_or_read(play: Play, verb: str) -> None:
    stage, schema = Stage(play, verb), of(registry()[verb].payload)
    for text in (BLANK | IMPOSSIBLE).values():
        assert "note" in stage.does(schema, text).places


@pytest.mark.parametrize("what", NAUGHTY)
def test_a_complaint_keeps_every_word_as_it_was(agent: Caller, what: str) -> None:
    text = NAUGHTY[what][:200]
    answer = agent.post("/complaints", _filled(text))
    assert answer.status == 201, answer.content.decode()
    said = agent.read(answer.json["no"])
    assert (said["text"], said["remedy_sought"]) == (text, text)
    named = ("subject", "merchant", "product", "order", "campaign", "external_id")
    assert {said[name] for name in named} == {text.strip()}
    assert said["customer"]["name"] == said["customer"]["external_id"] == text.strip()


@pytest.mark.parametrize("text", [*BLANK.values(), *IMPOSSIBLE.values()])
def test_a_complaint_refuses_what_nobody_can_store_or_read(agent: Caller, text: str) -> None:
    places = set(agent.post("/complaints", _filled(text)).places)
    assert {"text", "subject", "customer.name", "remedy_sought", "external_id"} <= places


@pytest.mark.parametrize("what", NAUGHTY)
def test_searching_for_any_words_finds_what_has_them(play: Play, what: str) -> None:
    text = NAUGHTY[what][:200]
    no = play.lodge(text=text).complaint.no
    play.lodge(text="别的")
    found = Caller(play.house.manager).get(f"/complaints?{urlencode({'q': text})}")
    assert [one["no"] for one in found.json["items"]] == [no]


def _filled(text: str) -> dict[str, Any]:
    body = worded(of(Lodging), lodging(), text)
    body["customer"] = {"name": text, "external_id": text}
    return {name: value for name, value in body.items() if name != "first_contact"}
