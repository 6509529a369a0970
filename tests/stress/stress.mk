# Threads: a stress whose history is checked, and schedules on purpose.

ifeq (,$(filter tsan,$(VARIANTS)))
VARIANTS += tsan
tsan_CC := $(CLANG)
tsan_FLAGS := -O1 -g -fsanitize=thread -fno-omit-frame-pointer
$(eval $(call variant,tsan))
endif

STRESS_CHECKER := $(addprefix tests/stress/,check.c configs.c history.c minimise.c object.c rules.c \
	search.c steps.c)

define stress_binaries
$(BUILD)/$(1)/stress-check: $(call objects,$(1),tests/stress/stress_check.c $(STRESS_CHECKER)) \
		$(call archives,$(1),program model)
	$$(call say,link,$$@)
	$$(Q)$$($(1)_CC) $$($(1)_FLAGS) $$^ -o $$@
endef
$(foreach v,gcc asan tsan,$(eval $(call stress_binaries,$(v))))

STRESS_RUNNER := $(addprefix tests/stress/,stress.c crew.c crowd.c phases.c record.c tell_sanitizers.c)
TELL := $(addprefix -Wl$(comma)--wrap=,epoll_ctl epoll_wait epoll_pwait epoll_pwait2)

define stress_runner
$(BUILD)/$(1)/epollctx-stress: $(call objects,$(1),$(STRESS_RUNNER) $(STRESS_CHECKER)) \
		$(call archives,$(1),program model core)
	$$(call say,link,$$@)
	$$(Q)$$($(1)_CC) $$($(1)_FLAGS) $$(TELL) $$^ -pthread -o $$@
endef
$(foreach v,gcc asan tsan,$(eval $(call stress_runner,$(v))))
