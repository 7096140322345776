"""How the screens look to whoever sits at this browser: theme, density, single-letter keys.

A cookie says it, so that the first byte of every page is right already, an error page's too.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

COOKIE = "kesu_look"
_YEAR_SECONDS = 365 * 24 * 60 * 60
CHOICES: dict[str, tuple[str, ...]] = {
    "theme": ("system", "light", "dark"),
    "density": ("normal", "roomy", "compact"),
    "letters": ("on", "off"),
}
"""What may be chosen; the first is what stands until somebody chooses."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was chosen, each a code of ``CHOICES``."""

    theme: str = "system"
    density: str = "normal"
    letters: str = "on"


def look_of(request: HttpRequest) -> Look:
    """What this browser was told last; whatever a cookie may say, only known codes come out."""
    said = request.COOKIES.get(COOKIE, "")
    return look(dict(part.split("-") for part in said.split(".") if part.count("-") == 1))


def look(said: Mapping[str, Any]) -> Look:
    """The known codes among what is said."""
    return Look(**{name: said[name] for name, codes in CHOICES.items() if said.get(name) in codes})


def put(answer: HttpResponseBase, chosen: Look) -> None:
    """Writes the cookie, or takes it away where nothing was chosen."""
    if chosen == Look():
        answer.delete_cookie(COOKIE, samesite="Lax")
        return
    answer.set_cookie(
        COOKIE,
        ".".join(f"{name}-{code}" for name, code in asdict(chosen).items()),
        max_age=_YEAR_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
