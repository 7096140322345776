"""``kesu triage`` from the command line."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kesu.console.jsonl import Wrong
from kesu.console.triage import marked
from kesu.language.risk import LABELS
from tests.console.commands import command, lines

kesu = partial(command, "triage")

ANGRY, CALM = "这个绿豆糕凉得像石头", "这个红豆糕热得像太阳"


@pytest.mark.req("A18", "A33")
def test_each_text_is_answered_in_its_place() -> None:
    text = "再不退款，我就找 记 者"
    done = kesu(stdin=lines({"id": "a", "text": text}, "no json", {"id": 3}))
    told, bad, empty = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, bad["line"], empty["error"]["field"]) == (1, 2, "text")
    assert list(told) == ["id", "hits", "risks", "emotion", "stage", "risk", "reasons"]
    assert (told["id"], set(told["risks"]), told["stage"]) == ("a", set(LABELS), "revenge")
    assert told["risks"]["media"] >= 0.5
    assert [text[one["start"] : one["end"]] for one in told["hits"]] == ["找 记 者"]


def test_a_file_is_read_where_one_is_named(tmp_path: Path) -> None:
    file = tmp_path / "asked.jsonl"
    file.write_text(lines({"id": 1, "text": "很好"}), encoding="utf-8")
    assert json.loads(kesu(file).stdout)["id"] == 1


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("triage")
    rows = [
        {"id": number, "text": f"第{number}次{text}", "label": label}
        for number in range(20)
        for text, label in ((ANGRY, "angry"), (CALM, "happy"))
    ]
    (folder / "labels.jsonl").write_text(lines(*rows), encoding="utf-8")
    done = kesu("train", "--labels", folder / "labels.jsonl", "--model", folder / "model")
    assert (done.returncode, done.stdout) == (0, "")
    assert "by model" in done.stderr
    return folder / "model"


@pytest.mark.req("A22")
def test_a_model_answers_and_shows_its_measure(model: Path) -> None:
    done = kesu("--model", model, stdin=lines({"id": 1, "text": ANGRY}, {"id": 2, "text": CALM}))
    assert [json.loads(line)["emotion"] for line in done.stdout.splitlines()] == [4, 0]
    about = json.loads((model / "triage.json").read_text(encoding="utf-8"))
    assert (about["rows"], set(about["quality"])) == (40, {"anger"})
    assert set(about["quality"]["anger"]) == {"precision", "recall", "f1", "rows", "by"}


def test_too_little_leaves_the_old_model_alone(model: Path, tmp_path: Path) -> None:
    before = (model / "triage.kesu").read_bytes()
    file = tmp_path / "one.jsonl"
    file.write_text(lines({"id": 1, "text": ANGRY, "label": "angry"}), encoding="utf-8")
    done = kesu("train", "--labels", file, "--model", model)
    assert (done.returncode, (model / "triage.kesu").read_bytes()) == (2, before)
    assert "too little" in done.stderr


def test_a_label_of_nought_or_one_says_whether_somebody_is_angry(tmp_path: Path) -> None:
    rows = [
        {"id": number, "text": f"第{number}次{text}", "label": label}
        for number in range(20)
        for text, label in ((ANGRY, 1), (CALM, 0))
    ]
    (tmp_path / "labels.jsonl").write_text(lines(*rows), encoding="utf-8")
    kesu("train", "--labels", tmp_path / "labels.jsonl", "--model", tmp_path)
    done = kesu("--model", tmp_path, stdin=lines({"id": 1, "text": ANGRY}, {"id": 2, "text": CALM}))
    assert [json.loads(line)["emotion"] for line in done.stdout.splitlines()] == [3, 0]


@pytest.mark.parametrize("content", [None, "", "{}"])
def test_without_a_usable_model_nothing_is_read(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "triage.json").write_text(content, encoding="utf-8")
        (tmp_path / "triage.kesu").write_bytes(b"")
    done = kesu("--model", tmp_path, stdin=lines({"id": 1, "text": ANGRY}))
    assert (done.returncode, done.stdout) == (2, "")
    assert "model" in done.stderr


@pytest.mark.parametrize(
    ("said", "angry", "media"),
    [
        ({"label": "angry"}, True, None),
        ({"label": "生气"}, True, None),
        ({"label": "sad"}, False, None),
        ({"label": "4"}, True, None),
        ({"label": 1}, False, None),
        ({"emotion": 3}, True, None),
        ({"emotion": "angry"}, True, None),
        ({"anger": 0}, False, None),
        ({"labels": ["media", "angry"]}, True, True),
        ({"label": "media"}, None, True),
        ({"media": 1, "emotion": 0}, False, True),
        ({"risks": {"media": 0.2}}, None, False),
        ({"risks": ["media"]}, None, True),
        ({"risks": []}, None, False),
    ],
)
def test_people_mark_texts_in_many_ways(
    said: dict[str, Any], angry: bool | None, media: bool | None
) -> None:
    one = marked({"id": 1, "text": "x", **said})
    assert (one.angry, one.risks.get("media")) == (angry, media)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "label"),
        ({"label": None}, "label"),
        ({"label": 7}, "label"),
        ({"emotion": 9}, "emotion"),
        ({"risks": {"fame": 1}}, "risks"),
        ({"risks": 3}, "risks"),
        ({"media": "yes"}, "risks"),
    ],
)
def test_a_mark_that_cannot_be_used_is_named(said: dict[str, Any], field: str) -> None:
    with pytest.raises(Wrong) as wrong:
        marked({"id": 1, "text": "x", **said})
    assert wrong.value.field == field
