/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings and numbers. */
#include "config.h"

#include "runtime/builtins_impl.h"

#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

BUILTIN_FUNCTION(strlen)
{
	result->number = args[0].string->len;
}

BUILTIN_FUNCTION(substr)
{
	const struct string *string = args[0].string;
	int64_t start = args[1].number, length = args[2].number;

	result->string = string_empty;
	/* The highest number counts as negative: stap adds one to it. */
	if (start < 0 || start >= string->len || length <= 0 || length == INT64_MAX)
		return;
	if (length > string->len - start)
		length = string->len - start;
	result->string = vm_string(vm, string->text + start, (size_t)length);
}

/* Bytes are signed, as on the machines stap grew up on. */
BUILTIN_FUNCTION(stringat)
{
	const struct string *string = args[0].string;
	int64_t position = args[1].number;

	if (position < 0 || position >= string->len)
		vm_raise(vm, "Position out of bounds");
	else
		/* NOLINTNEXTLINE(bugprone-signed-char-misuse): a negative number is meant */
		result->number = (signed char)string->text[position];
}

BUILTIN_FUNCTION(isinstr)
{
	result->number = strstr(args[0].string->text, args[1].string->text) != NULL;
}

BUILTIN_FUNCTION(strpos)
{
	const char *text = args[0].string->text, *found = strstr(text, args[1].string->text);

	result->number = found ? found - text : -1;
}

static unsigned digit_value(char c)
{
	return isdigit((unsigned char)c) ? (unsigned)(c - '0')
					 : (unsigned)(tolower((unsigned char)c) - 'a' + 10);
}

/*
 * As the kernel's simple_strtoll() does it, which differs from libc's: no leading blanks, no
 * '+', digits up to f in any base, and it wraps.
 */
BUILTIN_FUNCTION(strtol)
{
	const char *at = args[0].string->text;
	unsigned base = (unsigned)args[1].number;
	bool negative = *at == '-', hex;
	uint64_t value = 0;

	at += negative;
	hex = at[0] == '0' && (at[1] == 'x' || at[1] == 'X') && isxdigit((unsigned char)at[2]);
	if (base == 0)
		base = hex ? 16 : *at == '0' ? 8 : 10;
	if (base == 16 && hex)
		at += 2;
	for (; isxdigit((unsigned char)*at) && digit_value(*at) < base; at++)
		value = value * base + digit_value(*at);
	result->number = (int64_t)(negative ? -value : value);
}

/* The next token of what vm->tokens still holds. */
static const struct string *next_token(struct vm *vm, const char *delimiters)
{
	const char *text, *end;

	if (vm->tokens_at >= vm->tokens.len)
		return string_empty;
	text = vm->tokens.data + vm->tokens_at;
	text += strspn(text, delimiters);
	end = text + strcspn(text, delimiters);
	vm->tokens_at = (size_t)(end - vm->tokens.data) + 1;
	return vm_string(vm, text, (size_t)(end - text));
}

BUILTIN_FUNCTION(tokenize)
{
	const struct string *input = args[0].string;

	if (input->len > 0) {
		buf_clear(&vm->tokens);
		buf_put(&vm->tokens, input->text, input->len);
		vm->tokens_at = 0;
	}
	result->string = next_token(vm, args[1].string->text);
}

BUILTIN_FUNCTION(tokenize_next)
{
	result->string = next_token(vm, args[0].string->text);
}

BUILTIN_FUNCTION(str_replace)
{
	const char *text = args[0].string->text, *found;
	const struct string *search = args[1].string, *with = args[2].string;

	buf_clear(&vm->text);
	while (search->len > 0 && vm->text.len < vm->string_limit &&
	       (found = strstr(text, search->text))) {
		buf_put(&vm->text, text, (size_t)(found - text));
		buf_put(&vm->text, with->text, with->len);
		text = found + search->len;
	}
	buf_puts(&vm->text, text);
	result->string = vm_string(vm, vm->text.data, vm->text.len);
}

/* ---- the last match ---- */

BUILTIN_FUNCTION(matched)
{
	const struct match *match = &vm->match;
	int64_t group = args[0].number;

	result->string = string_empty;
	if (group < 0 || group >= match->ngroups) {
		vm_raise(vm, "Attempted to get nonexistent subexpression %lld", (long long)group);
		return;
	}
	if (!match->found) {
		vm_raise(vm, "Attempted to get subexpression %lld from failed match",
			 (long long)group);
		return;
	}
	if (match->groups[group].rm_so >= 0)
		result->string = vm_string(
			vm, match->subject->text + match->groups[group].rm_so,
			(size_t)(match->groups[group].rm_eo - match->groups[group].rm_so));
}

BUILTIN_FUNCTION(ngroups)
{
	if (!vm->match.found)
		vm_raise(vm, "Attempted to get subexpression count from failed match");
	else
		result->number = vm->match.ngroups;
}

/* ---- numbers ---- */

/* Linux has names up to here that strerrorname_np() knows; stap knows no more either. */
#define ERRNO_MOST 131

BUILTIN_FUNCTION(errno_str)
{
	int64_t given = args[0].number, number = given < -ERRNO_MOST ? 0 : llabs(given);
	const char *name = NULL;

	if (number == EOPNOTSUPP) /* glibc prefers the other name of it, ENOTSUP */
		name = "EOPNOTSUPP";
	else if (number > 0 && number <= ERRNO_MOST)
		name = strerrorname_np((int)number);
	result->string = name ? vm_string(vm, name, strlen(name)) : string_empty;
}

/* Real-time signals from the kernel's first one on: libc keeps two of them and has no names. */
#define KERNEL_SIGRTMIN 32
#define KERNEL_SIGRTMAX 64

BUILTIN_FUNCTION(signal_str)
{
	int64_t number = args[0].number;
	const char *name = NULL;
	char real_time[16];

	if (number == SIGPOLL)
		name = "IO/POLL";
	else if (number > 0 && number <= KERNEL_SIGRTMIN)
		name = number == KERNEL_SIGRTMIN ? "RTMIN" : sigabbrev_np((int)number);
	else if (number > KERNEL_SIGRTMIN && number <= KERNEL_SIGRTMAX) {
		snprintf(real_time, sizeof(real_time), "RTMIN+%d", (int)number - KERNEL_SIGRTMIN);
		name = real_time;
	}
	result->string = name ? vm_string(vm, name, strlen(name)) : string_empty;
}

#define RANDINT_MOST (1 << 20)

BUILTIN_FUNCTION(randint)
{
	int64_t most = args[0].number;

	if (most < 0 || most > RANDINT_MOST)
		vm_raise(vm, "range too wide");
	else if (most > 0)
		result->number = nrand48(vm->random) % most;
}

BUILTIN_FUNCTION(random)
{
	result->number = nrand48(vm->random);
}
