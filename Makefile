# The workbook's commands. Each sets up .venv first, once; see README.md for the plain venv and pip lines.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
GOLD ?=

.PHONY: render lab test notebooks bench lint format clean help

help:
	@echo "make render     every text of seeds/ -> rendered/index.html"
	@echo "make lab        JupyterLab on notebooks/"
	@echo "make test       every test"
	@echo "make notebooks  run the notebooks again and store their outputs"
	@echo "make bench GOLD=DIR   speed and accuracy beside peers (GOLD: folder of marked data)"
	@echo "make lint, make format, make clean"

render: $(READY)
	$(BIN)/workbook render

lab: $(READY)
	$(BIN)/workbook lab

test: $(READY)
	$(BIN)/python -m pytest

notebooks: $(READY)
	$(BIN)/python -c "from analysis.sharing.kernels import store_outputs; store_outputs('notebooks')"

bench: $(READY)
	$(BIN)/python bench/speed.py
	@if [ -n "$(GOLD)" ]; then $(BIN)/python bench/accuracy.py --gold "$(GOLD)"; \
	else echo "accuracy: not measured; name the folder of marked data: make bench GOLD=DIR"; fi

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean:
	rm -rf $(VENV) rendered build dist *.egg-info

# Made anew only when the pins or the package's own requirements change.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@
