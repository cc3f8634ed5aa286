# The two commands a new machine needs: `make score` and `make test`. Both set everything up first.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
OUT    ?= out

.DEFAULT_GOAL := help
.PHONY: help score test app models lint types contract check benchmark clean

help:            ## Show what there is to make.
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

score: models    ## Measure the sample pictures; prints the table and where the annotated pictures lie.
	$(BIN)/thomas-test score sample_images --out $(OUT)

test: $(VENV)/.dev models  ## Install everything needed, then run the tests.
	$(BIN)/python -m pytest

app: models      ## Open the app in the browser.
	$(BIN)/thomas-test app

models: $(VENV)/.installed  ## Get the pose models.
	$(BIN)/thomas-test models fetch full heavy

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

contract: $(VENV)/.dev
	$(BIN)/lint-imports

check: lint types contract  ## Lint, types and the import contract.

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) scripts/check_system.py
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[validate]" --group dev
	@touch $@

benchmark: models  ## Measure the time a picture takes; writes docs/performance.md.
	$(BIN)/python benchmarks/speed.py sample_images --write

clean:           ## Remove the environment and everything made.
	rm -rf $(VENV) $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
