"""JSON lines in, JSON lines out: what the pure commands share (CLI, first section).

One line is answered by one line, in order and flushed as they go, so a pipe can be left open. A
bad line is answered in its place and the rest goes on.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any, NoReturn, TextIO

from kesu.console.words import choose

FAULTS_FOUND = 1
CHUNK = 1 << 16
_is_time = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII
).fullmatch


def batches(lines: Iterable[str | bytes]) -> Iterator[list[bytes]]:
    """The lines that are there without waiting; one by one from anything that is not a file.

    Bytes are read below a text file: a line that is no UTF-8 is a faulty line, not the end.
    """
    source: Any = getattr(lines, "buffer", lines)
    if hasattr(source, "read1"):
        yield from _as_they_come(source)
        return
    for line in source:
        yield [line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass")]


def _as_they_come(source: Any) -> Iterator[list[bytes]]:
    begun: list[bytes] = []
    while chunk := source.read1(CHUNK):
        first, *others = chunk.split(b"\n")
        begun.append(first)
        if others:
            yield [b"".join(begun), *others[:-1]]
            begun = others[-1:]
    if any(begun):
        yield [b"".join(begun)]


def write(out: TextIO, text: str) -> None:
    """Writes UTF-8 whatever the locale is, and passes it on at once."""
    binary = getattr(out, "buffer", None)
    if binary is None:
        out.write(text)
    else:
        binary.write(text.encode())
    out.flush()


class Wrong(ValueError):  # noqa: N818 - what a value is
    """A field that cannot be used, or with ``field`` None the whole line, and what was expected."""

    def __init__(self, field: str | None, *, zh: str, en: str) -> None:
        self.field, self.message = field, choose(zh=zh, en=en)
        self.others: tuple[Wrong, ...] = ()
        super().__init__(field, self.message)


def all_of(readers: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """What each reader gives, by name. Raises Wrong, the first fault with all others beside it."""
    values: dict[str, Any] = {}
    faults: list[Wrong] = []
    for name, reader in readers.items():
        try:
            values[name] = reader()
        except Wrong as wrong:
            faults.append(wrong)
    if faults:
        faults[0].others = tuple(faults[1:])
        raise faults[0]
    return values


def read_time(field: str, value: object, zone: tzinfo) -> datetime:
    """RFC 3339; without an offset in ``zone``. A leap second is the one before it. Raises Wrong."""
    text = value.upper() if isinstance(value, str) else ""
    try:
        if not _is_time(text):
            raise ValueError
        moment = datetime.fromisoformat(text.replace(":59:60", ":59:59"))
    except ValueError:
        zh = "应为 RFC 3339 时间，如 2026-02-13T10:00:00+08:00"
        en = "expected an RFC 3339 time like 2026-02-13T10:00:00+08:00"
        raise Wrong(field, zh=zh, en=en) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def names(subject: object) -> bool:
    """Whether a value may be the id of a line: text or a whole number."""
    return isinstance(subject, str | int) and not isinstance(subject, bool)


def error(line: int, asked: dict[str, Any] | None, faults: list[Wrong]) -> str:
    """The answer to a faulty line: its first fault, the others beside it."""
    subject = asked.get("id") if asked else None
    first, *more = [{"field": fault.field, "message": fault.message} for fault in faults]
    answer = {
        "id": subject if names(subject) else None,
        "line": line,
        "error": {**first, "more": more} if more else first,
    }
    return f"{dump(answer)}\n"


def subject_of(asked: dict[str, Any]) -> str:
    """The line's id, written as JSON. Raises Wrong."""
    subject = asked.get("id")
    if not names(subject):
        raise no_id()
    return dump(subject)


def no_id() -> Wrong:
    """What a line is told whose id is none."""
    return Wrong("id", zh="应为字符串或整数", en="expected a string or an integer")


def decode(line: bytes) -> dict[str, Any]:
    """The JSON object on a line. Raises Wrong for anything that RFC 8259 or Unicode refuses."""
    try:
        asked = _decode(line.decode())
        if b"\\ud" in line or b"\\uD" in line:
            dump(asked).encode()
    except UnicodeDecodeError:
        raise Wrong(None, zh="不是 UTF-8 文本", en="not UTF-8 text") from None
    except UnicodeEncodeError:
        raise Wrong(None, zh="含有落单的代理码位", en="has a lone surrogate") from None
    except RecursionError:
        raise Wrong(None, zh="嵌套过深", en="nested too deeply") from None
    except json.JSONDecodeError as fault:
        zh = f"不是 JSON：第 {fault.pos + 1} 个字符处写法有误"
        raise Wrong(None, zh=zh, en=f"not JSON: {fault}") from None
    except ValueError as fault:
        zh = "不是 JSON：有 NaN、Infinity 或位数过多的整数"
        raise Wrong(None, zh=zh, en=f"not JSON: {fault}") from None
    if not isinstance(asked, dict):
        raise Wrong(None, zh="应为 JSON 对象", en="expected a JSON object")
    return asked


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


_decode = json.JSONDecoder(parse_constant=_no_constant).decode
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_BREAKS = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029"})
"""What JSON lets stand as it is and other programs take for the end of a line."""


def dump(value: object) -> str:
    """``value`` as JSON on one line, whatever is taken for the end of one."""
    text = _encode(value)
    return text if text.isascii() else text.translate(_BREAKS)
