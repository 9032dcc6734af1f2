# make lint: what compilers do not tell. Needs clang-format, clang-tidy and cppcheck; with -j2 it takes minutes.
LINT_MADE = lexer/lexer.c lexer/lexer.h parser/grammar.c parser/grammar.h config.h
LINTED = $(filter-out $(addprefix $(srcdir)/,$(LINT_MADE)),$(wildcard \
	$(srcdir)/*.[ch] $(srcdir)/*/*.[ch] $(srcdir)/*/*/*.[ch]))
LINT_TIDIED = $(addsuffix .tidy,$(filter %.c,$(LINTED)))

lint: lint-format lint-cppcheck lint-tidy
lint-format:
	@clang-format --dry-run -Werror $(LINTED)
# cppcheck knows no computed goto.
lint-cppcheck: $(BUILT_SOURCES)
	@nice cppcheck --quiet --error-exitcode=1 --std=c11 --inline-suppr \
		--enable=warning,performance,portability -I$(srcdir) -I. -DHAVE_CONFIG_H \
		-D__GNUC__ -DMSTAP_SWITCH_VM $(filter %.c,$(LINTED))
# A file at a time: of several, clang-tidy 14 mixes up what it knows. Its findings are on stdout.
lint-tidy: $(LINT_TIDIED)
$(LINT_TIDIED): %.tidy: % $(BUILT_SOURCES)
	@nice clang-tidy --quiet --warnings-as-errors='*' $< -- \
		-std=gnu11 $(DEFS) $(DEFAULT_INCLUDES) $(AM_CPPFLAGS) 2> /dev/null
.PHONY: lint lint-format lint-cppcheck lint-tidy $(LINT_TIDIED)
