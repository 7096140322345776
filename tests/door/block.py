"""What runs inside a ``with`` block and is gone afterwards."""

import socket
from abc import ABC, abstractmethod
from typing import Self


class Block(ABC):
    """Begins with the block and ends with it, whatever ends the block."""

    @abstractmethod
    def start(self) -> None:
        """Begins; returns when it is there."""

    @abstractmethod
    def stop(self) -> object:
        """Ends; returns when nothing of it is left. Nothing to do where it has not begun."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def free_port() -> int:
    """A port of this machine at which nobody listened just now."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
