# Every static check; ci/lint/run performs them with the flags that the files are built with.

# Asked when it is needed. A tree that came without git has what is not built.
LINT_C = $(shell if [ -e .git ]; then git ls-files '*.c'; else find * -path build -prune -o -name '*.c' -print; fi)
# One line for each C file: its name, and its flags but for the warnings.
$(BUILD)/lint/flags: FORCE
	@$(shell mkdir -p $(@D))$(file >$@) $(foreach f,$(LINT_C),$(file >>$@,$(f) $(filter-out $(WARNINGS),$(COMMON)) $(strip $(call internal,$(f)))))
FORCE:

## lint: formatting, static analysis of C, shell and Python, and sizes; SINCE=REVISION, CHECKS="NAME..."
lint: $(BUILD)/lint/flags
	@ci/lint/run --flags $< --jobs $(JOBS) $(if $(SINCE),--since $(SINCE)) $(CHECKS)

## lint-sample: the same in three minutes: the analyzers see src/ and what changed since SINCE=HEAD~1
lint-sample: $(BUILD)/lint/flags
	@ci/lint/run --flags $< --jobs $(JOBS) --sample --since $(or $(SINCE),HEAD~1) $(CHECKS)

.PHONY: lint lint-sample FORCE
