"""Closed cases by the dozen, to learn types from."""

import random
from datetime import timedelta

from kesu.complaints.models import Complaint
from tests.cast import MORNING, Play

SAID = {
    "1.2.1": ["快递十天了还没有到", "物流一直不动", "说好三天送到，到今天没有影子"],
    "1.2.2": ["发票抬头开错了", "要了三次发票都没有开", "电子发票打不开"],
    "2.2": ["接线员不耐烦还挂我电话", "客服反问我，嘲笑我", "说话措辞很难听"],
}


def closed(play: Play, often: int = 30, **columns: object) -> None:
    """So many closed cases of each type, as an import would leave them."""
    chance = random.Random(4)
    pattern = play.lodge().complaint
    Complaint.objects.filter(pk=pattern.pk).update(state="archived", type="0")
    rows = []
    for number, (code, said) in enumerate((c, s) for c, s in SAID.items() for _ in range(often)):
        other = "".join(chance.choices("天地玄黄宇宙洪荒", k=6))
        text = f"{number}号：{chance.choice(said)}，{other}"
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
