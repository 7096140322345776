"""Who works in the demonstration: twelve invented people of six ranks in four departments."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from kesu.journeys.people.staff import create_staff
from kesu.journeys.screens import prefer

BY = "system:demo"


@dataclass(frozen=True)
class SignIn:
    """One person of the demonstration, with the password made for this load."""

    sign_in: str
    full_name: str
    rank: str
    password: str


# Superiors stand before those under them.
_STAFF: tuple[tuple[str, str, str, str, str | None, str, str], ...] = (
    ("fangwz", "方文仲", "director", "operations", None, "", "head finance"),
    ("sumn", "苏曼宁", "manager", "service", "fangwz", "", ""),
    ("zhoulh", "周立恒", "supervisor", "service", "sumn", "1001", ""),
    ("guoxl", "郭晓岚", "lead", "service", "zhoulh", "1002", ""),
    ("tangyw", "唐语薇", "senior", "service", "guoxl", "1003", ""),
    ("linxy", "林晓雨", "agent", "service", "guoxl", "1004", ""),
    ("chenjs", "陈嘉树", "agent", "service", "guoxl", "1005", ""),
    ("wuxm", "吴小满", "agent", "service", "guoxl", "1006", ""),
    ("gumz", "顾明哲", "supervisor", "risk", "fangwz", "2001", ""),
    ("shenyz", "沈亦舟", "senior", "risk", "gumz", "2002", ""),
    ("masq", "马思齐", "senior", "merchant", "fangwz", "3001", "liaison"),
    ("luoyf", "罗一帆", "agent", "operations", "fangwz", "", "admin"),
)


def hire(at: datetime) -> list[SignIn]:
    """Makes all of them, superiors first. Errors: ``Refused`` when one of the names is taken."""
    passwords = [secrets.token_urlsafe(9) for _ in _STAFF]
    for (sign_in, name, rank, department, supervisor, agent_no, flags), password in zip(
        _STAFF, passwords, strict=True
    ):
        person = create_staff(
            sign_in=sign_in,
            full_name=name,
            rank=rank,
            department=department,
            supervisor=supervisor,
            flags=flags.split(),
            agent_no=agent_no,
            password=password,
            by=BY,
            at=at,
        )
        # Whoever comes in for the first time is shown around.
        prefer("tour", "due", by=person.person)
    return [
        SignIn(row[0], row[1], row[2], password)
        for row, password in zip(_STAFF, passwords, strict=True)
    ]
