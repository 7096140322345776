#!/bin/sh
# Makes .venv and installs what the lock files name. `install.sh dev` adds what the tests need.
# KESU_PYTHON names the Python to use; by default the first of the usual names from 3.11 on.
set -eu

which=${1:-run}
lock_of() { [ "$1" = dev ] && echo requirements-dev.txt || echo requirements.txt; }
stamp_of() { echo ".venv/kesu-$1.stamp"; }
lock=$(lock_of "$which")

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

recent() {
    "$1" -c 'import sys; sys.exit(not (sys.version_info >= (3, 11) and sys.version_info < (4,)))' \
        >/dev/null 2>&1
}

pick_python() {
    if [ -n "${KESU_PYTHON:-}" ]; then
        recent "$KESU_PYTHON" || fail "KESU_PYTHON=$KESU_PYTHON: expected a Python from 3.11 on"
        echo "$KESU_PYTHON"
        return
    fi
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 && recent "$name"; then
            echo "$name"
            return
        fi
    done
    fail 'Python 3.11 or later is needed: install it, or name it with KESU_PYTHON=/path/to/python'
}

has_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

provide_venv() {
    has_venv "$1" && return
    package=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing $package"
        sh tools/apt.sh "$package" || sh tools/apt.sh python3-venv || true
    fi
    has_venv "$1" || fail "Python's venv is missing: run 'apt-get install $package' as root"
}

wanted() {
    # The folder is part of it: a moved folder leaves a .venv whose scripts point elsewhere.
    cksum "$(lock_of "$1")" pyproject.toml
    pwd -P
}

stamp=$(stamp_of "$which")
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(wanted "$which")" ] && [ -x .venv/bin/kesu ] && exit 0

is_ours() {
    .venv/bin/python -c '' >/dev/null 2>&1 &&
        head -n 3 .venv/bin/pip 2>/dev/null | grep -qF "$(pwd -P)/"
}

if ! is_ours; then
    python=$(pick_python)
    provide_venv "$python"
    say "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi

say "Installing the locked dependencies ($lock)"
rm -f .venv/kesu-*.stamp
# Errors are shown; what pip warns of is rarely of use to a newcomer.
pip() { .venv/bin/python -m pip -qq --disable-pip-version-check --no-input "$@"; }
pip install --require-hashes -r "$lock"
# Nothing unlocked may come in with the package itself: setuptools is in the lock.
pip install --no-build-isolation --no-deps -e .
wanted "$which" >"$stamp"
# What the tests need contains what a run needs.
[ "$which" = run ] || wanted run >"$(stamp_of run)"
