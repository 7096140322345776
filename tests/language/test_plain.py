"""Lists of thousands of words, read as TOML is."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.language import plain

LIST = """# ours
[negation]
before = ["不"]

[[word]]
term = "投诉"
level = 3
variants = ["投素", "tousu"]

# of March
[[word]]
term = "3.15" \nnear = []
"""


def test_a_plain_list_is_read_as_toml_reads_it() -> None:
    assert plain.loads(LIST, "word") == tomllib.loads(LIST)


def test_ends_of_lines_of_another_system_change_nothing() -> None:
    assert plain.loads(LIST.replace("\n", "\r\n"), "word") == tomllib.loads(LIST)


_PIECES = st.sampled_from(
    [
        "[[word]]\n",
        "[word]\n",
        "[[other]]\n",
        'term = "投诉"\n',
        'term = "a" # note\n',
        'term = "tab\there"\n',
        'term = "a\\"b"\n',
        "term = 'a'\n",
        'term = """a\n[[word]]\nb"""\n',
        "level = 1\n",
        "level = 01\n",
        "level = -1\n",
        "level = true\n",
        'near = ["a", "b",]\n',
        'near = ["a" "b"]\n',
        'near = [\n"a"]\n',
        "near = [,]\n",
        "word = 1\n",
        "word.x = 1\n",
        "# [[word]]\n",
        "\n",
        " \n",
        "\x00\n",
        "\r",
        "term = ",
        '"',
    ]
)


@pytest.mark.req("A18")
@given(st.lists(_PIECES, max_size=9).map("".join))
def test_whatever_is_written_is_read_as_toml_reads_it(content: str) -> None:
    try:
        expected = tomllib.loads(content)
    except tomllib.TOMLDecodeError:
        with pytest.raises(tomllib.TOMLDecodeError):
            plain.loads(content, "word")
    else:
        assert plain.loads(content, "word") == expected
