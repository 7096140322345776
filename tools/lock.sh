#!/bin/sh
# Makes the lock files from pyproject.toml. Needs uv: the one on PATH, else one of its own.
set -eu

uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    python3 -m venv "$folder"
    "$folder/bin/python" -m pip install -qq --disable-pip-version-check uv
    uv=$folder/bin/uv
fi

compile() {
    # No index, no source of a package and no path of this machine may end up in the file.
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate \
        --custom-compile-command 'make lock' pyproject.toml "$@"
}

compile -o requirements.txt
compile --group dev -c requirements.txt -o requirements-dev.txt
