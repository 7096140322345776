"""Types learned from labelled texts: what is said, how sure, and on which words it rests."""

import random
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kesu.language.classify import Model
from kesu.language.grams import BITS, count, pieces
from kesu.language.learn import Report, TooLittle, learn
from kesu.language.packing import NoModel, pack, unpack

_ABOUT = {
    "1.1": ["水杯底部开裂漏水", "充电器发烫有焦味", "衣服洗一次就掉色", "锅把手松动脱落"],
    "1.2": ["退款一直没有到账", "换货单三天没人处理", "发票抬头开错了不改", "少寄了一件赠品"],
    "2.2": ["客服说话很不耐烦", "接线员反问还挂我电话", "态度冷淡爱理不理", "让我自己看说明书"],
}
_AROUND = [
    "你好，",
    "上周在店里买的，",
    "我想反映一下，",
    "请尽快处理，",
    "真的很失望，",
    "麻烦看看，",
]


def texts(often: int = 40) -> tuple[list[str], list[str]]:
    """Invented complaints of three types."""
    chance = random.Random(5)
    made = [
        (chance.choice(_AROUND) + chance.choice(said) + "，" + chance.choice(_AROUND), label)
        for label, said in _ABOUT.items()
        for _ in range(often)
    ]
    chance.shuffle(made)
    return [text for text, _ in made], [label for _, label in made]


@cache
def learned() -> tuple[Model, Report]:
    return learn(*texts())


@pytest.mark.req("A22", "E27")
def test_a_text_like_those_learned_gets_their_type() -> None:
    model, _ = learned()
    said = model.guess(["昨天那个杯子底部又漏水了", "接线员不耐烦，还挂电话", "退款到现在没到账"])
    assert [one.label for one in said] == ["1.1", "2.2", "1.2"]


def test_what_is_like_nothing_learned_goes_to_a_person() -> None:
    model, _ = learned()
    assert [one.unsure for one in model.guess(["", "zzz 123", "今晚月色真美"])] == [True] * 3


def test_the_words_it_rests_on_are_shown_where_they_stand() -> None:
    model, _ = learned()
    text = "你好，客 服 说话很不耐*烦，请处理"
    reasons = model.reasons(text, "2.2")
    assert reasons
    assert all(text[one.start : one.end] == one.words for one in reasons)
    assert any("耐" in one.words for one in reasons)


def test_writing_otherwise_changes_nothing() -> None:
    model, _ = learned()
    plain, hidden = model.guess(["客服说话很不耐烦", "客*服 說話很不耐 煩"])
    assert plain == hidden


def test_the_measure_counts_every_text_once() -> None:
    _, report = learned()
    assert [sum(row) for row in report.confusion] == [score.texts for score in report.scores]
    assert 0 <= report.decided <= 1
    assert report.macro_f1 == pytest.approx(np.mean([score.f1 for score in report.scores]))


def test_a_model_is_not_praised_for_remembering_copies() -> None:
    chance = random.Random(3)
    words = ["".join(chance.choices("天地玄黄宇宙洪荒日月盈昃辰宿列张", k=30)) for _ in range(40)]
    labels = [chance.choice("ab") for _ in words]
    _, report = learn(words * 5, labels * 5)
    assert report.accuracy < 0.75


def test_the_same_texts_give_the_same_model() -> None:
    assert pack(learn(*texts())[0]) == pack(learned()[0])


def test_a_packed_model_says_the_same() -> None:
    model, asked = learned()[0], texts()[0]
    again = unpack(pack(model))
    assert [one.label for one in again.guess(asked)] == [one.label for one in model.guess(asked)]


@given(st.binary(max_size=300))
def test_what_is_no_model_is_refused(content: bytes) -> None:
    with pytest.raises(NoModel):
        unpack(content)


def test_a_model_cut_short_is_refused() -> None:
    whole = pack(learned()[0])
    for length in range(0, len(whole), len(whole) // 40):
        with pytest.raises(NoModel):
            unpack(whole[:length])


@pytest.mark.parametrize("labels", [[], ["a"], ["a", "a", "a"], ["a", "b"], ["a", "a", "b"]])
def test_too_little_to_learn_from_is_said(labels: list[str]) -> None:
    with pytest.raises(TooLittle):
        learn(["漏水"] * len(labels), labels)


def test_a_label_with_a_single_text_is_learned_beside_others() -> None:
    known, labels = texts(8)
    model, report = learn([*known, "宠物托运死了一只猫"], [*labels, "9"])
    assert "9" in model.labels
    assert report.scores[report.labels.index("9")].texts == 1


_TEXT = st.text(alphabet="漏水退款客服不耐烦。\n *訴A1\u200b\ud800", max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.lists(_TEXT, max_size=8))
def test_a_text_is_judged_alike_alone_and_among_others(asked: list[str]) -> None:
    model, _ = learned()
    together = model.guess(asked)
    alone = [one for text in asked for one in model.guess([text])]
    assert [one.label for one in together] == [one.label for one in alone]
    assert [one.sure for one in together] == pytest.approx([one.sure for one in alone], abs=1e-5)
    for one in together:
        assert one.sure >= max((sure for _, sure in one.others), default=0)


@given(_TEXT)
def test_pieces_are_counted_where_they_stand(text: str) -> None:
    counted = count([text]).toarray()[0]
    placed = np.zeros(1 << BITS)
    for _, _, number in pieces(text):
        placed[number] += 1
    assert (counted == placed).all()


@pytest.mark.parametrize("sign", ["啊", "\u200d", "\u202e", "a"])
def test_a_megabyte_of_one_sign_is_only_long(sign: str) -> None:
    model, _ = learned()
    assert model.guess([sign * 1_000_000])[0].unsure
    assert len(model.reasons(sign * 1_000_000, "1.1")) <= 3
