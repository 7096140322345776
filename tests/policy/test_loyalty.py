"""The types of source 004, each with its gravity, its handler and its first call-back."""

from collections.abc import Iterator
from datetime import time

import pytest

from kesu.policy import codes
from kesu.policy.loading import load
from kesu.policy.schema import Branch, Elapsed, EndOfDay, Text

LOYALTY = load("loyalty")
NEXT, SAME, SECOND = (
    EndOfDay(after_workdays=1),
    EndOfDay(after_workdays=0),
    EndOfDay(after_workdays=2),
)

TYPES = {
    "0": (codes.Grade.I, "receiver", NEXT),
    **{f"1.{figure}": (codes.Grade.I, "receiver", NEXT) for figure in range(1, 10)},
    "2.1": (codes.Grade.II, "receiver", NEXT),
    "2.2": (codes.Grade.II, "direct_supervisor", SAME),
    "2.3": (codes.Grade.II, "other_senior", SAME),
    "3.1": (codes.Grade.III, "receiver", NEXT),
    "3.2": (codes.Grade.III, "risk_department", SECOND),
    "3.3": (codes.Grade.III, "supervisor", SAME),
    "3.4": (codes.Grade.III, "supervisor", SAME),
}
SUBTYPES = {
    "1.1": ["实体商品", "虚拟商品", "权益服务"],
    "1.2": [
        "送货时效过长",
        "发票",
        "配件漏发",
        "颜色或型号有误",
        "礼品漏赠",
        "换货时效较长",
        "维护等后续服务推诿",
        "非质量问题拒绝退货",
        "其他（填写）",
    ],
    "1.5": ["账户安全原因", "风险防范原因"],
    "1.8": ["无参与资格", "优惠幅度未及预期", "奖励积分入账超时"],
    "2.1": ["态度恶劣", "发生争吵", "肢体冲突"],
    "2.2": ["不耐烦", "反问或嘲笑客户", "措辞失当", "中途挂断电话", "明显推诿"],
    "2.3": ["核身时间过长", "同一问题反复询问", "回答前后矛盾", "未按承诺回电"],
    "3.1": ["拒绝积分兑换", "拒绝积分累积", "误导会员致权益受损"],
    "3.2": [
        "非本人或亲友使用账户",
        "个人信息被他人篡改",
        "实体商户伪卡交易",
        "欺诈电话或短信",
    ],
}


@pytest.mark.req("E17", "E21", "E23", "E25", "E44", "E47", "E50", "E53", "E54", "E56", "E61")
@pytest.mark.parametrize("code", TYPES)
def test_each_type_has_its_grade_handler_and_first_call_back(code: str) -> None:
    found = (
        LOYALTY.grade(code),
        LOYALTY.handler(code),
        LOYALTY.clock("first_callback", code),
    )
    assert found == TYPES[code]


@pytest.mark.req("E19", "E20", "E22", "E24", "E26", "E27", "E28", "E29", "E30")
@pytest.mark.parametrize("parent", SUBTYPES)
def test_subtypes_are_numbered_in_the_order_of_the_source(parent: str) -> None:
    below = [code for code in LOYALTY.type_codes if code.startswith(f"{parent}.")]
    assert [(code, LOYALTY.type(code).name.say("zh-hans")) for code in below] == [
        (f"{parent}.{number}", name) for number, name in enumerate(SUBTYPES[parent], 1)
    ]


@pytest.mark.req("E31", "E32")
def test_there_are_no_types_but_these() -> None:
    subtypes = {f"{up}.{n}" for up, names in SUBTYPES.items() for n in range(1, len(names) + 1)}
    assert set(LOYALTY.type_codes) == {*TYPES, *subtypes}


def test_a_subtype_takes_grade_handler_needs_and_clock_from_its_type() -> None:
    above, below = LOYALTY.type("2.2"), LOYALTY.type("2.2.4")
    kept = {"grade", "handler", "needs", "notify", "caution", "source", "group"}
    assert below.model_dump(include=kept) == above.model_dump(include=kept)


@pytest.mark.req("E27")
def test_an_attitude_complaint_needs_the_person_accused() -> None:
    assert [code for code in LOYALTY.type_codes if LOYALTY.type(code).needs] == [
        "2.2",
        *(f"2.2.{number}" for number in range(1, 6)),
    ]


@pytest.mark.req("E05")
def test_merchant_types_ask_the_merchant_department() -> None:
    asked = [code for code in TYPES if LOYALTY.type(code).asks_merchant(named=False)]
    assert asked == ["1.1", "1.2", "1.3", "1.4", "2.1", "3.1"]


@pytest.mark.req("E05")
def test_a_campaign_asks_the_merchant_department_only_when_a_merchant_is_named() -> None:
    campaign = LOYALTY.type("1.8.2")
    assert (campaign.asks_merchant(named=False), campaign.asks_merchant(named=True)) == (
        False,
        True,
    )


@pytest.mark.req("E47", "E55")
def test_the_merchant_department_hears_at_receipt_or_with_the_result() -> None:
    told = {code: LOYALTY.type(code).notify_when for code in TYPES if LOYALTY.type(code).notify}
    assert told == {"2.1": "receipt", "3.1": "result"}


@pytest.mark.req("E26")
def test_a_physical_conflict_suggests_urgency() -> None:
    assert LOYALTY.type("2.1.3").suggests == (codes.Urgency.U1,)


@pytest.mark.req("E22")
def test_the_reason_of_a_precaution_is_hidden_from_the_customer() -> None:
    hidden = [code for code in LOYALTY.type_codes if LOYALTY.type(code).hide_reason]
    assert hidden == ["1.5.2"]


@pytest.mark.req("E65")
@pytest.mark.parametrize("code", LOYALTY.type_codes)
def test_each_type_has_a_caution_in_three_languages(code: str) -> None:
    caution = LOYALTY.type(code).caution
    assert caution
    assert len({caution.say("zh-hans"), caution.say("zh-hant"), caution.say("en")}) == 3


@pytest.mark.req("E63")
def test_an_urgent_complaint_goes_to_a_dedicated_supervisor_within_three_hours() -> None:
    handler = LOYALTY.handler("1.2.5", urgent=True)
    clock = LOYALTY.clock("first_callback", "3.2", urgent=True)
    assert (handler, clock) == ("dedicated_supervisor", Elapsed(hours=3))
    assert LOYALTY.urgent.min_rank is codes.Rank.supervisor


@pytest.mark.req("E34", "E35", "E36", "E37", "E38", "E64")
def test_urgency_has_five_reasons_and_a_quarter_of_an_hour_to_acknowledge() -> None:
    reasons = [reason.code for reason in LOYALTY.urgent.reasons]
    assert (reasons, LOYALTY.urgent.ack_minutes) == (["U1", "U2", "U3", "U4", "U5"], 15)


@pytest.mark.req("E39", "E40")
def test_the_queue_is_ordered_by_urgency_grade_due_time_and_receipt() -> None:
    assert LOYALTY.queue.order == ("urgent", "-grade", "next_due", "received")


@pytest.mark.req("E09")
def test_a_supervisor_approves_but_never_his_own() -> None:
    rule = LOYALTY.approval
    assert (rule.min_rank, rule.excluded) == ("supervisor", ("owner", "proposer", "accused"))


@pytest.mark.parametrize(
    ("code", "rank", "limit"),
    [
        ("1.2.5", "agent", 5000),
        ("1.9", "director", 5000),
        ("2.1", "senior", None),
        ("0", "agent", None),
    ],
)
def test_grade_i_is_approved_by_mandate_up_to_fifty_yuan(
    code: str, rank: str, limit: int | None
) -> None:
    assert LOYALTY.by_mandate_limit(code, rank) == limit


def test_the_mandate_is_never_above_that_of_the_rank() -> None:
    rule = LOYALTY.by_mandate.model_copy(update={"limits": {"1": 15000}})
    pack = LOYALTY.model_copy(update={"by_mandate": rule})
    assert (pack.by_mandate_limit("1.1", "senior"), pack.by_mandate_limit("1.1", "lead")) == (
        10000,
        15000,
    )


def test_the_strict_switch_ends_approval_by_mandate() -> None:
    rule = LOYALTY.by_mandate.model_copy(update={"strict": True})
    assert LOYALTY.model_copy(update={"by_mandate": rule}).by_mandate_limit("1.1", "agent") is None


@pytest.mark.req("B25")
def test_each_rank_has_its_mandate_for_compensation() -> None:
    mandates = {rank.value: LOYALTY.mandate(rank) for rank in codes.Rank}
    assert mandates == {
        "agent": 5_000,
        "senior": 10_000,
        "lead": 20_000,
        "supervisor": 50_000,
        "manager": 200_000,
        "director": 2_000_000,
    }
    assert LOYALTY.mandate("nobody") == 0


def test_only_the_first_group_may_be_solved_in_the_same_contact() -> None:
    asked = ("1.1", "1.2.5", "2.1", "3.3", "0", "9.9")
    assert [LOYALTY.resolvable(code) for code in asked] == [True, True, False, False, False, False]


@pytest.mark.req("E14", "B19")
def test_every_type_is_followed_up_the_day_after() -> None:
    assert {LOYALTY.follow_up_days(code) for code in LOYALTY.type_codes} == {(1,)}
    assert LOYALTY.asks_follow_up("1.2.5")


@pytest.mark.req("A13", "A14")
def test_the_ladder_leads_from_the_agent_to_the_director() -> None:
    assert {tier: LOYALTY.rank_of_tier(tier).value for tier in "FEDA"} == {
        "F": "agent",
        "E": "senior",
        "D": "supervisor",
        "A": "director",
    }
    assert [LOYALTY.tier_above(tier) for tier in LOYALTY.ladder] == [*"EDCBA", None]


@pytest.mark.parametrize(
    ("code", "urgent", "tier"),
    [("1.2.5", False, "F"), ("2.2", False, "D"), ("1.2.5", True, "D"), ("0", False, "F")],
)
def test_a_complaint_starts_on_the_tier_of_its_type(code: str, urgent: bool, tier: str) -> None:
    assert LOYALTY.initial_tier(code, urgent=urgent) == tier


@pytest.mark.parametrize(
    ("hour", "quiet"), [(20, False), (21, True), (2, True), (7, True), (8, False)]
)
def test_no_call_goes_out_in_the_quiet_hours(hour: int, quiet: bool) -> None:
    assert LOYALTY.quiet_hours.covers(time(hour)) is quiet


def test_other_clocks_have_their_rules() -> None:
    assert LOYALTY.clock("consult", "merchant") == Elapsed(hours=4)
    assert LOYALTY.clock("freeze", "3.2.1") == Elapsed(minutes=15)
    assert LOYALTY.clock("freeze", "1.1") is None


def test_the_tree_lists_every_code_once() -> None:
    assert sorted(_complete(LOYALTY.types_tree())) == sorted(LOYALTY.type_codes)


def _complete(branches: tuple[Branch, ...]) -> Iterator[str]:
    for branch in branches:
        if branch.complete:
            yield branch.code
        yield from _complete(branch.branches)


@pytest.mark.parametrize(
    ("tag", "said"),
    [("zh-hans", "简"), ("zh_CN.UTF-8", "简"), ("zh-TW", "繁"), ("en", "E"), ("fr", "E")],
)
def test_words_are_said_in_the_reader_s_language(tag: str, said: str) -> None:
    assert Text(zh_hans="简", zh_hant="繁", en="E").say(tag) == said


def test_traditional_characters_fall_back_to_simplified() -> None:
    assert Text(zh_hans="简", en="E").say("zh-hant") == "简"
