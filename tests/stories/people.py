"""Who plays in the five stories: name: rank, department, direct superior, number, flags."""

from collections.abc import Collection

from kesu.journeys.people.desks import name_desk
from kesu.people.models import Staff
from kesu.people.rules import Person
from tests.cast import MORNING, hire

_NO: tuple[str, ...] = ()
PEOPLE: dict[str, tuple[str, str, str | None, str, Collection[str]]] = {
    "刘峰": ("director", "operations", None, "1601", _NO),
    "郑岚": ("director", "service", "刘峰", "1501", _NO),
    "孙涛": ("manager", "service", "郑岚", "1401", _NO),
    "王磊": ("supervisor", "service", "孙涛", "1301", _NO),
    "赵倩": ("supervisor", "service", "孙涛", "1302", _NO),
    "何静": ("lead", "service", "王磊", "1201", _NO),
    "陈敏": ("senior", "service", "王磊", "1101", _NO),
    "林小雨": ("agent", "service", "何静", "1001", _NO),
    "周凯": ("agent", "service", "赵倩", "1002", _NO),
    "高洁": ("agent", "merchant", None, "2001", ("liaison",)),
    "马俊": ("agent", "merchant", None, "2002", ("liaison",)),
    "许航": ("senior", "risk", None, "3001", _NO),
    "钱多": ("agent", "finance", None, "4001", ("finance",)),
    "周账": ("agent", "finance", None, "4002", ("finance",)),
    "唐律": ("manager", "legal", None, "5001", ("legal",)),
    "罗音": ("manager", "pr", None, "5002", ("spokesperson", "head")),
    "吴迪": ("manager", "product", None, "6001", ("head",)),
    "温岚": ("manager", "production", None, "6100", ("head",)),
    "石磊": ("agent", "production", None, "6101", ("liaison",)),
    "柯亮": ("agent", "production", None, "6102", ("liaison",)),
    "方圆": ("agent", "supplier", None, "8001", ("liaison",)),
}
DESKS = {
    "merchant": ("高洁", "马俊"),
    "production": ("石磊", "柯亮"),
    "supplier": ("方圆", None),
}


def gather() -> dict[str, Person]:
    """Everybody, superiors first, each with a work address; the desks name their people."""
    found: dict[str, Person] = {}
    for name, (rank, department, above, number, flags) in PEOPLE.items():
        found[name] = hire(
            name,
            rank,
            department=department,
            under=found[above] if above else None,
            flags=flags,
            agent_no=number,
            full_name=name,
        )
        Staff.objects.filter(pk=found[name].id).update(email=f"{number}@staff.test")
    for department, (liaison, backup) in DESKS.items():
        name_desk(
            department=department, liaison=liaison, backup=backup, by="system:test", at=MORNING
        )
    return found
