"""Files sent to addresses that expect small ones or none: little is held of them, in memory."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from kesu.foundation import files
from kesu.foundation.uploads import SMALL
from kesu.workbench.admin.uploads import MOST_BYTES

LARGE = 3 * 1024 * 1024


@pytest.fixture(autouse=True)
def passing(settings: Any, tmp_path: Path) -> Path:
    """Where Django would keep them; it can hold none."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "missing")
    return tmp_path


@pytest.mark.parametrize("sizes", [[1], [LARGE], [SMALL], [SMALL + 1], [LARGE, LARGE, LARGE]])
def test_of_files_sent_elsewhere_little_is_held_and_nothing_on_disk(sizes: list[int]) -> None:
    sent = {
        f"f{place}": SimpleUploadedFile("a.bin", bytes(size)) for place, size in enumerate(sizes)
    }
    request = RequestFactory().post("/sign-in", {"login": "x", **sent})
    held: list[Any] = [request.FILES[name] for name in sent]
    assert [one.size for one in held] == sizes
    assert sum(len(one.read()) for one in held) == min(sum(sizes), SMALL)
    assert request.POST["login"] == "x"


def test_what_the_rooms_of_administration_take_is_held_whole() -> None:
    assert MOST_BYTES <= SMALL


@pytest.mark.parametrize("path", ["/sign-in", "/language", "/lodge", "/api/v1/complaints", "/none"])
def test_no_door_keeps_one_of_a_stranger(db: None, path: str) -> None:
    kept = set(files.root().rglob("*"))
    sent = {"file": SimpleUploadedFile("a.bin", bytes(LARGE))}
    answer = Client(headers={"host": "localhost"}).post(path, sent)
    assert answer.status_code < 500
    assert set(files.root().rglob("*")) == kept
