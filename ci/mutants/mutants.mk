# Mutants: who notices a small change to src/ or fuzz/model/? ci/mutants/README.md

# What the killers are linked from, mutants aside.
MUTANTS_TESTS := $(filter tests/unit/core/% tests/unit/model/%,$(UNIT_TESTS))
MUTANTS_BUILT := $(foreach v,gcc asan,$(call archives,$(v),$(MODULES)) \
	$(call objects,$(v),$(MUTANTS_TESTS))) $(call objects,gcc,$(wildcard fuzz/replay/*.c)) \
	$(call objects,asan,fuzz/targets/fuzz_sequence.c fuzz/targets/fuzz_faults.c \
	fuzz/targets/fuzz_poll.c fuzz/targets/target.c fuzz/mutator/mutator_libfuzzer.c) $(ENCODED)

mutants_command = ci/mutants/mutants --build $(BUILD) --jobs $(JOBS) --cc $(CC) \
	--flags='$(gcc_FLAGS)' --clang $(CLANG) --asan-flags='$(asan_FLAGS)' \
	--common='$(COMMON)' --wrap='$(WRAP)' $(if $(SHARD),--shard $(SHARD)) \
	$(if $(SEED),--seed $(SEED)) $(if $(KILLERS),--killers $(KILLERS)) \
	$(if $(ALL_KILLERS),--all-killers) $(if $(FUZZ_RUNS),--fuzz-runs $(FUZZ_RUNS))

mutants-build: $(MUTANTS_BUILT)

## mutants: who notices a change: FILES= SHARD=i/n SINCE=rev SAMPLE=n SEED=s KILLERS= ALL_KILLERS=1
mutants:
	@$(MAKE) --no-print-directory -j$(JOBS) mutants-build
	@$(mutants_command) $(if $(SINCE),--since $(SINCE)) $(if $(SAMPLE),--sample $(SAMPLE)) $(FILES)

## mutants-sample: mutants of the lines changed since SINCE=HEAD~1, and SAMPLE=150 others
mutants-sample:
	@$(MAKE) --no-print-directory mutants SAMPLE=$(or $(SAMPLE),150) \
		SINCE=$(or $(SINCE),$(shell git rev-parse -q --verify HEAD~1))

.PHONY: mutants mutants-build mutants-sample
