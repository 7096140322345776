"""Risks are read in their frame: who says it, whether it is meant, when, and in which sense."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.language.normalise import normalise
from kesu.language.risk import LABELS, LIVE, find, total, weigh
from kesu.language.risk_rules import of_toml, shipped

SAID = Path(__file__).with_name("risk_said.tsv")
TOLD = ("media", "regulator", "lawsuit", "self_harm", "group_action", "safety", "police")


def sentences() -> list[tuple[str, set[str]]]:
    """Our own sentences and the risks that are live in each."""
    rows = SAID.read_text(encoding="utf-8").splitlines()
    told = (row.partition("\t") for row in rows)
    return [(text, set(filter(None, labels.split(",")))) for text, _, labels in told]


def live(text: str) -> set[str]:
    risks = weigh(find(normalise(text)))
    return {label for label in TOLD if risks[label] >= LIVE}


@pytest.mark.req("A18", "A33")
@pytest.mark.parametrize(("text", "labels"), sentences())
def test_a_sentence_threatens_as_much_as_it_means(text: str, labels: set[str]) -> None:
    assert live(text) == labels


@pytest.mark.req("A33")
@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("我不会去12315投诉", "negated"),
        ("怎么向12315投诉", "asked"),
        ("客服说他们会报警", "others"),
        ("本来想找记者的", "wished"),
        ("听说有人找记者曝光", "heard"),
    ],
)
def test_what_weakens_a_word_is_named(text: str, because: str) -> None:
    assert because in {code for one in find(normalise(text)) for code in one.because}


TEXTS = st.text(alphabet="我不想活投诉12315，。再不就报警律师起诉法院记者曝光a\u200b ", max_size=60)


@given(TEXTS)
def test_every_finding_stands_on_its_words(text: str) -> None:
    read = normalise(text)
    for one in find(read):
        assert 0 <= one.start < one.end <= len(read)
        assert 0 <= one.weight <= 1
        assert one.because


@given(st.fixed_dictionaries({label: st.floats(0, 1) for label in LABELS}), st.integers(0, 4))
def test_more_of_a_risk_is_never_less_in_all(risks: dict[str, float], emotion: int) -> None:
    more = {label: min(1.0, value + 0.1) for label, value in risks.items()}
    assert 0 <= total(risks, emotion) <= total(more, emotion + 1) <= 100


def test_no_pattern_can_take_long() -> None:
    """Repetition of a group without bound is what makes a search explode."""
    for name in ("risk.toml", "stage.toml"):
        rules = shipped(name)
        frames = [one.frame for one in (*rules.rules, *rules.weakeners)]
        patterns = [one.pattern.pattern for frame in frames for one in vars(frame).values() if one]
        assert not [one for one in patterns if ")*" in one or ")+" in one or ".*" in one]


@pytest.mark.parametrize("sign", ["投", "\u200d", "\u202e", "不", "12315", "报警"])
def test_a_megabyte_of_one_sign_is_only_long(sign: str) -> None:
    assert len(find(normalise(sign * (100_000 // len(sign))))) < 50


def test_a_fault_of_a_rule_names_the_rule() -> None:
    with pytest.raises(ValueError, match=r"media\.x"):
        of_toml('[[rule]]\nid = "media.x"\ncue = ["a"]\nweight = 1\nbefore = "<none>"\n')
