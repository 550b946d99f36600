# Everything this project does from a command line. `make help` lists it.

PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,\
    $(shell $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
        && echo $(p))) python3)
RUN := .venv/bin/python
UV ?= uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --custom-compile-command "make lock" --no-emit-package jstyleson

TEMPLATES := find templates ijm stories newsletter donations -path '*templates/*' \
    -name '*.html' -print0

# Every answer that production must be given, none of them a real one.
AS_PRODUCTION := MODE=production SITE_URL=https://site.invalid INSTALLATION_ID=check \
    SECRET_KEY=not-a-secret-but-fifty-letters-and-some-more-0123456789 \
    HASH_PEPPER=not-a-secret-but-long-enough-to-be-a-pepper-0123456789 \
    SEALING_KEY=not-a-secret-but-long-enough-to-seal-something-0123456789 \
    BACKUP_KEY=not-a-secret-but-long-enough-to-seal-backups-0123456789 \
    DATABASE_URL=postgres://nobody@site.invalid/none EMAIL_URL=smtp://site.invalid \
    ALERT_EMAIL=nobody@site.invalid DATA_DIR=var/check

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench up backup restore upgrade audit lock db-stop

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' \
	    | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

demo: .venv/.run ## the whole site on this machine; PORT=8000, RESET=1 starts afresh
	@exec $(RUN) -m ijm.demo_server

test: .venv/.test ## the whole suite; REQUIRE_BROWSER=1 makes skipped browser tests failures
	@$(RUN) -m tests.machine
	@$(RUN) -m pytest -q -n 3 $(TESTS)

check: .venv/.test ## linters, types, templates, migrations, Django's deployment checks
	$(RUN) -m ruff check --quiet .
	$(RUN) -m ruff format --check --quiet .
	MODE=test $(RUN) -m mypy
	$(TEMPLATES) | xargs -0 .venv/bin/djade --check --target-version 5.2
	MODE=test $(RUN) manage.py makemigrations --check --dry-run
	$(AS_PRODUCTION) $(RUN) manage.py check --deploy --fail-level WARNING

format: .venv/.test ## the layout of code and templates, as `make check` wants it
	@$(RUN) -m ruff check --fix --quiet . ; $(RUN) -m ruff format --quiet .
	@$(TEMPLATES) | xargs -0 .venv/bin/djade --target-version 5.2

bench: .venv/.test ## the benchmarks, as figures and ratios
	@$(RUN) -m tests.bench

up: ## the production-shaped stack of docker-compose.yml
	@$(PYTHON) ijm/deploy/secret_files.py
	docker compose up --build

backup: .venv/.run ## database and storages into one sealed file in BACKUP_DIR
	@$(RUN) manage.py backup

restore: .venv/.run ## FILE=...backup into an empty installation; docs/runbooks/restore.md
	@test -n "$(FILE)" || { echo "Say which one: make restore FILE=/path/to/it.backup"; exit 2; }
	@$(RUN) manage.py restore "$(FILE)"
	@$(RUN) manage.py migrate --no-input --verbosity 0
	@echo "Now choose: manage.py after_restore --keep-identity, or --new-identity"

upgrade: .venv/.run ## a backup, then migrations with time-outs on locks, static files
	@$(RUN) manage.py upgrade
	@$(RUN) manage.py collectstatic --no-input --verbosity 0

audit: .venv/.run ## what we are made of (var/sbom.cdx.json), and known faults in it
	@$(RUN) -m ijm.deploy.audit

lock: ## the hashed requirements*.txt from requirements*.in (needs uv)
	@for name in requirements requirements-demo requirements-test \
	    requirements-audit; do \
	    $(LOCK) $(UPGRADE) --output-file $$name.txt $$name.in || exit 1; done

db-stop: ## stops the PostgreSQL servers of this checkout
	@$(RUN) -m ijm.embedded stop

.venv/.run: requirements.txt requirements-demo.txt
	@$(PYTHON) ijm/deploy/bootstrap.py $@ $^

.venv/.test: requirements-test.txt .venv/.run
	@$(PYTHON) ijm/deploy/bootstrap.py $@ $<
