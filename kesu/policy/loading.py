"""From TOML to a pack. No Django here: ``kesu deadline`` starts through this.

A built-in pack lies in ``packs/NAME.toml``. When its rules change it gets a new version and the
file as it was stays beside it as ``packs/NAME@VERSION.toml``, so that complaints judged by it
can still be read (law 4).
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kesu.policy import checks, places, wording
from kesu.policy.faults import Fault, Finding, UnusablePack
from kesu.policy.schema import Pack

_PACKS = Path(__file__).with_name("packs")
_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")


def builtin_names() -> tuple[str, ...]:
    """The packs that ship, by name."""
    return tuple(sorted(path.stem for path in _PACKS.glob("*.toml") if "@" not in path.stem))


def load(name_or_path: str | Path) -> Pack:
    """The built-in pack of that name, else the pack in that file.

    Errors: ``UnusablePack``, also when there is neither.
    """
    name = str(name_or_path)
    return builtin(name) if name in builtin_names() else parse(read(name_or_path))


def read(name_or_path: str | Path) -> str:
    """The text of a built-in pack or of a file. Errors: ``UnusablePack``."""
    name = str(name_or_path)
    path = _PACKS / f"{name}.toml" if name in builtin_names() else Path(name_or_path)
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UnusablePack(Fault(name, "应为 UTF-8 编码", "expected UTF-8")) from None
    except OSError:
        raise UnusablePack(_no_such_pack(name)) from None


@cache
def builtin(name: str) -> Pack:
    """The newest version of a pack that ships. Errors: ``UnusablePack`` for another name."""
    return parse(read(name))


@cache
def builtin_versions(name: str) -> tuple[Pack, ...]:
    """Every version of a pack that ships, the one valid first coming first."""
    older = [parse(path.read_text(encoding="utf-8")) for path in _PACKS.glob(f"{name}@*.toml")]
    newest = [builtin(name)] if name in builtin_names() else []
    return tuple(sorted([*older, *newest], key=lambda pack: pack.starts))


def written(name: str, version: str) -> str:
    """The text of one version that ships. Errors: ``UnusablePack``."""
    older = _PACKS / f"{name}@{version}.toml"
    return read(older if older.is_file() else name)


def parse(text: str) -> Pack:
    """The pack written in ``text``. Errors: ``UnusablePack`` naming every fault."""
    pack, found = _judge(text)
    if pack is None or found:
        raise UnusablePack(*found)
    return pack


def faults(text: str) -> list[Fault]:
    """Everything wrong with the pack written in ``text``, with its place; none: it is usable."""
    return _judge(text)[1]


def document(text: str) -> dict[str, Any]:
    """The whole of a pack as plain values, what it extends included. Errors: ``UnusablePack``."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise UnusablePack(_syntax(str(fault))) from None
    base = written.get("extends")
    if base is None:
        return written
    if base not in builtin_names():
        raise UnusablePack(_no_such_base(str(base), places.lines(text)))
    whole: dict[str, Any] = _composed(document(read(str(base))), written)
    return whole


def of_document(values: dict[str, Any]) -> Pack:
    """A pack from what ``document`` made, kept as JSON. Errors: ``ValidationError``."""
    return Pack.model_validate(values)


def _judge(text: str) -> tuple[Pack | None, list[Fault]]:
    try:
        whole = document(text)
    except UnusablePack as unusable:
        return None, list(unusable.faults)
    try:
        pack = Pack.model_validate(whole)
    except ValidationError as fault:
        return None, _placed(wording.findings(fault, whole), text, whole)
    return pack, _placed(checks.findings(pack), text, whole)


def _placed(found: list[Finding], text: str, whole: dict[str, Any]) -> list[Fault]:
    if not found:
        return []
    written, at = tomllib.loads(text), places.lines(text)
    return [Fault(places.place(one.path, written, whole, at), one.zh, one.en) for one in found]


def _composed(base: Any, over: Any) -> Any:
    """``over`` on top of ``base``: tables by key, lists of coded entries by code, else replaced."""
    if isinstance(base, dict) and isinstance(over, dict):
        return base | {key: _composed(base.get(key), value) for key, value in over.items()}
    if not (_coded(base) and _coded(over)):
        return over
    above = {entry["code"]: entry for entry in over}
    below = {entry["code"] for entry in base}
    kept = [_composed(entry, above.get(entry["code"], {})) for entry in base]
    return kept + [entry for entry in over if entry["code"] not in below]


def _coded(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) and "code" in row for row in value)


def _syntax(message: str) -> Fault:
    at = _LINE.search(message)
    place = f"TOML (line {at[1]})" if at else "TOML"
    where = f"第 {at[1]} 行第 {at[2]} 列" if at else ""
    return Fault(place, f"{where} TOML 语法有误".strip(), message)


def _no_such_pack(name: str) -> Fault:
    known = ", ".join(builtin_names())
    zh = f"不是内置规则包 ({known})，也不是可读的文件"
    return Fault(name, zh, f"neither a built-in pack ({known}) nor a readable file")


def _no_such_base(base: str, at: dict[Any, int]) -> Fault:
    known = ", ".join(builtin_names())
    place = f"extends (line {at[('extends',)]})" if ("extends",) in at else "extends"
    return Fault(
        place, f"{base}: 没有此内置规则包；可用：{known}", f"{base}: no such pack; known: {known}"
    )
