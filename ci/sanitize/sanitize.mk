# The sanitizer jobs for people: ci/sanitize/run performs them, ci/sanitize/Makefile builds for it.

SANITIZER_JOBS := asan gcc-asan tsan gcc-tsan msan memcheck helgrind

## sanitize: every sanitizer job; sanitize-NAME one of asan gcc-asan tsan gcc-tsan msan memcheck helgrind
sanitize:
	@ci/sanitize/run all --build $(BUILD) --jobs $(JOBS)
$(SANITIZER_JOBS:%=sanitize-%): sanitize-%:
	@ci/sanitize/run $* --build $(BUILD) --jobs $(JOBS)

## sanitize-sample: four of the sanitizers on the core's unit tests and some seeds, two minutes
sanitize-sample:
	@ci/sanitize/run sample --build $(BUILD) --jobs $(JOBS)

.PHONY: sanitize sanitize-sample $(SANITIZER_JOBS:%=sanitize-%)
