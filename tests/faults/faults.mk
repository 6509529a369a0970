# Every error of every function: injected, caused for real, and listed in the header.

FAULT_TESTS := $(patsubst %.c,%,$(wildcard tests/faults/test_*.c))
FAULT_PARTS := $(filter-out tests/faults/test_%,$(wildcard tests/faults/*.c))

define fault_test
$(BUILD)/$(1)/$(2): $(BUILD)/$(1)/$(2).o $(call objects,$(1),$(FAULT_PARTS)) \
		$$(call archives,$(1),mutator lockstep program model core)
	$$(call say,link,$$@)
	$$(Q)$$($(1)_CC) $$($(1)_FLAGS) $$(WRAP) $$^ -lcmocka -lpthread -o $$@
endef
$(foreach v,gcc asan mcdc,$(foreach t,$(FAULT_TESTS),$(eval $(call fault_test,$(v),$(t)))))
# Coverage of the core is measured with them, too.
mcdc_FAULT_TESTS := $(FAULT_TESTS:%=$(BUILD)/mcdc/%)

## faults: every system call of every function fails in every way; every error of the header has a test
faults: faults-gcc faults-asan errors-check
# A sanitizer's runtime makes system calls of its own, which test_syscalls would not forgive.
faults-gcc: $(FAULT_TESTS:%=$(BUILD)/gcc/%)
faults-asan: $(filter-out %/test_syscalls,$(FAULT_TESTS:%=$(BUILD)/asan/%))
faults-gcc faults-asan:
	@for test in $^; do echo "# $$test"; $$test || exit 1; done

## errors: writes the table of errors into the header; errors-check: says where they differ
errors:
	@tests/faults/error-table --write
errors-check:
	@tests/faults/error-table --check

check-build: $(FAULT_TESTS:%=$(BUILD)/gcc/%) $(FAULT_TESTS:%=$(BUILD)/asan/%)

.PHONY: faults faults-gcc faults-asan errors errors-check
