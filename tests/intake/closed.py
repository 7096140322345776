"""Closed cases by the dozen, to learn types from."""

import random
from datetime import timedelta

from kesu.complaints.models import Complaint
from tests.cast import MORNING, Play

SAID = {
    "1.2.1": ("快递 物流 包裹 送货 派件 运输", "没有到 一直不动 没有影子 太慢了 还在路上 迟到了"),
    "1.2.2": ("发票 抬头 开票 税号 专票 电子票", "开错了 还没开 打不开 不肯开 写错字 要了三次"),
    "2.2": (
        "接线员 坐席 话务员 接电话的 那位小姐 客服",
        "不耐烦 挂我电话 嘲笑我 反问我 很难听 语气差",
    ),
}
_SIGNS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"


def _text(chance: random.Random, who: str, what: str) -> str:
    before, between = ("".join(chance.choices(_SIGNS, k=6)) for _ in range(2))
    return f"{before}{chance.choice(who.split())}{between}{chance.choice(what.split())}"


def closed(play: Play, often: int = 30, **columns: object) -> None:
    """So many closed cases of each type, as an import would leave them."""
    chance = random.Random(4)
    pattern = play.lodge().complaint
    Complaint.objects.filter(pk=pattern.pk).update(state="archived", type="0")
    rows = []
    for number, (code, said) in enumerate((c, s) for c, s in SAID.items() for _ in range(often)):
        text = _text(chance, *said)
        rows.append(
            Complaint(
                no=f"KS-20260101-{number:06d}",
                search_key=10_000 + number,
                state="closed",
                type=code,
                grade_rank=1,
                tier=pattern.tier,
                channel="email",
                source="customer",
                subject=text[:200],
                text=text,
                customer=pattern.customer,
                owner_id=pattern.owner_id,
                risk_owner_id=pattern.risk_owner_id,
                received=MORNING - timedelta(days=1, minutes=number),
                updated=MORNING,
                no_clock_because="",
                next_due=MORNING,
                policy_name=pattern.policy_name,
                policy_version=pattern.policy_version,
                **columns,
            )
        )
    Complaint.objects.bulk_create(rows)
