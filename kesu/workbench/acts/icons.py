"""The picture of each action, and the key that opens its form."""

_ICONS_AND_KEYS: dict[str, tuple[str, str]] = {
    "accept": ("check", "S"),
    "contact": ("phone", "L"),
    "progress": ("chat", "P"),
    "assist": ("users", "H"),
    "escalate": ("arrow-up", "E"),
    "consult": ("users", ""),
    "dun": ("bell", "D"),
    "request": ("question", ""),
    "broken_promise": ("triangle-alert", ""),
    "revisit": ("phone", ""),
    "after_care": ("promise", ""),
    "propose": ("send", ""),
    "approve": ("stamp", ""),
    "return": ("stamp", ""),
    "reply": ("chat", ""),
    "promise": ("promise", ""),
    "keep_promise": ("promise", ""),
    "mark_urgent": ("flag", ""),
    "report": ("arrow-up", ""),
    "acknowledge": ("check", ""),
    "opinion": ("scale", ""),
    "meeting": ("users", ""),
    "round": ("chat", ""),
    "dedicate": ("flag", ""),
    "note": ("note", "B"),
    "breakdown": ("chat", ""),
    "analyse": ("scale", ""),
    "establish": ("list", ""),
    "objection": ("chat", ""),
    "gap": ("scale", ""),
    "aggravate": ("triangle-alert", ""),
    "prefer": ("phone", ""),
    "silence_review": ("question", ""),
    "review": ("book", ""),
    "coach": ("users", ""),
    "close": ("lock", ""),
    "transfer": ("arrow-right", "A"),
}


def icon_of(verb: str) -> str:
    """The name of its picture; an arrow where it has none of its own."""
    return _ICONS_AND_KEYS.get(verb, ("arrow-right", ""))[0]


def key_of(verb: str) -> str:
    """The key that opens a verb's form on the case page; nothing for most."""
    return _ICONS_AND_KEYS.get(verb, ("", ""))[1]
