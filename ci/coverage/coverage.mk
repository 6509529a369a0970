# Line, branch and MC/DC coverage of src/ and fuzz/model/, each by its own tests. See ci/coverage/coverage.

COVERAGE_LLVM ?= 19
export COVERAGE_LLVM

# Only what is measured is instrumented; the runtime comes in when a program is linked.
mcdc_COVERED := src/% fuzz/model/%
mcdc_INSTRUMENT := -fprofile-instr-generate -fcoverage-mapping -fcoverage-mcdc \
	-fcoverage-compilation-dir=.
mcdc_CC := ci/coverage/strict-clang
mcdc_FLAGS = -O1 -g $(if $(filter %.c,$<),$(if $(filter \
	$(mcdc_COVERED),$<),$(mcdc_INSTRUMENT)),-fprofile-instr-generate)
$(eval $(call variant,mcdc))

mcdc_UNIT_TESTS := $(filter tests/unit/core/% tests/unit/model/%,$(UNIT_TESTS))
$(foreach t,$(mcdc_UNIT_TESTS),$(eval $(call unit_test,mcdc,$(t))))
mcdc_tests = $(patsubst %.c,$(BUILD)/mcdc/%,$(filter tests/unit/$(1)/%,$(mcdc_UNIT_TESTS)))
# Programs of the variant mcdc that inject faults into the core: their folder's fragment adds them.
mcdc_FAULT_TESTS ?=

# All the code of a module in one object file, for llvm-cov, which does not always read archives:
# their members are not aligned.
$(BUILD)/mcdc/core.o: $(call objects,mcdc,$(core_SOURCES))
$(BUILD)/mcdc/model.o: $(call objects,mcdc,$(model_SOURCES))
mcdc_WHOLE := $(BUILD)/mcdc/core.o $(BUILD)/mcdc/model.o
$(mcdc_WHOLE):
	$(Q)ld -r $^ -o $@

coverage-build: $(mcdc_WHOLE) $(call mcdc_tests,core) $(call mcdc_tests,model) $(BUILD)/mcdc/epollctx-replay

## coverage: src/ and fuzz/model/ are covered wholly: lines, branches, MC/DC; HTML in build/coverage
coverage:
	@$(MAKE) --no-print-directory -j$(JOBS) coverage-build $(mcdc_FAULT_TESTS)
	@ci/coverage/coverage --build $(BUILD) --jobs $(JOBS) \
		$(mcdc_FAULT_TESTS:%=--fault-test %)

## coverage-test: the coverage gate fails on each kind of gap (part of make coverage in CI)
coverage-test:
	@PYTHONDONTWRITEBYTECODE=1 python3 -m unittest discover -s tests/coverage

.PHONY: coverage coverage-build coverage-test
