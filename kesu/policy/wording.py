"""What Pydantic finds wrong, said in two languages."""

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kesu.policy.faults import Finding, Path

_SAID: dict[str, tuple[str, str]] = {
    "missing": ("缺少此项", "missing"),
    "extra_forbidden": ("不认识的键", "unknown key"),
    "string_type": ("应为文字", "expected text"),
    "string_too_short": ("不能为空", "must not be empty"),
    "string_too_long": (
        "过长，最多 {max_length} 个字符",
        "too long, at most {max_length} characters",
    ),
    "string_pattern_mismatch": ("写法不符，应符合 {pattern}", "expected the form {pattern}"),
    "int_type": ("应为整数", "expected a whole number"),
    "int_parsing": ("应为整数", "expected a whole number"),
    "int_from_float": ("应为整数", "expected a whole number"),
    "bool_type": ("应为 true 或 false", "expected true or false"),
    "bool_parsing": ("应为 true 或 false", "expected true or false"),
    "greater_than": ("应大于 {gt}", "must be greater than {gt}"),
    "greater_than_equal": ("不得小于 {ge}", "must not be less than {ge}"),
    "less_than_equal": ("不得大于 {le}", "must not be more than {le}"),
    "enum": ("未知的代码；可用：{expected}", "unknown code; known: {expected}"),
    "literal_error": ("未知的代码；可用：{expected}", "unknown code; known: {expected}"),
    "union_tag_invalid": (
        "未知的规则；可用：{expected_tags}",
        "unknown rule; known: {expected_tags}",
    ),
    "union_tag_not_found": ("缺少 rule", "rule is missing"),
    "grade": ("未知的级别；可用：{known}", "unknown grade; known: {known}"),
    "zone": ("未知的时区，例：Asia/Shanghai", "unknown time zone, for example Asia/Shanghai"),
    "condition": (
        "应恰有 is、in、over、matches 之一",
        "expected exactly one of is, in, over, matches",
    ),
    "backwards": ("终止日早于起始日", "it ends before it begins"),
    "no_time": ("时长必须大于零", "the time must be longer than nothing"),
    "too_short": ("至少 {min_length} 项", "expected at least {min_length} entries"),
    "tuple_type": ("应为列表", "expected a list"),
    "dict_type": ("应为表", "expected a table"),
    "model_type": ("应为表", "expected a table"),
    "model_attributes_type": ("应为表", "expected a table"),
    "date_type": ("应为日期", "expected a date"),
    "date_parsing": ("应为日期", "expected a date"),
    "date_from_datetime_parsing": ("应为日期", "expected a date"),
    "time_type": ("应为时刻，例：21:00:00", "expected a time of day, for example 21:00:00"),
    "time_parsing": ("应为时刻，例：21:00:00", "expected a time of day, for example 21:00:00"),
}
_SHOWN = {"enum", "literal_error", "union_tag_invalid", "grade", "zone", "extra_forbidden"}


_TAGS = ("[key]", "end_of_day", "elapsed", "calendar_days", "weekdays")


def findings(fault: ValidationError, document: dict[str, Any]) -> list[Finding]:
    """One finding for each thing Pydantic refused, at its path in the document."""
    return [_finding(detail, document) for detail in fault.errors(include_url=False)]


def _finding(detail: ErrorDetails, document: dict[str, Any]) -> Finding:
    path = _path(detail["loc"], document)
    zh, en = _SAID.get(detail["type"], ("不合要求", detail["msg"]))
    context = {key: _plain(value) for key, value in detail.get("ctx", {}).items()}
    shown = _shown(detail, path)
    return Finding(path, shown + zh.format(**context), shown + en.format(**context))


def _plain(value: Any) -> Any:
    """Pydantic's ``'a', 'b' or 'c'`` as ``a, b, c``, which reads the same in both languages."""
    return value.replace("'", "").replace(" or ", ", ") if isinstance(value, str) else value


def _shown(detail: ErrorDetails, path: Path) -> str:
    if detail["type"] not in _SHOWN:
        return ""
    value = path[-1] if detail["type"] == "extra_forbidden" and path else detail["input"]
    if isinstance(value, dict):
        value = value.get("rule", "")
    return f"{str(value)[:40]}: "


def _path(loc: tuple[str | int, ...], document: Any) -> Path:
    """``loc`` without the names of union members that Pydantic puts in between."""
    path: list[str | int] = []
    for place, part in enumerate(loc):
        within = isinstance(document, dict) and part in document
        listed = isinstance(document, list) and isinstance(part, int) and part < len(document)
        if within or listed:
            document = document[part]
        elif place < len(loc) - 1 or part in _TAGS:
            continue
        path.append(part)
    return tuple(path)
