"""What is said of arguments that cannot be used; the library says it in English alone."""

import re
import sys

from typer.exceptions import TyperException

from kesu.console.words import in_english

_ZH = (
    (r"Missing option '(.+)'\.", "缺少选项{0}"),
    (r"Missing argument '(.+)'\.", "缺少参数{0}"),
    (r"Missing command\.", "缺少命令"),
    (r"No such option: (\S+) \(Possible options: (.+)\)", "没有选项{0}，相近的有{1}"),
    (r"No such option: (\S+)", "没有选项{0}"),
    (r"No such command '(.+)'\. Did you mean (.+)\?", "没有命令{0}，相近的有{1}"),
    (r"No such command '(.+)'\.", "没有命令{0}"),
    (r"Option '(.+)' requires an argument\.", "选项{0}后面缺少值"),
    (r"Option '(.+)' requires (\d+) arguments\.", "选项{0}后面应有{1}个值"),
    (r"Option '(.+)' does not take a value\.", "选项{0}不带值"),
    (r"Got unexpected extra arguments? \((.+)\)", "多出的参数：{0}"),
    (r"Got unexpected extra argument\(s\) \((.+)\)", "多出的参数：{0}"),
)
_EXPECTED_ZH = (
    (r"Input should be greater than or equal to (\S+)", "应不小于{0}"),
    (r"Input should be less than or equal to (\S+)", "应不大于{0}"),
    (r"Input should be a valid integer.*", "应为整数"),
    (r"Input should be a valid number.*", "应为数字"),
    (r"Input should be a valid boolean.*", "应为true或false"),
    (r"(?:Value error, )?'(.*)' is not one of (.+)\.", "{0}不在其中，应为{1}之一"),
)
_of_value = re.compile(r"Invalid value for '(.+?)': (.+)", re.DOTALL).fullmatch


def say_usage(fault: TyperException) -> None:
    """What is wrong with the arguments and where help stands, on standard error."""
    said = None if in_english() else in_chinese(fault.format_message())
    if said is None:
        # What every fault of the arguments has, and the public class of them does not name.
        fault.show()  # type: ignore[attr-defined]
        return
    context = getattr(fault, "ctx", None)
    if context is not None:
        usage = context.get_usage().removeprefix("Usage: ")
        help_at = f"{context.command_path} {context.help_option_names[0]}"
        print(f"用法：{usage}\n查看帮助：{help_at}\n", file=sys.stderr)
    print(said, file=sys.stderr)


def in_chinese(said: str) -> str | None:
    """The library's sentence in Chinese; None for one that is not known."""
    value = _of_value(said)
    if value:
        expected = _among(_EXPECTED_ZH, value[2].strip())
        return f"{value[1]}的值不可用：{expected or value[2]}"
    return _among(_ZH, said)


def _among(known: tuple[tuple[str, str], ...], said: str) -> str | None:
    for english, zh in known:
        found = re.fullmatch(english, said, re.DOTALL)
        if found:
            return zh.format(*(part.replace("'", "") for part in found.groups()))
    return None
