# Two commands: `make run` shows the product, `make test` proves it.
# Everything installs into .venv; the page is built into static/dist.

PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/.stamps
NPM := $(shell command -v npm 2>/dev/null || echo $(CURDIR)/$(BIN)/npm)

.PHONY: help run test lint types imports unit browser page-test bench lock clean

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(STAMPS)/run static/dist/index.html ## start everything on this machine: no key, no account
	$(BIN)/python -m sandbox

test: lint types imports unit ## everything that must hold

lint: $(STAMPS)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMPS)/dev
	$(BIN)/mypy

imports: $(STAMPS)/dev
	$(BIN)/lint-imports

unit: $(STAMPS)/dev static/dist/index.html page-test
	$(BIN)/pytest --cov --cov-report=term

bench: $(STAMPS)/bench static/dist/index.html ## print the figures, as ratios taken in one run
	$(BIN)/python -m bench

lock: ## pin every package anew
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --group dev --group bench -c requirements.lock -o requirements-dev.lock

$(BIN)/python:
	$(PYTHON) -m venv .venv

$(STAMPS)/run: requirements.lock | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev $(STAMPS)/bench: requirements-dev.lock | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@mkdir -p $(STAMPS) && touch $(STAMPS)/dev $(STAMPS)/bench $(STAMPS)/run

clean: ## forget everything built or installed
	rm -rf .venv build static/dist static/node_modules
