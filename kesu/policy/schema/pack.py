"""A pack: the rules of complaint handling, with the questions asked of it."""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cached_property
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from kesu.policy.codes import Grade, HandlerRule, Rank, Remedy, Tier, Urgency, rank_level
from kesu.policy.schema import sections
from kesu.policy.schema.after_care import AfterCare
from kesu.policy.schema.agreement import Agreement
from kesu.policy.schema.base import Part, Text
from kesu.policy.schema.clocks import ClockRule, Elapsed, EndOfDay
from kesu.policy.schema.closing import Closing, Pause
from kesu.policy.schema.duties import DutyRow
from kesu.policy.schema.guides import Dunning, Guides, Interview, Promises
from kesu.policy.schema.lessons import CaseReviews, Conduct, Solutions
from kesu.policy.schema.letters import Texts
from kesu.policy.schema.plans import Plan, PlanRow
from kesu.policy.schema.redress import Award, CompensationRow
from kesu.policy.schema.staffing import DepartmentEntry, HandlerEntry, RankEntry, TierEntry
from kesu.policy.schema.statutory import Profile, StatutoryClock
from kesu.policy.schema.types import (
    STATED,
    Branch,
    GroupRow,
    TypeEntry,
    TypeRow,
    UnknownType,
    lineage,
)
from kesu.policy.schema.watching import Watching

ANY = "any"
URGENT = "urgent"

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]*$", max_length=40)]
Value = TypeVar("Value")


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (LookupError, ValueError, OSError):
        raise PydanticCustomError("zone", "unknown time zone") from None
    return value


def nearest(table: Mapping[str, Value], code: str) -> Value | None:
    """What ``table`` says of ``code``: its own line, else its parents', else ``any``."""
    for key in (*lineage(code), ANY):
        if key in table:
            return table[key]
    return None


class Pack(Part):
    """One version of a policy. Made by ``kesu.policy.loading``, which also checks the whole."""

    name: Name
    version: Version
    zone: Annotated[str, AfterValidator(_zone)]
    valid_from: date
    extends: str | None = None
    title: Text
    ranks: tuple[RankEntry, ...]
    departments: tuple[DepartmentEntry, ...]
    tiers: tuple[TierEntry, ...]
    handlers: tuple[HandlerEntry, ...]
    groups: tuple[GroupRow, ...]
    types: tuple[TypeRow, ...]
    clocks: dict[str, dict[str, ClockRule]]
    urgent: sections.Urgent
    approval: sections.Approval
    by_mandate: sections.ByMandate
    mandates: dict[str, dict[Rank, Annotated[int, Field(ge=0)]]]
    budgets: dict[str, dict[Rank, Annotated[int, Field(ge=0)]]] = Field(default_factory=dict)
    remedies: sections.Remedies = sections.Remedies()
    compensation: tuple[CompensationRow, ...] = ()
    awards: tuple[Award, ...] = ()
    rounds: sections.Rounds = sections.Rounds()
    solutions: Solutions = Solutions()
    case_reviews: CaseReviews = CaseReviews()
    conduct: Conduct = Conduct()
    agreement: Agreement = Agreement()
    resolve: sections.Resolve
    queue: sections.Queue
    follow_up: sections.FollowUp
    after_care: tuple[AfterCare, ...] = ()
    first_tier: sections.FirstTier
    quiet_hours: sections.QuietHours
    contact_attempts: sections.ContactAttempts
    cooling: sections.Cooling = sections.Cooling()
    convert: sections.Convert
    batch: sections.Batch
    important_member: sections.ImportantMember
    plans: dict[str, PlanRow] = Field(default_factory=dict)
    duties: dict[str, DutyRow] = Field(default_factory=dict)
    reviews: sections.Reviews | None = None
    incidents: sections.Incidents | None = None
    statutory: tuple[Profile, ...] = ()
    profiles: tuple[str, ...] = ()
    closing: Closing = Closing()
    pauses: tuple[Pause, ...] = ()
    dunning: Dunning = Dunning()
    promises: Promises = Promises()
    guides: Guides = Guides()
    watching: Watching = Watching()
    texts: Texts = Field(default_factory=Texts)

    @property
    def label(self) -> str:
        """``loyalty@2026.1``, as the journal writes it."""
        return f"{self.name}@{self.version}"

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def starts(self) -> datetime:
        """Midnight of ``valid_from`` in the pack's zone."""
        return datetime.combine(self.valid_from, time.min, self.tz)

    @cached_property
    def type_codes(self) -> tuple[str, ...]:
        """Every code a complaint may carry, in the order of the file."""
        return tuple(row.code for row in self.types)

    @cached_property
    def _types(self) -> dict[str, TypeEntry]:
        rows: dict[str, GroupRow | TypeRow] = {row.code: row for row in self.groups}
        rows |= {row.code: row for row in self.types}
        return {code: _resolved(code, rows) for code in self.type_codes}

    def type(self, code: str) -> TypeEntry:
        """The type with everything inherited. Errors: ``UnknownType`` with the known codes."""
        entry = self._types.get(code)
        if entry is None:
            raise UnknownType(code, self.type_codes)
        return entry

    def has_type(self, code: str) -> bool:
        return code in self._types

    def types_tree(self) -> tuple[Branch, ...]:
        """Groups with their types and subtypes, for selection lists; ``0`` stands alone."""
        tops = [row for row in self.types if "." not in row.code]
        rows: tuple[GroupRow | TypeRow, ...] = (*self.groups, *tops)
        return tuple(self._branch(row.code, row.name) for row in rows)

    def _branch(self, code: str, name: Text) -> Branch:
        below = [row for row in self.types if row.code.rpartition(".")[0] == code]
        branches = tuple(self._branch(row.code, row.name) for row in below)
        return Branch(code=code, name=name, complete=code in self._types, branches=branches)

    def clock(self, name: str, subject: str, *, urgent: bool = False) -> EndOfDay | Elapsed | None:
        """The rule of a clock for a type code (``consult``: a department), or ``None``.

        An urgent complaint takes the line ``urgent`` where the clock has one.
        """
        table = self.clocks.get(name, {})
        if urgent and URGENT in table:
            return table[URGENT]
        return nearest(table, subject)

    def closing_rule(self, code: str, *, urgent: bool = False) -> EndOfDay | Elapsed | None:
        """How soon after its receipt a complaint of a type is to be closed; none: not set (D12)."""
        use = self.closing.use
        chosen = use[URGENT] if urgent and URGENT in use else nearest(use, code)
        return self.closing.profiles[chosen] if chosen else None

    def statutory_profile(self, code: str) -> Profile | None:
        """The profile of that code; none for one that the pack does not have."""
        return next((one for one in self.statutory if one.code == code), None)

    def statutory_clocks(
        self, profile: Profile, day: date, code: str
    ) -> tuple[StatutoryClock, ...]:
        """The steps that a complaint of a type has under a profile from ``day`` (pack's zone)."""
        return profile.clocks(day, self.grade(code))

    def statutory_step(self, profile: str, code: str, rule: str = "") -> StatutoryClock | None:
        """A step of a profile, of the period that ``rule`` names, else as its newest period has it;
        none for one the pack does not have.
        """
        found = self.statutory_profile(profile)
        periods = found.periods if found else ()
        ranked = sorted(periods, key=lambda one: found is not None and found.rule(one) == rule)
        steps = (one for period in reversed(ranked) for one in period.clocks)
        return next((one for one in steps if one.code == code), None)

    def binding(self, facts: Mapping[str, object]) -> tuple[Profile, ...]:
        """The profiles a complaint is under: those of the whole company, and those of which a
        condition holds. ``facts``: values by the names of ``conditions.FIELDS``.
        """
        return tuple(one for one in self.statutory if one.code in self.profiles or one.holds(facts))

    def pauses_in(self, clock: str) -> frozenset[str]:
        """The states in which a clock of that name waits."""
        return frozenset(one.while_.value for one in self.pauses if one.clock == clock)

    def grade(self, code: str) -> Grade:
        """The gravity of a type (E17). Errors: ``UnknownType``."""
        return self.type(code).grade

    def handler(self, code: str, *, urgent: bool = False) -> HandlerRule:
        """The rule that names the handler (E44 to E63). Errors: ``UnknownType``."""
        return self.urgent.handler if urgent else self.type(code).handler

    def urgency(self, facts: Mapping[str, object]) -> dict[Urgency, sections.Found]:
        """Why a complaint of these facts is urgent from the start (E34 to E38, Q29).

        ``facts``: values by the names of ``conditions.FIELDS``. More than ``batch.over`` of one
        issue today, this one included, is U4 (E37, Q5).
        """
        found = self.urgent.found(facts)
        count = facts.get("same_issue_today")
        if isinstance(count, int) and count > self.batch.over:
            found[Urgency.U4] = sections.Found("E37", f"same_issue_today {count}")
        return dict(sorted(found.items()))

    def handler_entry(self, rule: HandlerRule) -> HandlerEntry:
        """What a handler rule asks: lowest rank and, where one is meant, the department."""
        return next(entry for entry in self.handlers if entry.code is rule)

    def mandate(self, rank: str, kind: str = "compensation") -> int:
        """分 a case that a rank may give of a kind of remedy by itself; 0 when none is stated. A
        kind without a table of its own has that of 补偿.
        """
        limits = self.mandates.get(self.mandate_table(kind), {})
        return next((limit for holder, limit in limits.items() if holder == rank), 0)

    def mandate_table(self, kind: str) -> str:
        """The kind whose mandates hold for ``kind``: its own where it has a table, else 补偿."""
        return kind if kind in self.mandates else Remedy.compensation.value

    def compensation_row(self, code: str) -> CompensationRow | None:
        """The line of the table of compensation for a type, the nearest first (B18)."""
        rows = {key: row for row in reversed(self.compensation) for key in row.types}
        return nearest(rows, code)

    def by_mandate_limit(self, code: str, rank: str) -> int | None:
        """分 up to which a solution of this type is approved by mandate (Q25), or ``None``.

        ``None``: never, because of the strict switch, the grade or the type. Urgent complaints
        are never approved by mandate; that is asked where urgency is known.
        """
        rule = self.by_mandate
        limit = nearest(rule.limits, code)
        if rule.strict or limit is None or self.grade(code) not in rule.grades:
            return None
        return min(limit, self.mandate(rank))

    def asks_review(self, *, tier: str, urgent: bool, batch: bool) -> bool:
        """Whether a complaint is reviewed before its inner side ends (A12)."""
        asked = self.case_reviews
        high = asked.from_tier is not None and self.ladder.index(Tier(tier)) >= self.ladder.index(
            asked.from_tier
        )
        return high or (urgent and asked.urgent) or (batch and asked.batch)

    def record_kind(self, code: str) -> str | None:
        """What a verified complaint of a type is called on a colleague's record; None: it goes on
        none (E51).
        """
        return nearest(self.conduct.kinds, code)

    def resolvable(self, code: str) -> bool:
        """Whether a complaint of this type may be solved in the same contact (Q25)."""
        return (
            self.has_type(code) and nearest(dict.fromkeys(self.resolve.types, True), code) is True
        )

    def follow_up_days(self, code: str) -> tuple[int, ...]:
        """Days after execution on which 回访 is due (B19); none: it is not asked."""
        return nearest(self.follow_up.days, code) or ()

    def interviews(self, code: str, facts: Mapping[str, object]) -> tuple[Interview, ...]:
        """What to ask while a complaint of that type is verified (C02)."""
        return tuple(one for one in self.guides.interviews if one.fits(code, facts))

    def follow_up_script(self, code: str) -> tuple[Text, ...]:
        """What to say and ask at a 回访 of that type, line by line (F14)."""
        return nearest(self.guides.follow_up, code) or ()

    def asks_follow_up(self, code: str) -> bool:
        """Whether 回访 must be answered before closing (E14)."""
        return bool(self.follow_up_days(code))

    def initial_tier(self, code: str, *, urgent: bool = False, impact: str = "") -> Tier:
        """The tier a complaint starts on: the highest of what its type, the matrix of severity
        and ``impact`` and, for an urgent one, urgency say (Q1, A06). Errors: ``UnknownType``.
        """
        first, ladder = self.first_tier, self.ladder
        found = [nearest(first.types, code) or self.tiers[0].code]
        found += [
            tier for tier in [first.matrix.get(self.grade(code).name, {}).get(impact)] if tier
        ]
        if urgent:
            found.append(first.urgent)
        return max(found, key=ladder.index)

    def budget(self, rank: str, kind: str = "gift") -> int | None:
        """分 a calendar month that a rank may give of a kind; ``None``: without limit (E62)."""
        limits = self.budgets.get(kind)
        return None if limits is None else limits.get(Rank(rank), 0)

    def may_give(self, rank: str, kind: str) -> bool:
        """Whether a rank may give a remedy of a kind at all, within its mandate (A07)."""
        lowest = self.remedies.ranks.get(Remedy(kind), Rank.agent)
        return rank_level(rank) >= rank_level(lowest)

    def needs_legal(self, kind: str) -> bool:
        """Whether a remedy of a kind needs the legal mandate first (A54)."""
        return Remedy(kind) in self.remedies.legal

    def responsible(self, code: str) -> str | None:
        """The department that answers for a type (B12), or ``None``."""
        stated = {key: row for key, row in self.duties.items() if row.responsible is not None}
        row = nearest(stated, code)
        return row.responsible if row is not None else None

    def plan(self, code: str) -> Plan:
        """What was thought of for a type, part by part (B34). Errors: ``UnknownType``."""
        rows = [self.plans[key] for key in (*lineage(code), ANY) if key in self.plans]

        def stated(part: str) -> Any:
            return next((said for row in rows if (said := getattr(row, part)) is not None), None)

        return Plan(
            flow=stated("flow"),
            responsible=self.handler_entry(self.handler(code)).name,
            cycle=self.clock("first_callback", code),
            compensation=stated("compensation"),
            follow_up=nearest(self.follow_up.days, code),
            analysis=stated("analysis"),
            tracking=stated("tracking"),
            use=stated("use"),
        )

    @cached_property
    def ladder(self) -> tuple[Tier, ...]:
        """The tiers from the lowest."""
        return tuple(entry.code for entry in self.tiers)

    def tier_of(self, rank: str) -> Tier:
        """What a rank decides alone. Errors: ``LookupError`` for an unknown rank."""
        for entry in self.ranks:
            if entry.code == rank:
                return entry.tier
        raise LookupError(f"{rank}: {', '.join(entry.code for entry in self.ranks)}")

    def rank_of_tier(self, tier: str) -> Rank:
        """Who decides on a tier. Errors: ``LookupError`` for an unknown tier."""
        return self._tier(tier).rank

    def tier_above(self, tier: str) -> Tier | None:
        """One step up the ladder (A14), ``None`` at the top. Errors: ``LookupError``."""
        place = self.ladder.index(self._tier(tier).code)
        return self.ladder[place + 1] if place + 1 < len(self.ladder) else None

    def _tier(self, tier: str) -> TierEntry:
        for entry in self.tiers:
            if entry.code == tier:
                return entry
        raise LookupError(f"{tier}: {', '.join(self.ladder)}")

    def rank_name(self, rank: str, language: str) -> str:
        """The word for a rank; the code itself when the pack has none."""
        return _named(self.ranks, rank, language)

    def department_name(self, department: str, language: str) -> str:
        """The word for a department; the code itself for one the pack does not know."""
        return _named(self.departments, department, language)

    def word(self, kind: str, code: str, language: str) -> str:
        """The word of ``texts.<kind>`` for a code; the code itself when there is none."""
        text = self.texts.words.get(kind, {}).get(code)
        return text.say(language) if text else code


def _named(entries: tuple[Any, ...], code: str, language: str) -> str:
    for entry in entries:
        if entry.code == code:
            return str(entry.name.say(language))
    return code


def _resolved(code: str, rows: Mapping[str, GroupRow | TypeRow]) -> TypeEntry:
    chain = [rows[key] for key in lineage(code) if key in rows]
    stated: dict[str, Any] = {}
    for row in reversed(chain):
        stated |= {key: value for key in STATED if (value := getattr(row, key)) is not None}
    above = code.rpartition(".")[0]
    parent = above if "." in above else None
    group = code.partition(".")[0]
    return TypeEntry(code=code, name=rows[code].name, group=group, parent=parent, **stated)
