# Two commands matter: `make serve` and `make test`. Each does its own set-up, says what it is doing, and is quick the
# second time: tools/set-up installs only what changed, `python -m publish` runs only the steps whose inputs changed.

PYTHON_IN_ENVIRONMENT = .venv/bin/python
PUBLISH = $(PYTHON_IN_ENVIRONMENT) -m publish
# Set-up finds these in its environment: make PYTHON=python3.12, make TORCH_BACKEND=auto.
export PYTHON TORCH_BACKEND
# Node and npm come from the virtual environment, whatever the machine has.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Containers often forbid Python to keep what it has compiled: each of the many processes would compile PyTorch anew.
unexport PYTHONDONTWRITEBYTECODE
PYTEST_ARGUMENTS ?=
BENCH_ARGUMENTS ?=
MUTANTS ?=

.PHONY: help serve build test check smoke lint mutants bench editions lock diagrams clean
.NOTPARALLEL:

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

serve: ## set up, train, build, and serve the site with live reload, labs running behind it (PORT=8000)
	@tools/set-up
	@$(PUBLISH) serve

build: ## set up, train and build both languages into site/
	@tools/set-up
	@$(PUBLISH) all

test: ## set up (a browser too), build, and run every check
	@tools/set-up browser
	@tools/lint
	@$(PUBLISH) all
	@$(PYTHON_IN_ENVIRONMENT) -m pytest $(PYTEST_ARGUMENTS)

check: ## the short round while you work: linters, and the tests of script and article
	@tools/set-up
	@tools/lint
	@$(PUBLISH) train
	@$(PYTHON_IN_ENVIRONMENT) -m pytest $(PYTEST_ARGUMENTS) tests/script tests/article

smoke: ## the downloaded script alone in an empty folder: train, save, load, translate, trace
	@tools/set-up
	@$(PYTHON_IN_ENVIRONMENT) -m pytest $(PYTEST_ARGUMENTS) tests/script/test_smoke.py

lint: ## only the linters: Python, the workflow, the locks
	@tools/set-up
	@tools/lint

mutants: ## make mistakes on purpose, in a copy, and see that a test notices each (MUTANTS="name …": these alone)
	@tools/set-up browser
	@$(PUBLISH) all
	@$(PYTHON_IN_ENVIRONMENT) -m tests.mutants $(MUTANTS)

bench: ## time and memory of training, translation, pages and the build: a table, and build/bench.json
	@tools/set-up
	@$(PYTHON_IN_ENVIRONMENT) -m benchmarks $(BENCH_ARGUMENTS)

editions: ## what one language's pages have and the other's lack, or what changed in one alone (DONE="page.md#id": it is done)
	@tools/set-up
	@$(PYTHON_IN_ENVIRONMENT) -m publish.pages.editions $(if $(DONE),done $(DONE))

lock: ## renew requirements.lock and package-lock.json from requirements.in and package.json
	@tools/set-up
	@tools/lock

diagrams: ## draw the Mermaid diagrams and the cover anew (needs a browser, installs one if there is none)
	@tools/set-up browser
	@$(PUBLISH) diagrams

clean: ## remove what the build made (the environment stays; `make clean ALL=1` removes that too)
	rm -rf build site .pytest_cache .ruff_cache .hypothesis
	$(if $(ALL),rm -rf .venv node_modules)
