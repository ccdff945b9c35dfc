# What people do here: make demo, make test, make check. `make` alone lists it all.
PYTHON ?= python3
IDEA ?= A coach that helps job seekers rehearse interviews
PORT ?= 8000
# Where the projects of `make demo` go.
DEMO ?= demo
# The idea is text, never code: neither make nor the shell may look into it.
override IDEA := $(value IDEA)
export IDEA PORT DEMO
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# An environment of the caller's must not capture ours.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test test-all lint check pins bench
# What is said to this make is not said again to the ones it starts.
MAKEOVERRIDES :=
.DEFAULT_GOAL := help

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|'

setup: .venv/ready ## make the environment in .venv

demo: .venv/ready ## turn IDEA="..." into a project and serve it at 127.0.0.1:8000, without a key
	@folder="$$DEMO"/$$(date +%Y%m%d-%H%M%S)-$$$$ && \
	printf '%s' "$$IDEA" | .venv/bin/quickship new - --no-input --no-git --output-dir "$$folder" && \
	exec $(MAKE) --no-print-directory -C "$$folder"/*/ dev

test: .venv/ready ## run the whole test suite
	.venv/bin/python -m pytest -n 2 --dist loadgroup

test-all: .venv/ready ## run the whole matrices, too, where `make test` runs a covering set
	.venv/bin/python -m pytest -n 2 --dist loadgroup --matrix=all

lint: .venv/ready ## lint and type-check everything, the templates too
	.venv/bin/ruff check --quiet .
	.venv/bin/ruff format --quiet --check .
	.venv/bin/mypy
	.venv/bin/deno lint --quiet
	.venv/bin/deno fmt --quiet --check
	@for app in templates/apps/*/; do \
	  page=$$(mktemp -d) && cp -r templates/base/*/app/static/. templates/parts/*/*/app/static/. "$$app"*/app/static/. deno.json "$$page" && \
	  (cd "$$page" && $(CURDIR)/.venv/bin/deno check --quiet *.js words/*.js) && rm -r "$$page" || exit 1; \
	done

check: test ## lint, types and tests: the suite runs `make lint`, too

pins: .venv/ready ## resolve all versions anew, for quickship and for what it generates
	.venv/bin/uv pip compile --quiet --universal --upgrade --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 --group dev --output-file requirements/dev.txt pyproject.toml
	.venv/bin/python scripts/pins.py

bench: .venv/ready ## measure quickship beside its rivals, and what it makes
	@for script in benchmarks/*.py; do echo "== $$script"; .venv/bin/python "$$script" || exit 1; done

.venv/ready: pyproject.toml requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'quickship needs Python 3.11 or newer: make $@ PYTHON=python3.12' >&2; exit 1; }
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv || \
	  { echo 'this Python has no venv: install the python3-venv package' >&2; exit 1; }
	@test -x .venv/bin/uv || .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
	.venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes -r requirements/dev.txt
	.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --editable .
	@touch .venv/ready
