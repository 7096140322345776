"""From TOML to a pack. No Django here: ``kesu deadline`` starts through this."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kesu.policy.faults import Fault, UnusablePack
from kesu.policy.schema import Pack

_PACKS = Path(__file__).with_name("packs")


def builtin_names() -> tuple[str, ...]:
    """The packs that ship, by name."""
    return tuple(sorted(path.stem for path in _PACKS.glob("*.toml") if "@" not in path.stem))


def load(name_or_path: str | Path) -> Pack:
    """The built-in pack of that name, else the pack in that file. Errors: ``UnusablePack``."""
    if str(name_or_path) in builtin_names():
        return builtin(str(name_or_path))
    path = Path(name_or_path)
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        names = ", ".join(builtin_names())
        zh = f"不是内置规则包({names}),也不是可读的文件"
        en = f"neither a built-in pack ({names}) nor a readable file"
        raise UnusablePack(Fault(str(name_or_path), zh, en)) from fault


@cache
def builtin(name: str) -> Pack:
    """The newest version of a pack that ships."""
    return parse((_PACKS / f"{name}.toml").read_text(encoding="utf-8"))


def parse(text: str) -> Pack:
    """The pack written in ``text``. Errors: ``UnusablePack`` naming every fault."""
    try:
        written: dict[str, Any] = tomllib.loads(text)
        return Pack.model_validate(written)
    except tomllib.TOMLDecodeError as fault:
        raise UnusablePack(Fault("TOML", str(fault), str(fault))) from None
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise UnusablePack(Fault(place, first["msg"], first["msg"])) from None
