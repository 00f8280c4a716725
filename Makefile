# Everything here needs only Python >= 3.11 with its headers and ensurepip, a C compiler and make; the rest goes
# into .venv. tools/prerequisites.py says what of it is missing.
PYTHON ?= python3
ARGS ?=
BIN := .venv/bin

# CPython 3.13 dropped the name that durable_rules calls; its replacement takes the same arguments.
export CPPFLAGS += -DPyEval_CallObject=PyObject_CallObject

# Tests and benchmarks start many processes; each takes a second longer where nothing compiled is kept.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help venv sync lock format check test test-long torture test-browser bench docs picture demo clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

venv: # a .venv without pip was left half made: by a Python without ensurepip, or by an interruption
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON); on Debian or Ubuntu: apt install python3" >&2; exit 1; }
	@$(PYTHON) tools/prerequisites.py
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { rm -rf .venv && $(PYTHON) -m venv .venv; }

.venv/synced: requirements.lock pyproject.toml
	@$(MAKE) --no-print-directory venv
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

sync: .venv/synced ## create or refresh .venv from the lock

lock: ## resolve requirements.lock anew
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 \
		--group dev pyproject.toml --upgrade -o requirements.lock

format: sync ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

check: sync ## lint, types and layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: sync ## the quick tests
	$(BIN)/python -m pytest -n 4 --dist worksteal -m "not long and not browser" $(ARGS)

test-long: sync ## the tests that take longer
	$(BIN)/python -m pytest -m long $(ARGS)

torture: sync ## break ledger, intake and watcher for real; prints one table (half an hour)
	$(BIN)/python tools/torture.py

test-browser: export PLAYWRIGHT_BROWSERS_PATH = 0
test-browser: sync ## the interface in a real browser, downloaded into .venv or else found on PATH
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group browser
	$(BIN)/playwright install chromium || echo "No Chromium could be downloaded; one on PATH is used."
	$(BIN)/python -m pytest -m browser $(ARGS)

bench: sync ## speed, as ratios against named peers in the same run
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group bench
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/judging.py
	$(BIN)/python benchmarks/ledger.py
	$(BIN)/python benchmarks/growing.py
	$(BIN)/python benchmarks/interface.py

docs: sync ## write docs/commands.md from the program
	$(BIN)/python -m smits_tui.cli.reference > docs/commands.md

picture: sync ## draw docs/overview.svg from the real interface
	$(BIN)/python -m smits_tui.tui.picture docs/overview.svg

demo: sync ## a sample organisation with a year of inputs; ARGS=--headless prints the story
	$(BIN)/smits demo $(ARGS)

clean: ## remove what was made here
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache dist build
