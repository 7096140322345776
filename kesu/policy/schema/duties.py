"""Which department does what for a type of complaint (B09, B12, B13)."""

from kesu.policy.schema.base import Part
from kesu.policy.schema.staffing import DepartmentCode


class DutyRow(Part):
    """Who answers for the handling, who is asked, who is told; by type, group or ``any``.

    The time a department has to answer stands in ``clocks.consult``, its person in the house.
    """

    responsible: DepartmentCode | None = None
    consulted: tuple[DepartmentCode, ...] = ()
    informed: tuple[DepartmentCode, ...] = ()
