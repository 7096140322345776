"""What people do beside the straight way of a case: proof, understanding, remedies, lessons."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kesu.complaints.models import Complaint, Evidence
from kesu.console.demo_data import papers
from kesu.console.demo_data.moves import OWNER, Move, Payload
from kesu.consults.models import Consult, Request
from kesu.remedies.models import Draft, Payment

AGREED = "和解录音"
GIFT = "GIFT-01"
"""What the catalogue of the demonstration calls the thing that is given."""


@dataclass(frozen=True)
class Beside:
    """Steps between the first step ``after`` of a story and the one that follows it."""

    story: str
    after: str
    moves: tuple[Move, ...]


def besides() -> dict[str, list[Beside]]:
    """All of them, by story."""
    found: dict[str, list[Beside]] = {}
    for make in (_smoke, _upgrade, _kettle, _paid, _waiter, _offers, _others, _lessons):
        for one in make():
            found.setdefault(one.story, []).append(one)
    return found


def _smoke() -> Iterator[Beside]:
    yield Beside(
        "blender-smoke",
        "contact",
        (
            _proof(
                "unfavourable",
                "照片",
                papers.picture("底座铭牌.png", 4),
                strength="strong",
                source="客户",
                note="底座有焦痕，铭牌与订单一致。",
                counter_plan="不争辩，先寄回检测，再按检测结果处理。",
            ),
            _proof(
                "favourable",
                "说明书",
                papers.text("使用说明摘录.txt", "连续使用不超过两分钟，间隔十分钟。\n"),
                strength="weak",
                source="商户",
                gap="不能说明客户是否连续使用。",
            ),
            _step(
                "breakdown",
                attitude="急，怕出事，愿意配合寄回。",
                emotion=4,
                demand="退回积分，不换同款。",
                real_demand="要确认家里的用电安全。",
                plan="先问安全，再讲检测的时间，最后谈积分。",
            ),
            _step("demand", kind="refund", amount=39900, basis="商品质量问题"),
            _step(
                "gap",
                expected="放心使用的小家电",
                actual="第二次使用就冒烟",
                raised_by="page",
            ),
        ),
    )
    yield Beside(
        "blender-smoke",
        "verify",
        (
            _analysed(True, True, True, attachment="家里有小孩，最看重安全", emotion=4),
            Move("promise", lambda _row, at: _promised("检测结果一出就回电", at)),
        ),
    )


def _upgrade() -> Iterator[Beside]:
    yield Beside(
        "misled-upgrade",
        "contact",
        (
            _proof(
                "unfavourable",
                "通话录音",
                papers.tone("推荐通话.wav", 440),
                strength="strong",
                source="录音系统",
                note="第三分钟说到“全包”。",
                gap="没有提到门票和午餐。",
                counter_plan="承认表述不完整，谈自费部分。",
            ),
            _step("evidence", side="favourable", none=True, note="推荐页和录音里都没有自费说明。"),
            _step("demand", kind="refund", amount=71200, basis="推荐时说全包"),
            _step(
                "objection",
                **{"class": "fair"},
                text="你们自己的人说全包，凭什么让我掏钱？",
                method="认同感受，说明录音已经找到，不再请客户举证。",
            ),
        ),
    )
    yield Beside(
        "misled-upgrade",
        "verify",
        (
            _step(
                "round", offer="补偿门票部分二百八十元", reaction="午餐也要算进去。", agreed=False
            ),
            _analysed(True, False, True, material_need="四个人自费七百多元", emotion=3),
            _step("round", offer="门票与午餐合计七百一十二元", reaction="可以考虑。", agreed=False),
        ),
    )


def _kettle() -> Iterator[Beside]:
    yield Beside(
        "kettle-leak",
        "contact",
        (
            _proof(
                "unfavourable",
                "照片",
                papers.picture("试电笔发亮.png", 5),
                strength="strong",
                source="客户",
                counter_plan="按商品有缺陷处理，不要求客户再举证。",
            ),
            _proof(
                "neutral",
                "通话录音",
                papers.tone("首次回电.wav", 523),
                strength="medium",
                source="录音系统",
            ),
            _step(
                "breakdown",
                attitude="后怕，说话快，肯听解释。",
                emotion=4,
                demand="退回积分，同批次下架。",
                real_demand="有人认真对待安全问题。",
                plan="先确认没有受伤，再说明已停售。",
            ),
            _step("demand", kind="refund", amount=5200, basis="商品质量办法第三条"),
        ),
    )
    yield Beside(
        "kettle-leak",
        "verify",
        (
            _proof(
                "favourable",
                "检测报告",
                papers.text("检测报告摘要.txt", "密封圈装配偏移，同批次四十台已下架。\n"),
                strength="strong",
                source="商户",
                gap="没有说明之前售出的数量。",
            ),
            _step(
                "objection",
                **{"class": "misunderstood"},
                text="是不是早就知道有问题？",
                method="出示检测日期与下架日期，说明先后。",
            ),
            _analysed(True, True, True, stop_loss="同批次先下架", emotion=3, essence="怕再触电"),
        ),
    )
    yield Beside(
        "kettle-leak",
        "cause",
        (
            _step("round", offer="退回积分", reaction="还要有点表示。", agreed=False),
            _step("round", offer="退回积分并补偿一百五十元", reaction="可以。", agreed=True),
            _step("remedy", kind="points", amount=5200, what="退回5200积分"),
            _step(
                "remedy",
                kind="compensation",
                amount=15000,
                what="补偿一百五十元",
                account="6222000000003101",
            ),
            _step("remedy", kind="apology", what="书面致歉", tone="empathy"),
        ),
    )
    yield Beside("kettle-leak", "decide", (Move("ask_payment", _money),))


def _paid() -> Iterator[Beside]:
    """Money that finance has paid."""
    account = "6222000000004022"
    given: Payload = {"kind": "compensation", "amount": 12000, "what": "补偿搬运费"}
    yield Beside("desk-delivered", "cause", (_step("remedy", **given, account=account),))
    yield Beside("desk-delivered", "execute", (Move("pay", _slip, "fangwz"),))


def _waiter() -> Iterator[Beside]:
    """A closed case with everything: proof of both sides, a gift, an agreement, lessons."""
    yield Beside(
        "rude-waiter",
        "contact",
        (
            _proof(
                "unfavourable",
                "截图",
                papers.picture("入座短信.png", 3),
                strength="strong",
                source="客户",
                counter_plan="不核对具体分钟，直接为催促致歉。",
            ),
            _step(
                "breakdown",
                attitude="委屈，话不多。",
                emotion=3,
                demand="致歉并补一次早餐。",
                real_demand="老人受到尊重。",
            ),
        ),
    )
    yield Beside(
        "rude-waiter",
        "verify",
        (
            _proof(
                "favourable",
                "培训记录",
                papers.text("培训签到.txt", "早餐厅全员，培训内容：收台时间与劝离用语。\n"),
                strength="medium",
                source="商户",
                gap="只说明事后补了培训。",
            ),
        ),
    )
    yield Beside(
        "rude-waiter",
        "cause",
        (
            _step("remedy", kind="gift", item_code=GIFT, pieces=1, what="四人早餐券"),
            _step("remedy", kind="apology", what="经理致电致歉", tone="empathy"),
        ),
    )
    yield Beside(
        "rude-waiter",
        "decide",
        (
            _step(
                "draft_agreement",
                kind="compensation",
                clauses=["pay_goodwill", "settled", "no_admission", "rights"],
                amount=12800,
            ),
            _proof(
                "neutral",
                AGREED,
                papers.tone("和解录音.wav", 392),
                strength="strong",
                source="录音系统",
            ),
            Move("agreement", _agreed),
        ),
    )


def _offers() -> Iterator[Beside]:
    """Remedies that wait, that were agreed to and that were given."""
    for story, kind, amount, what in (
        ("tea-mould", "compensation", 32000, "补偿三百二十元礼券"),
        ("fridge-repair", "compensation", 4500, "退还检测费的往返补贴"),
        ("store-earning", "points", 640, "补记五次消费积分"),
        ("campaign-delay", "points", 2000, "补发两位好友奖励"),
        ("expired-bundle", "points", 2400, "恢复800积分"),
    ):
        yield Beside(story, "cause", (_step("remedy", kind=kind, amount=amount, what=what),))


def _others() -> Iterator[Beside]:
    """What departments and people elsewhere were asked for."""
    yield Beside("rude-courier", "verify", (Move("measure", _warned, "masq"),))
    yield Beside("sofa-parts", "contact", (Move("request", _asked),))
    yield Beside(
        "night-redeem",
        "verify",
        (Move("request", _asked), Move("answer_request", _granted)),
    )


def _lessons() -> Iterator[Beside]:
    helped = "面对老人投诉，先问身体和感受，再核对时间。"
    yield Beside(
        "rude-waiter",
        "close",
        (
            _step(
                "review",
                by="guoxl",
                root_cause="班次表没有贴在收台的地方。",
                department="merchant",
                preventable=True,
                lessons="合作餐厅在收台处公示班次表",
                bears=[
                    {"department": "merchant", "share": 80},
                    {"department": "operations", "share": 20},
                ],
            ),
            Move(
                "coach",
                lambda _row, at: {
                    "who": "chenjs",
                    "what": helped,
                    "due": (at + timedelta(days=6)).isoformat(),
                },
                "guoxl",
            ),
        ),
    )
    yield Beside(
        "expired-bundle",
        "close",
        (
            _step(
                "review",
                by="zhoulh",
                root_cause="短信模板与系统截止口径不一致。",
                department="operations",
                preventable=True,
                lessons="短信模板上线前与系统口径核对一次",
            ),
        ),
    )


def _proof(side: str, kind: str, paper: papers.Paper, **said: str) -> Move:
    return Move("evidence", lambda _row, _at: {"side": side, "kind": kind, **said}, file=paper)


def _step(verb: str, *, by: str = OWNER, **said: Any) -> Move:
    return Move(verb, lambda _row, _at: said, by)


def _analysed(process: bool, authority: bool, resource: bool, **more: object) -> Move:
    given = {
        "process_supported": process,
        "authority_supported": authority,
        "resource_supported": resource,
        **more,
    }
    return _step("analyse", conditions=given)


def _promised(what: str, at: datetime) -> Payload:
    return {"what": what, "due": (at + timedelta(days=2)).isoformat()}


def _asked(_: Complaint, at: datetime) -> Payload:
    due = (at + timedelta(days=3)).isoformat()
    return {"what": "请提供处理记录与可用的补救资源", "from": "合作方运营负责人", "due": due}


def _granted(complaint: Complaint, _: datetime) -> Payload:
    number = Request.objects.get(complaint=complaint, answered_at=None).pk
    return {"request": number, "granted": True, "text": "记录已提供，购物卡可以拦截。"}


def _warned(complaint: Complaint, _: datetime) -> Payload:
    number = Consult.objects.get(complaint=complaint, asks_measure=True).pk
    return {"consult": number, "measure": "warning", "measure_text": "已发书面警告。"}


def _money(complaint: Complaint, _: datetime) -> Payload:
    row = complaint.remedies.get(kind="compensation")
    return {"remedy": str(row.pk)}


def _slip(complaint: Complaint, _: datetime) -> Payload:
    number = Payment.objects.get(remedy__complaint=complaint, state="asked").pk
    return {"payment": str(number), "result": "paid", "slip": "HK-20931"}


def _agreed(complaint: Complaint, _: datetime) -> Payload:
    piece = Evidence.objects.get(complaint=complaint, kind=AGREED)
    draft = Draft.objects.get(complaint=complaint)
    return {
        "kind": "recording",
        "evidence": str(piece.pk),
        "draft": draft.pk,
        "signatories": [complaint.customer.name],
    }
