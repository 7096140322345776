"""Arguments and streams that cannot be used are told in the reader's language, with status 2."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.console.commands import KESU, command

CHINESE = {"LANG": "zh_CN.UTF-8", "PATH": "/usr/bin:/bin"}


def in_chinese(*words: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [KESU, *words], input=stdin, capture_output=True, encoding="utf-8", check=False, env=CHINESE
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["wat"], "没有命令wat，相近的有watch"),
        (["policy", "wat"], "没有命令wat"),
        (["deadline", "--wat"], "没有选项--wat"),
        (["deadline", "a", "b"], "多出的参数：b"),
        (["user", "create"], "缺少选项--name"),
        (["export"], "缺少参数what"),
        (["serve", "--port"], "选项--port后面缺少值"),
        (["serve", "--port", "99999"], "--port的值不可用：应不大于65535"),
        (["serve", "--port", "x"], "--port的值不可用：应为整数"),
        (["batches", "--over", "-1"], "--over的值不可用：应不小于0"),
        (["batches", "--per", "month"], "--per的值不可用：month不在其中，应为day, 7d之一"),
    ],
)
def test_wrong_arguments_are_told_in_chinese(words: list[str], said: str) -> None:
    told = in_chinese(*words)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.splitlines()[-1] == said
    assert "Error" not in told.stderr


def test_wrong_arguments_are_told_in_english() -> None:
    told = command("deadline", "--wat")
    assert told.returncode == 2
    assert "No such option: --wat" in told.stderr


def test_a_file_that_cannot_be_read_is_told_in_chinese(tmp_path: Path) -> None:
    assert in_chinese("deadline", tmp_path).stderr == f"{tmp_path}: 这是目录，应为文件\n"
    told = in_chinese("deadline", tmp_path / "none")
    assert (told.returncode, told.stderr) == (2, f"{tmp_path / 'none'}: 没有这个文件或目录\n")
    told = in_chinese("deadline", "--calendar", tmp_path)
    assert (told.returncode, told.stderr) == (2, f"无法读取年历 {tmp_path}：这是目录，应为文件\n")


def test_a_line_that_is_no_json_is_told_in_chinese() -> None:
    told = in_chinese("similar", stdin='{"id":1,}\n{"id":NaN}\n')
    assert told.returncode == 1
    assert "第 9 个字符处写法有误" in told.stdout
    assert "不是 JSON：有 NaN" in told.stdout


@pytest.mark.parametrize("name", ["deadline", "grade", "triage", "similar", "batches"])
def test_a_closed_standard_output_is_refused(name: str) -> None:
    told = subprocess.run(
        ["/bin/sh", "-c", f'exec "{KESU}" {name} >&-'],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=CHINESE,
    )
    assert told.returncode == 2
    assert told.stderr == "标准输出已关闭：不需要输出时请写 >/dev/null\n"


def test_a_closed_standard_input_has_no_lines() -> None:
    told = subprocess.run(
        ["/bin/sh", "-c", f'exec "{KESU}" deadline <&-'],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **CHINESE},
    )
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
