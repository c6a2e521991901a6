# Two commands are for everybody: `make run` and `make test`. The others are for those who change the code.

PYTHON ?= python3
PIP = .venv/bin/python -m pip --disable-pip-version-check --no-input
RUN = .venv/bin/python
PORT ?= 8000
export PORT

# An environment is good for one set of requirements, one Python and one place; a stamp in it says which.
fingerprint = $(shell { cat $(1); $(PYTHON) -V; pwd; } 2>&1 | cksum | cut -d' ' -f1)
SITE := .venv/.site-$(call fingerprint,requirements.txt)
TOOLS := .venv/.tools-$(call fingerprint,requirements.txt requirements-dev.txt)

.PHONY: run test test-slow test-release check lint fmt lock bench figures promises licences

run: $(SITE)
	@$(RUN) manage.py serve

# ARGS goes to pytest: make test ARGS="tests/notation -x"
test: $(TOOLS)
	$(RUN) -m pytest -n auto --dist loadfile --no-loadscope-reorder -m "not slow and not release" $(ARGS)

# The nightly ones: servers killed again and again, faults by the hundred, and what must hold for any input tried with
# other examples than last night. One after the other; half an hour.
test-slow: $(TOOLS)
	$(RUN) -m pytest -m slow $(ARGS)
	HYPOTHESIS_PROFILE=others $(RUN) -m pytest -m "hypothesis and not slow" $(ARGS)

# Before a release: all of the above, then what docs/operations.md says, word by word, on a clean copy.
test-release: test test-slow
	$(RUN) -m pytest -m "release or servers" $(ARGS)
	$(RUN) -m bench.promises

# The figures that a busy machine spoils, once more, on one that does nothing else: T2, T3, T4, T36, T38, T39.
figures: $(TOOLS)
	$(RUN) -m pytest tests/core/test_kills.py tests/core/test_served.py tests/core/test_crawlers.py \
		-k "killed_server or killed_worker or without_a_database or import_runs or rude or flat" $(ARGS)
	$(RUN) -m bench.promises

# docs/promises.md anew: each promise, its test, the figure wanted and the one last measured.
promises: $(TOOLS)
	$(RUN) -m bench.promises

# docs/licences.md anew, after `make lock`.
licences: $(TOOLS)
	$(RUN) -m bench.licences

# What every commit passes; the tests in random order, but for those that take a browser or half a minute.
check: lint
	$(MAKE) --no-print-directory test ARGS='-m "not long and not slow and not release" $(ARGS)'

lint: $(TOOLS)
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy .
	$(RUN) .venv/bin/lint-imports
	$(RUN) manage.py makemigrations --check --dry-run

fmt: $(TOOLS)
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

# The search beside Datasette at 100,000 and 1,000,000 citations; ARGS="100000" for one of them. Takes a while.
# How fast notes are read is measured by `.venv/bin/python -m bench.reading`, each type of page by `-m bench.pages`.
bench: $(TOOLS)
	$(RUN) -m bench $(ARGS)

# Every version and every file's hash; for all systems at once; no word of where this machine gets its packages.
LOCK = $(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock:
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-dev.in --constraints requirements.txt --output-file requirements-dev.txt

$(SITE): | .venv/bin/python
	@echo "Installing what Opis needs into .venv; this is done once …"
	@$(PIP) install --quiet --require-hashes -r requirements.txt
	@rm -f .venv/.site-* && touch $@

$(TOOLS): $(SITE)
	@echo "Installing what the tests need into .venv; this is done once …"
	@$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	@rm -f .venv/.tools-* && touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Opis needs Python 3.11 or later." if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "On Debian: apt install python3-venv" >&2; exit 1; }
