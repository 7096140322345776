"""``kesu classify`` from the command line."""

import json
from functools import partial
from pathlib import Path

import pytest

from tests.console.commands import command, lines

kesu = partial(command, "classify")


LEAK, REFUND = "水杯底部开裂漏水", "退款一直没有到账"
LABELLED = [
    {"id": number, "text": f"第{number}回说：{text}", "label": label}
    for number in range(6)
    for text, label in ((LEAK, "1.1"), (REFUND, "1.2"))
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trained model with its report."""
    folder = tmp_path_factory.mktemp("classify")
    (folder / "labels.jsonl").write_text(lines(*LABELLED), encoding="utf-8")
    done = kesu("train", "--labels", folder / "labels.jsonl", "--model", folder / "model")
    assert (done.returncode, done.stdout) == (0, "")
    assert "macro-F1" in done.stderr
    return folder / "model"


@pytest.mark.req("A22")
def test_each_text_is_answered_in_its_place(model: Path) -> None:
    asked = lines({"id": "a", "text": LEAK}, "no json", {"id": 3}, {"id": 4, "text": REFUND})
    done = kesu("predict", "--model", model, stdin=asked)
    first, bad, empty, last = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 1
    assert (first["id"], first["label"], last["id"], last["label"]) == ("a", "1.1", 4, "1.2")
    assert set(first) == {"id", "label", "confidence", "alternatives", "needs_person"}
    assert (bad["id"], bad["line"], empty["error"]["field"]) == (None, 2, "text")


def test_the_report_names_every_confusion(model: Path) -> None:
    report = json.loads((model / "report.json").read_text(encoding="utf-8"))
    assert set(report["confusion"]) == set(report["labels"]) == {"1.1", "1.2"}
    assert sum(sum(row.values()) for row in report["confusion"].values()) == len(LABELLED)


def test_a_faulty_label_is_told_and_the_rest_is_learned(tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text(lines(*LABELLED, {"id": "x", "text": "好", "label": 7}), encoding="utf-8")
    done = kesu("train", "--labels", file, "--model", tmp_path / "model")
    assert done.returncode == 1
    assert json.loads(done.stdout) == {
        "id": "x",
        "line": len(LABELLED) + 1,
        "error": {"field": "label", "message": "expected a label"},
    }
    assert (tmp_path / "model" / "model.kesu").exists()


def test_too_little_leaves_the_old_model_alone(model: Path, tmp_path: Path) -> None:
    before = (model / "model.kesu").read_bytes()
    file = tmp_path / "one.jsonl"
    file.write_text(lines(LABELLED[0]), encoding="utf-8")
    done = kesu("train", "--labels", file, "--model", model)
    assert (done.returncode, (model / "model.kesu").read_bytes()) == (2, before)
    assert "two labels" in done.stderr


@pytest.mark.parametrize("content", [None, b"", b"no model"])
def test_without_a_usable_model_nothing_is_guessed(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "model.kesu").write_bytes(content)
    done = kesu("predict", "--model", tmp_path, stdin=lines({"id": 1, "text": LEAK}))
    assert (done.returncode, done.stdout) == (2, "")
    assert "model" in done.stderr


@pytest.mark.parametrize("words", [[], ["--cases", "--labels", "x"], ["--labels", "x"]])
def test_it_learns_from_labels_into_a_folder_or_from_cases(words: list[str]) -> None:
    done = kesu("train", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--cases" in done.stderr
