# Every chore is one command, the same for a person, a hook and CI. `make` alone prints this list.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
N ?= 100000

.DEFAULT_GOAL := help

help: ## print this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

$(VENV)/.run: requirements.lock pyproject.toml
	@PYTHON="$(PYTHON)" sh tools/set-up $(VENV) requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml
	@PYTHON="$(PYTHON)" sh tools/set-up $(VENV) requirements-dev.lock
	@touch $@ $(VENV)/.run

run: $(VENV)/.run ## set up, load the example catalogue with samples, build the site and serve it at 127.0.0.1:8000
	@$(BIN)/gongkai up

test: $(VENV)/.dev ## set up (a browser too, where that is allowed) and run all tests
	@sh tools/browser
	@$(BIN)/pytest -n auto --dist loadfile

check: $(VENV)/.dev ## lint, types, import order, missing migrations
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/python manage.py makemigrations --check --dry-run

fix: $(VENV)/.dev ## let ruff mend what it can
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.dev ## print one table of measurements; N=1000 runs small
	@$(BIN)/python -m bench --size $(N)

lock: $(VENV)/.dev ## compile the hashed locks again
	@sh tools/lock $(BIN)/uv

.PHONY: help run test check fix bench lock
