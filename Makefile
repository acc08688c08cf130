# Everything that is done with this project. `make` lists it.
#
# Only Python 3.11 to 3.13, gcc and make are needed: the rest is installed into .venv, from the
# hashed files in requirements/. Another Python than the first fit one: make demo PYTHON=/path/to/python3

MAKEFLAGS += --no-print-directory
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

BIN := .venv/bin
SOURCES := manage.py idv_provider oidc sandbox applications verification audit outbox tests benchmarks

help: ## List what can be done
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: .venv/.sandbox ## Run everything: database, web, worker, sandbox Okta org (ARGS="--help" for more)
	@$(BIN)/python manage.py demo $(ARGS)

test: check browser ## Every check, then every test
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

check: .venv/.dev ## Linter, formatter, types, import rules, migrations, Django's deployment checks
	@BIN=$(BIN) tests/check.sh $(SOURCES)

serve: .venv/.runtime ## Run the web server in production mode, by the settings in the environment
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@exec $(BIN)/gunicorn -c idv_provider/gunicorn_conf.py idv_provider.wsgi

worker: .venv/.runtime ## Run a worker with its clock, by the settings in the environment
	@exec $(BIN)/celery -A idv_provider worker --beat --loglevel INFO $(ARGS)

screens: browser ## Make pictures of every page for docs/screens/
	@$(BIN)/python docs/screens/take.py
	@$(BIN)/python docs/screens/take_console.py

bench: .venv/.dev ## Measure one verification by stage, and each protocol endpoint
	@$(BIN)/python -m benchmarks $(ARGS)

translations: .venv/.dev ## Collect what is to be translated into locale/, and compile it
	@IDV_MODE=embedded $(BIN)/python manage.py translations $(ARGS)

lock: ## Resolve requirements/*.in into the hashed requirements/*.txt (needs uv)
	@requirements/lock.sh $(ARGS)

clean: ## Remove what was installed and made, the demo's data with it
	rm -rf .venv var static .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

browser: .venv/.dev
	@tests/journeys/find_browser.sh

# Each set holds the one before it, and whoever has the larger one has the smaller.
.venv/.runtime: requirements/build.txt requirements/runtime.txt
	@[ -e .venv/.sandbox ] && [ ! requirements/sandbox.txt -nt .venv/.sandbox ] || requirements/install.sh runtime
	@touch $@

.venv/.sandbox: requirements/build.txt requirements/sandbox.txt
	@[ -e .venv/.dev ] && [ ! requirements/dev.txt -nt .venv/.dev ] || requirements/install.sh sandbox
	@touch .venv/.runtime $@

.venv/.dev: requirements/build.txt requirements/dev.txt
	@requirements/install.sh dev
	@touch .venv/.runtime .venv/.sandbox $@

.PHONY: help demo test check serve worker bench screens translations lock clean browser
