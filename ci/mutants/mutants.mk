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
	@$(mutants_command) $(if $(SINCE),--since $(SINCE)) $(if $(MOST),--most $(MOST)) \
		$(if $(SAMPLE),--sample $(SAMPLE)) $(FILES)

# Every survivor has been killed or justified: a new one, wherever it is, is a defect of the change.
MUTANTS_CLOSED := $(filter-out src/sys.h fuzz/model/model_rules.h,$(wildcard src/*.[ch] fuzz/model/*.[ch]))

# Two minutes on two cores, without the proof. The first commit of a shallow clone has none before it.
## mutants-sample: up to MOST=60 mutants of the lines changed since SINCE=HEAD~1, SAMPLE=60 others
mutants-sample:
	@$(MAKE) --no-print-directory mutants SAMPLE=$(or $(SAMPLE),60) MOST=$(or $(MOST),60) \
		SINCE=$(or $(SINCE),$(shell git rev-parse -q --verify HEAD~1)) \
		KILLERS=$(or $(KILLERS),unit$(comma)replay$(comma)rules$(comma)unit-asan$(comma)fuzz) \
		FUZZ_RUNS=$(or $(FUZZ_RUNS),1500) FILES='$(or $(FILES),$(MUTANTS_CLOSED))'

## mutants-check: the tests of the tool
mutants-check:
	@PYTHONDONTWRITEBYTECODE=1 python3 -m unittest discover -s tests/mutants_tool

.PHONY: mutants mutants-build mutants-sample mutants-check
