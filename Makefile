# The two commands a new machine needs: `make score` and `make test`. Both set everything up first.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
OUT    ?= out
# how many browsers are driven at a time; with two, a page may wait for the other one
BROWSERS ?= 1
# two at a time, in any order
PYTEST  = $(BIN)/python -m pytest --numprocesses 2 --dist worksteal
# file by file: each worker has a browser and servers of its own, and what a file starts is started once
BROWSE  = $(BIN)/python -m pytest --numprocesses $(BROWSERS) --dist loadfile -p no:randomly tests/browser

.DEFAULT_GOAL := help
.PHONY: help score test test-unit test-samples test-app test-browser app models lint types contract check hooks attack benchmark felt faults archive clean

help:            ## Show what there is to make.
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

score: models    ## Measure the sample pictures; prints the table and where the annotated pictures lie.
	$(BIN)/thomas-test score sample_images --out $(OUT)

test: $(VENV)/.dev models  ## Install everything needed, then run all tests.
	$(PYTEST) --ignore tests/browser
	$(BROWSE)  # alone: pages that wait for a busy machine are no finding

test-unit: $(VENV)/.dev  ## Tests of rooms, properties and commands: no network, no browser.
	$(PYTEST) tests/unit tests/properties tests/cli

test-samples: $(VENV)/.dev models  ## Tests that run the networks on the sample pictures, and the notebooks.
	$(PYTEST) tests/samples tests/notebooks

test-app: $(VENV)/.dev models  ## Tests of the pages through AppTest.
	$(PYTEST) tests/app

test-browser: $(VENV)/.dev models  ## Tests in a real browser, and the proof that nothing leaves the machine.
	$(PYTEST) tests/privacy
	$(BROWSE)

app: models      ## Open the app in the browser.
	$(BIN)/thomas-test app

models: $(VENV)/.installed  ## Get the pose models.
	$(BIN)/thomas-test models fetch full heavy

lint: $(VENV)/.dev  ## Lint and format.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev  ## Types.
	$(BIN)/mypy

contract: $(VENV)/.dev  ## The import contract.
	$(BIN)/lint-imports

check: lint types contract  ## Lint, types and the import contract.

hooks: $(VENV)/.dev  ## Run what CI runs fast before each commit.
	$(BIN)/pre-commit install

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) scripts/check_system.py
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[validate]" --group dev
	@touch $@

attack: $(VENV)/.dev models  ## Attack it, some twenty minutes: damaged files for every reader, twenty windows at once.
	$(BIN)/python -m pytest -s tests/attack

benchmark: models  ## Measure the time a picture takes; writes docs/performance.md, prints the ratios for it.
	$(BIN)/python benchmarks/speed.py sample_images --write
	$(BIN)/python benchmarks/ratios.py sample_images

felt: $(VENV)/.dev models  ## Measure in a real browser what a person waits for; prints rows for docs/performance.md.
	$(BIN)/python benchmarks/felt.py sample_images

faults: $(VENV)/.dev  ## Kill runs 50 times each, at random moments; prints rows for docs/robustness.md (half an hour).
	$(BIN)/python benchmarks/faults.py --kills 50 --pictures 900

archive: $(VENV)/.dev  ## Score 1,000 small pictures, 1,000 and 10,000 without drawing; prints what grows (five minutes).
	$(BIN)/python benchmarks/archive.py --pictures 1000
	$(BIN)/python benchmarks/archive.py --bare

clean:           ## Remove the environment and everything made.
	rm -rf $(VENV) $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
