"""A real SMTP server on loopback that can be as difficult as real ones are."""

import asyncio
import email
import ssl
import threading
import warnings
from collections.abc import Collection
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from enum import StrEnum
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.door.block import Block, free_port


class Mode(StrEnum):
    """How it treats whoever comes. Changing it also holds for connections that are open."""

    take = "take"
    refuse = "refuse"  # nobody listens at the port
    hang = "hang"  # the connection stands and nothing is ever said
    drip = "drip"  # a byte now and then, for ever
    busy = "busy"  # 421 at the door
    temporary = "temporary"  # 451 to the recipient
    permanent = "permanent"  # 550 to the recipient
    drop_after_data = "drop_after_data"  # takes the mail, and is gone before it says so


class Smtp(Block):
    """As a context manager it listens inside the block, always at the same port.

    ``messages`` maps a Message-ID to every copy that came, ``refused_for`` are the addresses that
    get 550 in any mode. ``tls`` offers STARTTLS (``secure``: TLS from the first byte), ``login``
    asks for that name and password.
    """

    def __init__(
        self,
        *,
        mode: Mode = Mode.take,
        tls: ssl.SSLContext | None = None,
        secure: bool = False,
        login: tuple[str, str] | None = None,
        refused_for: Collection[str] = (),
        port: int = 0,
    ) -> None:
        self.messages: dict[str, list[EmailMessage]] = {}
        self.recipients: list[str] = []
        self.connections = 0
        self.refused_for = set(refused_for)
        self.port = port or free_port()
        self._mode = mode
        self._tls, self._secure, self._login = tls, secure, login
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Transport] = set()

    def start(self) -> None:
        """Listens, unless its mode is to refuse."""
        self._thread.start()
        self._call(self._settle())

    def stop(self) -> None:
        """Cuts off whoever is there."""
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        """As KESU_SMTP_URL takes it, without a name."""
        return f"{'smtps' if self._secure else 'smtp'}://127.0.0.1:{self.port}"

    @property
    def mode(self) -> Mode:
        return self._mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._mode = mode
        self._call(self._settle())

    def copies(self) -> list[int]:
        """How often each mail came."""
        return [len(copies) for copies in list(self.messages.values())]

    def one(self) -> EmailMessage:
        """The only mail there is."""
        ((message, *_),) = self.messages.values()
        return message

    def _call(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _settle(self) -> None:
        if self._mode is Mode.refuse:
            await self._close()
        elif self._server is None:
            context = self._tls if self._secure else None
            self._server = await self._loop.create_server(
                self._greet, "127.0.0.1", self.port, ssl=context, reuse_address=True
            )

    async def _close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()
        # Who was let in and is not greeted yet has no transport to cut: the loop greets them first.
        for _ in range(3):
            await asyncio.sleep(0)
        for transport in list(self._open):
            transport.abort()

    async def _end(self) -> None:
        await self._close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0.05)  # the sockets of what was cut off are closed by the loop itself

    def _greet(self) -> asyncio.BaseProtocol:
        self.connections += 1
        if self._mode in (Mode.hang, Mode.drip, Mode.busy):
            return _Difficult(self._mode, self._open)
        starttls = None if self._secure else self._tls
        asks = {"authenticator": self._may_enter, "auth_required": True} if self._login else {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of asking for a password in the clear: it is meant
            return _Polite(
                self,
                self._open,
                tls_context=starttls,
                require_starttls=starttls is not None,
                auth_require_tls=starttls is not None,
                hostname="mail.test",
                loop=self._loop,
                **asks,
            )

    def _may_enter(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _kind: str, data: Any
    ) -> AuthResult:
        given = (data.login.decode(), data.password.decode())
        assert isinstance(data, LoginPassword)
        return AuthResult(success=given == self._login, handled=False)

    async def handle_RCPT(  # noqa: N802 - the library asks by this name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        await self._stall(server)
        if self._mode is Mode.busy:
            return "421 4.3.2 closing down"
        if self._mode is Mode.temporary:
            return f"451 4.3.0 <{address}> try again later"
        if self._mode is Mode.permanent or address in self.refused_for:
            return f"550 5.1.1 <{address}> no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the library asks by this name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        await self._stall(server)
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=WIRE)
        assert isinstance(message, EmailMessage)
        self.messages.setdefault(str(message["Message-ID"]), []).append(message)
        self.recipients += envelope.rcpt_tos
        if self._mode is Mode.drop_after_data and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 OK"

    async def _stall(self, _server: SMTP) -> None:
        while self._mode in (Mode.hang, Mode.drip):
            await asyncio.sleep(0.05)


class _Polite(SMTP):
    """An ordinary server that can be cut off."""

    def __init__(self, handler: Smtp, kept: set[asyncio.Transport], **options: Any) -> None:
        super().__init__(handler, **options)
        self._kept = kept

    def connection_made(self, transport: Any) -> None:
        self._kept.add(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._kept -= {one for one in self._kept if one.is_closing()}
        super().connection_lost(error)


class _Difficult(asyncio.Protocol):
    """Never gets as far as a mail."""

    def __init__(self, mode: Mode, kept: set[asyncio.Transport]) -> None:
        self._mode = mode
        self._kept = kept
        self._drip: asyncio.Task[None] | None = None

    def connection_made(self, transport: Any) -> None:
        self._kept.add(transport)
        if self._mode is Mode.busy:
            transport.write(b"421 4.3.2 mail.test too busy\r\n")
            transport.close()
        if self._mode is Mode.drip:
            self._drip = asyncio.ensure_future(self._write_on(transport))

    def connection_lost(self, _error: Exception | None) -> None:
        if self._drip:
            self._drip.cancel()

    async def _write_on(self, transport: Any) -> None:
        while not transport.is_closing():
            transport.write(b"2")
            await asyncio.sleep(0.5)
