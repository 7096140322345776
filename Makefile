# The two commands a newcomer needs are `make run` and `make test`.
# Only relative paths stand here, so the folder may have any name.

.DEFAULT_GOAL := help
.PHONY: help run install install-dev test test-fast check faults bench vendor lock messages requirements
MAKEFLAGS += --no-print-directory

help:
	@echo 'make run        start Kesu with fictitious data on 127.0.0.1:8000 (or the next free port)'
	@echo 'make install    make .venv and install the locked dependencies'
	@echo 'make test       every check, on SQLite and PostgreSQL, with Chromium'
	@echo 'make test-fast  checks and tests without processes and browser'
	@echo 'make check      ruff, mypy, import-linter, migrations, messages'
	@echo 'make faults     kills, full disks, outages, wrong clocks: the long form, for hours'
	@echo 'make bench      the benchmarks'
	@echo 'make messages   message catalogues from the sources'
	@echo 'make requirements  the page of rows and the tests that prove them'
	@echo 'make vendor     refresh the scripts under static/vendor'
	@echo 'make lock       lock files from pyproject.toml'

install:
	@sh tools/install.sh

install-dev:
	@sh tools/install.sh dev

run: install
	@KESU_HOME="$${KESU_HOME:-var/demo}" exec .venv/bin/kesu serve --demo --ports 8000-8009

test: install-dev
	@sh tools/packages.sh
	@.venv/bin/python tools/check.py all

test-fast: install-dev
	@.venv/bin/python tools/check.py fast

check: install-dev
	@.venv/bin/python tools/check.py lint

faults: install-dev
	@sh tools/packages.sh
	@.venv/bin/python tools/faults.py

bench: install-dev
	@for file in bench/*.py; do .venv/bin/python "$$file" || exit 1; done

requirements:
	@python3 tools/requirements.py

messages: install-dev
	@.venv/bin/python tools/messages.py

vendor:
	@python3 tools/vendor.py

lock:
	@sh tools/lock.sh
