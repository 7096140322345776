"""Words for people follow the locale, Chinese first."""

import pytest

from kesu.console.words import choose, list_faults, refuse
from kesu.foundation.faults import Fault


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "中"),
        ({"LANG": "C.UTF-8"}, "中"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US"}, "en"),
        ({"LANG": "en_US", "LC_ALL": "zh_CN"}, "中"),
        ({"LANG": "en_US", "LC_ALL": ""}, "en"),
    ],
)
def test_the_language_follows_the_locale(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert choose(zh="中", en="en") == expected


def test_a_refusal_ends_with_status_two() -> None:
    with pytest.raises(SystemExit, match="2"):
        refuse(zh="不可用", en="unusable")


def test_a_fault_says_where_what_and_what_was_expected(capsys: pytest.CaptureFixture[str]) -> None:
    list_faults([Fault("rank", "unknown rank", "agent, senior")])
    assert capsys.readouterr().err == "rank: unknown rank (agent, senior)\n"
