# The one list of commands: `make help`. CI (.ci/run) calls the same targets.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help run test test-fast test-postgres check format bench bench-scale screenshots messages lock clean
python := .venv/bin/python

help:  ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run:  ## Install, migrate and start the console on 127.0.0.1:$PORT (8000), with its demo team
	@bin/run

test: .dev  ## Run the whole suite, browser journeys in Chromium included
	@$(python) -m tests.browser.chromium
	@$(python) -m pytest $(ARGS)

test-fast: .dev  ## Run the suite without the browser journeys
	@$(python) -m pytest --ignore=tests/browser $(ARGS)

test-postgres: .dev  ## Run the suite, browser journeys aside, on a PostgreSQL of its own
	@$(python) -m tests.postgres $(python) -m pytest --ignore=tests/browser $(ARGS)

check: .dev  ## Lint, formats, types, import direction, migrations, deployment checks
	@bin/check

format: .dev  ## Put the Python code into the project's format
	@$(python) -m ruff check --quiet --fix-only .
	@$(python) -m ruff format .

bench: .dev  ## Measure the console beside its peers
	@$(python) -m tests.bench $(ARGS)

bench-scale: .dev  ## Measure lists, pages and exports at 10,000 and 1,000,000 threads, on both databases
	@$(python) -m tests.bench.scale $(ARGS)

screenshots: .dev  ## Take the README's pictures anew, from the demo
	@$(python) -m tests.browser.screenshots

messages: .dev  ## Collect the texts to translate into locale/, compile them, list what is untranslated
	@$(python) -m tests.catalogues

lock:  ## Lock the newest versions that pyproject.toml allows, with hashes
	@bin/lock

clean:  ## Remove what was installed and built; the data in var/ stays, apart from caches and test results
	@rm -rf .venv staticfiles .hypothesis .ruff_cache .mypy_cache .import_linter_cache
	@rm -rf var/pytest var/coverage var/test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: .dev
.dev:
	@bin/install dev
