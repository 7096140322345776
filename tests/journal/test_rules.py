import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.journal import kinds, rules
from kesu.journal.rules import Unjournalable

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
hashes = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), max_size=20)


@given(plain)
def test_canonical_text_reads_back_and_is_written_the_same_again(value: Any) -> None:
    text = rules.canonical(value)
    assert (json.loads(text), rules.canonical(json.loads(text))) == (value, text)


def test_canonical_text_is_sorted_by_code_point_bare_and_unescaped() -> None:
    value = {"b": [1, None, True], "a": "退款", "Z": {"😀": "\n", "é": ""}}
    assert rules.canonical(value) == '{"Z":{"é":"","😀":"\\n"},"a":"退款","b":[1,null,true]}'


@pytest.mark.parametrize("value", [1.0, {"a": float("nan")}, [b""], {1: 2}, (1,), {"a": {1}}])
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(Unjournalable):
        rules.canonical(value)


def test_a_line_is_hashed_as_the_contract_says() -> None:
    text = rules.compose({"seq": 1, "kind": "complaint.noted"})
    assert text == '{"kind":"complaint.noted","seq":1,"v":1}'
    assert rules.line_hash(text) == hashlib.sha256(text.encode()).hexdigest()


def test_a_note_is_digested_with_its_salt() -> None:
    salt = bytes(range(32))
    expected = hashlib.sha256(salt + '{"text":"退款"}'.encode()).hexdigest()
    assert rules.note_digest(salt, {"text": "退款"}) == expected
    assert rules.note_digest(bytes(32), {"text": "退款"}) != expected


def test_a_moment_is_utc_with_microseconds() -> None:
    moment = datetime.fromisoformat("2026-02-13T10:00:00+08:00")
    assert rules.moment(moment) == "2026-02-13T02:00:00.000000Z"
    assert rules.moment(datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)).endswith("05.000006Z")


def leaf(digest: str) -> bytes:
    return hashlib.sha256(b"\x00" + bytes.fromhex(digest)).digest()


def test_the_root_of_none_one_two_and_three() -> None:
    one, two, three = ("11" * 32, "22" * 32, "33" * 32)
    pair = hashlib.sha256(b"\x01" + leaf(one) + leaf(two)).digest()
    top = hashlib.sha256(b"\x01" + pair + leaf(three)).hexdigest()
    roots = [rules.merkle_root(day) for day in ([], [one], [one, two], [one, two, three])]
    assert roots == ["", leaf(one).hex(), pair.hex(), top]


@given(hashes.filter(bool), st.data())
def test_the_root_changes_with_any_leaf(day: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(day) - 1))
    other = data.draw(st.binary(min_size=32, max_size=32).map(bytes.hex))
    changed = [*day[:place], other, *day[place + 1 :]]
    assert (rules.merkle_root(changed) == rules.merkle_root(day)) == (changed == day)


@given(hashes.filter(bool))
def test_the_root_changes_with_the_number_of_leaves(day: list[str]) -> None:
    root = rules.merkle_root(day)
    assert root not in (rules.merkle_root(day[:-1]), rules.merkle_root([*day, day[-1]]))


def test_a_kind_never_changes_its_meaning() -> None:
    class Other(kinds.Facts):
        pass

    with pytest.raises(ValueError, match="declared twice"):
        kinds.declare("complaint.lodged", Other)
    with pytest.raises(kinds.UnknownKind):
        kinds.facts_of("complaint.invented")
