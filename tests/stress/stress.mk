# Threads: a stress whose history is checked, and schedules on purpose.

ifeq (,$(filter tsan,$(VARIANTS)))
VARIANTS += tsan
tsan_CC := $(CLANG)
tsan_FLAGS := -O1 -g -fsanitize=thread -fno-omit-frame-pointer
$(eval $(call variant,tsan))
endif

STRESS_CHECKER := $(addprefix tests/stress/,check.c configs.c history.c minimise.c nested.c object.c quiet.c \
	rules.c search.c steps.c)

define stress_binaries
$(BUILD)/$(1)/stress-check: $(call objects,$(1),tests/stress/stress_check.c $(STRESS_CHECKER)) \
		$(call archives,$(1),program model)
	$$(call say,link,$$@)
	$$(Q)$$($(1)_CC) $$($(1)_FLAGS) $$^ -o $$@
endef
$(foreach v,gcc asan tsan,$(eval $(call stress_binaries,$(v))))

STRESS_RUNNER := $(addprefix tests/stress/,stress.c crew.c crowd.c phases.c record.c)
# What these two do not know of epoll; ci/sanitize/Makefile gives all of them the same.
STRESS_TOLD_asan := ci/sanitize/calls/epoll_pwait2.c
STRESS_TOLD_tsan := $(STRESS_TOLD_asan) ci/sanitize/calls/order.c

define stress_runner
$(BUILD)/$(1)/epollctx-stress: $(call objects,$(1),$(STRESS_RUNNER) $(STRESS_CHECKER) \
		$(STRESS_TOLD_$(1))) $(call archives,$(1),program model core)
	$$(call say,link,$$@)
	$$(Q)$$($(1)_CC) $$($(1)_FLAGS) $$^ -pthread -o $$@
endef
$(foreach v,gcc asan tsan,$(eval $(call stress_runner,$(v))))

# The stress on wrong kernels, which take libc's place.
STRESS_KERNELS := $(patsubst tests/stress/kernels/%.c,%,$(wildcard tests/stress/kernels/wrong_*.c))
define stress_kernel
$(BUILD)/stress/$(1)/epollctx-stress: $(call objects,gcc,$(STRESS_RUNNER) $(STRESS_CHECKER) \
		tests/stress/kernels/$(1).c tests/stress/kernels/remember.c tests/wrong_kernels/real.c) \
		$(call archives,gcc,program model core)
	@mkdir -p $$(@D)
	$$(call say,link,$$@)
	$$(Q)$(CC) $(gcc_FLAGS) $$^ -pthread -o $$@
endef
$(foreach kernel,$(STRESS_KERNELS),$(eval $(call stress_kernel,$(kernel))))
STRESS_KERNEL_BINARIES := $(STRESS_KERNELS:%=$(BUILD)/stress/%/epollctx-stress)

## stress-kernels: the stress must catch every kernel of tests/stress/kernels, and not the right one
stress-kernels: $(STRESS_KERNEL_BINARIES) $(BUILD)/gcc/epollctx-stress $(BUILD)/gcc/stress-check
	@tests/stress/check-histories $(BUILD)/gcc/stress-check
	@tests/stress/check-kernels $(BUILD) $(SEED)
check-build: $(BUILD)/gcc/stress-check

.PHONY: stress-kernels

STRESS_VARIANTS := tsan asan gcc
stress_run = tests/stress/run-variants $(BUILD) $(1) $(if $(SEED),--seed $(SEED)) \
	$(if $(THREADS),--threads $(THREADS))

## stress: threads with a checked history under TSan, ASan+UBSan and plain; DURATION=60 SEED= THREADS=4
stress: $(STRESS_VARIANTS:%=$(BUILD)/%/epollctx-stress) $(BUILD)/gcc/stress-check
	@tests/stress/check-histories $(BUILD)/gcc/stress-check
	@$(call stress_run,$(DURATION))

## stress-short: 5 seconds of each, and the wrong kernels, for CI
stress-short: stress-kernels $(STRESS_VARIANTS:%=$(BUILD)/%/epollctx-stress)
	@$(call stress_run,5)
.PHONY: stress stress-short
