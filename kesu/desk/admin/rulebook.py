"""A version of the rules laid out to be read: sections of rows, in the reader's words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kesu.desk.admin import watching
from kesu.desk.words import REMEDIES, clock_word
from kesu.policy.codes import Rank
from kesu.policy.schema import Branch, Elapsed, EndOfDay, Pack


@dataclass(frozen=True)
class Section:
    """A table: its own ``code``, what it is called, what its columns are, and its rows."""

    code: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sections(pack: Pack, language: str, q: str = "") -> list[Section]:
    """Everything a pack says that people ask for; with ``q`` only the rows that say so."""
    found = [
        Section("types", _("Types"), _type_columns(), tuple(_types(pack, language))),
        Section(
            "clocks",
            _("Deadlines"),
            (_("Deadline"), _("For"), _("How long")),
            tuple(_clocks(pack, language)),
        ),
        Section(
            "ladder",
            _("Ladder"),
            (_("Tier"), _("Who decides"), _("Rank")),
            tuple(_ladder(pack, language)),
        ),
        Section(
            "mandates",
            _("Mandates, a case"),
            (_("Kind of remedy"), *_ranks(pack, language)),
            tuple(_amounts(pack.mandates)),
        ),
        Section(
            "budgets",
            _("Budgets, a month"),
            (_("Kind of remedy"), *_ranks(pack, language)),
            tuple(_amounts(pack.budgets)),
        ),
        Section(
            "urgent",
            _("Urgent"),
            (_("Reason"), _("When")),
            tuple((one.code.value, one.name.say(language)) for one in pack.urgent.reasons),
        ),
        Section(
            "rules",
            _("Numbers of the rules"),
            (_("Rule"), _("Value")),
            tuple(_numbers(pack, language)),
        ),
        Section(
            "watching",
            _("Watching"),
            (_("Rule"), _("Value")),
            tuple(watching.rows(pack, language)),
        ),
        Section(
            "texts",
            _("Words and letters"),
            (_("Text"), _("In your language")),
            tuple(_texts(pack, language)),
        ),
    ]
    if not q:
        return [one for one in found if one.rows]
    words = q.casefold().split()
    kept = (
        Section(one.code, one.title, one.columns, tuple(_said(one.rows, words))) for one in found
    )
    return [one for one in kept if one.rows]


def counted(rule: EndOfDay | Elapsed | None) -> str:
    """A rule of a clock as people write it: T+1, the same day, 3 h."""
    if rule is None:
        return "–"
    if isinstance(rule, EndOfDay):
        days = rule.after_workdays
        return f"T+{days}" if days else _("the same day")
    hours, minutes = divmod(rule.seconds // 60, 60)
    if hours and not minutes:
        return _("%(n)s h") % {"n": hours}
    return _("%(n)s min") % {"n": hours * 60 + minutes}


def _said(rows: Iterable[tuple[str, ...]], words: list[str]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        told = " ".join(row).casefold()
        if all(word in told for word in words):
            yield row


def _type_columns() -> tuple[str, ...]:
    return (
        _("Type"),
        _("Name of the type"),
        _("Grade"),
        _("First call-back"),
        _("Handled by"),
        _("Needed"),
    )


def _types(pack: Pack, language: str) -> Iterator[tuple[str, ...]]:
    for branch in pack.types_tree():
        yield from _branch(pack, branch, language, 0)


def _branch(pack: Pack, branch: Branch, language: str, depth: int) -> Iterator[tuple[str, ...]]:
    name = f"{'　' * depth}{branch.name.say(language)}"
    if branch.complete:
        one = pack.type(branch.code)
        yield (
            branch.code,
            name,
            one.grade.name,
            counted(pack.clock("first_callback", branch.code)),
            pack.handler_entry(one.handler).name.say(language),
            " ".join(need.value for need in one.needs),
        )
    else:
        yield (branch.code, name, "", "", "", "")
    for below in branch.branches:
        yield from _branch(pack, below, language, depth + 1)


def _clocks(pack: Pack, language: str) -> Iterator[tuple[str, ...]]:
    for name, table in pack.clocks.items():
        for key, rule in table.items():
            yield str(clock_word(name)), subject(pack, key, language), counted(rule)


def subject(pack: Pack, key: str, language: str) -> str:
    """What a line of a clock is for: a type, a department, urgent, or all."""
    if key == "any":
        return _("all")
    if key == "urgent":
        return _("urgent")
    names = {row.code: row.name for row in pack.groups} | {row.code: row.name for row in pack.types}
    if key in names:
        return f"{key} {names[key].say(language)}"
    return pack.department_name(key, language)


def _ladder(pack: Pack, language: str) -> Iterator[tuple[str, ...]]:
    for one in pack.tiers:
        yield one.code.value, one.name.say(language), pack.rank_name(one.rank, language)


def _ranks(pack: Pack, language: str) -> tuple[str, ...]:
    return tuple(pack.rank_name(rank, language) for rank in Rank)


def _amounts(tables: dict[str, dict[Rank, int]]) -> Iterator[tuple[str, ...]]:
    for kind, limits in tables.items():
        name = next((str(word) for code, word in REMEDIES.items() if code == kind), kind)
        yield name, *(yuan(limits[rank]) if rank in limits else "–" for rank in Rank)


def yuan(fen: int) -> str:
    """Money in yuan, as people write it."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def _numbers(pack: Pack, language: str) -> Iterator[tuple[str, ...]]:
    hours, tries = pack.quiet_hours, pack.contact_attempts
    quiet = f"{hours.start:%H:%M}-{hours.end:%H:%M}" if hours.on else "–"
    yield _("Time zone"), pack.zone
    yield _("Quiet hours"), quiet
    yield _("Attempts before it counts as not reached"), f"{tries.attempts} / {tries.apart_minutes}"
    yield _("People with one issue in a day before it is a batch"), str(pack.batch.over)
    yield _("Lowest rank that approves"), pack.rank_name(pack.approval.min_rank, language)
    yield _("Report acknowledged within, minutes"), str(pack.urgent.ack_minutes)
    strict = _("yes") if pack.by_mandate.strict else _("no")
    yield _("Every solution waits for another person"), strict


def _texts(pack: Pack, language: str) -> Iterator[tuple[str, ...]]:
    for kind, table in pack.texts.words.items():
        for code, said in table.items():
            yield f"{kind}.{code}", said.say(language)
    for letter, whole in pack.texts.mail.items():
        yield f"mail.{letter}.subject", whole.subject.say(language)
        yield f"mail.{letter}.body", whole.body.say(language)
    for draft, said in pack.texts.drafts.items():
        yield f"drafts.{draft}", said.say(language)
