"""How alike two texts are: copies, of one matter, or neither."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.language.similar import compare

LETTER = (
    "您好，我上月在橙里便利店买的保温杯，用了三天杯底就开裂漏水，把桌上的电脑泡坏了。"
    "店里说没有小票不能换，客服让我等，等了一个星期也没有人回电。请尽快给我一个说法。"
)
EDITED = LETTER.replace("上月", "上个月").replace("一个星期", "七天") + "谢谢！"
SAME_MATTER = (
    "保温杯漏水把我的电脑泡坏了，杯底有一道裂缝，去橙里便利店要求换货，店员说没有小票不能换。"
    "打客服电话一直没有人回电，到今天已经一个多星期了，希望给个说法并赔偿我的电脑。"
)
OTHER = (
    "积分商城兑换的电影票到期前系统提示维护，过了两天再看积分已经清零，票也没有出。"
    "我问过在线的机器人，只会重复让我查看活动规则，要求恢复积分或者补发电影票。"
)


@pytest.mark.req("D15", "E37")
def test_a_letter_with_some_words_changed_is_a_copy() -> None:
    found = compare(LETTER, EDITED)
    assert (found.near_copy, found.same_issue) == (True, True)


@pytest.mark.req("D15", "E37")
def test_two_people_about_one_matter_are_no_copies() -> None:
    found = compare(LETTER, SAME_MATTER)
    assert (found.near_copy, found.same_issue) == (False, True)


def test_another_matter_stays_out() -> None:
    found = compare(LETTER, OTHER)
    assert (found.near_copy, found.same_issue) == (False, False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("请问怎么办理退款", "退款如何操作"),
        ("积分多久到账", "积分什么时候到账呢"),
        ("為什麼還沒有發貨？", "请问为何没发货"),
    ],
)
def test_a_question_in_other_words_is_more_alike_than_another(one: str, other: str) -> None:
    assert compare(one, other).similarity > compare(one, "门店停车费能开发票吗").similarity + 0.3


PAIRS = [
    line.split("\t")
    for line in (Path(__file__).parent / "pairs.tsv").read_text(encoding="utf-8").splitlines()
]
"""1 for the same question in other words, 0 for another one in nearly the same words."""


def area(scores: list[float]) -> float:
    """How often a pair that means the same is thought more alike than one that does not."""
    same = [score for score, (kind, *_) in zip(scores, PAIRS, strict=True) if kind == "1"]
    other = [score for score, (kind, *_) in zip(scores, PAIRS, strict=True) if kind == "0"]
    won = sum((a > b) + (a == b) / 2 for a in same for b in other)
    return won / len(same) / len(other)


def shared_pairs(one: str, other: str) -> float:
    """What the plainest measure says: pairs of signs in common among all."""
    a, b = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other))
    return len(a & b) / len(a | b)


@pytest.mark.req("D15", "E37")
def test_questions_are_told_apart_where_shared_signs_deceive() -> None:
    plain = area([shared_pairs(one, other) for _, one, other in PAIRS])
    ours = area([compare(one, other).similarity for _, one, other in PAIRS])
    assert ours > max(0.7, plain + 0.4)


@pytest.mark.parametrize(
    ("one", "same", "other"),
    [
        ("怎么开通短信提醒", "短信提醒如何打开", "怎么取消短信提醒"),
        ("分3期利息多少", "利息多少，分3期", "分12期利息多少"),
        ("我同意还款", "同意还钱", "我不同意还款"),
        ("送男朋友什么礼物", "给男朋友送什么礼物好", "送女朋友什么礼物"),
        ("提现要多久", "取钱需要多长时间", "提现要手续费吗"),
    ],
)
def test_an_opposite_a_number_or_a_not_parts_what_shares_most(
    one: str, same: str, other: str
) -> None:
    assert compare(one, same).similarity > compare(one, other).similarity


TEXTS = st.text(alphabet="杯底漏水退款12 a的了。訴\u200b", max_size=60)


@given(TEXTS, TEXTS)
def test_the_order_of_two_texts_does_not_matter(one: str, other: str) -> None:
    there, back = compare(one, other), compare(other, one)
    assert there.similarity == pytest.approx(back.similarity)
    assert (there.near_copy, there.same_issue) == (back.near_copy, back.same_issue)


@given(TEXTS)
def test_a_text_is_a_copy_of_itself(text: str) -> None:
    found = compare(text, text)
    assert (round(found.similarity, 6), found.near_copy) == (1.0, True)


@given(TEXTS, TEXTS)
def test_a_likeness_is_a_share(one: str, other: str) -> None:
    found = compare(one, other)
    assert 0 <= found.similarity <= 1
    assert found.same_issue or not found.near_copy


@pytest.mark.parametrize("sign", ["啊", "\u200d", "\u202e", "a", "7"])
def test_a_megabyte_of_one_sign_is_only_long(sign: str) -> None:
    found = compare(sign * 1_000_000, sign * 999_999)
    assert (found.near_copy, compare(sign * 1_000_000, LETTER).same_issue) == (True, False)
