"""``kesu policy list`` and ``show``: data on standard output, no database."""

import pytest

from kesu.console import policy
from kesu.policy import codes
from kesu.policy.loading import load


@pytest.fixture
def page(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert policy.show("loyalty") == 0
    return capsys.readouterr().out


def test_list_names_each_pack_with_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert policy.list_packs() == 0
    rows = [line.split("\t")[:3] for line in capsys.readouterr().out.splitlines()]
    assert ["loyalty", "2026.1", "2004-01-01"] in rows


@pytest.mark.parametrize(
    ("kind", "listed"),
    [
        ("states", codes.State),
        ("ranks", codes.Rank),
        ("tiers", codes.Tier),
        ("flags", codes.Flag),
        ("departments", codes.DEPARTMENTS),
        ("channels", codes.Channel),
        ("sources", codes.Source),
        ("special_role", codes.SpecialRole),
        ("level", "0123456789"),
        ("types", load("loyalty").type_codes),
        ("handler", codes.HandlerRule),
        ("notify", codes.Notify),
        ("outcomes", codes.Outcome),
        ("disposition", codes.DispositionKind),
        ("verdict", codes.Verdict),
        ("parties", codes.Party),
        ("remedies", codes.Remedy),
    ],
)
def test_show_lists_every_code_of_a_kind(page: str, kind: str, listed: list[str]) -> None:
    line = next(line for line in page.splitlines() if line.startswith(f"{kind}:"))
    assert line.split()[1:] == [str(code) for code in listed]


def test_show_says_what_a_type_asks(page: str) -> None:
    assert "  2.2  Staff attitude  [II, direct_supervisor, same day, needs=accused_agent]" in page


def test_show_speaks_chinese_by_default(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    policy.show("loyalty")
    assert "客服态度" in capsys.readouterr().out


def test_an_unknown_pack_is_unusable_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert policy.show("nowhere") == 2
    said = capsys.readouterr()
    assert (said.out, "loyalty" in said.err) == ("", True)
