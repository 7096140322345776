"""Files sent to addresses that ask for none are not received, by whom they may be."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from kesu.foundation import files

LARGE = 3 * 1024 * 1024


@pytest.fixture(autouse=True)
def passing(settings: Any, tmp_path: Path) -> Path:
    """Where Django would keep them; it can hold none."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "missing")
    return tmp_path


@pytest.mark.parametrize("size", [1, LARGE])
def test_a_file_that_nobody_asks_for_is_not_received(size: int) -> None:
    sent = {"login": "x", "file": SimpleUploadedFile("a.bin", bytes(size))}
    request = RequestFactory().post("/sign-in", sent)
    assert (request.POST["login"], dict(request.FILES)) == ("x", {})


@pytest.mark.parametrize("path", ["/sign-in", "/language", "/lodge", "/api/v1/complaints", "/none"])
def test_no_door_keeps_one_of_a_stranger(db: None, path: str) -> None:
    kept = set(files.root().rglob("*"))
    sent = {"file": SimpleUploadedFile("a.bin", bytes(LARGE))}
    answer = Client(headers={"host": "localhost"}).post(path, sent)
    assert answer.status_code < 500
    assert set(files.root().rglob("*")) == kept
