# SPDX-FileCopyrightText: 2026 Citywide contributors
# SPDX-License-Identifier: Apache-2.0

# `make run` serves the demo city, `make test` runs every test; each first does all set-up that is still to do.

# Where the demo city lives, and the pack that is its template when it is new.
DATA ?= city-data
PACK ?= Packs/demo
# Further words for `citywide demo` and for `swift test`.
SERVE ?=
TEST ?=

SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test bench build format check clean

swift_sources := Package.swift Sources Tests
say := @printf '==> %s\n'
define release_build
$(say) 'release build (5 to 10 minutes the first time, seconds after that)'
@swift build --configuration release --static-swift-stdlib --product citywide
endef

help: ## list what can be made
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

run: build ## set up, build and serve the demo city at http://127.0.0.1:8080
	$(say) 'serving the demo city in $(DATA)/ at http://127.0.0.1:8080 (Ctrl-C stops it)'
	@exec .build/release/citywide demo --data $(DATA) --pack $(PACK) $(SERVE)

build: ## set up and make the release build
	@scripts/set-up run
	$(release_build)

test: ## set up, build and run every test (TEST="--filter Matters" for some)
	@scripts/set-up test
	$(say) 'debug build with tests (about 5 minutes the first time)'
	@swift build --build-tests
	$(say) 'running the tests'
	@scripts/run-tests $(TEST)

bench: ## set up, make the release build and measure the figures of the README
	@scripts/set-up bench
	$(release_build)
	@swift build --configuration release --static-swift-stdlib --product parsing-benchmark
	$(say) 'measuring'
	@Benchmarks/run

format: ## format the Swift code in place
	$(say) 'formatting $(swift_sources)'
	@swift format --in-place --recursive --parallel $(swift_sources)

check: ## check the formatting and the licence headers
	$(say) 'checking the licence headers'
	@scripts/check-headers
	$(say) 'checking the formatting of $(swift_sources) (make format mends it)'
	@swift format lint --strict --recursive --parallel $(swift_sources)

clean: ## remove what was built and the test tools; the city's data stays
	$(say) 'removing .build, .venv and .venv-bench'
	@rm -rf .build .venv .venv-bench
