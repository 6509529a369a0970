# Every operation from every state of small worlds: tests/exhaustive/README.md.

EXHAUSTIVE := $(BUILD)/exhaustive/exhaustive
EXHAUSTIVE_WORLDS := $(patsubst tests/exhaustive/worlds/%.world,%,$(wildcard tests/exhaustive/worlds/*.world))
EXHAUSTIVE_SMALL := $(filter small_%,$(EXHAUSTIVE_WORLDS))
WORLD ?= $(filter-out small_%,$(EXHAUSTIVE_WORLDS))
SHARD ?= 1/1

$(EXHAUSTIVE): $(call objects,gcc,$(wildcard tests/exhaustive/*.c)) $(call archives,gcc,lockstep program model core)
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(gcc_FLAGS) $(WRAP) $^ -o $@

exhaustive_run = $(EXHAUSTIVE) --jobs $(JOBS) --shard $(SHARD) --output $(BUILD)/exhaustive \
	$(patsubst %,tests/exhaustive/worlds/%.world,$(1))

## exhaustive: every operation from every state of small worlds, WORLD="name ..." SHARD=i/n JOBS=cores
exhaustive: $(EXHAUSTIVE)
	@$(call exhaustive_run,$(WORLD))

# What is performed takes as long as to explore, which every shard does whole.
## exhaustive-sample: a three-hundredth of all worlds, another one each day; SEED=: the one of that seed
exhaustive-sample: $(EXHAUSTIVE)
	@$(MAKE) --no-print-directory exhaustive \
		SHARD=$$((($(or $(SEED),$$(date +%s) / 86400)) % 300 + 1))/300

## exhaustive-small: the small ones, and that what is folded in them may be, in seconds
exhaustive-small: $(EXHAUSTIVE)
	@$(call exhaustive_run,$(EXHAUSTIVE_SMALL))
	@$(call exhaustive_run,$(EXHAUSTIVE_SMALL)) --check-folding

# `make check` performs the small worlds and tests the explorer.
check-build: $(EXHAUSTIVE)

.PHONY: exhaustive exhaustive-sample exhaustive-small
