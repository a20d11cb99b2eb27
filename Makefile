# make run     the hub with Exercise Moei on http://127.0.0.1:$(PORT), data in $(ENTRAIDE_HOME)
# make test    everything that must hold (TESTS=tests/local for a part)
# make lint    style, types, and which floor imports which
# make bench   measurements: the list, or NAME=live
# make setup   only the virtual environment
# make messages   the pages' words found, the catalogues of translations compiled
# make screenshots   the pictures of the README, from a fresh exercise

PYTHON ?= python3
PORT ?= 8000
ENTRAIDE_HOME ?= $(CURDIR)/.entraide
TESTS ?= tests
PROCESSES ?= 2

BIN := .venv/bin
INSTALLED := .venv/.installed
TYPED := $(wildcard src/entraide/engines src/entraide/vocabulary src/entraide/formats)
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-input

.PHONY: setup run test lint bench messages screenshots
.DEFAULT_GOAL := run

setup: $(INSTALLED)
	@:

$(INSTALLED): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Entraide needs Python 3.11 or newer; $(PYTHON) is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	@echo "Preparing .venv …"
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/python scripts/compile.py
	@touch $@

run: setup
	@ENTRAIDE_HOME="$(ENTRAIDE_HOME)" $(BIN)/entraide up --exercise --port $(PORT)

test: lint
	@scripts/gettext
	@chromium=$$(scripts/browser) && java=$$(scripts/java) && \
	ENTRAIDE_CHROMIUM="$$chromium" JAVA_HOME="$$java" $(BIN)/pytest -n $(PROCESSES) --dist loadgroup $(TESTS)

lint: setup
	@$(BIN)/ruff check --quiet src tests scripts
	@$(BIN)/ruff format --quiet --check src tests scripts
	@$(BIN)/mypy $(TYPED)
	@$(BIN)/lint-imports

bench: setup
	@ENTRAIDE_HOME="$(ENTRAIDE_HOME)" $(BIN)/entraide bench $(NAME)

messages: setup
	@scripts/gettext
	@$(BIN)/python scripts/messages.py

screenshots: setup
	@$(BIN)/python scripts/make_screenshots.py
