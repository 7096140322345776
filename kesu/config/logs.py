"""Logs as one JSON object a line, in which no value can begin a line of its own."""

import json
import logging
import re
from datetime import UTC, datetime

from kesu.foundation.marks import marks
from kesu.foundation.masking import mask_text

# What json leaves as it is although a terminal or an editor acts on it: delete and C1 controls,
# line and paragraph separators, marks that turn the direction of writing, lone surrogates.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

ACCESS = ("method", "route", "status", "ms", "bytes", "staff", "token")
"""What the line of one request says besides its message."""


class JsonLines(logging.Formatter):
    """``at level logger message``; what the work in hand is called (``request``, ``round``,
    ``obligation``); of a request its ``ACCESS``; ``exception`` where there is one.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON; phone and card numbers in it are masked."""
        said: dict[str, str | int | float] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": mask_text(record.getMessage()),
            **marks(),
        }
        request = getattr(record, "request_id", None)
        if request:
            said["request"] = str(request)
        for name in ACCESS:
            value = getattr(record, name, None)
            if isinstance(value, str | int | float):
                said[name] = value
        if record.exc_info:
            said["exception"] = mask_text(self.formatException(record.exc_info))
        return _UNSAFE.sub(_escaped, json.dumps(said, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
