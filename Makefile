# `make` prints what can be made. Everything runs in .venv, which `make setup` fills from requirements.lock.

PYTHON ?= python3
SOURCE ?= datasets/industry-news/documents
OUTPUT ?= out/$(notdir $(patsubst %/,%,$(patsubst %/documents,%,$(SOURCE))))
WORKERS ?=
COMPILE ?= yes
NAME ?= industry-news
BIN := .venv/bin
READY := .venv/ready
# The checkout's own package, also where an older one is installed.
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup compile facts dataset release-check test test-engines check format lint types wheel rules bench score docs golden lock clean

help: ## print this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: compile ## make .venv with the locked packages and this package in it, compiled where there is a C compiler

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "shuliang needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try: make setup PYTHON=python3.11" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "this Python cannot make virtual environments; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes --only-binary :all: --no-binary jsonpath-rw --requirement requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(READY)

compile: $(READY) ## compile the core anew where its source has changed; COMPILE=no runs it interpreted
	@$(BIN)/python .ci/compile.py $(if $(filter no,$(COMPILE)),--clean)

facts: compile ## read datasets/industry-news, or SOURCE=folder, into OUTPUT=out/…
	$(BIN)/shuliang extract "$(SOURCE)" --output "$(OUTPUT)" $(if $(WORKERS),--workers $(WORKERS))

dataset: compile ## build the release of a dataset, NAME=industry-news
	$(BIN)/shuliang build $(NAME) $(if $(WORKERS),--workers $(WORKERS))

release-check: compile ## check every dataset definition and every release below datasets/
	$(BIN)/shuliang dataset check datasets

test: compile ## run the tests
	$(BIN)/pytest -n auto

# Spark and Ray are large, so they have an environment of their own; pyspark comes as source alone. Spark needs Java 17.
ENGINES := build/engines/ready
test-engines: compile $(ENGINES) ## run the tests of Spark and Ray, which need packages of their own
	build/engines/bin/pytest tests/running/test_spark.py tests/running/test_ray.py -rs

$(ENGINES): requirements-engines.lock pyproject.toml
	$(PYTHON) -m venv build/engines
	build/engines/bin/pip install --quiet --require-hashes --only-binary :all: --no-binary pyspark --requirement requirements-engines.lock
	build/engines/bin/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(ENGINES)

check: $(READY) format lint types test wheel ## everything that has to be in order before a change goes in
	@echo "all checks passed"

format: $(READY)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

# The wheel alone must do what the checkout does: it is installed in a fresh environment and run from another folder.
wheel: $(READY)
	rm -rf build/wheel && mkdir -p build/wheel
	$(BIN)/python -m build --quiet --no-isolation --wheel --outdir build/wheel .
	$(PYTHON) -m venv build/wheel/venv
	build/wheel/venv/bin/pip install --quiet --require-hashes --only-binary :all: --no-binary jsonpath-rw --requirement requirements.lock
	build/wheel/venv/bin/pip install --quiet --no-deps build/wheel/*.whl
	cd / && "$(CURDIR)/build/wheel/venv/bin/shuliang" explain --json "全市新增上市公司27家。" \
	  | grep -q '"surface": "27家"' && echo "the wheel reads 27家"
	rm -rf build/wheel/venv

rules: compile ## check the rulebook and run the examples that stand in it
	$(BIN)/shuliang rules check
	$(BIN)/shuliang rules test

bench: compile ## measure how fast it reads, how cost grows, and what others take; into docs/performance.md
	$(BIN)/python benchmarks/throughput.py
	$(BIN)/python benchmarks/scaling.py
	$(BIN)/python benchmarks/peers.py

score: compile ## score against the evaluation files, where they are at hand
	$(BIN)/python benchmarks/score.py

docs: $(READY) ## write the generated parts of docs/ anew
	$(BIN)/python -m shuliang.table.page docs/fact-model.md

golden: compile ## write the golden files of the tests anew; read the diff before you commit it
	$(BIN)/pytest tests/golden --golden

lock: $(READY) ## resolve requirements.lock anew
	$(BIN)/python .ci/lock.py

clean: ## remove what was made
	rm -rf .venv build dist out .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find extract -name '*.so' -delete
	rm -f extract/shuliang/compiled.json
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
