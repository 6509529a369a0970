# Schedules on purpose: short concurrent programs, every order of their system calls.

SCHEDULES := $(addprefix tests/schedules/,schedules.c scheduler.c seam.c) \
	$(addprefix tests/stress/,crew.c phases.c record.c check.c configs.c history.c minimise.c \
	object.c rules.c search.c steps.c)
SEAM := $(addprefix -Wl$(comma)--wrap=,epoll_ctl epoll_wait read write syscall)

$(BUILD)/gcc/epollctx-schedules: $(call objects,gcc,$(SCHEDULES)) $(call archives,gcc,program model core)
	$(call say,link,$@)
	$(Q)$(CC) $(gcc_FLAGS) $(SEAM) $^ -pthread -o $@

## schedules: every interleaving of 2x3 operations, 3x2 within 2 preemptions, PCT beyond; SEED=
schedules: $(BUILD)/gcc/epollctx-schedules
	@$< --shape 2,3
	@$< --shape 3,2 --bound 2
	@$< --shape 4,6 --pct 20000 $(if $(SEED),--seed $(SEED))

## schedules-short: the same within 1 preemption, and fewer at random, for CI
schedules-short: $(BUILD)/gcc/epollctx-schedules
	@$< --shape 2,3 --bound 1
	@$< --shape 3,2 --bound 0
	@$< --shape 4,6 --pct 1000 $(if $(SEED),--seed $(SEED))
.PHONY: schedules schedules-short
