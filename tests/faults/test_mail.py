"""Mail while its server is difficult and workers die: each letter comes, none says two things."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.door import Server
from tests.door.server import eventually
from tests.door.smtp import Mode, Smtp
from tests.faults.cluster import Dated, asked
from tests.faults.fortune import fortune, often
from tests.faults.ledger import Crew, Kind, Ledger
from tests.faults.oracle import Verdict, judge, look
from tests.faults.parts import web, worker

pytestmark = pytest.mark.door

TEN_MINUTES = 600
_PATIENCE_SECONDS = 120.0
_WAITING = "SELECT count(*) FROM correspondence_mail WHERE state IN ('waiting', 'leased')"
_TRIES = "SELECT coalesce(sum(fence), 0) FROM correspondence_mail"
"""Grows with each claim, and with nothing else."""
_DIFFICULT = (Mode.refuse, Mode.hang, Mode.busy, Mode.temporary, Mode.drop_after_data)


def _server(hours: Dated, home: Path, smtp: Smtp) -> Server:
    names = {"KESU_SMTP_URL": f"{smtp.url}?starttls=off", "KESU_MAIL_FROM": "kesu@example.com"}
    return hours.server(home, names)


def test_letters_outlive_a_difficult_server_and_workers_that_die(
    hours: Dated, tmp_path: Path
) -> None:
    """In each way of being difficult letters are written, the worker is killed in the middle and
    the next one lives ten minutes later, with a server that takes what it is given.
    """
    runs, chance = often(1, 20), fortune("mail")
    with Smtp() as smtp:
        server = _server(hours, tmp_path / "home", smtp)
        member = server.hire("lin", rank="supervisor")
        ledger, later = Ledger(member.token), 0
        with web(server):
            for mode in [mode for _ in range(runs) for mode in chance.sample(_DIFFICULT, 5)]:
                smtp.mode = mode
                crew = Crew(server, member, chance=chance, ledger=ledger, kind=_LODGING)
                _write_and_die(server, crew, chance, later)
                later += TEN_MINUTES
                hours.set_clock(later)
                smtp.mode = Mode.take
                with worker(server, seconds=later):
                    _until_sent(server)
        verdict = judge(server, ledger, fault="SMTP difficult, worker killed", runs=runs * 5)
        _hold(verdict, server, ledger, smtp)


def test_an_hour_without_a_server_loses_no_letter(hours: Dated, tmp_path: Path) -> None:
    """The worker's hour passes in steps; in each it tries, and the letters wait."""
    with Smtp(mode=Mode.refuse) as smtp:
        server = _server(hours, tmp_path / "home", smtp)
        member = server.hire("lin", rank="supervisor")
        crew = Crew(server, member, chance=fortune("hour"), kind=_LODGING)
        with web(server), worker(server) as back:
            with crew.at_work() as ledger:
                crew.write_more(often(10, 500))
            for later in range(TEN_MINUTES, 7 * TEN_MINUTES, TEN_MINUTES):
                tries = asked(server, _TRIES)
                hours.set_clock(later)
                back.set_clock(later)
                eventually(lambda: asked(server, _TRIES) > tries, _PATIENCE_SECONDS)  # noqa: B023
            waiting = asked(server, _WAITING)
            smtp.mode = Mode.take
            hours.set_clock(7 * TEN_MINUTES)
            back.set_clock(7 * TEN_MINUTES)
            _until_sent(server)
        assert waiting == len(ledger)
        verdict = judge(server, ledger, fault="SMTP down for an hour", runs=1)
        _hold(verdict, server, ledger, smtp)


def test_an_address_that_is_refused_holds_up_no_other(hours: Dated, tmp_path: Path) -> None:
    with Smtp() as smtp:
        server = _server(hours, tmp_path / "home", smtp)
        member = server.hire("lin", rank="supervisor")
        refused = {"nobody@example.org"}
        smtp.refused_for |= refused
        with web(server), worker(server):
            with server.client(member.token) as client:
                customer = {"email": "nobody@example.org"}
                body = {"channel": "im", "text": "漏发", "customer": customer, "type": "1.2.3"}
                assert client.post("/complaints", json=body).status_code == 201
            crew = Crew(server, member, chance=fortune("refused"), kind=_LODGING)
            with crew.at_work() as ledger:
                crew.write_more(4)
            _until_sent(server)
        states = sorted(row["state"] for row in look(server)["mails"])
        assert states == ["done"] * len(ledger) + ["quarantined"]
        owed = {f"{one.mark}@example.org" for one in ledger.told}
        assert {one["To"] for one in _all(smtp)} == owed


def _until_sent(server: Server) -> None:
    eventually(
        lambda: asked(server, _WAITING) == 0,
        _PATIENCE_SECONDS,
        lambda: f"{asked(server, _WAITING)} letters wait",
    )


_LODGING = Kind(lodging=1, urgent=0)


def _write_and_die(server: Server, crew: Crew, chance: random.Random, later: int) -> None:
    with worker(server, seconds=later) as back:
        with crew.at_work():
            crew.write_more(6)
            time.sleep(chance.uniform(0, 1))
        back.process.kill()


def _hold(verdict: Verdict, server: Server, ledger: Ledger, smtp: Smtp) -> None:
    """A letter to each customer: one, however many copies of it came; and all of them told."""
    mails: dict[str, set[str]] = {}
    for message in _all(smtp):
        mails.setdefault(message["To"], set()).add(message["Message-ID"])
    for one in ledger.told:
        found = mails.pop(f"{one.mark}@example.org", set())
        if not found:
            verdict.lost.append(f"{one}: no letter came")
        if len(found) > 1:
            verdict.doubled.append(f"{one}: {len(found)} letters came")
    verdict.doubled.extend(f"a letter nobody was owed, to {to}" for to in mails)
    seen = look(server)
    queued = [line["case"] for line in seen["lines"] if line["kind"] == "mail.queued"]
    if sorted(queued) != sorted(row["complaint__no"] for row in seen["mails"]):
        verdict.halves.append("letters and lines of the record part")
    verdict.stuck.extend(
        f"{row['complaint__no']}: {row['state']}" for row in seen["mails"] if row["state"] != "done"
    )
    verdict.hold()


def _all(smtp: Smtp) -> Iterator[dict[str, str]]:
    for identity, copies in smtp.messages.items():
        for copy in copies:
            yield {"To": copy["To"].addresses[0].addr_spec, "Message-ID": identity}
