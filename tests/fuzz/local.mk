# Fuzzing; README.md of this folder tells how.
FRONT = tests/fuzz/front.c tests/fuzz/front.h

# Targets of libFuzzer, here with a plain main: the suite feeds them the other suites' scripts.
FUZZ_REPLAYS = tests/fuzz/replay-parser tests/fuzz/replay-compiler
TARGET = $(FRONT) tests/fuzz/target.h tests/fuzz/replay.c
tests_fuzz_replay_parser_SOURCES = tests/fuzz/fuzz-parser.c $(TARGET)
tests_fuzz_replay_compiler_SOURCES = tests/fuzz/fuzz-compiler.c $(TARGET)

# Random programs, mstap against a naive reference: make fuzz SECONDS=600.
DIFFER = $(FRONT) tests/fuzz/differ.c tests/fuzz/generate.c tests/fuzz/generate.h \
	tests/fuzz/generate_aggregate.c tests/fuzz/generate_expr.c tests/fuzz/generate_stmt.c tests/fuzz/generate_internal.h \
	tests/fuzz/reference.c tests/fuzz/reference.h tests/fuzz/reference_expr.c \
	tests/fuzz/reference_internal.h tests/fuzz/reference_map.c tests/fuzz/reference_match.c \
	tests/fuzz/reference_stat.c tests/fuzz/reference_text.c
tests_fuzz_differ_SOURCES = $(DIFFER)
# The same with what depends on these two built anew; it comes before the library's.
tests_fuzz_differ_switch_SOURCES = $(DIFFER) base/arena.c base/intern.c runtime/map.c \
	runtime/string_space.c runtime/vm_call.c runtime/vm_loop.c
tests_fuzz_differ_switch_CPPFLAGS = $(AM_CPPFLAGS) -DMSTAP_SWITCH_VM -DMSTAP_STRESS

check_PROGRAMS += $(FUZZ_REPLAYS) tests/fuzz/differ tests/fuzz/differ-switch

# With libFuzzer, under the sanitizers: make fuzz-parser SECONDS=600. clang only.
FUZZ_CC = clang
FUZZ_FLAGS = -g -O1 -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=undefined
SECONDS = 60
FUZZ_DIR = tests/fuzz/sanitized
FUZZ_OBJECTS = $(addprefix $(FUZZ_DIR)/,$(libmstap_a_OBJECTS) tests/fuzz/front.$(OBJEXT))
$(FUZZ_DIR)/%.$(OBJEXT): %.c | $(BUILT_SOURCES)
	$(AM_V_at)$(MKDIR_P) $(@D)
	$(AM_V_CC)$(FUZZ_CC) $(DEFS) $(DEFAULT_INCLUDES) $(AM_CPPFLAGS) $(CPPFLAGS) $(WARNINGS) \
		$(FUZZ_FLAGS) -MD -c -o $@ $<
$(FUZZ_DIR)/fuzz-%: $(FUZZ_DIR)/tests/fuzz/fuzz-%.$(OBJEXT) $(FUZZ_OBJECTS)
	$(AM_V_CCLD)$(FUZZ_CC) $(FUZZ_FLAGS) -fsanitize=fuzzer -o $@ $^ $(filter-out libmstap.a,$(LDADD))
-include $(wildcard $(FUZZ_DIR)/*/*.d $(FUZZ_DIR)/*/*/*.d)

# Each run starts at another seed. SEED=N begins there.
SEED = $$(date +%s)000
fuzz: tests/fuzz/differ tests/fuzz/differ-switch
	seed=$(SEED); for differ in differ differ-switch; do \
		nice -n 19 tests/fuzz/$$differ -s $$seed -t $$(($(SECONDS) / 2)) || exit 1; \
	done

# What it finds on the way stays in corpus-NAME, so that a run goes on where the last one ended.
fuzz-parser fuzz-compiler: fuzz-%: $(FUZZ_DIR)/fuzz-%
	$(MKDIR_P) $(FUZZ_DIR)/corpus-$*
	cd $(FUZZ_DIR) && TAPSET=$(abs_srcdir)/tapset nice -n 19 ./fuzz-$* -max_total_time=$(SECONDS) -timeout=20 \
		-max_len=4096 -dict=$(abs_srcdir)/tests/fuzz/words.dict corpus-$* \
		$(abs_srcdir)/tests/fuzz/regressions $(foreach suite,parse sema run,\
		$(abs_srcdir)/tests/$(suite))

EXTRA_DIST += $(wildcard $(srcdir)/tests/fuzz/*.md $(srcdir)/tests/fuzz/*.dict \
	$(srcdir)/tests/fuzz/regressions/*)
clean-local: fuzz-clean
fuzz-clean:
	rm -rf $(FUZZ_DIR)
.PHONY: fuzz fuzz-parser fuzz-compiler fuzz-clean
