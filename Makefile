# Moothall's commands. They need Python 3.11+, git and make; whatever else is missing is fetched.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: help setup build run test check bench wheel clean

help:
	@echo 'make run     install, build, load the demonstration council and serve it on 127.0.0.1:8000 (PORT)'
	@echo 'make test    the whole suite, on SQLite and on PostgreSQL, and in a browser'
	@echo 'make check   lint, format, types and import contracts'
	@echo 'make bench   every benchmark'
	@echo 'make wheel   the package, with the built pages'"'"' assets, into dist/'
	@echo 'make clean   remove what the others made, but not the data in var/'

setup:
	$(PYTHON) tools/install.py

build: setup
	$(BIN)/python tools/frontend.py

run: build
	$(BIN)/moothall demo
	$(BIN)/moothall serve

test: build
	$(BIN)/python tools/test.py

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

bench: build
	$(BIN)/python tools/bench.py

wheel: build
	"$$($(BIN)/python tools/install.py --uv)" build --wheel --out-dir dist

clean:
	rm -rf .venv node_modules dist src/moothall/web/static/built var/bootstrap var/test var/frontend.sha256
