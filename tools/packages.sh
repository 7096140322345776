#!/bin/sh
# What the tests need besides Python: PostgreSQL, Redis, Chromium, a Chinese font and a C compiler,
# for the few lines that show a process another time. Installs what is missing when it may; otherwise says
# it in one line and fails, so that no test is left out.
set -eu

has_postgres() {
    command -v initdb >/dev/null 2>&1 && return
    for file in /usr/lib/postgresql/*/bin/initdb; do
        [ -x "$file" ] && return
    done
    return 1
}

has_redis() { command -v redis-server >/dev/null 2>&1; }

has_chromium() {
    [ -n "${KESU_CHROMIUM:-}" ] && [ -x "$KESU_CHROMIUM" ] && return
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return
    done
    return 1
}

has_font() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-cn family)" ]; }

has_compiler() {
    for name in cc gcc clang tcc; do
        command -v "$name" >/dev/null 2>&1 && return
    done
    return 1
}

missing() {
    has_postgres || printf ' postgresql'
    has_redis || printf ' redis-server'
    has_chromium || printf ' chromium'
    has_font || printf ' fonts-noto-cjk fontconfig'
    has_compiler || printf ' tcc'
}

needed=$(missing)
[ -z "$needed" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$needed" >&2
    # shellcheck disable=SC2086 - the words are package names
    sh tools/apt.sh $needed || true
    needed=$(missing)
    [ -z "$needed" ] && exit 0
fi
echo "The tests need what is missing here; as root: apt-get install$needed" >&2
exit 1
