"""A model of triage as bytes and back: numbers only, so that reading one can run nothing. Pure."""

import json
from typing import Any

import numpy as np

from kesu.language.packing import NoModel, pack, unpack
from kesu.language.triage_model import Head, Quality, Trained

_KIND, _VERSION = "kesu triage", 1


def packed(model: Trained) -> tuple[bytes, str]:
    """The weights of the pieces, and the rest as JSON; the same for the same model."""
    about = {
        "kind": _KIND,
        "version": _VERSION,
        "learned": model.learned,
        "rows": model.rows,
        "marked": model.marked,
        "quality": {name: vars(one) for name, one in model.quality.items()},
        "heads": [_told(head) for head in model.heads],
    }
    return pack(model.pieces), json.dumps(about, ensure_ascii=False, indent=1)


def unpacked(pieces: bytes, about: str) -> Trained:
    """The model again. Errors: ``NoModel``."""
    try:
        told = json.loads(about)
        if (told["kind"], told["version"]) != (_KIND, _VERSION):
            raise NoModel(f"{told['kind']} {told['version']}")
        return Trained(
            pieces=unpack(pieces),
            heads=tuple(_head(one) for one in told["heads"]),
            quality={name: Quality(**one) for name, one in told["quality"].items()},
            marked=str(told["marked"]),
            rows=int(told["rows"]),
            learned=str(told["learned"]),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise NoModel(str(fault)) from fault


def _told(head: Head) -> dict[str, Any]:
    return {
        "name": head.name,
        "columns": list(head.columns),
        "mean": head.mean.tolist(),
        "scale": head.scale.tolist(),
        "slopes": head.slopes.tolist(),
        "bias": head.bias,
    }


def _head(told: dict[str, Any]) -> Head:
    mean, scale, slopes = (np.array(told[name], float) for name in ("mean", "scale", "slopes"))
    return Head(told["name"], tuple(told["columns"]), mean, scale, slopes, float(told["bias"]))
