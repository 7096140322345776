"""``kesu classify``: which type a text is of, learned from labelled texts."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from kesu.console.jsonl import Wrong, dump
from kesu.console.reading import Taken, answer_all, text_of, usable
from kesu.console.words import UNUSABLE, say
from kesu.language.classify import Guess, Model
from kesu.language.learn import TooLittle, as_values, learn
from kesu.language.packing import pack, unpack

MODEL = "model.kesu"
REPORT = "report.json"
_LONGEST_LABEL = 200


def train(lines: Iterable[str | bytes], folder: Path, out: TextIO) -> int:
    """Learns from lines of ``{"id", "text", "label"}`` and writes the model into ``folder``.

    A faulty line is told on ``out`` and left aside. The measure of the model goes to standard
    error and, whole with the table of confusions, into the folder. Status 0 all learned, 1 some
    lines were faulty, 2 too little to learn from: then nothing is written.
    """
    taken = Taken(lines, _labelled, out)
    labelled = list(taken)
    texts = [text for text, _ in labelled]
    try:
        model, report = learn(texts, [label for _, label in labelled])
    except TooLittle:
        say(
            zh=f"可学的太少：读到{len(texts)}条，至少要有两个标签，每个两条",
            en=f"too little to learn from: {len(texts)} texts; needed: two labels, two texts each",
        )
        return UNUSABLE
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MODEL).write_bytes(pack(model))
    told = as_values(report)
    (folder / REPORT).write_text(dump(told) + "\n", encoding="utf-8")
    say_report(told)
    return taken.status


def predict(lines: Iterable[str | bytes], folder: Path, out: TextIO) -> int:
    """Answers lines of ``{"id", "text"}`` by the model in ``folder``; 2 when there is none."""
    model = usable(folder / MODEL, lambda path: unpack(path.read_bytes()))
    if model is None:
        return UNUSABLE
    return answer_all(lines, out, text_of, lambda texts: _answers(model, texts))


def _labelled(asked: dict[str, Any]) -> tuple[str, str]:
    return text_of(asked), _label(asked)


def _label(asked: dict[str, Any]) -> str:
    label = asked.get("label")
    if isinstance(label, str) and 0 < len(label.strip()) <= _LONGEST_LABEL:
        return label.strip()
    raise Wrong("label", zh="应为标签", en="expected a label")


def _answers(model: Model, texts: Sequence[str]) -> list[dict[str, Any] | None]:
    return [_answer(guess) for guess in model.guess(texts)]


def _answer(guess: Guess) -> dict[str, Any]:
    return {
        "label": guess.label,
        "confidence": round(guess.sure, 4),
        "alternatives": [
            {"label": label, "confidence": round(sure, 4)} for label, sure in guess.others
        ],
        "needs_person": guess.unsure,
    }


def say_report(told: Mapping[str, Any]) -> None:
    """A report, as ``learn.as_values`` gives it, in words on standard error."""
    for label, score in told["labels"].items():
        right, found, f1, texts = (score[name] for name in ("precision", "recall", "f1", "texts"))
        say(
            zh=f"{label}: 准确{right:.3f} 找全{found:.3f} F1 {f1:.3f}（{texts}条）",
            en=f"{label}: precision {right:.3f} recall {found:.3f} F1 {f1:.3f} ({texts} texts)",
        )
    numbers = f"{told['macro_f1']:.3f}, {told['accuracy']:.3f}"
    above = f"{told['decided']:.3f}, {told['accuracy_decided']:.3f}"
    say(
        zh=f"宏平均F1与正确率: {numbers}；不必人看的份额与其正确率: {above}",
        en=f"macro-F1 and accuracy: {numbers}; share above the line and its accuracy: {above}",
    )
