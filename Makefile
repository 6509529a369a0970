# epollctx: everything that is built goes under build/, nothing else in the tree changes.
# `make help` lists the targets; the line above each one, starting with "##", is its help text.

CC ?= cc
CLANG ?= clang
MUSL_CC ?= musl-gcc
AFL_CC ?= afl-clang-fast
BUILD := build
DURATION ?= 60
JOBS ?= $(shell nproc)
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
export AFL_QUIET := 1

VERSION := $(shell sed -n 's/^\#define EPOLLCTX_VERSION *"\(.*\)"/\1/p' include/epollctx.h)
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow \
	-Wstrict-prototypes -Wmissing-prototypes -Werror
CFLAGS ?= -O2 -g
COMMON := -std=c11 -D_GNU_SOURCE -Iinclude -Ifuzz -fvisibility=hidden -fPIC $(WARNINGS)
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

# What a variant is: its compiler and its flags. Objects of variant V live in build/V/.
VARIANTS := gcc clang asan afl cov
gcc_CC := $(CC)
gcc_FLAGS := $(CFLAGS)
clang_CC := $(CLANG)
clang_FLAGS := $(CFLAGS)
asan_CC := $(CLANG)
asan_FLAGS := -O1 -g $(SANITIZE)
afl_CC := $(CLANG)
afl_FLAGS := -O2 -g
cov_CC := $(CLANG)
cov_FLAGS := -O1 -g -fprofile-instr-generate -fcoverage-mapping

# The modules, lowest first; each is an archive, and an arrow of the design is an order of linking.
MODULES := core model program lockstep mutator
core_SOURCES := $(wildcard src/*.c)
model_SOURCES := $(wildcard fuzz/model/*.c)
program_SOURCES := $(wildcard fuzz/program/*.c)
lockstep_SOURCES := $(wildcard fuzz/lockstep/*.c)
mutator_SOURCES := $(filter-out %_libfuzzer.c %_afl.c,$(wildcard fuzz/mutator/*.c))
TARGETS := $(patsubst fuzz/targets/%.c,%,$(wildcard fuzz/targets/fuzz_*.c))

# The lockstep stands between everything and these system calls.
CALLS := $(shell sed -n '/define PROGRAM_CALLS/,/^$$/ s/.*X.\([a-z0-9_]*\),.*/\1/p' \
	fuzz/program/operations.h)
WRAP := $(CALLS:%=-Wl,--wrap=%)

ALL := $(BUILD)/libepollctx.a $(BUILD)/libepollctx.so $(BUILD)/epollctx-replay
## all: the static and shared library, and epollctx-replay (this is what plain `make` builds)
all: $(ALL)

## help: this list
help:
	@sed -n 's/^## \([^:]*\): \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 28

objects = $(patsubst %.c,$(BUILD)/$(1)/%.o,$(2))
archives = $(patsubst %,$(BUILD)/$(1)/lib%.a,$(2))

# What the engines get coverage of: what is tested, and what an input is read by. Elsewhere it would
# cost time, reward what means nothing, and count AFL++'s own runtime behind the wrapped calls.
GUIDED := src/% fuzz/model/% fuzz/program/%
guide_asan = $(if $(filter $(GUIDED),$(1)),-fsanitize=fuzzer-no-link)
compiler = $(if $(filter afl,$(1)),$(if $(filter $(GUIDED),$(2)),$(AFL_CC),$(CLANG)),$($(1)_CC))

# `make V=1` shows whole commands.
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-8s %s\n' $(1) $(2))
# A module's unit tests may look at its internal headers; nobody else has a path to them.
internal = $(if $(filter tests/unit/core/%,$(1)),-Isrc,$(if $(filter \
	tests/unit/%,$(1)),-Ifuzz/$(notdir $(patsubst %/,%,$(dir $(1))))))

define variant
$(BUILD)/$(1)/%.o: %.c Makefile
	@mkdir -p $$(@D)
	$$(call say,$$(call compiler,$(1),$$<),$$@)
	$$(Q)$$(call compiler,$(1),$$<) $$(COMMON) $$(call internal,$$<) $$($(1)_FLAGS) \
		$$(call guide_$(1),$$<) -MMD -MP -c $$< -o $$@

$(foreach module,$(MODULES),$(eval $(call archive,$(1),$(module))))

# Everything above the core, in linking order.
$(1)_FUZZING := $$(call archives,$(1),mutator lockstep program model core)

$(BUILD)/$(1)/epollctx-replay: $$(call objects,$(1),$$(wildcard fuzz/replay/*.c)) $$($(1)_FUZZING)
	$$(call say,link,$$@)
	$$(Q)$$($(1)_CC) $$($(1)_FLAGS) $$(WRAP) $$^ -o $$@

# A target without an engine: its files come as arguments.
$(BUILD)/$(1)/fuzz_%: $(BUILD)/$(1)/fuzz/targets/fuzz_%.o \
		$$(call objects,$(1),fuzz/targets/target.c fuzz/targets/driver.c) $$($(1)_FUZZING)
	$$(call say,link,$$@)
	$$(Q)$$($(1)_CC) $$($(1)_FLAGS) $$(WRAP) $$^ -o $$@
endef

define archive
$(BUILD)/$(1)/lib$(2).a: $$(call objects,$(1),$$($(2)_SOURCES))
	@rm -f $$@
	$$(Q)ar rcs $$@ $$^
endef

$(foreach v,$(VARIANTS),$(eval $(call variant,$(v))))

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

# --- The library ---------------------------------------------------------------------------------

$(BUILD)/libepollctx.a: $(BUILD)/gcc/libcore.a
	cp $< $@

$(BUILD)/libepollctx.so: $(call objects,gcc,$(core_SOURCES))
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) -shared -Wl,-soname,libepollctx.so.0 -Wl,-z,defs $^ -o $@

$(BUILD)/epollctx-replay: $(BUILD)/gcc/epollctx-replay
	cp $< $@

# For whoever rather copies two files than two folders; the core's unit tests see it, too.
AMALGAMATION := $(BUILD)/amalgamation
$(AMALGAMATION)/epollctx.c: ci/amalgamate include/epollctx.h $(wildcard src/*.[ch])
	@ci/amalgamate $(@D)

$(AMALGAMATION)/epollctx.o: $(AMALGAMATION)/epollctx.c Makefile
	$(call say,cc,$@)
	$(Q)$(CC) -std=c11 $(WARNINGS) $(CFLAGS) -c $< -o $@

## amalgamate: the core in one source file, build/amalgamation/epollctx.c, and its header
amalgamate: $(AMALGAMATION)/epollctx.c

# --- Unit tests ----------------------------------------------------------------------------------

UNIT_TESTS := $(wildcard tests/unit/*/test_*.c)
# What each module's tests link with; a test's own line "wraps: NAME ..." adds linker wraps.
core_LINKS := core
model_LINKS := model
program_LINKS := program
lockstep_LINKS := lockstep program model core
mutator_LINKS := mutator program
wraps_of = $(addprefix -Wl$(comma)--wrap=,$(shell sed -n 's/^.*wraps: *\(.*[a-z0-9_]\).*$$/\1/p' $(1) | tr -d '*/'))
comma := ,

# The engines' shims are no part of the archive; the test of one is linked with it.
SHIMS := mutator_libfuzzer mutator_afl
shim_of = $(addprefix fuzz/mutator/,$(addsuffix .c,$(filter $(SHIMS),$(patsubst test_%.c,%,$(notdir $(1))))))

define unit_test
$(BUILD)/$(1)/$(2:.c=): $(BUILD)/$(1)/$(2:.c=.o) $$(call objects,$(1),$(call shim_of,$(2))) \
		$$(call archives,$(1),$$($(notdir $(patsubst %/,%,$(dir $(2))))_LINKS))
	$$(call say,link,$$@)
	$$(Q)$$($(1)_CC) $$($(1)_FLAGS) $(call wraps_of,$(2)) $(if $(findstring /lockstep/,$(2)),$$(WRAP)) \
		$$^ -lcmocka -o $$@
endef
$(foreach v,gcc asan,$(foreach t,$(UNIT_TESTS),$(eval $(call unit_test,$(v),$(t)))))

CORE_TESTS := $(filter tests/unit/core/%,$(UNIT_TESTS))
$(CORE_TESTS:%.c=$(AMALGAMATION)/%): $(AMALGAMATION)/%: $(BUILD)/gcc/%.o $(AMALGAMATION)/epollctx.o
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(gcc_FLAGS) $(call wraps_of,$*.c) $^ -lcmocka -o $@

## unit: the unit tests alone; unit-asan: the same under ASan and UBSan
unit: unit-gcc
unit-gcc unit-asan: unit-%: $(addprefix $(BUILD)/%/,$(UNIT_TESTS:.c=))
	@for test in $^; do echo "# $$test"; $$test || exit 1; done

# --- Fuzz targets --------------------------------------------------------------------------------

LIBFUZZER := $(TARGETS:%=$(BUILD)/libfuzzer/%)
AFL := $(TARGETS:%=$(BUILD)/aflpp/%)
AFL_MUTATOR := $(BUILD)/aflpp/mutator.so

$(BUILD)/libfuzzer/%: $(BUILD)/asan/fuzz/targets/%.o $(BUILD)/asan/fuzz/targets/target.o \
		$(BUILD)/asan/fuzz/mutator/mutator_libfuzzer.o $(asan_FUZZING)
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CLANG) $(asan_FLAGS) -fsanitize=fuzzer $(WRAP) $^ -o $@

$(AFL): $(BUILD)/aflpp/%: $(BUILD)/afl/fuzz/targets/%.o $(BUILD)/afl/fuzz/targets/target.o $(afl_FUZZING)
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(AFL_CC) $(afl_FLAGS) -fsanitize=fuzzer $(WRAP) $^ -o $@

$(AFL_MUTATOR): $(call objects,clang,fuzz/mutator/mutator_afl.c) $(call archives,clang,mutator program)
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CLANG) $(clang_FLAGS) -shared -Wl,-z,defs $^ -o $@

## targets: every fuzz target for libFuzzer (with ASan and UBSan) and for AFL++
targets: $(LIBFUZZER) $(AFL) $(AFL_MUTATOR)

# The seeds and regressions as a target takes them.
SCENARIOS := $(wildcard fuzz/seeds/*.scn tests/regressions/*.scn)
ENCODED := $(patsubst %.scn,$(BUILD)/seeds/%,$(notdir $(SCENARIOS)))
$(BUILD)/seeds/%: fuzz/seeds/%.scn $(BUILD)/epollctx-replay
	@mkdir -p $(@D)
	$(Q)$(BUILD)/epollctx-replay --to-bytes $< >$@
$(BUILD)/seeds/%: tests/regressions/%.scn $(BUILD)/epollctx-replay
	@mkdir -p $(@D)
	$(Q)$(BUILD)/epollctx-replay --to-bytes $< >$@

# The words of the scenario language, from the tables that define it.
$(BUILD)/fuzz_scenario.dict: $(BUILD)/gcc/dictionary
	$(Q)$< >$@
$(BUILD)/gcc/dictionary: $(call objects,gcc,fuzz/targets/dictionary.c) $(call archives,gcc,program)
	$(call say,link,$@)
	$(Q)$(CC) $(gcc_FLAGS) $^ -o $@

# --- The campaign --------------------------------------------------------------------------------

TEXT_TARGETS := fuzz_scenario
campaign-build: $(LIBFUZZER) $(AFL) $(AFL_MUTATOR) $(TARGETS:%=$(BUILD)/cov/%) \
	$(BUILD)/epollctx-replay $(BUILD)/asan/epollctx-replay $(BUILD)/fuzz_scenario.dict

## campaign: both engines on every target, DURATION=60 seconds in all, JOBS=cores, SYNC=dir
campaign:
	@$(MAKE) --no-print-directory -j$(JOBS) campaign-build
	@ci/campaign --build $(BUILD) --duration $(DURATION) --jobs $(JOBS) \
		$(TEXT_TARGETS:%=--text-target %) $(if $(SYNC),--sync $(SYNC))

# --- Checking ------------------------------------------------------------------------------------

# The core under a second C library, which has no epoll_pwait2.
$(BUILD)/musl/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,$(MUSL_CC),$@)
	$(Q)$(MUSL_CC) $(COMMON) $(CFLAGS) -MMD -MP -c $< -o $@

EVERYTHING := $(wildcard src/*.c fuzz/*/*.c tests/*/*.c tests/unit/*/*.c tests/*/kernels/*.c)
CHECKED := $(ALL) $(BUILD)/asan/epollctx-replay $(BUILD)/fuzz_scenario.dict $(ENCODED) \
	$(call objects,gcc,$(EVERYTHING)) $(call objects,clang,$(EVERYTHING)) \
	$(call objects,musl,$(core_SOURCES)) $(TARGETS:%=$(BUILD)/asan/%) \
	$(foreach v,gcc asan,$(addprefix $(BUILD)/$(v)/,$(UNIT_TESTS:.c=))) \
	$(CORE_TESTS:%.c=$(AMALGAMATION)/%) $(LIBFUZZER) $(AFL) $(AFL_MUTATOR)

check-build: $(CHECKED) $(BUILD)/header_in_cxx

# The header as C++, used from C++.
$(BUILD)/header_in_cxx: tests/unit/core/header_in_cxx.cc $(BUILD)/libepollctx.a include/epollctx.h
	$(call say,c++,$@)
	$(Q)$(CXX) -std=c++11 -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow \
		-Werror -Iinclude $< $(BUILD)/libepollctx.a -o $@

## check: every test that a change must pass, in about six minutes on two cores
check:
	@$(MAKE) --no-print-directory -j$(JOBS) check-build
	@ci/check $(BUILD)

## bench: medians and ratios: the core, lockstep, the model, fuzz_sequence
bench: $(BUILD)/gcc/bench $(BUILD)/libfuzzer/fuzz_sequence $(ENCODED)
	@$(BUILD)/gcc/bench $(SCENARIOS)
	@ci/bench-fuzzer $(BUILD)

$(BUILD)/gcc/bench: $(call objects,gcc,tests/bench/bench.c) $(gcc_FUZZING)
	$(call say,link,$@)
	$(Q)$(CC) $(gcc_FLAGS) $(WRAP) $^ -o $@

# --- The other kinds of evidence: each folder brings its own targets ------------------------------

include $(wildcard ci/*/*.mk tests/*/*.mk)

# --- Installing ----------------------------------------------------------------------------------

## install: the header, the libraries and epollctx.pc below $(DESTDIR)$(PREFIX), $(DESTDIR)$(LIBDIR)
install: $(BUILD)/libepollctx.a $(BUILD)/libepollctx.so
	install -d $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(LIBDIR)/pkgconfig
	install -m 644 include/epollctx.h $(DESTDIR)$(PREFIX)/include/
	install -m 644 $(BUILD)/libepollctx.a $(DESTDIR)$(LIBDIR)/
	install -m 755 $(BUILD)/libepollctx.so $(DESTDIR)$(LIBDIR)/libepollctx.so.0
	ln -sf libepollctx.so.0 $(DESTDIR)$(LIBDIR)/libepollctx.so
	printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(LIBDIR)' 'Name: epollctx' 'Version: $(VERSION)' \
		'Description: a trusted epoll core' 'Cflags: -I$${prefix}/include' \
		'Libs: -L$${libdir} -lepollctx' >$(DESTDIR)$(LIBDIR)/pkgconfig/epollctx.pc

## format: puts every C file into the project's format
format:
	git ls-files '*.c' '*.h' | xargs clang-format -i

## clean: removes build/
clean:
	rm -rf $(BUILD)

.PHONY: all help amalgamate targets campaign campaign-build unit unit-gcc unit-asan check check-build bench install format clean
.SECONDARY:
