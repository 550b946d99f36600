# Everything this project does from a command line. `make help` lists it.

PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,\
    $(shell $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
        && echo $(p))) python3)
RUN := .venv/bin/python
UV ?= uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench up backup restore lock db-stop

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' \
	    | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

demo: .venv/.run ## the whole site on this machine; PORT=8000, RESET=1 starts afresh
	@exec $(RUN) -m ijm.demo_server

test: .venv/.test ## the whole suite; REQUIRE_BROWSER=1 makes skipped browser tests failures
	@$(RUN) -m tests.machine
	@$(RUN) -m pytest -q -n 2 $(TESTS)

check: .venv/.test ## linters, types, templates, migrations, Django's deployment checks
	@$(RUN) -m tests.ground.checks

format: .venv/.test ## what `make check` would ask of the layout of the code
	@$(RUN) -m ruff check --fix --quiet . ; $(RUN) -m ruff format --quiet .

bench: .venv/.test ## the benchmarks, as figures and ratios
	@$(RUN) -m tests.bench

up: ## the production-shaped stack of docker-compose.yml
	docker compose up --build

backup: .venv/.run ## database and media into one dated file below DATA_DIR/backups
	@$(RUN) -m ijm.deploy.backup

restore: .venv/.run ## FILE=… puts a backup back, over an empty database
	@$(RUN) -m ijm.deploy.restore "$(FILE)"

lock: ## the hashed requirements*.txt from requirements*.in (needs uv)
	@for name in requirements requirements-demo requirements-test; do \
	    $(LOCK) $(UPGRADE) --output-file $$name.txt $$name.in || exit 1; done

db-stop: ## stops the PostgreSQL servers of this checkout
	@$(RUN) -m ijm.embedded stop

.venv/.run: requirements.txt requirements-demo.txt
	@$(PYTHON) ijm/deploy/bootstrap.py $@ $^

.venv/.test: requirements-test.txt .venv/.run
	@$(PYTHON) ijm/deploy/bootstrap.py $@ $<
