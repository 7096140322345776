"""The style sheets and scripts of every page, in order: one file per component or behaviour."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

STYLES = (
    *("00-layers", "01-tokens", "02-base"),
    *("frame", "side", "topbar", "bottombar"),
    *("icon", "button", "kbd", "tag", "marks", "due", "rail", "avatar", "emotion"),
    *("field", "choice"),
    *("tabs", "filters", "row", "found", "timeline", "ledger", "derivation", "popover", "dialog"),
    *("notice", "empty", "section", "figures", "action"),
    *("queue", "lodge", "hints", "case", "told", "outbox", "roster", "bare", "gallery"),
    *("room", "redress", "thinking", "duties", "proof", "paper", "boards", "morning", "admin"),
    *("palette", "bell", "when", "tour", "guide-pages", "kept", "density"),
    *("story", "company", "proof-brief", "readings", "signals"),
    *("90-utilities", "print", "forced"),
)
SCRIPTS = (
    "upload",
    *("look", "hotkeys", "countdown", "rows", "popover", "dialog", "list-keys"),
    *("queue", "live"),
    *("auto-submit", "missing", "fill", "disclose", "requests", "when", "draft", "types", "print"),
    "keep",
    *("digits", "offline", "row-keys", "copy", "pulse", "palette", "tour", "times"),
    *("company", "story", "say", "signals"),
)


@register.simple_tag
@cache
def styles() -> SafeString:
    """All style sheets, the cascade layers first."""
    files = ((static(f"kesu/css/{name}.css"),) for name in STYLES)
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', files)


@register.simple_tag
@cache
def scripts() -> SafeString:
    """htmx and the behaviours, after the page."""
    htmx = format_html('<script src="{}" defer></script>\n', static("vendor/htmx/htmx.min.js"))
    files = ((static(f"kesu/js/{name}.js"),) for name in SCRIPTS)
    return htmx + format_html_join("\n", '<script type="module" src="{}"></script>', files)


@register.simple_tag
@cache
def sprite() -> str:
    """Where the icons lie."""
    return static("kesu/icons.svg")
