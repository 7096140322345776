"""Changing one value in the text of a pack."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kesu.policy import loading
from kesu.policy.writing import Unwritable, set_value, toml

PACK = loading.read("loyalty")
PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)
VALUES = st.one_of(
    st.integers(-(10**9), 10**9),
    st.booleans(),
    PLAIN,
    st.lists(PLAIN, max_size=3).map("\n".join),
    st.lists(st.integers(0, 9), max_size=3),
    st.dictionaries(st.sampled_from(["rule", "zh-hans", "a b"]), PLAIN, max_size=2),
)


@settings(deadline=None)
@given(VALUES)
def test_what_is_written_reads_back(value: object) -> None:
    assert tomllib.loads(f"x = {toml(value)}\n") == {"x": value}


@settings(deadline=None, max_examples=25)
@given(VALUES, st.sampled_from(["title", "new"]))
def test_a_value_of_a_real_pack_is_set_and_all_else_stays(value: object, key: str) -> None:
    written = tomllib.loads(set_value(PACK, (key,), value))
    assert written.pop(key) == value
    before = tomllib.loads(PACK)
    before.pop(key, None)
    assert written == before


@pytest.mark.parametrize(
    ("text", "path", "value", "written"),
    [
        ("a = 1\n", ("a",), 2, "a = 2\n"),
        ("a = 1 # why\nb = 3\n", ("a",), 2, "a = 2 # why\nb = 3\n"),
        ("[t]\na = 1\n", ("t", "a"), 2, "[t]\na = 2\n"),
        ("[t]\na = 1\n", ("t", "b"), 2, "[t]\nb = 2\na = 1\n"),
        ("a = 1\n", ("t", "b"), "x", 'a = 1\n\n[t]\nb = "x"\n'),
        ("t = {a = 1}\n", ("t", "a"), 2, "t = {a = 2}\n"),
        ('a = """\nx\ny"""\nb = 1\n', ("a",), "z", 'a = "z"\nb = 1\n'),
        ("a = [\n 1, # one ]\n 2,\n]\nb = 1\n", ("a",), [3], "a = [3]\nb = 1\n"),
        ('[t]\n"1.1" = {r = 1}\n', ("t", "1.1"), {"r": 2}, '[t]\n"1.1" = {r = 2}\n'),
    ],
)
def test_only_the_value_moves(
    text: str, path: tuple[str, ...], value: object, written: str
) -> None:
    assert set_value(text, path, value) == written


@pytest.mark.parametrize(
    ("text", "path"), [("t.a.b = 1\n", ("t", "c")), ("[[t]]\na = 1\n", ("t", "a"))]
)
def test_what_cannot_be_set_safely_is_left_to_a_person(text: str, path: tuple[str, ...]) -> None:
    with pytest.raises((Unwritable, AttributeError, TypeError)):
        set_value(text, path, 2)
