"""Forms: made from payloads, read as they were typed, shown again with what is wrong."""

from kesu.workbench.forms.again import filled, unplaced
from kesu.workbench.forms.field import Choice, Choices, Field, Group
from kesu.workbench.forms.made import fields_of
from kesu.workbench.forms.reading import read

__all__ = [
    "Choice",
    "Choices",
    "Field",
    "Group",
    "fields_of",
    "filled",
    "read",
    "unplaced",
]
