"""``kesu policy check | diff | publish`` as the person who edits the rules meets them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import translation

from kesu.console import database, rulebook
from kesu.journal.models import JournalLine
from kesu.policy import queries
from kesu.policy.loading import read

MIDNIGHT = "2099-01-01"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.setattr(database, "prepare", lambda: False)  # the test database stands already
    yield
    queries.version.cache_clear()
    translation.deactivate()  # a command speaks its user's language until it ends


def pack(folder: Path, *changes: tuple[str, str], version: str = "2") -> Path:
    text = read("loyalty").replace('version = "2026.1"', f'version = "{version}"', 1)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = folder / f"acme-{version}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_sound_pack_is_said_to_be_sound(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert rulebook.check("loyalty") == 0
    assert rulebook.check(str(pack(tmp_path))) == 0
    assert capsys.readouterr().out == "loyalty@2026.1: sound\nloyalty@2: sound\n"


def test_every_fault_of_a_pack_is_one_line_with_its_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    broken = pack(tmp_path, ('grade = "II"', 'grade = "IV"'), ("hours = 48", "hours = -1"))
    assert rulebook.check(str(broken)) == 1
    said = capsys.readouterr()
    first, second = said.out.splitlines()
    assert first.startswith("groups[1].grade (line ")
    assert second.startswith("clocks.silence.any.hours (line ")
    assert "2 found" in said.err


def test_a_file_that_is_not_there_is_unusable(capsys: pytest.CaptureFixture[str]) -> None:
    assert rulebook.check("moon.toml") == 2
    assert "moon.toml" in capsys.readouterr().err


def test_a_difference_is_told_in_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    other = pack(
        tmp_path,
        ("over = 10", "over = 5"),
        ('handler = "direct_supervisor"', 'handler = "supervisor"'),
        ('any = {rule = "elapsed", hours = 48}', ""),
    )
    assert rulebook.diff("loyalty", str(other)) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "loyalty@2026.1 → loyalty@2"
    assert "~ batch.over: 10 → 5" in said
    assert '~ types."2.2".handler (Staff attitude): direct_supervisor → supervisor' in said
    assert any(line.startswith("- clocks.silence") for line in said)


def test_a_pack_does_not_differ_from_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert rulebook.diff("loyalty", "loyalty") == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["nothing differs"]


@pytest.mark.django_db
def test_publishing_takes_effect_from_its_date_and_is_on_the_record(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert rulebook.publish(pack(tmp_path), start=MIDNIGHT) == 0
    assert "in force from 2099-01-01T00:00+08:00" in capsys.readouterr().out
    start = datetime(2098, 12, 31, 16, tzinfo=UTC)
    assert queries.in_force(start).label == "loyalty@2"
    assert queries.in_force(start - timedelta(seconds=1)).label == "loyalty@2026.1"
    line = json.loads(JournalLine.objects.get(kind="policy.published").line)
    assert line["facts"]["policy"] == "loyalty@2"
    assert line["facts"]["before"] == "loyalty@2026.1"


@pytest.mark.django_db
def test_a_pack_may_take_effect_at_once(tmp_path: Path) -> None:
    assert rulebook.publish(pack(tmp_path), start="now") == 0
    assert queries.in_force(datetime.now(tz=UTC)).label == "loyalty@2"


@pytest.mark.django_db
@pytest.mark.parametrize("start", ["2020-01-01", MIDNIGHT])
def test_what_cannot_be_published_changes_nothing(
    start: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rulebook.publish(pack(tmp_path), start=MIDNIGHT)
    assert rulebook.publish(pack(tmp_path, version="3"), start=start) == 2
    assert "valid_from" in capsys.readouterr().err
    assert JournalLine.objects.filter(kind="policy.published").count() == 1


def test_a_date_that_is_none_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        rulebook.publish(pack(tmp_path), start="tomorrow")
    assert ended.value.code == 2
    assert "2026-12-01" in capsys.readouterr().err


def test_words_are_compared_in_the_reader_s_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert rulebook.diff("loyalty", "brand") == 0
    said = capsys.readouterr().out.splitlines()
    assert (
        "~ title: Complaint rules of a loyalty platform → Complaint rules of a consumer brand"
        in said
    )
    assert "+ first_tier.matrix.III: one D, spreading C, public A" in said
    assert any(line.startswith("+ first_tier.impacts.public (Media, ") for line in said)
