"""TOML as lists of thousands of words are written: one plain value a line. Pure.

Whatever is written otherwise is left to ``tomllib``, which also says what is wrong with it.
"""

import re
import tomllib
from typing import Any

_TEXT = r'"[^"\\\x00-\x08\x0a-\x1f\x7f]*"'
_VALUE = rf"{_TEXT}|0|[1-9][0-9]{{0,8}}|\[(?: *{_TEXT} *,)* *(?:{_TEXT})? *\]"
_FIELD = re.compile(rf"^([A-Za-z0-9_-]+) = ({_VALUE}) *$", re.MULTILINE)
_TABLE = re.compile(rf"(?:(?:[A-Za-z0-9_-]+ = (?:{_VALUE}) *|#[^\x00-\x08\x0a-\x1f\x7f]*)?\n)*")
_one_text = re.compile(_TEXT).findall


def loads(content: str, name: str) -> dict[str, Any]:
    """What ``tomllib.loads`` gives, quicker where ``content`` ends in many tables ``[[name]]``.
    Errors: ``tomllib.TOMLDecodeError``.
    """
    content = content.replace("\r\n", "\n")
    head, *tables = f"\n{content}\n".split(f"\n[[{name}]]\n")
    if '"""' in content or "'''" in content:
        return tomllib.loads(content)
    found = [_table(f"{table}\n") for table in tables]
    if None in found:
        return tomllib.loads(content)
    known = tomllib.loads(f"{head}\n")
    return {**known, name: found} if found and name not in known else tomllib.loads(content)


def _table(written: str) -> dict[str, Any] | None:
    if not _TABLE.fullmatch(written):
        return None
    fields = _FIELD.findall(written)
    table = {key: _value(value) for key, value in fields}
    return table if len(table) == len(fields) else None


def _value(written: str) -> Any:
    if written[0] == '"':
        return written[1:-1]
    if written[0] == "[":
        return [text[1:-1] for text in _one_text(written)]
    return int(written)
