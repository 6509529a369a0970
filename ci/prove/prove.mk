# The proof of the core against the contracts that stand at its declarations.

# How many goals there were when it was proved last: a contract that vanishes is a failure.
PROVED_GOALS := 1704

# Frama-C waits for its provers a third of the time: as many runs as cores would leave cores idle.
PROVE_RUNS = $(shell echo $$((2 * $(JOBS))))

## prove: every function of the core is proved against its contract (Frama-C, CVC4, Z3)
prove:
	@ci/prove/check-kernel $(BUILD)
	@ci/prove/prove --build $(BUILD) --smoke --no-cache --floor $(PROVED_GOALS) \
		--jobs $(PROVE_RUNS)

## prove-mutants: bodies weakened under unchanged contracts break the proof; SHARD=i/n: a part of them
prove-mutants:
	@ci/prove/mutants --build $(BUILD) --shard $(or $(SHARD),1/1) --jobs $(JOBS)

## prove-mutants-sample: eight of these that take seconds, other ones each day; SEED=: those of that seed
prove-mutants-sample:
	@ci/prove/mutants --build $(BUILD) --sample 8 $(if $(SEED),--seed $(SEED)) --jobs $(JOBS)

## prove-check: the tests of the proof's gates
prove-check:
	@PYTHONDONTWRITEBYTECODE=1 python3 -m unittest discover -s tests/prove

.PHONY: prove prove-mutants prove-mutants-sample prove-check
