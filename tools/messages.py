"""Message catalogues without gettext: ``make messages`` collects, keeps and compiles.

``--check`` changes nothing and fails when a message lacks its Chinese, or a compiled file is not
what its catalogue says. English needs no catalogue: a message is its own English.
"""

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

sys.path.insert(0, str(Path(__file__).resolve().parent))
import django_templates

PACKAGE = Path(__file__).resolve().parent.parent / "kesu"
LANGUAGES = ("zh_Hans", "zh_Hant")
METHODS = [("**.py", "python"), ("**/templates/**.html", django_templates.extract)]
OPTIONS = {"**.py": {"encoding": "utf-8"}}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLAIN = (
    re.compile(r'\btitle="([^"]+)"'),
    re.compile(r'(?:misfit\(\s*"[^"]*",|message =)\s*"([^"]+)"'),
)
"""Labels and sayings of payloads: they are read by the code that shows them, in its language."""

ADOPTED = (
    "Successfully signed in as %(name)s.",
    "This account is currently inactive.",
    "This field is required.",
    "You have signed out.",
)
"""Messages of Django and allauth that are said in the words of this house."""

WHERE = "locale/{}/LC_MESSAGES/django.{}"


class Words(Catalog):
    """A catalogue whose head names its language and nothing that changes with day or machine."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", "nplurals=1; plural=0;"),
        ]


def collected() -> Catalog:
    """Every message of the code, without places: they change with each line that moves."""
    catalog = Catalog()
    for _, _, message, _, context in extract_from_dir(PACKAGE, METHODS, OPTIONS, keywords=KEYWORDS):
        catalog.add(message, context=context)
    for path in sorted((PACKAGE / "journeys").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        for message in (found for pattern in PLAIN for found in pattern.findall(text)):
            catalog.add(message)
    for message in ADOPTED:
        catalog.add(message)
    return catalog


def kept(language: str) -> Catalog:
    """The catalogue as it lies in the tree."""
    words = Words(locale=language, header_comment=f"# Words of Kesu: {language}", fuzzy=False)
    path = PACKAGE / WHERE.format(language, "po")
    if path.exists():
        for one in read_po(io.StringIO(path.read_text(encoding="utf-8")), locale=language):
            if one.id and not one.fuzzy:
                words.add(one.id, one.string, flags=one.flags, context=one.context)
    return words


def brought_up(language: str) -> Catalog:
    """What was kept, with what the code says now and nothing else."""
    catalog = kept(language)
    catalog.update(collected(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def compiled(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def untranslated(catalog: Catalog) -> list[str]:
    return [str(one.id) for one in catalog if one.id and not _all(one.string)]


def _all(string: object) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def write(language: str) -> list[str]:
    """Brings one catalogue up and compiles it; what still lacks its words."""
    catalog = brought_up(language)
    path = PACKAGE / WHERE.format(language, "po")
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, catalog, sort_output=True, no_location=True, width=98)
    path.write_text(out.getvalue().decode().rstrip("\n") + "\n", encoding="utf-8")
    (PACKAGE / WHERE.format(language, "mo")).write_bytes(compiled(kept(language)))
    return [f"{language}: no words for {one!r}" for one in untranslated(catalog)]


def check(language: str) -> list[str]:
    """What is wrong with one catalogue."""
    found = [f"{language}: no words for {one!r}" for one in untranslated(brought_up(language))]
    mo = PACKAGE / WHERE.format(language, "mo")
    if not mo.exists() or mo.read_bytes() != compiled(kept(language)):
        found.append(f"{language}: run make messages, the compiled file is old")
    return found


def main() -> int:
    checking = "--check" in sys.argv
    faults = [one for language in LANGUAGES for one in (check if checking else write)(language)]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
