"""What is wrong with a pack, and where."""

from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Finding:
    """One fault at a path of the document, before the path is given its line."""

    path: Path
    zh: str
    en: str


@dataclass(frozen=True)
class Fault:
    """One fault; ``place`` names the part and, where known, the line of the file."""

    place: str
    zh: str
    en: str

    def say(self, language: str) -> str:
        return self.zh if language.lower().startswith("zh") else self.en


class UnusablePack(Exception):  # noqa: N818 - says what is wrong with the pack
    """A pack that cannot be used. ``place`` and ``message`` are the first fault's."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        self.place = faults[0].place
        self.message = f"{faults[0].zh} / {faults[0].en}"
        super().__init__(f"{self.place}: {self.message}")

    def say(self, language: str) -> str:
        """Every fault, one a line."""
        return "\n".join(f"{fault.place}: {fault.say(language)}" for fault in self.faults)
