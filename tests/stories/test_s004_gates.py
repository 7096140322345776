"""The paths beside the straight one: solved at once, refused, lost, withdrawn, agreed and broken,
paid, frozen, passed on, merged. Each gate is tried shut, then open; every one there is stands here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import kesu.journeys
from tests.stories.path import (
    BOSS,
    OWNER,
    Row,
    brings,
    do,
    gift,
    goes,
    newest,
    payment,
    piece,
    play,
    refused,
    shut,
)
from tests.stories.rows import (
    ALONE,
    CALL,
    CLOSING,
    GAO,
    LEARNT,
    LIN,
    QIAN,
    REACHED,
    REDRESS,
    REFUSAL,
    REPLY,
    SATISFIED,
    SUN,
    TANG,
    VALID,
    WANG,
    WHOLE,
    XU,
    ZHAO,
    ZHOU,
    Open,
    called,
    ended,
    solved,
)
from tests.stories.stage import Stage

AT_ONCE = {"cause": "漏发", "what": "已补寄", "clause": "合作条款 4.2"}
MONEY = {"kind": "compensation", "amount": 3000, "what": "补偿30元"}
POINTS = {"kind": "points", "amount": 2000, "what": "补积分"}
REFUSING = {**REFUSAL, "clause": "积分规则 7"}
LOST = {**CLOSING, "outcome": "lost_contact"}
MISSED = {"outcome": "no_answer"}
FOLLOWING = [do(LIN, "contact", **REACHED), *ALONE, *solved()]
AGREED = {**CLOSING, "outcome": "agreed", "disposition": LEARNT}
SIGNED = {"kind": "signed", "signatories": ["张女士", "林小雨"]}
LIABLE = {"kind": "indemnity", "amount": 60000, "what": "赔偿损失"}
LARGE = {"kind": "compensation", "amount": 60000, "what": "补偿600元"}
SORRY = {"kind": "apology", "what": "是我们做错了", "tone": "liability"}
REFUND = {"kind": "refund", "amount": 8900, "what": "退款", "order": "O-7781"}
ASKS = {"reason": "要求赔偿", "tried": "补偿未谈成", "suggestion": "请法务意见"}
ACCOUNT = {"account": "6222021234567894", "payee": "张女士"}
TOLD = {"advisories": ["no_use", "handling_time"]}
GIVES = {"reason": "请专人继续"}
HIGH = {"reason": "社会关注", "tried": "无", "suggestion": "集体决定"}
HEADS = ["郑岚", "吴迪", "罗音"]
MEETING = {"kind": "decision", "decision": "同意方案", "present": HEADS, "signed": HEADS}
MORE_TIME = {"reason": "等检测", "notice": "最迟四月中旬答复"}


def opinion(stage: Stage) -> int:
    """What legal was asked."""
    from kesu.authority.models import Opinion

    return Opinion.objects.filter(complaint__no=stage.no).latest("pk").pk


def numbered(place: int) -> Callable[[Stage], str]:
    """The first, second or third complaint of the morning."""

    def find(_stage: Stage) -> str:
        from kesu.complaints.models import Complaint

        return str(Complaint.objects.order_by("received")[place].no)

    return find


FIRST, SECOND, THIRD = numbered(0), numbered(1), numbered(2)


@dataclass(frozen=True)
class Told:
    """What is lodged beside the usual, the rows, and what holds in the end."""

    rows: list[Row]
    lodged: dict[str, Any] = field(default_factory=dict)
    holds: Callable[[Stage], bool] = lambda _stage: True


PLAIN = {"type": "1.9", "merchant": None}
PATHS: dict[str, Told] = {
    "solved at once": Told(
        [
            shut(LIN, "resolve", "clause", cause="漏发", what="已补寄"),
            do(LIN, "remedy", **MONEY),
            shut(LIN, "resolve", "money", **AT_ONCE),
            do(LIN, "drop_remedy", remedy=gift("compensation"), reason="客户不要"),
            do(LIN, "resolve", then="following_up", **AT_ONCE),
            *ended(review=False),
            shut(LIN, "revisit", "planned", **SATISFIED),
        ],
        PLAIN,
    ),
    "not the merchant's fault": Told(
        [
            do(LIN, "contact", **REACHED),
            shut(LIN, "remedy", "verdict", **POINTS),
            do(LIN, "verify", verdict="pending", reason="待查", then="verifying"),
            shut(LIN, "remedy", "verdict", **POINTS),
            refused(LIN, "propose", "wrong_state", **REFUSING),
            do(LIN, "verify", verdict="invalid", reason="不在活动门店", then="proposing"),
            do(LIN, "cause", text="客户误解了活动范围"),
            shut(LIN, "propose", "clause", **REFUSAL),
            do(LIN, "propose", then="approving", **REFUSING),
            do(BOSS, "approve", then="replying"),
            shut(LIN, "decide", "reply", position="accepted"),
            do(LIN, "reply", **REPLY),
            do(LIN, "decide", position="accepted", then="following_up"),
            do(LIN, "follow_up", **SATISFIED),
            do(LIN, "close", then="closed", **{**CLOSING, "outcome": "refused"}),
            do(LIN, "dispose", kind="none", reason="规则清楚"),
            do(BOSS, "archive", then="archived"),
        ],
        {"type": "3.1.1"},
        lambda stage: stage.told(GAO) == [],
    ),
    "a rude merchant": Told(
        [
            do(LIN, "contact", **REACHED),
            do(LIN, "verify", **VALID, then="consulting"),
            shut(LIN, "merge", "consult", into=SECOND),
            do(GAO, "feedback", consult=newest("consults"), text="属实", then="proposing"),
            shut(LIN, "dun", "consult"),
            *solved(),
            do(LIN, "follow_up", **SATISFIED),
            do(LIN, "close", then="closed", **{**CLOSING, "disposition": LEARNT}),
            shut(BOSS, "archive", "measure"),
            do(GAO, "measure", consult=newest("consults"), measure="training"),
            do(BOSS, "archive", then="archived"),
        ],
        {"type": "2.1.1"},
        lambda stage: stage.told(GAO)[0] != "consulted",
    ),
    "lost": Told(
        [
            *FOLLOWING,
            shut(LIN, "close", "lost_contact_attempts", **LOST),
            do(LIN, "contact", channel="hotline", when="02-14 09:00", **MISSED),
            shut(LIN, "close", "lost_contact_attempts", **LOST),
            do(LIN, "contact", channel="email", when="02-15 14:00", **MISSED),
            shut(WANG, "close", "lost_contact_attempts", **LOST),
            do(LIN, "contact", channel="hotline", when="02-16 19:00", **MISSED),
            shut(LIN, "close", "lost_contact_approval", **LOST),
            do(WANG, "close", then="closed", **LOST),
        ],
        PLAIN,
        lambda stage: stage.read()["outcome"] == "lost_contact",
    ),
    "withdrawn": Told(
        [
            shut(LIN, "withdraw", "document", reason="客户撤回"),
            brings(LIN, "document", "客户口述.pdf"),
            shut(LIN, "withdraw", "document", reason="客户撤回"),
            brings(LIN, "withdrawal", "撤诉申请书.pdf"),
            do(LIN, "withdraw", reason="客户撤回", then="withdrawn"),
            refused(LIN, "contact", "wrong_state", **REACHED),
        ],
        PLAIN,
    ),
    "agreed, and broken": Told(
        [
            *FOLLOWING,
            do(LIN, "follow_up", **SATISFIED),
            shut(LIN, "close", "agreement", **AGREED),
            brings(LIN, "agreement", "和解协议.pdf"),
            shut(LIN, "close", "agreement", **AGREED),
            do(LIN, "agreement", evidence=piece("agreement"), **SIGNED),
            refused(LIN, "retract", "holds_agreement", evidence=piece("agreement"), reason="缺页"),
            do(LIN, "close", then="closed", **AGREED),
            do(BOSS, "archive", then="archived"),
            do(ZHOU, "reopen", reason="协议后反悔,还要三倍", when="02-25 10:00", then="verifying"),
        ],
        PLAIN,
        lambda stage: (
            stage.read(SUN)["owner"]["name"] in (WANG, ZHAO, SUN)
            and stage.record("complaint.reopened")[-1].rule == "A64"
        ),
    ),
    "paid": Told(
        [
            do(LIN, "contact", **REACHED),
            *ALONE,
            shut(LIN, "remedy", "legal", **LIABLE),
            do(LIN, "escalate", to="legal", **ASKS),
            shut(LIN, "remedy", "legal", **LIABLE),
            do(TANG, "opinion", opinion=opinion, text="可以,依据质量责任"),
            do(LIN, "remedy", **LIABLE),
            shut(LIN, "remedy", "responsibility", **SORRY),
            do(LIN, "cause", text="漏发", responsible=WHOLE),
            do(LIN, "remedy", **SORRY),
            do(WANG, "remedy", **REFUND),
            shut(WANG, "remedy", "not_refunded", **REFUND),
            do(WANG, "remedy", kind="gift", amount=50000, what="礼盒"),
            shut(WANG, "grant_remedy", "somebody_else", remedy=gift("gift")),
            do(WANG, "drop_remedy", remedy=gift("gift"), reason="太贵重"),
            do(LIN, "remedy", **LARGE),
            shut(WANG, "grant_remedy", "mandate", remedy=gift("compensation")),
            shut(WANG, "grant_remedy", "mandate", remedy=gift("indemnity")),
            do(SUN, "grant_remedy", remedy=gift("compensation")),
            do(LIN, "propose", then="approving", **REDRESS),
            do(SUN, "approve", then="replying"),
            do(LIN, "reply", **REPLY),
            do(LIN, "decide", position="accepted", then="executing"),
            shut(LIN, "ask_payment", "account", remedy=gift("apology"), **ACCOUNT),
            do(LIN, "ask_payment", remedy=gift("compensation"), **ACCOUNT),
            shut(LIN, "give_remedy", "payment", remedy=gift("compensation"), reference="B-1"),
            do(LIN, "drop_remedy", remedy=gift("indemnity"), reason="已谈妥补偿"),
            do(LIN, "drop_remedy", remedy=gift("refund"), reason="已谈妥补偿"),
            do(LIN, "execute", actions=[{"action": "道歉", "result": "done", "reference": "X"}]),
            do(LIN, "follow_up", **SATISFIED),
            shut(LIN, "close", "execution", **CLOSING),
            do(QIAN, "pay", payment=payment, result="failed", fault="户名不符"),
            shut(LIN, "close", "execution", **CLOSING),
            do(LIN, "ask_payment", remedy=gift("compensation"), **ACCOUNT),
            do(QIAN, "pay", payment=payment, result="paid", slip="F-1"),
            do(LIN, "close", then="closed", **CLOSING),
        ],
        PLAIN,
    ),
    "frozen": Told(
        [
            shut(XU, "freeze", "identity", **TOLD),
            do(XU, "identify", items=["身份证后四位"], passed=False),
            shut(XU, "freeze", "identity", **TOLD),
            do(XU, "identify", items=["身份证后四位"], passed=True),
            shut(XU, "freeze", "advisories", advisories=["no_use"]),
            shut(XU, "unfreeze", "finding", "freeze", reason="已核实"),
            do(XU, "freeze", **TOLD),
            shut(XU, "freeze", "unfrozen", **TOLD),
            shut(XU, "amend_account", "finding", what="改回手机号"),
            do(XU, "investigate", finding="密码被他人改过", loss=5000),
            do(XU, "amend_account", what="改回手机号"),
            do(XU, "unfreeze", reason="已核实"),
            do(XU, "contact", **REACHED),
            *ALONE,
            *solved(),
            *ended(review=False),
        ],
        {"type": "3.2.1", "merchant": None},
    ),
    "passed on and decided together": Told(
        [
            shut("郑岚", "extend", "extension", **MORE_TIME),
            do(LIN, "contact", **REACHED),
            shut(WANG, "cool", "still", reason="等检测", review_on="2026-03-02"),
            do(LIN, "transfer", to=ZHOU, **GIVES),
            do(ZHOU, "transfer", to=LIN, **GIVES),
            shut(LIN, "transfer", "supervisor", to=ZHOU, **GIVES),
            shut(LIN, "hand_over", "supervisor", to=ZHOU),
            do(LIN, "verify", **VALID, then="proposing"),
            do(LIN, "cause", text="漏发", responsible=WHOLE),
            shut(LIN, "propose", "merchant", **REDRESS),
            do(SUN, "mark_urgent", reasons=["U1"]),
            do(SUN, "escalate", to="A", **HIGH),
            do(OWNER, "propose", then="approving", **REDRESS, no_merchant="积分系统"),
            refused("郑岚", "approve", "not_yours"),
            shut("刘峰", "approve", "meeting"),
            do("郑岚", "meeting", **MEETING),
            do("刘峰", "approve", then="replying"),
        ],
        PLAIN,
    ),
    "merged": Told(
        [
            do(LIN, "merge", into=SECOND),
            shut(LIN, "verify", "merged", **VALID),
            goes(SECOND),
            do(LIN, "merge", into=FIRST),
            goes(THIRD),
            shut(LIN, "unmerge", "merged_on"),
            shut(LIN, "unmerge", "too_late", "merged_on", when="02-15 10:00"),
        ],
        PLAIN,
    ),
}
ELSEWHERE = {
    "after_care": "journeys/test_after_care.py",
    "approval": "journeys/test_closing.py",
    "budget": "remedies/test_giving.py",
}
"""Gates that many cases together shut."""


@pytest.mark.req("E04", "E05", "E43", "E45", "E47", "E55", "E57", "E58", "E59", "E60", "E83")
@pytest.mark.req("A07", "A14", "A15", "A29", "A34", "A54", "A58", "A59", "A60", "A63", "A64")
@pytest.mark.req("E42", "F04", "F09", "F11", "Q10", "Q13", "Q25")
@pytest.mark.parametrize("name", PATHS)
def test_a_path_beside_the_straight_one_has_its_gates(stage: Open, name: str) -> None:
    told = PATHS[name]
    opened = stage("02-13 09:00")
    for when, order in (("02-13 09:30", "O-1"), ("02-13 09:40", "O-2")):
        opened.lodge(LIN, when, **{**CALL, **PLAIN, "order": order})
    answer = opened.lodge(LIN, "02-13 10:00", **{**CALL, **told.lodged})
    assert answer.status == 201, answer.content.decode()
    play(opened, told.rows)
    assert told.holds(opened)


@pytest.mark.req("E43")
def test_a_call_that_solves_it_is_a_case_that_was_solved(stage: Open) -> None:
    opened, shown = called(stage, **PLAIN, first_contact={"resolved": AT_ONCE})
    assert (shown["state"], shown["form_no"]) == ("following_up", "TS-20260213-0001")
    play(opened, ended(review=False))


def test_every_gate_there_is_was_tried_shut() -> None:
    sources = Path(str(kesu.journeys.__file__)).parent.rglob("*.py")
    named = re.compile(r'\bMissing\(\s*"(\w+)"')
    known = {gate for file in sources for gate in named.findall(file.read_text(encoding="utf-8"))}
    rows = [row for told in PATHS.values() for row in told.rows]
    tried = {gate for row in (*rows, *solved(), *ended(review=True)) for gate in row.shut}
    urgent = {"resolvable"}  # tests/stories/test_s004_paths.py
    assert known - tried - urgent - ELSEWHERE.keys() == set()
    tests = Path(__file__).parent.parent
    for gate, file in ELSEWHERE.items():
        assert f'"{gate}"' in (tests / file).read_text(encoding="utf-8")
