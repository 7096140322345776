"""A model as bytes and back: numbers only, so that reading one can run nothing. Pure."""

import io
import json
import zipfile
from typing import Any

import numpy as np
import numpy.typing as npt

from kesu.language.classify import Model
from kesu.language.grams import BITS

_KIND = "kesu classify"
_VERSION = 1
_STEPS = 127
"""A weight is kept in one byte: its share of the label's largest."""


class NoModel(ValueError):  # noqa: N818 - what the bytes are
    """The bytes are no model, or one of another version."""


def pack(model: Model) -> bytes:
    """The bytes of a model, a few megabytes; the same for the same model."""
    seen = np.flatnonzero(model.rare)
    largest = np.maximum(np.abs(model.slopes[:, seen]).max(axis=1, initial=0), 1e-9)
    about = {
        "kind": _KIND,
        "version": _VERSION,
        "bits": BITS,
        "labels": list(model.labels),
        "sharpness": model.sharpness,
        "line": model.line,
    }
    parts = {
        "seen": seen.astype(np.int32),
        "rare": model.rare[seen].astype(np.float16),
        "largest": largest.astype(np.float32),
        "steps": np.rint(model.slopes[:, seen] / largest[:, None] * _STEPS).astype(np.int8),
        "biases": model.biases.astype(np.float32),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        _write(file, "about.json", json.dumps(about, ensure_ascii=False).encode())
        for name, part in parts.items():
            one = io.BytesIO()
            np.save(one, part, allow_pickle=False)
            _write(file, f"{name}.npy", one.getvalue())
    return out.getvalue()


def unpack(content: bytes) -> Model:
    """The model of these bytes. Errors: ``NoModel``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            about = json.loads(file.read("about.json"))
            _ask(about)
            parts = {name: _array(file, name) for name in _PARTS}
        return _made(about, parts)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, IndexError, TypeError) as fault:
        raise NoModel(str(fault)) from fault


_PARTS = ("seen", "rare", "largest", "steps", "biases")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def _write(file: zipfile.ZipFile, name: str, content: bytes) -> None:
    file.writestr(zipfile.ZipInfo(name, _LONG_AGO), content, zipfile.ZIP_DEFLATED)


def _array(file: zipfile.ZipFile, name: str) -> npt.NDArray[Any]:
    return np.asarray(np.load(io.BytesIO(file.read(f"{name}.npy")), allow_pickle=False))


def _ask(about: Any) -> None:
    asked = (about["kind"], about["version"], about["bits"])
    if asked != (_KIND, _VERSION, BITS):
        raise NoModel(f"{asked}")


def _made(about: Any, parts: dict[str, npt.NDArray[Any]]) -> Model:
    rare = np.zeros(1 << BITS, np.float32)
    rare[parts["seen"]] = parts["rare"]
    slopes = np.zeros((len(about["labels"]), 1 << BITS), np.float32)
    slopes[:, parts["seen"]] = parts["steps"] * (parts["largest"][:, None] / _STEPS)
    return Model(
        labels=tuple(about["labels"]),
        rare=rare,
        slopes=slopes,
        biases=parts["biases"].astype(np.float32),
        sharpness=float(about["sharpness"]),
        line=float(about["line"]),
    )
