"""Make the table that normalising reads: ``python tools/characters.py`` (OpenCC is needed).

One line for every character that is not read as itself: its number in hexadecimal, a tab, and what
it is read as, which may be nothing. Width and form by NFKC, case folded, Traditional read as
Simplified; signs that people put between the letters of a word are dropped.
"""

import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "kesu" / "language" / "characters.tsv"

BETWEEN = set("*·•・‧∙●○◆■★☆_~^|\\/#+=-–—―.…`'\"“”‘’«»‹›")
"""What stands between letters to hide a word, or for looks; never the end of a sentence."""

_HIDDEN = {"Cf", "Mn", "Me", "Zs", "Zl", "Zp", "Cc"}
_LAST = 0x30000


def lines(simplify: Callable[[str], str]) -> Iterator[str]:
    """The lines of the table, in the order of the characters."""
    for number in range(_LAST):
        letter = chr(number)
        if unicodedata.category(letter) in ("Cs", "Cn", "Co"):
            continue
        read = _read(letter, simplify)
        if read != letter:
            yield f"{number:x}\t{read}"


def _read(letter: str, simplify: Callable[[str], str]) -> str:
    if letter == "\n":
        return letter
    if letter in BETWEEN or unicodedata.category(letter) in _HIDDEN:
        return ""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", letter).casefold())
    kept = (one for one in plain if one not in BETWEEN)
    return "".join(simplify(one) for one in kept if unicodedata.category(one) not in _HIDDEN)


def main() -> int:
    import opencc  # noqa: PLC0415 - only to make the table

    text = "\n".join(lines(opencc.OpenCC("t2s").convert)) + "\n"
    TABLE.write_text(text, encoding="utf-8")
    print(f"{TABLE.name}: {text.count(chr(10))} characters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
