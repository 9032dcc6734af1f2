# Files of tests/. README.md there tells how to add a test; only C programs need a line here.

# A unit test: tests/unit/test-NAME.c, linked with libmstap.a.
UNIT_TESTS =
UNIT_TESTS += tests/unit/test-aggregate
UNIT_TESTS += tests/unit/test-btf
UNIT_TESTS += tests/unit/test-builtins
UNIT_TESTS += tests/unit/test-clock
UNIT_TESTS += tests/unit/test-ctypes
tests_unit_test_ctypes_SOURCES = tests/unit/test-ctypes.c tests/unit/odd-types.c tests/unit/odd-types.h \
	tests/unit/memory-source.c tests/unit/memory-source.h tests/unit/btf-writer.c tests/unit/btf-writer.h
UNIT_TESTS += tests/unit/test-engine
UNIT_TESTS += tests/unit/test-filter
UNIT_TESTS += tests/unit/test-format
UNIT_TESTS += tests/unit/test-halves
UNIT_TESTS += tests/unit/test-kallsyms
UNIT_TESTS += tests/unit/test-map
if NATIVE_X86_64
UNIT_TESTS += tests/unit/test-native
endif
UNIT_TESTS += tests/unit/test-pairing
UNIT_TESTS += tests/unit/test-parser
UNIT_TESTS += tests/unit/test-process-functions
UNIT_TESTS += tests/unit/test-process-table
UNIT_TESTS += tests/unit/test-reader
UNIT_TESTS += tests/unit/test-record
UNIT_TESTS += tests/unit/test-replay
UNIT_TESTS += tests/unit/test-ring-page
UNIT_TESTS += tests/unit/test-samples
UNIT_TESTS += tests/unit/test-symbols
UNIT_TESTS += tests/unit/test-timers
UNIT_TESTS += tests/unit/test-uevents
UNIT_TESTS += tests/unit/test-vm
UNIT_TESTS += tests/unit/test-vm-globals

# A program that gives live tests a workload of known size: tests/helpers/NAME.c.
TEST_HELPERS = tests/helpers/udp_send tests/helpers/tcp_connect \
	tests/helpers/forker tests/helpers/openers tests/helpers/reads tests/helpers/syscaller tests/helpers/storm tests/helpers/relay tests/helpers/callers

check_PROGRAMS += $(UNIT_TESTS)
LDADD = libmstap.a $(TRACEFS_LIBS) $(TRACEEVENT_LIBS) $(TRACECMD_LIBS) -lm

# Static and free of sanitizers, so that they run in any guest and cost what they seem to.
$(TEST_HELPERS): %: %.c
	$(AM_V_at)$(MKDIR_P) $(@D)
	$(AM_V_CCLD)$(CC) $(CPPFLAGS) $(CFLAGS) $(WARNINGS) -static -o $@ $<

include $(top_srcdir)/tests/fuzz/local.mk
include $(top_srcdir)/tests/lint.mk

# mstap beside awk, Lua and C: tests/bench/run-bench, which takes names of workloads, too; and on
# this machine's kernel beside bpftrace: tests/bench/run-kernel-bench; and in guests of other kernels, on
# kernel functions: tests/bench/run-guest-bench, about two minutes.
bench: mstap
	@BUILD=. CC='$(CC)' $(srcdir)/tests/bench/run-bench $(WORKLOADS)
	@BUILD=. CC='$(CC)' $(srcdir)/tests/bench/run-kernel-bench $(PARTS)
	@test -n '$(WORKLOADS)$(PARTS)' || BUILD=. CC='$(CC)' $(srcdir)/tests/bench/run-pushdown
	@test -n '$(WORKLOADS)$(PARTS)' || BUILD=. CC='$(CC)' $(srcdir)/tests/bench/run-guest-bench
EXTRA_DIST += $(wildcard $(srcdir)/tests/bench/*)

EXTRA_DIST += .ci/run tests/run-tests tests/run-storm tests/unit/live-source.c $(TEST_HELPERS:=.c) tests/helpers/syscaller.def tests/helpers/syscaller_good.def \
	$(wildcard $(srcdir)/tests/*.md $(srcdir)/tests/unit/*.sh $(srcdir)/tests/unit/*.h \
	$(srcdir)/tests/vm/* \
	$(foreach suite,parse sema run tapset replay live,$(srcdir)/tests/$(suite)/*))
CLEANFILES += $(TEST_HELPERS)

# What the driver runs; a target of its own, because bootstrap calls the driver itself.
tests-built: mstap $(check_PROGRAMS) $(TEST_HELPERS) tests-tapset
check-local: tests-built
	@BUILD=. $(srcdir)/tests/run-tests $(SUITES)

# In a build outside the source tree the binary looks for its tapset beside itself.
tests-tapset:
	@test -e tapset/. || ln -s $(abs_srcdir)/tapset tapset
clean-local: tests-clean
tests-clean:
	@test ! -h tapset || rm -f tapset

# live/storm with 20,000 processes, in a guest of each kernel: some minutes.
storm: tests-built
	@BUILD=. $(srcdir)/tests/run-storm $(PROCESSES)

.PHONY: storm bench tests-built tests-tapset tests-clean

tests/helpers/syscaller: tests/helpers/syscaller.def tests/helpers/syscaller_good.def
