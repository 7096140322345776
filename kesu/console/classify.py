"""``kesu classify``: which type a text is of, learned from labelled texts."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from kesu.console.jsonl import FAULTS_FOUND, Wrong, batches, decode, dump, error, write
from kesu.console.reading import answer_all, text_of
from kesu.console.words import UNUSABLE, say
from kesu.language.classify import Guess, Model
from kesu.language.learn import TooLittle, as_values, learn
from kesu.language.packing import NoModel, pack, unpack

MODEL = "model.kesu"
REPORT = "report.json"
_LONGEST_LABEL = 200


def train(lines: Iterable[str | bytes], folder: Path, out: TextIO) -> int:
    """Learns from lines of ``{"id", "text", "label"}`` and writes the model into ``folder``.

    A faulty line is told on ``out`` and left aside. The measure of the model goes to standard
    error and, whole with the table of confusions, into the folder. Status 0 all learned, 1 some
    lines were faulty, 2 too little to learn from: then nothing is written.
    """
    texts: list[str] = []
    labels: list[str] = []
    seen = faulty = 0
    for batch in batches(lines):
        for line in batch:
            seen += 1
            asked: dict[str, Any] | None = None
            try:
                asked = decode(line.removeprefix(b"\xef\xbb\xbf") if seen == 1 else line)
                text, label = text_of(asked), _label(asked)
            except Wrong as wrong:
                faulty += 1
                write(out, error(seen, asked, [wrong]))
                continue
            texts.append(text)
            labels.append(label)
    try:
        model, report = learn(texts, labels)
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
    return FAULTS_FOUND if faulty else 0


def predict(lines: Iterable[str | bytes], folder: Path, out: TextIO) -> int:
    """Answers lines of ``{"id", "text"}`` by the model in ``folder``; 2 when there is none."""
    try:
        model = unpack((folder / MODEL).read_bytes())
    except OSError as fault:
        say(zh=f"读不到模型：{fault}", en=f"the model cannot be read: {fault}")
        return UNUSABLE
    except NoModel:
        path = folder / MODEL
        say(zh=f"{path}：不是可用的模型，请重新训练", en=f"{path}: no usable model; train again")
        return UNUSABLE
    return answer_all(lines, out, text_of, lambda texts: _answers(model, texts))


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
