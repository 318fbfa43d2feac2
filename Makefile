# make crawl            sets everything up and crawls the built-in newsroom
# make crawl SITE=okaz  the same for a real site (ARGS='-a limit=50' adds arguments of scrapy crawl)
# make test             sets everything up, browser included, and runs all tests offline

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

SITE ?=
ARGS ?=
PYTEST ?=
TARGET ?= default
export SCRAPYD_USERNAME ?=
export SCRAPYD_PASSWORD ?=
PYTHON := $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$p; break; }; done)

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Modules are compiled when they are first imported; most never are.
INSTALL := $(PIP) install -qq --no-compile --require-hashes

.PHONY: help setup browser crawl test check lock docs deploy scrapyd clean

help:
	@sed -n 's/^# //p' Makefile | head -3

setup: .venv/base.stamp

# No site of ours needs a browser yet, so that only the newsroom, which has pages that do, asks for one.
crawl: .venv/base.stamp
ifeq ($(strip $(SITE)),)
	@$(BIN)/python -m crawler.network.browser_install || \
		echo "Without Chromium the newsroom's client-rendered pages are left out." >&2
	@$(BIN)/scrapy newsroom $(ARGS)
else
	@$(BIN)/scrapy crawl $(SITE) -s SUMMARY=article $(ARGS)
endif

test: .venv/dev.stamp .scrapyd-venv/scrapyd.stamp browser
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile $(PYTEST)

# What CI runs beside the tests.
check: .venv/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: .venv/base.stamp
	$(BIN)/python -m crawler.schema --write

# Scrapyd answers 200 to a failed upload too, so that the exit status of scrapyd-deploy says too little.
deploy: .venv/dev.stamp
	@answer=$$($(BIN)/scrapyd-deploy $(TARGET)) || exit 1; echo "$$answer"; \
	[[ $$answer == *'"status": "ok"'* ]] || { echo "The upload failed: Scrapyd's answer is above." >&2; exit 1; }

# The environment is made anew when a run of this rule was cut short: the stamp is its last step.
.venv/made.stamp:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and neither python3.11 nor python3 is one." >&2; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear .venv || { rm -rf .venv; \
		echo "Python's venv module is not complete: on Debian and Ubuntu, install the package python3-venv." >&2; exit 1; }
	@touch $@

.venv/base.stamp: requirements/base.txt | .venv/made.stamp
	@echo "Installing the pinned packages into .venv (the first time takes a minute)"
	@$(INSTALL) -r requirements/base.txt
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/base.stamp
	@echo "Installing the packages of tests and linters into .venv"
	@$(INSTALL) -r requirements/dev.txt
	@touch $@

# Chromium for sites that need a browser. A second run finds what the first one found or installed.
browser: .venv/base.stamp
	@$(BIN)/python -m crawler.network.browser_install

# Scrapyd lives in an environment of its own, without this project: see docs/deploy.md.
.scrapyd-venv/scrapyd.stamp: requirements/scrapyd.txt
	@echo "Installing Scrapyd into .scrapyd-venv"
	@$(PYTHON) -m venv --clear .scrapyd-venv
	@.scrapyd-venv/bin/python -m pip install -qq --no-compile --disable-pip-version-check --require-hashes -r requirements/scrapyd.txt
	@touch $@

scrapyd: .scrapyd-venv/scrapyd.stamp
	@deploy/start-scrapyd

# Index settings of this machine must leave no trace in the files, hence the empty configuration.
lock:
	@test -x .cache/lock/bin/pip-compile || { $(PYTHON) -m venv .cache/lock && .cache/lock/bin/pip install -qq pip-tools; }
	@cd requirements && for name in base dev scrapyd; do \
		PIP_CONFIG_FILE=/dev/null PIP_FIND_LINKS= CUSTOM_COMPILE_COMMAND="make lock" \
		../.cache/lock/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header \
		--output-file $$name.txt $$name.in; done

clean:
	rm -rf .venv .scrapyd-venv .cache build dist *.egg-info
