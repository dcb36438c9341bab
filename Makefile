# Everything a person does here, by name. `make` alone lists it.
PYTHON_HERE := .venv/bin/python
MANAGE := $(PYTHON_HERE) manage.py

.DEFAULT_GOAL := help
.PHONY: help setup run test bench lock messages

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

setup: ## Virtual environment, locked packages, system libraries; nothing if all is there
	@deploy/setup.sh

run: setup ## Run web, worker and beat with their own PostgreSQL and Redis; PORT=8000; Ctrl-C stops all
	@exec $(PYTHON_HERE) -m consortium.running

test: ## Linters, types, contracts, tests: what CI runs
	@deploy/setup.sh dev
	@exec deploy/test.sh

bench: ## Benchmarks, one after the other
	@deploy/setup.sh dev
	@set -e; for bench in tests/benchmarks/bench_*.py; do \
		echo "== $$bench"; PYTHONPATH=. $(PYTHON_HERE) "$$bench"; done

lock: ## Write the hash-pinned lists of packages anew from pyproject.toml
	@deploy/lock.sh

messages: ## Collect translatable sentences into the .po files (needs gettext) and compile them
	@command -v msgmerge >/dev/null || { echo "Type: sudo apt-get install gettext"; exit 1; }
	@$(MANAGE) makemessages --locale tr --locale en --add-location file --ignore .venv --ignore var
	@$(PYTHON_HERE) -m consortium.messages
