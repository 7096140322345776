"""Lodging during a call: what is missing before I may hang up?"""

from kesu.workbench.lodge.door import caution, customer, lodge

__all__ = ["caution", "customer", "lodge"]
