# Schedules on purpose: short concurrent programs, every order of their system calls.

SCHEDULES := $(addprefix tests/schedules/,schedules.c options.c scheduler.c seam.c) \
	$(addprefix tests/stress/,crew.c phases.c record.c check.c configs.c history.c minimise.c \
	nested.c object.c quiet.c rules.c search.c steps.c)
SEAM := $(addprefix -Wl$(comma)--wrap=,epoll_ctl epoll_wait read write syscall)

$(BUILD)/gcc/epollctx-schedules: $(call objects,gcc,$(SCHEDULES)) $(call archives,gcc,program model core)
	$(call say,link,$@)
	$(Q)$(CC) $(gcc_FLAGS) $(SEAM) $^ -pthread -o $@

# Kernels of the stress that a schedule must find, too.
SCHEDULES_KERNELS := wrong_oneshot_twice wrong_mod_wakes_nobody wrong_add_ok_twice wrong_edge_lost
define schedules_kernel
$(BUILD)/stress/$(1)/epollctx-schedules: $(call objects,gcc,$(SCHEDULES) \
		tests/stress/kernels/$(1).c tests/stress/kernels/remember.c tests/wrong_kernels/real.c) \
		$(call archives,gcc,program model core)
	@mkdir -p $$(@D)
	$$(call say,link,$$@)
	$$(Q)$(CC) $(gcc_FLAGS) $(SEAM) $$^ -pthread -o $$@
endef
$(foreach kernel,$(SCHEDULES_KERNELS),$(eval $(call schedules_kernel,$(kernel))))

## schedules-kernels: a few wrong kernels that the schedules must find
schedules-kernels: $(SCHEDULES_KERNELS:%=$(BUILD)/stress/%/epollctx-schedules)
	@for binary in $^; do \
		$$binary --shape 2,3 --bound 1 --output $(BUILD)/stress/schedules \
			>$$binary.log 2>&1; \
		[ $$? -eq 1 ] || { echo "NOT OK  $$binary: not found, see $$binary.log"; exit 1; }; \
		echo "ok      $$binary: $$(sed -n 's/^# rejected: //p' $$binary.log)"; \
	done

## schedules: every interleaving of 2x3 operations, 3x2 within 2 preemptions, PCT beyond; SEED=
schedules: $(BUILD)/gcc/epollctx-schedules
	@$< --shape 2,3
	@$< --shape 3,2 --bound 2
	@$< --shape 4,6 --pct 20000 $(if $(SEED),--seed $(SEED))

## schedules-short: 2x3 within one preemption, 3x2 without any, and fewer at random, for CI
schedules-short: $(BUILD)/gcc/epollctx-schedules schedules-kernels
	@$< --shape 2,3 --bound 1
	@$< --shape 3,2 --bound 0
	@$< --shape 4,6 --pct 1000 $(if $(SEED),--seed $(SEED))
.PHONY: schedules schedules-short schedules-kernels
