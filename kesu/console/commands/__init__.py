"""What ``kesu`` can be asked. Every command imports its work inside: help stays quick."""

# Each part adds its commands to the app, in the order in which help names them.
from kesu.console.commands import running, judging, texts, people, policy, data  # noqa: F401, I001
from kesu.console.commands.base import app

__all__ = ["app"]
