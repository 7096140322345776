"""Lists of complaints: what is to be worked, in the order of the rules, and what was asked for."""

from kesu.desk.queue.asking import Filters, View
from kesu.desk.queue.counting import Day, board, counts, day
from kesu.desk.queue.cursors import ORDERS, Order
from kesu.desk.queue.pages import (
    MOST,
    CasePage,
    FoundPage,
    FoundRow,
    Page,
    cases,
    found,
    keys,
    listing,
)

__all__ = [
    "MOST",
    "ORDERS",
    "CasePage",
    "Day",
    "Filters",
    "FoundPage",
    "FoundRow",
    "Order",
    "Page",
    "View",
    "board",
    "cases",
    "counts",
    "day",
    "found",
    "keys",
    "listing",
]
