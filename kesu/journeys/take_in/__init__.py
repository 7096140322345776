"""导入: what other systems know comes in from files (F28, B08), and goes again when it is wrong."""

from kesu.journeys.take_in.complaints import Complaints
from kesu.journeys.take_in.customers import Customers
from kesu.journeys.take_in.kind import Kind
from kesu.journeys.take_in.messages import Messages
from kesu.journeys.take_in.orders import Orders

KINDS: dict[str, type[Kind]] = {
    "complaints": Complaints,
    "customers": Customers,
    "messages": Messages,
    "orders": Orders,
}
"""Every kind of import by its name; each is made with the time of the import."""
