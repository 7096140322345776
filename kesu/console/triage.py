"""``kesu triage``: risks, emotion and stage of texts; learned from what people marked, too."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from kesu.console.jsonl import Wrong
from kesu.console.reading import Taken, answer_all, text_of, usable
from kesu.console.words import UNUSABLE, say
from kesu.language.emotion import HOT
from kesu.language.packing import NoModel
from kesu.language.risk import LABELS
from kesu.language.triage import Reading, Reason, Trained, read_many
from kesu.language.triage_learn import ANGRY, Marked, TooLittle, learn
from kesu.language.triage_model import ANGER
from kesu.language.triage_packing import packed, unpacked

PIECES, ABOUT = "triage.kesu", "triage.json"

_MOODS = {
    ANGRY: ("angry", "anger", "愤怒", "生气", "怒", "怒气"),
    "calm": ("none", "normal", "neutral", "calm", "other", "无", "正常", "平静", "中性", "其他"),
}
_MOOD_OF = {word: mood for mood, words in _MOODS.items() for word in words}
_MOST = 5


def run(lines: Iterable[str | bytes], folder: Path | None, out: TextIO) -> int:
    """Answers lines of ``{"id", "text"}``, with the model in ``folder`` if one is named.

    Status 0 all read, 1 some lines were faulty, 2 no usable model.
    """
    model = usable(folder, load) if folder else None
    if folder and not model:
        return UNUSABLE
    return answer_all(lines, out, text_of, lambda texts: _answers(texts, model))


def load(folder: Path) -> Trained:
    """The model in a folder. Errors: ``OSError``, ``NoModel``."""
    try:
        about = (folder / ABOUT).read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        raise NoModel(str(fault)) from fault
    return unpacked((folder / PIECES).read_bytes(), about)


def train(lines: Iterable[str | bytes], folder: Path, learned: date, out: TextIO) -> int:
    """Learns from marked lines and writes the model, with its measure, into ``folder``.

    A line is ``{"id", "text"}`` and what people said of it, see ``marked``. A faulty line is told
    on ``out`` and left aside. Status 0 all learned, 1 some lines were faulty, 2 too little to
    learn from: then nothing is written.
    """
    taken = Taken(lines, marked, out)
    rows = list(taken)
    try:
        model = learn(_filled(rows), _rules([one.text for one in rows]), learned.isoformat())
    except TooLittle:
        say(
            zh=f"可学的太少：读到{len(rows)}条，至少要有一个标签，是与否各十条",
            en=f"too little to learn from: {len(rows)} texts; needed: one label, said of ten texts"
            " and not said of ten",
        )
        return UNUSABLE
    pieces, about = packed(model)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PIECES).write_bytes(pieces)
    (folder / ABOUT).write_text(f"{about}\n", encoding="utf-8")
    _tell(model)
    return taken.status


def marked(asked: Mapping[str, Any]) -> Marked:
    """What a line says of its text. Raises Wrong.

    ``label`` or ``labels``: a mood (``angry``; any other word is another mood), a risk, or a
    degree 0 to 5; ``risks``: a list, or an object of risks with 0, 1 or true; the name of a risk
    itself; ``emotion``: 0 to 5 or a mood; ``anger``: 0 or 1.
    """
    text = text_of(dict(asked))
    risks, moods, degrees = _risks(asked), _words(asked), _degrees(asked)
    named = [word for word in moods if word in LABELS]
    risks |= dict.fromkeys(named, True)
    moods = [word for word in moods if word not in LABELS]
    if not (risks or moods or degrees or "risks" in asked or asked.get("labels") == []):
        raise Wrong(
            "label",
            zh="应为标签：心情、风险，或0至5的情绪",
            en="expected a label: a mood, a risk, or an emotion from 0 to 5",
        )
    mood = _mood(moods) if moods else None
    return Marked(text, risks, degrees[0] if degrees else None, mood)


def _risks(asked: Mapping[str, Any]) -> dict[str, bool]:
    told = asked.get("risks")
    if told is None:
        told = {}
    if isinstance(told, list):
        told = dict.fromkeys(told, 1) if all(isinstance(one, str) for one in told) else {"": 1}
    if not isinstance(told, dict):
        told = {"": 1}
    told = {**told, **{name: asked[name] for name in LABELS if name in asked}}
    for name, value in told.items():
        if name not in LABELS or not isinstance(value, bool | int | float) or not 0 <= value <= 1:
            known = ", ".join(LABELS)
            raise Wrong("risks", zh=f"应为风险标签：{known}", en=f"expected risks among {known}")
    if "risks" in asked:
        told = dict.fromkeys(LABELS, 0) | told
    return {name: value >= 0.5 for name, value in told.items()}


def _words(asked: Mapping[str, Any]) -> list[str]:
    told = asked.get("labels", [])
    said = [asked.get("label"), *(told if isinstance(told, list) else [told]), asked.get("emotion")]
    return [one.strip().lower() for one in said if isinstance(one, str) and not _digit(one)]


def _degrees(asked: Mapping[str, Any]) -> list[int]:
    if isinstance(asked.get("anger"), bool | int):
        return [HOT + 1 if asked["anger"] else 0]
    found = []
    for field in ("emotion", "label"):
        value = asked.get(field)
        value = int(value) if isinstance(value, str) and _digit(value) else value
        if isinstance(value, int) and not isinstance(value, bool):
            if not 0 <= value <= _MOST:
                raise Wrong(field, zh="应为0至5", en="expected 0 to 5")
            found.append(value)
    return found


def _digit(word: str) -> bool:
    return len(word.strip()) == 1 and word.strip() in "012345"


def _mood(words: Sequence[str]) -> str:
    told = [_MOOD_OF.get(word, word) for word in words if word]
    return ANGRY if ANGRY in told else (told[0] if told else "calm")


def _filled(rows: Sequence[Marked]) -> list[Marked]:
    """Where risks are given as the label of a text, the others are not there; where no emotion
    is more than 1, they say no degree but whether somebody is angry.
    """
    if {one.emotion for one in rows if one.emotion is not None} == {0, 1}:
        rows = [replace(one, emotion=one.emotion and HOT + 1) for one in rows]
    named = {name for one in rows for name, yes in one.risks.items() if yes}
    whole = any(set(one.risks) != named for one in rows if one.risks)
    if not named or not whole:
        return list(rows)
    return [replace(one, risks=dict.fromkeys(named, False) | dict(one.risks)) for one in rows]


def _rules(texts: Sequence[str]) -> dict[str, list[float]]:
    told = read_many(texts)
    found = {label: [one.risks[label] for one in told] for label in LABELS}
    return found | {ANGER: [float(one.emotion >= HOT) for one in told]}


def _answers(texts: Sequence[str], model: Trained | None) -> list[dict[str, Any] | None]:
    return [as_json(one) for one in read_many(texts, model=model)]


def as_json(told: Reading) -> dict[str, Any]:
    """A reading as plain values; the offsets are those of the text as given."""
    return {
        "hits": [hit.as_values() for hit in told.hits],
        "risks": told.risks,
        "emotion": told.emotion,
        "stage": told.stage,
        "risk": told.risk,
        "reasons": [_reason(one) for one in told.reasons],
    }


def _reason(one: Reason) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "about": one.about,
        "words": one.words,
        "start": one.start,
        "end": one.end,
        "because": list(one.because),
        "weight": one.weight,
    }


def _tell(model: Trained) -> None:
    for name, one in model.quality.items():
        say(
            zh=f"{name}: 准确{one.precision:.3f} 找全{one.recall:.3f}"
            f" F1 {one.f1:.3f}（{one.rows}条，{'模型' if one.by == 'model' else '规则'}）",
            en=f"{name}: precision {one.precision:.3f} recall {one.recall:.3f}"
            f" F1 {one.f1:.3f} ({one.rows} texts, by {one.by})",
        )
