# What people type. Behind it: deps/setup fetches, CMake (CMakePresets.json) and ninja build, CTest tests.
#
# PRESET=release|debug|sanitize chooses the build; release is in build/, the others in build/PRESET.
# SECONDS=N is how long `make fuzz` runs each of its targets.
# PREFIX=DIR is where `make install` puts things. JOBS=N bounds what runs at a time.
PRESET ?= release
PREFIX ?= /usr/local
SECONDS ?= 60
JOBS ?= $(shell nproc)

BUILD := $(if $(filter release,$(PRESET)),build,build/$(PRESET))
# The groups of dependencies that the goals need, fetched by one call of deps/setup before anything is configured.
GROUPS_NEEDED := run $(if $(filter test test-slow conformance,$(MAKECMDGOALS)),test) \
                 $(if $(filter fuzz,$(MAKECMDGOALS)),fuzz) \
                 $(if $(filter gen conformance,$(MAKECMDGOALS)),gen) $(if $(filter lint fmt,$(MAKECMDGOALS)),lint)
WEBGPU_H := $(or $(WGPU_NATIVE_ROOT),deps/root/wgpu-native)/include/webgpu/webgpu.h
WIT := deps/root/wit/webgpu-0.3.0-rc.2.json
CTEST := deps/env ctest --preset $(PRESET) --parallel $(JOBS)

.DEFAULT_GOAL := help
# One goal after the other, even with -j: they share a build folder, and ninja runs as many jobs as there are cores.
.NOTPARALLEL:
.PHONY: help setup deps configure build test test-slow conformance fuzz demo bench gen lint fmt install clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## fetch everything that is needed, at the versions that are pinned
	@deps/setup

deps:
	@deps/setup --quiet $(GROUPS_NEEDED)

configure: deps
	@test -e $(BUILD)/build.ninja || cmake --preset $(PRESET)

build: configure ## build the command, the library and the guests (PRESET=release|debug|sanitize)
	@cmake --build $(BUILD) --parallel $(JOBS)

test: build ## build and run every test but the slow ones
	@$(CTEST) --label-exclude slow

test-slow: build ## run the slow tests
	@$(CTEST) --label-regex slow

conformance: ## run the tests in a build that records what they reach; write docs/conformance.md
	@$(MAKE) --no-print-directory build PRESET=conformance GROUPS_NEEDED="run test gen"
	@python3 -m tools.conformance run --build build/conformance --wit $(WIT) --jobs $(JOBS)

fuzz: deps ## run every fuzz target for SECONDS=60 (a build of its own, with clang)
	@test -e build/fuzz/build.ninja || cmake --preset fuzz
	@cmake --build --preset fuzz --parallel $(JOBS)
	@tests/fuzz/run.py --build build/fuzz --seconds $(SECONDS) --jobs $(JOBS)

demo: configure ## the main job: train a random forest, on the CPU and on the GPU, and compare
	@cmake --build $(BUILD) --parallel $(JOBS) --target wasigpu guests
	@deps/env $(BUILD)/bin/wasigpu run --dir examples/forest/data::/data $(BUILD)/guests/forest.wasm bench

bench: build ## native against WebAssembly, in one run
	@deps/env bench/run.py --build $(BUILD)
	@deps/env bench/start.py --build $(BUILD)
	@deps/env bench/tracing.py --build $(BUILD)
	@deps/env bench/delivery.py --build $(BUILD)
	@deps/env $(BUILD)/native/large_writes

gen: deps ## regenerate what is generated from the WIT and from webgpu.h
	@python3 -m tools.witgen --wit $(WIT) --missing tools/witgen/missing.txt \
	    --out src/generated --guest sdk/include/wasigpu/imports.h --shapes tests/fuzz/shapes.c
	@python3 src/gpu/proc_list.py $(WEBGPU_H) > src/gpu/proc_list.h.new
	@mv src/gpu/proc_list.h.new src/gpu/proc_list.h
	@python3 sdk/src/component_type.py deps/root/tools/bin/wasm-tools $(WIT:json=wit) > sdk/src/component_type.s.new
	@mv sdk/src/component_type.s.new sdk/src/component_type.s

lint: configure ## check formatting, includes, headers, texts; run clang-tidy
	@python3 -m tools.lint --build $(BUILD) --jobs $(JOBS)

fmt: deps ## format the C and C++ that is written by hand
	@python3 -m tools.lint --fix

install: build ## install into PREFIX (default: /usr/local)
	@cmake --install $(BUILD) --prefix $(PREFIX)

clean: ## remove what was built; what was fetched stays (it is in deps/cache and deps/root)
	@rm -rf build
