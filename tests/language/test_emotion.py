"""How heated a text is, by its words and signs; nobody calm threatens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.language.emotion import CALM, FURIOUS, HOT, degree, least, warmth, warmths
from kesu.language.normalise import normalise
from kesu.language.risk import LABELS


def heat(text: str) -> int:
    read = normalise(text)
    return degree(warmth(warmths(read), read))


@pytest.mark.req("A30", "A31")
@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("请问什么时候到货", 0, 1),
        ("很满意，物流很快", 0, 0),
        ("有点小贵", 1, 1),
        ("太失望了，一直没人处理", 2, 4),
        ("垃圾店家，骗人的！", 3, 5),
        ("气死我了，你们就是骗子，不要脸！！", 4, 5),
        ("王八蛋，走着瞧，跟你们没完，无耻的骗子！！！", 5, 5),
        ("垃圾分类怎么做", 0, 1),
        ("天气不错，空气也好", 0, 0),
        ("质量不差", 0, 0),
    ],
)
def test_words_tell_how_heated_somebody_is(text: str, low: int, high: int) -> None:
    assert low <= heat(text) <= high


TEXTS = st.text(alphabet="气死我了不满意垃圾骗子！？，很太好评a", max_size=40)


@given(TEXTS)
def test_heat_stays_within_its_scale_and_its_words_within_the_text(text: str) -> None:
    read = normalise(text)
    assert CALM <= heat(text) <= FURIOUS
    assert all(0 <= one.start < one.end <= len(read) for one in warmths(read))


def test_shouting_alone_is_no_anger() -> None:
    assert heat("！！！？？？") == CALM


def test_who_speaks_of_dying_is_never_calm() -> None:
    nothing = dict.fromkeys(LABELS, 0.0)
    assert (least(nothing), least(nothing | {"self_harm": 1.0})) == (CALM, FURIOUS)
    assert least(nothing | {"media": 0.9}) == HOT
