"""What the reader does now, in the frame of every page; it asks the database nothing."""

from typing import Any

from django import template

from kesu.complaints.permissions.boards import may_handle
from kesu.workbench import my_state
from kesu.workbench.session import Desk

register = template.Library()


@register.simple_tag(takes_context=True)
def mine(context: dict[str, Any]) -> my_state.Shown | None:
    """The reader's own state, as they said it; None for who has none."""
    request = context.get("request")
    desk = getattr(request, "desk", None)
    if request is None or not isinstance(desk, Desk) or not may_handle(desk.reader):
        return None
    said = request.user
    presence = desk.people[desk.reader.id].presence if desk.reader.id in desk.people else "away"
    return my_state.shown(said.state, said.state_since, presence)


@register.simple_tag
def five() -> list[my_state.Shown]:
    """The five states to choose from."""
    return my_state.states()
