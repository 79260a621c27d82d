# Needs Python 3.11 or newer and make; everything else is installed into .venv from locked lists.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= data

.PHONY: demo test test-long check audit docs pictures notebook lock clean

# The main job on the bundled sample: serve it on loopback, harvest it over HTTP, publish, show.
demo: $(VENV)/.run
	$(BIN)/harvest refresh --registry sample --data $(DATA)
	$(BIN)/harvest tables --data $(DATA)
	@echo
	@echo '>>> harvest.load("studies", columns=["nct_id", "overall_status", "phase", "enrollment", "start_date"]).head(8)'
	@$(BIN)/python -c 'import harvest; print(harvest.load("studies", data="$(DATA)", columns=["nct_id", "overall_status", "phase", "enrollment", "start_date"]).head(8).to_string())'

# All tests but the long ones.
test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist loadfile -q -m "not long"

# Tests that take minutes.
test-long: $(VENV)/.dev
	$(BIN)/python -m pytest -q -m long

# Style, types, and which room may import which.
check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The locked lists against known advisories; says what could not be asked, fails on what is known.
audit: $(VENV)/.dev
	$(BIN)/python .ci/audit.py

# The pages of docs/reference, from the code.
docs: $(VENV)/.dev
	$(BIN)/python docs/make.py
	$(BIN)/python -m tests.reliability.page

# The picture of the README, from the bundled sample.
pictures: $(VENV)/.dev
	$(BIN)/python docs/make_pictures.py

# The notebooks again, with their outputs, from the bundled sample.
notebook: $(VENV)/.dev
	$(BIN)/python notebooks/execute.py

# The locked lists again, from pyproject.toml (needs uv).
lock:
	uv pip compile -q pyproject.toml --group build --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-header -o requirements/run.txt
	uv pip compile -q pyproject.toml --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-header -o requirements/dev.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/.run: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'harvest needs Python 3.11 or newer: make PYTHON=python3.12 ...'; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
	  --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/dev.txt
	touch $@
