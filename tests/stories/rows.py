"""What the paths of the procedure have in common: who takes part, what is said, and the steps from
the verdict to the archive.
"""

from collections.abc import Callable
from typing import Any

from tests.stories.path import BOSS, OWNER, Row, do, newest, refused, shut
from tests.stories.stage import Stage
from tests.stories.wall import said

Open = Callable[[str], Stage]
LIN, CHEN, ZHOU, WANG, ZHAO = "林小雨", "陈敏", "周凯", "王磊", "赵倩"
GAO, XU, SUN, TANG, QIAN = "高洁", "许航", "孙涛", "唐律", "钱多"
PROMISE = {"promise": {"what": "两小时内回电", "due": said("02-13 12:00")}}
CALL: dict[str, Any] = {
    "channel": "hotline",
    "text": "请核实处理并给我答复",
    "merchant": "M-031",
    "order": "O-7781",
    "remedy_sought": "补寄",
    "customer": {"name": "张女士", "phone": "13900001111", "level": 0},
    "first_contact": PROMISE,
}
REACHED = {"channel": "hotline", "outcome": "reached"}
VALID: dict[str, Any] = {"verdict": "valid", "reason": "已核实属实"}
NO_CLAUSE = {"steps": [{"text": "致歉并补寄"}, {"text": "短信告知"}], "kind": "redress"}
REDRESS = {**NO_CLAUSE, "options": ["补寄", "退款"], "clause": "合作条款 4.2", "cost": 8900}
REFUSAL = {"steps": [{"text": "致歉并说明规则"}], "options": ["换券", "下次优惠"], "kind": "refuse"}
SHORT = [{"party": "merchant", "share": 60}, {"party": "company", "share": 30}]
WHOLE = [{"party": "merchant", "share": 60}, {"party": "company", "share": 40}]
REPLY = {"channel": "hotline", "text": "处理结果向您说明"}
DONE = {"actions": [{"action": "补寄", "result": "done", "reference": "CRM-1"}]}
SATISFIED = {"outcome": "answered", "satisfied": True, "service_met": True, "emotional_met": True}
LATER = {"kind": "review"}
CLOSING: dict[str, Any] = {"outcome": "resolved", "disposition": LATER, "summary": "无"}
REVIEW = {"root_cause": "备货不足", "department": "merchant", "lessons": "节前备货"}
LEARNT = {"kind": "item", "item": "节前备货"}


def called(stage: Open, name: str = LIN, **more: Any) -> tuple[Stage, Any]:
    """The call of Friday morning; the Saturday after it is a make-up workday, then the festival."""
    opened = stage("02-13 09:00")
    answer = opened.lodge(name, "02-13 10:00", **{**CALL, **more})
    assert answer.status == 201, answer.content.decode()
    return opened, opened.read("郑岚")


def solved(*, urgent: bool = False) -> list[Row]:
    """From the cause to the follow-up."""
    no_clause = [] if urgent else [shut(OWNER, "propose", "clause", **NO_CLAUSE)]
    return [
        refused(OWNER, "approve", "wrong_state"),
        shut(OWNER, "propose", "cause", **REDRESS),
        refused(OWNER, "cause", "input", "responsible", text="商户漏发", responsible=SHORT),
        do(OWNER, "cause", text="商户漏发", responsible=WHOLE),
        *no_clause,
        shut(OWNER, "propose", "clause", **REFUSAL),
        do(OWNER, "propose", then="approving", **REDRESS),
        refused(OWNER, "approve", "not_yours"),
        refused(OWNER, "reply", "wrong_state", **REPLY),
        do(BOSS, "return", comment="写清寄出日期", then="proposing"),
        do(OWNER, "propose", then="approving", **REDRESS),
        do(BOSS, "approve", comment="同意", then="replying"),
        shut(OWNER, "decide", "reply", position="accepted"),
        do(OWNER, "reply", **REPLY),
        refused(OWNER, "execute", "wrong_state", **DONE),
        do(OWNER, "decide", position="accepted", then="executing"),
        refused(OWNER, "close", "wrong_state", **CLOSING),
        do(OWNER, "execute", then="following_up", **DONE),
    ]


def ended(*, review: bool) -> list[Row]:
    """From the follow-up to the archive."""
    waits = ("disposition", "review") if review else ("disposition",)
    return [
        shut(OWNER, "close", "follow_up", "needs", **CLOSING),
        do(OWNER, "follow_up", outcome="no_answer"),
        shut(OWNER, "close", "follow_up", "needs", **CLOSING),
        do(OWNER, "follow_up", outcome="answered", satisfied=True, service_met=True),
        shut(OWNER, "close", "needs", **CLOSING),
        do(OWNER, "follow_up", **SATISFIED),
        shut(OWNER, "close", "agreement", **{**CLOSING, "outcome": "agreed"}),
        shut(OWNER, "close", "document", **{**CLOSING, "outcome": "withdrawn"}),
        refused(OWNER, "close", "input", "disposition", outcome="resolved", summary="无"),
        do(OWNER, "close", then="closed", **CLOSING),
        shut(BOSS, "archive", *waits),
        *([do(BOSS, "review", **REVIEW)] if review else []),
        do(OWNER, "dispose", **LEARNT),
        do(BOSS, "archive", then="archived"),
    ]


ASKED: list[Row] = [
    do(OWNER, "verify", **VALID, then="consulting"),
    refused(OWNER, "propose", "wrong_state", **REDRESS),
    do(GAO, "feedback", consult=newest("consults"), text="商户漏发,同意补寄", then="proposing"),
]
"""核实属实, and the merchant department answers."""
ALONE = [do(OWNER, "verify", **VALID, no_merchant="自营", then="proposing")]
