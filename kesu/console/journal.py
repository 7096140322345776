"""``kesu journal``: is the record what was written, and does it end where it did that day?"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kesu.console import database
from kesu.console.words import choose, refuse

if TYPE_CHECKING:
    from kesu.desk.ledger import Disagreement
    from kesu.journal.queries import Broken

_SIGNED = ("date", "hash", "root", "seq")
_SAID = {
    "the last lines are missing, or the head was altered": "末尾的记录缺失，或链首被改动",
    "a note belongs to no line": "有附注不属于任何记录",
    "a line was added behind the head": "链首之后多出一行",
    "the line cannot be read": "这一行无法读取",
    "the line was altered": "这一行被改动",
    "the line's columns were altered": "这一行的索引列被改动",
    "the line does not follow the one before it": "这一行与前一行不衔接",
    "the line does not follow the one before it on its case": "这一行与同一投诉的前一行不衔接",
    "a note was added": "多出一条附注",
    "its note is missing": "附注缺失",
    "its note was altered": "附注被改动",
}


@dataclass(frozen=True)
class _Fault:
    """The first thing that differs."""

    what: str
    seq: int | None = None
    kind: str = ""
    case: str = ""

    def line(self) -> str:
        """As it is printed: which line, of what kind, about which complaint, what is wrong."""
        number = f"seq {self.seq}" if self.seq else ""
        where = " ".join(part for part in (number, self.kind, self.case) if part)
        return f"{where}: {self.what}" if where else self.what


def verify(*, head: Path | None) -> int:
    """Checks the chain, then state and owner of every complaint, then the head that was kept.

    Prints how many lines there are, or the first fault; the exit status. Ends with 2 for a file
    that is no head.
    """
    kept = _read(head) if head else None
    database.prepare()
    database.setup()
    lines, fault = _count(), first_fault(kept)
    if fault is not None:
        print(fault.line())
        return 1
    print(choose(zh=f"核对无误，共 {lines} 行", en=f"ok, {lines} lines"))
    return 0


def head() -> int:
    """Prints today's head, today in the zone of the policy in force; the exit status."""
    database.prepare()
    database.setup()
    from kesu.journal.queries import signed_head
    from kesu.policy.queries import in_force

    now = datetime.now(tz=UTC)
    pack = in_force(now)
    print(json.dumps(signed_head(now.astimezone(pack.tz).date(), pack.zone)))
    return 0


def _read(file: Path) -> dict[str, Any]:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        texts = [kept[name] for name in ("date", "hash", "root", "key", "signature")]
        usable = type(kept["seq"]) is int and 0 <= kept["seq"] < 2**63
        usable = usable and all(isinstance(text, str) for text in texts)
        bytes.fromhex(kept["signature"])
    except (ValueError, KeyError, TypeError):
        usable = False
    if not usable:
        refuse(
            zh=f"{file}：不是 kesu journal head 输出的链首",
            en=f"{file}: not a head as kesu journal head prints it",
        )
    return {name: kept[name] for name in (*_SIGNED, "key", "signature")}


def _count() -> int:
    from kesu.journal.models import JournalHead

    return JournalHead.objects.filter(id=1).values_list("seq", flat=True).first() or 0


def first_fault(kept: dict[str, Any] | None) -> _Fault | None:
    """The first thing that differs in the record the connection leads to, or None."""
    return next(_faults(kept), None)


def _faults(kept: dict[str, Any] | None) -> Iterator[_Fault]:
    from kesu.desk.ledger import disagreements
    from kesu.journal import queries

    broken = queries.verify()
    if broken is not None:
        yield _of_chain(broken)
    parted = min(disagreements(), key=lambda one: one.seq, default=None)
    if parted is not None:
        yield _Fault(_parted(parted), parted.seq, parted.kind, parted.case)
    if kept is not None:
        yield from _of_head(kept)


def _of_chain(broken: "Broken") -> _Fault:
    what = choose(zh=_in_chinese(broken.what), en=broken.what)
    return _Fault(what, broken.seq, broken.kind, broken.case or broken.about)


def _in_chinese(what: str) -> str:
    missing = re.fullmatch(r"line (\d+) is missing", what)
    if missing:
        return f"缺少第 {missing[1]} 行"
    itself, _, detail = what.partition(": ")
    return f"数据库自检未通过：{detail}" if detail else _SAID.get(itself, itself)


def _parted(parted: "Disagreement") -> str:
    if parted.name == "row":
        return choose(zh="投诉已不在数据库中", en="the complaint is gone")
    name = choose(zh={"state": "状态", "owner": "负责人"}[parted.name], en=parted.name)
    stands, told = parted.stands or "-", parted.told or "-"
    return choose(
        zh=f"{name}为 {stands}，记录为 {told}",
        en=f"the {name} is {stands}, the record tells {told}",
    )


def _of_head(kept: dict[str, Any]) -> Iterator[_Fault]:
    from kesu.journal.models import JournalLine
    from kesu.journal.rules import GENESIS

    if not _is_ours(kept):
        what = choose(zh="链首文件的签名不是本系统的", en="the head is not signed by our key")
        yield _Fault(what, kept["seq"])
        return
    line = JournalLine.objects.filter(seq=kept["seq"]).values_list("hash", flat=True).first()
    if kept["hash"] != (line if kept["seq"] else GENESIS):
        what = choose(zh="记录中没有该链首", en="the record does not hold this head")
        yield _Fault(what, kept["seq"])


def _is_ours(kept: dict[str, Any]) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from django.conf import settings

    from kesu.journal.rules import canonical

    key = Ed25519PrivateKey.from_private_bytes(settings.KESU_KEYS.signing).public_key()
    said = canonical({name: kept[name] for name in _SIGNED}).encode()
    try:
        key.verify(bytes.fromhex(kept["signature"]), said)
    except InvalidSignature:
        return False
    return bool(kept["key"] == key.public_bytes_raw().hex())
