# The canary: fuzz_sequence and the replay above the seam at which every wrong kernel stands; which
# one is chosen when the process starts, so that one binary of each kind serves them all.

# They take the place of libc's system calls; nobody instruments them.
KERNEL_OBJECTS := $(call objects,gcc,$(wildcard tests/wrong_kernels/*.c))
CANARY := $(BUILD)/canary/epollctx-replay $(BUILD)/canary/aflpp/fuzz_sequence \
	$(BUILD)/canary/libfuzzer/fuzz_sequence $(BUILD)/canary/libfuzzer/fuzz_sequence_bytes

$(BUILD)/canary/epollctx-replay: $(call objects,gcc,$(wildcard fuzz/replay/*.c)) \
		$(KERNEL_OBJECTS) $(gcc_FUZZING)
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(gcc_FLAGS) $(WRAP) $^ -o $@

CANARY_LIBFUZZER := $(call objects,asan,fuzz/targets/fuzz_sequence.c fuzz/targets/target.c) \
	$(KERNEL_OBJECTS)
$(BUILD)/canary/libfuzzer/fuzz_sequence: $(CANARY_LIBFUZZER) \
		$(call objects,asan,fuzz/mutator/mutator_libfuzzer.c) $(asan_FUZZING)
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CLANG) $(asan_FLAGS) -fsanitize=fuzzer $(WRAP) $^ -o $@

# libFuzzer takes a mutator that is there; this one has libFuzzer's own mutations of bytes alone.
$(BUILD)/canary/libfuzzer/fuzz_sequence_bytes: $(CANARY_LIBFUZZER) $(asan_FUZZING)
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CLANG) $(asan_FLAGS) -fsanitize=fuzzer $(WRAP) $^ -o $@

$(BUILD)/canary/aflpp/fuzz_sequence: \
		$(call objects,afl,fuzz/targets/fuzz_sequence.c fuzz/targets/target.c) \
		$(KERNEL_OBJECTS) $(afl_FUZZING)
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(AFL_CC) $(afl_FLAGS) -fsanitize=fuzzer $(WRAP) $^ -o $@

# How long an engine may take for a kernel: with the mutator, and with its own mutations of bytes.
CANARY_SECONDS := 60
CANARY_BYTES_SECONDS := 10

## canary: every wrong kernel must be caught by the seeds and by both engines; how long each takes
canary: $(CANARY) $(AFL_MUTATOR)
	@ci/canary --seconds $(CANARY_SECONDS) --bytes-seconds $(CANARY_BYTES_SECONDS) \
		--times $(BUILD)/canary/times.json $(if $(SEED),--seed $(SEED)) $(BUILD)

check-build: $(CANARY) $(AFL_MUTATOR)
.PHONY: canary
