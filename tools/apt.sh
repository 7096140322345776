#!/bin/sh
# Installs Debian packages quietly; shows what apt said only when it failed. Needs root.
set -eu

said=$(mktemp)
trap 'rm -f "$said"' EXIT
export DEBIAN_FRONTEND=noninteractive
if { apt-get update && apt-get install -y --no-install-recommends "$@"; } >"$said" 2>&1; then
    exit 0
fi
cat "$said" >&2
exit 1
