"""Refresh the scripts of others that Kesu serves itself or is tested with: ``make vendor``.

A ``VENDOR.toml`` names each package, its version, the file taken from it and that file's SHA-256.
The package comes from ``npm pack`` with npm's own settings. A file whose digest differs from the
one written down is refused; ``--accept`` writes the new digest down instead (after a new version
was chosen and its file looked at).
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = (
    ROOT / "kesu" / "workbench" / "static" / "vendor" / "VENDOR.toml",
    ROOT / "tests" / "vendor" / "VENDOR.toml",
)


def fetch(package: str, version: str, member: str) -> bytes:
    """The bytes of one file of a published package."""
    with tempfile.TemporaryDirectory() as folder:
        told = subprocess.run(  # noqa: S603 - fixed program, arguments from our own list
            ["npm", "pack", f"{package}@{version}", "--json", "--silent"],  # noqa: S607
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        )
        archive = Path(folder) / json.loads(told.stdout)[0]["filename"]
        with tarfile.open(archive) as packed:
            found = packed.extractfile(f"package/{member}")
            if found is None:
                raise SystemExit(f"{package}@{version} holds no file {member}.")
            return found.read()


def refresh(named_in: Path, entry: dict[str, str], *, accept: bool) -> None:
    """Fetch one entry of a list, compare its digest and lay the file down."""
    content = fetch(entry["name"], entry["version"], entry["member"])
    digest = hashlib.sha256(content).hexdigest()
    if digest != entry["sha256"]:
        if not accept:
            raise SystemExit(
                f"{entry['file']}: SHA-256 is {digest}, VENDOR.toml expects {entry['sha256']}."
            )
        told = named_in.read_text("utf-8")
        named_in.write_text(told.replace(entry["sha256"], digest), "utf-8")
    target = named_in.parent / entry["file"]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    print(f"{entry['file']}  {entry['name']} {entry['version']}  {digest}")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--accept", action="store_true", help="write new digests down")
    accept = parser.parse_args().accept
    for named_in in LISTS:
        for entry in tomllib.loads(named_in.read_text("utf-8"))["package"]:
            if not re.fullmatch(r"\d+\.\d+\.\d+", entry["version"]):
                raise SystemExit(f"{entry['name']}: the version must be exact: {entry['version']}.")
            refresh(named_in, entry, accept=accept)
    return 0


if __name__ == "__main__":
    sys.exit(main())
