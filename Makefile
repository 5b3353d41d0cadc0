# `make` lists the targets. Options for a program go into ARGS:  make test ARGS="-k freshness"
# Another Python for the environment:  make setup PYTHON=python3.12

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
PYTEST := $(BIN)/python -m pytest -n auto -q
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup environment demo run test check fix screens bench package

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

setup: ## make the environment in .venv, or bring it up to date
	@sh scripts/setup.sh

# The same for the other targets, silent when there is nothing to do.
environment:
	@sh scripts/setup.sh --quiet

demo: environment ## open the window on a filled sample assessment
	$(BIN)/python scripts/demo.py $(ARGS)

run: environment ## open the window (ARGS=FILE opens an assessment)
	$(BIN)/srm-desktop $(ARGS)

test: environment ## run the tests
	$(PYTEST) $(ARGS)

check: environment ## format, lint, types, import contracts, tests: what CI runs
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST) $(ARGS)

fix: environment ## format, and mend what can be mended without asking
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

screens: environment ## render every page to PNG
	$(BIN)/python scripts/screens.py $(ARGS)

bench: environment ## measure
	$(BIN)/python benchmarks/run.py $(ARGS)

package: environment ## build the wheel and the source archive into dist/
	$(BIN)/uv build --no-build-isolation --python $(BIN)/python --out-dir dist
