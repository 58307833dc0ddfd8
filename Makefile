# The commands of this repository. README.md says what each shows.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

SWIFT ?= swift
# Clones may share one build folder: SEMPER_BUILD=/some/folder make test
BUILD := $(or $(SEMPER_BUILD),.build)
# Without the import check SwiftPM lets a target import what it has not declared.
FLAGS := --scratch-path $(BUILD) --explicit-target-dependency-import-check error
# Tests are built for release, with what they test (docs/decisions/0096-tests-run-on-what-is-shipped.md). One set of flags for all that is
# built so: with others everything would be built again.
RELEASE := $(FLAGS) --configuration release -Xswiftc -enable-testing
PROGRAMS = $$($(SWIFT) build $(RELEASE) --show-bin-path)
SOURCES := Package.swift Sources Faults Tests $(wildcard Fuzz/Package.swift Fuzz/Sources Benchmarks/Package.swift Benchmarks/Sources)

DEBIAN := ca-certificates git libc6-dev libsqlite3-dev libssl-dev libstdc++-12-dev openssl pkg-config python3 zlib1g-dev
ORACLES := .venv-oracles
FUZZ_SECONDS ?= 60

.PHONY: deps debian demo test lint check bench docs fuzz simulate conserve disks flips falls services troubles explore spin mutants

deps: debian $(ORACLES)/.complete

# What only the tests need: a model checker; a smart-card service with a virtual reader, an independent client, and a token.
deps spin: DEBIAN += spin
deps: DEBIAN += pcscd vsmartcard-vpcd opensc softhsm2

# apt-get is asked only for what is missing.
debian:
	@command -v $(SWIFT) >/dev/null || { echo "Swift 6.3 or later is needed: https://www.swift.org/install/linux/"; exit 1; }
	@missing=(); \
	for package in $(DEBIAN); do \
	  dpkg-query -W -f='$${Status}' "$$package" 2>/dev/null | grep -q "ok installed" || missing+=("$$package"); \
	done; \
	python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv); \
	if (( $${#missing[@]} )); then \
	  root=(); if (( EUID )); then root=(sudo); fi; \
	  "$${root[@]}" apt-get update -qq; \
	  "$${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$${missing[@]}"; \
	fi

# What only the tests need: independent implementations from PyPI, once for each change of the requirements.
$(ORACLES)/.complete: Tests/Oracles/requirements.txt Tests/Oracles/schemas.txt | debian
	@test -x $(ORACLES)/bin/python3 || python3 -m venv $(ORACLES)
	$(ORACLES)/bin/python3 -m pip install --quiet --disable-pip-version-check -r Tests/Oracles/requirements.txt
	$(ORACLES)/bin/python3 -m pip install --quiet --disable-pip-version-check --no-deps -r Tests/Oracles/schemas.txt
	@touch $@

demo: debian
	$(SWIFT) build $(FLAGS)
	python3 courses/build.py --out content
	exec "$$($(SWIFT) build --scratch-path $(BUILD) --show-bin-path)/semper" demo $(ARGS)

# Two targets at a time, those first that take long: each starts as many tests at once as it has, but many end with one long test that
# keeps one core busy. The scenarios start whole marketplaces with short times and come last, several at once. What was built is run
# itself: `swift test` would look through the whole package again before each target, which takes as long as many of them.
TARGETS := SemperSETTests SemperExchangeTests SemperCommerceTests SemperPaymentsTests SemperServersTests SemperEcashTests \
  ExchangeExplorerTests SemperChipperTests SemperSEPATests HygieneTests SemperCardNetworkTests SemperCryptographyTests \
  SemperTermsTests SemperCertificationTests SemperCommunicationTests SemperArchiveTests SemperEngineTests \
  SemperStatementsTests SemperCredentialSystemsTests SemperBankTests SemperCodingTests SemperModelTests

test: deps
	$(SWIFT) build $(RELEASE) --build-tests
	tests="$(PROGRAMS)/semperPackageTests.xctest"; \
	Tests/Scenarios/lanes.py --lanes 2 --targets "$$tests" $(TARGETS); \
	echo "== ScenarioTests"; \
	Tests/Scenarios/lanes.py "$$tests"
	Tests/Promela/check.py
	Tests/Promela/terms.py "$(PROGRAMS)/semper" --count 30
	Tests/PaymentMutants/campaign.py --check

lint:
	$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)

check: deps lint
	$(SWIFT) build $(FLAGS) --build-tests
	$(SWIFT) test $(FLAGS) --skip-build --filter HygieneTests

bench: deps
	Benchmarks/run $(ARGS)

# Writes docs/registries/ from the code and the tables of docs/guarantees.md from tests, then the reference of the libraries into
# the build folder.
docs: deps
	SEMPER_WRITE_REGISTRIES=1 $(SWIFT) test $(FLAGS) --filter RegistryTests
	$(SWIFT) package --scratch-path $(BUILD) dump-symbol-graph --minimum-access-level public --skip-synthesized-members
	docs/reference.sh $(BUILD)

fuzz: deps
	Fuzz/run $(FUZZ_SECONDS)

# Exchanges in all weathers: sales, random exchanges of every cell, piece for piece, and transfers; how often amounts and times
# alone tell the mint who pays, with SEMPER_USERS users; then exchanges between real processes. Some seeds are part of `make test`,
# these are more. SEMPER_SEED=n plays one of them alone.
simulate: deps
	$(SWIFT) build $(RELEASE) --build-tests
	SEMPER_SEEDS=$${SEMPER_SEEDS:-500} SEMPER_EXCHANGES=$${SEMPER_EXCHANGES:-10000} SEMPER_USERS=$${SEMPER_USERS:-1000} \
	  $(SWIFT) test $(RELEASE) --skip-build --filter 'WeatherSimulation|ExchangeSimulation|LinkageSimulation'
	SEMPER_PROCESSES=$${SEMPER_PROCESSES:-200} $(SWIFT) test $(RELEASE) --skip-build --filter 'ProcessSimulation'

# Random payments, refunds and locks by every system, whose processes are killed meanwhile, and after each a count of all money:
# 100 000 of them; ARGS=n for others, ARGS="seed n" for one market again alone. Some are part of `make test`.
conserve: debian
	$(SWIFT) build $(RELEASE) --product conserve
	"$(PROGRAMS)/conserve" $(or $(ARGS),100000)

# Every promise of the conformance suite by every payment system, with all archives in SQLite files. Some are part of `make test`.
disks: debian
	$(SWIFT) build $(RELEASE) --build-tests
	SEMPER_DISKS=1 $(SWIFT) test $(RELEASE) --skip-build --filter 'DiskConformanceTests'

# Every byte of every message of SET is changed, and a check with a name refuses each change. Says of each message how many bytes
# were changed and which checks refused how many; the last of these lines has the sum (docs/set.md). Every seventh or 29th byte is part of `make test`.
flips: debian
	$(SWIFT) build $(RELEASE) --build-tests
	SEMPER_EVERY_BYTE=1 $(SWIFT) test $(RELEASE) --skip-build --filter 'SemperSETTests\.(ByteFlip|GatewayFlip|RegistrationFlip)Tests'

# Each process of each exchange is killed at each of its durable writes, several runs at once; ends with how many moments there
# were, how often a process was killed, and how many ends were fair. ARGS="fair-purchase bank" takes these alone, --list names
# all. What was interrupted goes on where it was. Some of it is part of `make test`.
falls: deps
	$(SWIFT) build $(RELEASE) --build-tests
	Tests/Campaigns/falls.py "$(PROGRAMS)" $(ARGS)
	SEMPER_FALLS=1 $(SWIFT) test $(RELEASE) --skip-build --filter 'RecipientTests/theSenderFallsAnywhere'

# Every scenario of every ready-made service between real processes, several at once; ends with how many came to the end that they name,
# and how many of these by an arbiter's ruling. ARGS="ticket-sale" takes one service, ARGS="--list" names all. What was interrupted goes on
# where it was. Some of it is part of `make test`.
services: debian
	$(SWIFT) build $(RELEASE)
	Tests/Campaigns/services.py "$(PROGRAMS)" $(ARGS)

# Every trouble in every cell, between real processes; writes the table of docs/guarantees.md. Some of it is part of `make test`.
troubles: deps
	$(SWIFT) build $(RELEASE) --build-tests
	SEMPER_TROUBLES=$${SEMPER_TROUBLES:-1} SEMPER_WRITE_REGISTRIES=1 \
	  $(SWIFT) test $(RELEASE) --skip-build --filter 'TroubleTableTests/playsAll'

# Every run of an exchange within the stated bounds, by the real code, and then every planted fault. A release build. What was
# interrupted goes on where it was, until the code changes; ARGS=--fresh begins anew.
explore: deps
	Tests/ExchangeExplorer/explore.py $(BUILD) $(ARGS)

# Takes away each check of SET, the mint and the chip card, one by one, and runs the tests that it refuses something in; ends with
# how many were noticed. ARGS="Gateway" for those with this in file or condition, --list names all, --again goes on where a run
# was interrupted.
mutants: deps
	Tests/PaymentMutants/campaign.py $(ARGS)

# The core of the exchange in Promela, searched by Spin, also with mistakes planted in it: --stories prints how they show. Then random
# terms of business, most of them with faults, of which Spin and the checker have to tell the same. COUNT says how many.
spin: COUNT ?= 1000
spin: debian
	Tests/Promela/check.py $(ARGS)
	$(SWIFT) build $(RELEASE) --product semper
	Tests/Promela/terms.py "$(PROGRAMS)/semper" --count $(COUNT)
