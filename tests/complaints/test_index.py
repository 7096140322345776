"""The search index against plain substring search."""

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kesu.complaints import index, operations
from kesu.complaints.index import Entry, Sought, Span
from kesu.complaints.models import Complaint
from tests.cast import MORNING, Play

SIGNS = "退货客服ABab1２2 '\"%_\\*^:()-，,\n\t😀🙂éÉ"
EVERYTHING = Span(-(1 << 63), (1 << 63) - 1)
texts = st.text(st.sampled_from(SIGNS), max_size=20)
entries = st.lists(st.tuples(texts, texts, st.text(st.sampled_from(SIGNS), max_size=4)), max_size=6)
wanted = st.lists(st.text(st.sampled_from(SIGNS), min_size=1, max_size=6), min_size=1, max_size=2)
pytestmark = pytest.mark.django_db


def plainly(rows: Iterable[Entry], sought: Sought) -> list[int]:
    """The keys that plain substring search finds, the highest first."""
    return sorted((row.key for row in rows if _holds(row, sought)), reverse=True)


def _holds(row: Entry, sought: Sought) -> bool:
    where = [row.subject, row.text, *([row.name] if sought.names else [])]
    return all(any(piece.lower() in one.lower() for one in where) for piece in sought.pieces)


def found(sought: Sought, span: Span = EVERYTHING) -> list[int]:
    return list(index.newest(sought, span, connection))


def asked_as_subquery(sought: Sought) -> list[int]:
    statement, values = index.question(sought, connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return sorted((row[0] for row in cursor.fetchall()), reverse=True)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(entries, wanted, st.booleans())
@example([("", "ab", ""), ("b", "a", "")], ["ab"], False)
@example([("", "a", "b")], ["a", "b"], True)
@example([("é", "É", "")], ["é"], False)
def test_the_index_finds_what_plain_search_finds(
    said: list[tuple[str, str, str]], pieces: list[str], names: bool
) -> None:
    rows = [Entry(7 * place - 3, *one) for place, one in enumerate(said)]
    sought = Sought(tuple(pieces), names)
    with transaction.atomic():
        index.write(rows, connection)
        answers = (found(sought), asked_as_subquery(sought))
        transaction.set_rollback(True)
    assert answers == (plainly(rows, sought), plainly(rows, sought))


_BREAKING = {
    "sqlite": f"DROP TABLE {index.TABLE}",
    "postgresql": f"ALTER TABLE {index.TABLE} ADD CHECK (key <> 7)",
}


def test_what_the_database_will_not_take_is_said_as_any_of_its_faults() -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_BREAKING[connection.vendor])
        with pytest.raises(DatabaseError):
            index.write([Entry(7, "", "退货", "")], connection)
        transaction.set_rollback(True)


@pytest.fixture
def many() -> list[Entry]:
    """Twelve hundred texts of words that are as unequal in number as in a language."""
    chance = random.Random(3)
    signs = [chr(code) for code in range(0x4E00, 0x4E00 + 400)]
    words = ["".join(chance.choices(signs, k=chance.choice((1, 2, 2, 3)))) for _ in range(600)]
    often = [1 / (place + 1) for place in range(len(words))]
    rows = [
        Entry(key * 1_000_003, "", "".join(chance.choices(words, often, k=20)), words[key % 40])
        for key in range(1_200)
    ]
    index.write(rows, connection)
    return rows


def pieces_of(texts: Sequence[str]) -> set[str]:
    return {
        text[at : at + length]
        for text in texts
        for length in range(2, 7)
        for at in range(len(text) - length + 1)
    }


def test_every_piece_of_two_to_six_signs_finds_the_texts_that_hold_it(many: list[Entry]) -> None:
    wrong = [
        piece
        for piece in sorted(pieces_of([row.text for row in many[::120]]))
        if found(Sought((piece,), False)) != plainly(many, Sought((piece,), False))
    ]
    assert wrong == []


def test_a_single_sign_and_a_name_find_theirs(many: list[Entry]) -> None:
    asked = [Sought((sign,), True) for sign in {row.text[0] for row in many[::40]}]
    asked += [Sought((row.name,), True) for row in many[:40]]
    assert [found(one) for one in asked] == [plainly(many, one) for one in asked]


def test_a_span_holds_its_first_key_and_not_its_end(many: list[Entry]) -> None:
    sought = Sought((many[0].text[:2],), False)
    whole = plainly(many, sought)
    first, end = whole[-1], whole[0]
    assert found(sought, Span(first, end)) == whole[1:]


def test_what_is_written_again_is_found_as_it_is_now() -> None:
    index.write([Entry(1, "", "赠品没有寄", "王女士"), Entry(2, "", "赠品", "")], connection)
    index.write([Entry(1, "", "退款没有到", "李女士")], connection)
    asked = ["赠品", "退款", "王女", "李女"]
    assert [found(Sought((piece,), True)) for piece in asked] == [[2], [1], [], [1]]


def test_what_is_removed_is_found_no_more() -> None:
    index.write([Entry(1, "", "赠品", ""), Entry(2, "", "赠品", "")], connection)
    index.remove([2], connection)
    assert found(Sought(("赠品",), False)) == [1]


def test_keys_sort_by_time_and_are_never_the_same() -> None:
    early = datetime(1970, 1, 1, tzinfo=UTC)
    moments = [early, *[MORNING + timedelta(milliseconds=step // 50) for step in range(5_000)]]
    keys = operations.search_keys(moments)
    assert len(set(keys)) == len(keys)
    by_time = [moment for _, moment in sorted(zip(keys, moments, strict=True))]
    assert by_time == sorted(moments)
    assert max(keys) < 1 << 63


def test_a_name_said_later_finds_what_was_lodged_before() -> None:
    play = Play()
    first = play.lodge(customer={"external_id": "M-1"}).complaint
    play.lodge(customer={"external_id": "M-1", "name": "欧阳女士"})
    assert first.search_key in found(Sought(("欧阳",), True))


def test_a_complaint_taken_out_is_found_no_more() -> None:
    row = Play().lodge(text="瓶盖漏水").complaint
    before = found(Sought(("漏水",), False))
    operations.unindex([row])
    assert (before, found(Sought(("漏水",), False))) == ([row.search_key], [])


def test_every_complaint_lodged_is_in_the_index() -> None:
    play = Play()
    rows = [play.lodge().complaint.search_key for _ in range(3)]
    assert sorted(found(Sought(("赠品",), False))) == sorted(rows)
    assert sorted(Complaint.objects.values_list("search_key", flat=True)) == sorted(rows)
