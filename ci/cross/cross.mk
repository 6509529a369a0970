# Other machines: ci/cross/run builds the replay with ci/cross/Makefile and replays the seeds.

## cross: every seed on aarch64, riscv64, s390x, armhf and i386, under qemu-user
cross:
	@ci/cross/run --build $(BUILD) --jobs $(JOBS)

## cross-sample: some seeds on a big-endian machine and on a 32-bit one
cross-sample:
	@ci/cross/run --build $(BUILD) --jobs $(JOBS) --sample s390x armhf

.PHONY: cross cross-sample
