# Line, branch and MC/DC coverage of src/ and fuzz/model/, each by its own tests: `make coverage`.
# `ci/coverage/coverage --help` says how what cannot be reached is marked in the source.

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
# Programs of the variant mcdc that inject faults into the core: their folder's fragment sets it.
mcdc_FAULT_TESTS ?=

# The same under musl, where the core is compiled differently: it has no epoll_pwait2.
mcdc_musl_CC := ci/coverage/strict-clang
mcdc_musl_TARGET = $(shell $(CC) -dumpmachine | sed 's/-gnu/-musl/')
mcdc_musl_FLAGS = --target=$(mcdc_musl_TARGET) -nostdlibinc \
	-isystem /usr/include/$(mcdc_musl_TARGET) -O1 -g \
	$(if $(filter $(mcdc_COVERED),$<),$(mcdc_INSTRUMENT))
mcdc_musl_RUNTIME = $(shell clang-$(COVERAGE_LLVM) -print-file-name=lib/linux/libclang_rt.profile-$(firstword \
	$(subst -, ,$(mcdc_musl_TARGET))).a)
$(eval $(call variant,mcdc_musl))

$(BUILD)/mcdc_musl/tests/unit/core/under_musl: $(call objects,mcdc_musl,tests/unit/core/under_musl.c \
		ci/coverage/musl_runtime.c) $(BUILD)/mcdc_musl/libcore.a
	$(call say,link,$@)
	$(Q)$(MUSL_CC) -static $^ -Wl,-u,__llvm_profile_runtime $(mcdc_musl_RUNTIME) -o $@

# And without instruments, as the musl objects of `make check` are built.
$(BUILD)/musl/under_musl: $(call objects,musl,tests/unit/core/under_musl.c $(core_SOURCES))
	$(call say,link,$@)
	$(Q)$(MUSL_CC) $(CFLAGS) $^ -o $@
check-build: $(BUILD)/musl/under_musl

# The code of a module in one object file, for llvm-cov, which cannot read every archive: it counts
# on an alignment that their members do not have.
$(BUILD)/mcdc/core.o: $(call objects,mcdc,$(core_SOURCES))
$(BUILD)/mcdc/model.o: $(call objects,mcdc,$(model_SOURCES))
$(BUILD)/mcdc_musl/core.o: $(call objects,mcdc_musl,$(core_SOURCES))
mcdc_WHOLE := $(BUILD)/mcdc/core.o $(BUILD)/mcdc/model.o $(BUILD)/mcdc_musl/core.o
$(mcdc_WHOLE):
	$(Q)ld -r $^ -o $@

coverage-build: $(mcdc_WHOLE) $(mcdc_UNIT_TESTS:%.c=$(BUILD)/mcdc/%) \
	$(BUILD)/mcdc_musl/tests/unit/core/under_musl $(BUILD)/mcdc/epollctx-replay

## coverage: every line, branch and MC/DC pair of src/ and fuzz/model/, pages in build/coverage
coverage:
	@$(MAKE) --no-print-directory -j$(JOBS) coverage-build $(mcdc_FAULT_TESTS)
	@ci/coverage/coverage --build $(BUILD) --jobs $(JOBS) $(mcdc_FAULT_TESTS:%=--fault-test %)

## coverage-test: each kind of gap and of wrong marker fails the gate of make coverage
coverage-test:
	@PYTHONDONTWRITEBYTECODE=1 python3 -m unittest discover -s tests/coverage

.PHONY: coverage coverage-build coverage-test
