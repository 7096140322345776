"""A pack: the rules of complaint handling, with the questions asked of it."""

from collections.abc import Mapping
from typing import Any

from kesu.policy.codes import Urgency
from kesu.policy.schema import sections
from kesu.policy.schema.base import Text
from kesu.policy.schema.plans import Plan
from kesu.policy.schema.questions.money import OfMoney
from kesu.policy.schema.questions.posts import OfPosts
from kesu.policy.schema.questions.times import OfTimes
from kesu.policy.schema.types import ANY, lineage, nearest


class Pack(OfPosts, OfTimes, OfMoney):
    """One version of a policy. Made by ``kesu.policy.loading``, which also checks the whole."""

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

    def follow_up_script(self, code: str) -> tuple[Text, ...]:
        """What to say and ask at a 回访 of that type, line by line (F14)."""
        return nearest(self.guides.follow_up, code) or ()

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

    def word(self, kind: str, code: str, language: str) -> str:
        """The word of ``texts.<kind>`` for a code; the code itself when there is none."""
        text = self.texts.words.get(kind, {}).get(code)
        return text.say(language) if text else code
