# Fuzzing; README.md of this folder tells how.
FRONT = tests/fuzz/front.c tests/fuzz/front.h

# Targets of libFuzzer, here with a plain main: the suite feeds them the other suites' scripts.
FUZZ_REPLAYS = tests/fuzz/replay-parser tests/fuzz/replay-compiler
TARGET = $(FRONT) tests/fuzz/target.h tests/fuzz/replay.c
tests_fuzz_replay_parser_SOURCES = tests/fuzz/fuzz-parser.c $(TARGET)
tests_fuzz_replay_compiler_SOURCES = tests/fuzz/fuzz-compiler.c $(TARGET)

check_PROGRAMS += $(FUZZ_REPLAYS)

# With libFuzzer, under the sanitizers: make fuzz-parser SECONDS=600. clang only.
FUZZ_CC = clang
FUZZ_FLAGS = -g -O1 -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=undefined
SECONDS = 60
FUZZ_DIR = tests/fuzz/sanitized
FUZZ_OBJECTS = $(addprefix $(FUZZ_DIR)/,$(libmstap_a_OBJECTS) tests/fuzz/front.$(OBJEXT))
$(FUZZ_DIR)/%.$(OBJEXT): %.c
	$(AM_V_at)$(MKDIR_P) $(@D)
	$(AM_V_CC)$(FUZZ_CC) $(DEFS) $(DEFAULT_INCLUDES) $(AM_CPPFLAGS) $(CPPFLAGS) $(WARNINGS) \
		$(FUZZ_FLAGS) -MD -c -o $@ $<
$(FUZZ_DIR)/fuzz-%: $(FUZZ_DIR)/tests/fuzz/fuzz-%.$(OBJEXT) $(FUZZ_OBJECTS)
	$(AM_V_CCLD)$(FUZZ_CC) $(FUZZ_FLAGS) -fsanitize=fuzzer -o $@ $^ $(LDADD)
-include $(wildcard $(FUZZ_DIR)/*/*.d $(FUZZ_DIR)/*/*/*.d)

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
.PHONY: fuzz-parser fuzz-compiler fuzz-clean
