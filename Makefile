# make demo    set up, seed, plan a flood for 6,000 people, serve the page   (DISTRICT=beibei PORT=8080 SERVE=0 STOCK=…)
# make test    set up, run every check and test; slow ones with SLOW=1 or CI  (ARGS="-k ledger" narrows pytest)
# make check   types, lint, import rules, generated files
# make web     the front end alone

DISTRICT ?= kaizhou
PORT     ?= 8000
SERVE    ?= 1
STOCK    ?=
SLOW     ?= $(CI)
ARGS     ?=

PYTHON3  ?= python3
BIN      := .venv/bin
YINGCANG := $(BIN)/yingcang
NPM      := $(PYTHON3) bootstrap.py npm

.PHONY: demo test check web dev lock

demo:
	@$(PYTHON3) bootstrap.py runtime web
	@$(YINGCANG) demo --district $(DISTRICT) --port $(PORT) $(if $(STOCK),--stock $(STOCK)) $(if $(filter 0,$(SERVE)),--no-serve)

web:
	@$(PYTHON3) bootstrap.py runtime web

dev:
	@$(PYTHON3) bootstrap.py dev web

check: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hadolint docker/Dockerfile
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker/compose.yaml
	@$(YINGCANG) openapi | diff -u openapi.json - > /dev/null || { echo 'openapi.json is out of date: make generated'; exit 1; }
	@mkdir -p .venv/generated && cp app/web/src/api/schema.d.ts app/web/src/api/words.ts .venv/generated/ \
		&& $(NPM) run --silent types > /dev/null \
		&& diff -q app/web/src/api/schema.d.ts .venv/generated/schema.d.ts \
		&& diff -q app/web/src/api/words.ts .venv/generated/words.ts || { echo 'generated types were out of date: commit them'; exit 1; }
	$(NPM) run check

test: check
	$(NPM) test
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder \
		$(if $(SLOW),,-m "not slow") $(ARGS)

# Files made from the code and kept under version control.
.PHONY: generated
generated: dev
	$(YINGCANG) openapi > openapi.json
	$(NPM) run types

# The pictures of the manual, taken anew from the demo (a few minutes; needs Chromium).
.PHONY: pictures
pictures: dev
	$(BIN)/python -m tests.e2e.pictures

# Lock files, from the newest versions that requirements/*.in allow.
lock:
	cd requirements && for set in bootstrap node runtime dev; do \
		../$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
			--python-version 3.11 $$set.in --output-file $$set.txt || exit 1; done
