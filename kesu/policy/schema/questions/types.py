"""Asked of a pack: what a type is, and what it asks for."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from kesu.policy.codes import Grade
from kesu.policy.schema.base import Text
from kesu.policy.schema.guides import Interview
from kesu.policy.schema.tables import Tables
from kesu.policy.schema.types import (
    STATED,
    Branch,
    GroupRow,
    TypeEntry,
    TypeRow,
    UnknownType,
    lineage,
    nearest,
)


class OfTypes(Tables):
    """What a type is, and what it asks for."""

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

    def grade(self, code: str) -> Grade:
        """The gravity of a type (E17). Errors: ``UnknownType``."""
        return self.type(code).grade

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

    def interviews(self, code: str, facts: Mapping[str, object]) -> tuple[Interview, ...]:
        """What to ask while a complaint of that type is verified (C02)."""
        return tuple(one for one in self.guides.interviews if one.fits(code, facts))

    def responsible(self, code: str) -> str | None:
        """The department that answers for a type (B12), or ``None``."""
        stated = {key: row for key, row in self.duties.items() if row.responsible is not None}
        row = nearest(stated, code)
        return row.responsible if row is not None else None


def _resolved(code: str, rows: Mapping[str, GroupRow | TypeRow]) -> TypeEntry:
    chain = [rows[key] for key in lineage(code) if key in rows]
    stated: dict[str, Any] = {}
    for row in reversed(chain):
        stated |= {key: value for key in STATED if (value := getattr(row, key)) is not None}
    above = code.rpartition(".")[0]
    parent = above if "." in above else None
    group = code.partition(".")[0]
    return TypeEntry(code=code, name=rows[code].name, group=group, parent=parent, **stated)
