"""A step that lost to another transaction is taken once more before anybody is turned away."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from tests.api.caller import lodging
from tests.door import Server
from tests.door.server import eventually

_ON_POSTGRESQL = os.environ.get("KESU_DATABASE_URL", "").startswith("postgres")
_SHORT = quote("-c lock_timeout=300ms")
_HOLD = "SELECT 1 FROM complaints_complaint WHERE no = %s FOR UPDATE"
_WAITING = "SELECT xact_start FROM pg_stat_activity WHERE wait_event_type = 'Lock'"

if _ON_POSTGRESQL:

    @pytest.mark.door
    def test_a_step_that_waited_too_long_for_its_row_is_taken_when_the_row_is_free(
        tmp_path: Path,
    ) -> None:
        with Server(tmp_path / "home") as server, psycopg.connect(server.database) as other:
            server.stop()
            server.environment["KESU_DATABASE_URL"] += f"&options={_SHORT}"
            server.start()
            worker = server.hire("worker", rank="agent")
            with server.client(worker.token) as client, ThreadPoolExecutor(1) as pool:
                no = client.post("/complaints", json=lodging()).json()["no"]
                other.execute(_HOLD, [no])
                address = f"/complaints/{no}/actions/note"
                asked = pool.submit(client.post, address, json={"text": "等一等"})
                _see_two_attempts(server.database)
                other.rollback()
                assert asked.result().status_code == 200
                kinds = [
                    one["kind"] for one in client.get(f"/complaints/{no}/journal").json()["items"]
                ]
                assert kinds.count("complaint.noted") == 1

    def _see_two_attempts(database: str) -> None:
        """Returns while the second transaction waits for the row."""
        begun = set[datetime]()
        with psycopg.connect(database, autocommit=True) as watcher:

            def twice() -> bool:
                begun.update(row[0] for row in watcher.execute(_WAITING).fetchall())
                return len(begun) > 1

            eventually(twice)
