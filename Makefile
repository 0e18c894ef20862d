# What a developer types. `make check` is what continuous integration runs; each line of it can be run alone.

PYTHON ?= python3
BIN := .venv/bin
UV_VERSION := 0.13.9

.DEFAULT_GOAL := check
.PHONY: ready check format-check lint types imports test bench catalogue welsh fix migration lock assets

ready: ## everything the checks and the tests need
	$(PYTHON) -m tests.ready

check: format-check lint types imports test ## all of it; the quick ones first

format-check: ready
	$(BIN)/ruff format --check .

lint: ready
	$(BIN)/ruff check .
	$(BIN)/djlint templates --lint --quiet

types: ready
	$(BIN)/mypy

imports: ready
	$(BIN)/lint-imports

test: ready
	$(PYTHON) -m tests

bench: ready ## how fast it all is, each figure beside a reference in the same run; ONLY="badge search" for some
	$(BIN)/python -m tests.bench $(ONLY)

catalogue: ready ## every word for people, for translators: build/messages.pot
	mkdir -p build
	$(BIN)/pybabel -q extract -F babel.cfg -k words -k _l -k lazy_gettext -o build/messages.pot .

# Locations and dates stay out: the files would change with every line that moves.
EXTRACT = -k words -k _l -k lazy_gettext --no-location --sort-output --omit-header
welsh: ready ## bring the Welsh catalogue up to date with the words of public pages: portal/translations
	mkdir -p build
	$(BIN)/pybabel -q extract -F babel-cy.cfg $(EXTRACT) -o build/public.pot .
	$(BIN)/python -m portal.translations build/public.pot

fix: ready ## what a machine can put right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

migration: ready ## make migration m="what changes in the database"
	@test -n '$(m)' || { echo 'Say what changes: make migration m="councils may have a parent body"'; exit 2; }
	$(BIN)/alembic revision --autogenerate -m '$(m)'

lock: ## compile the locks anew from requirements.in and requirements-dev.in; uv stays out of both
	$(PYTHON) -m venv build/uv
	build/uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	build/uv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet --custom-compile-command 'make lock' requirements.in -o requirements.txt
	build/uv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet --custom-compile-command 'make lock' requirements-dev.in -o requirements-dev.txt

assets: ## build static/ from the npm packages; its output is committed, so running the portal needs no Node
	npm ci
	npm run build
