"""Lodging during a call: what is missing before I may hang up?"""

from kesu.workbench.lodge.door import caution, customer, lodge, suggest
from kesu.workbench.lodge.there import contact

__all__ = ["caution", "contact", "customer", "lodge", "suggest"]
