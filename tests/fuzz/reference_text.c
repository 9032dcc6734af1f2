/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/fuzz/reference_internal.h"

#include <ctype.h>
#include <string.h>

/* ---- one directive ---- */

struct directive {
	char flag;
	int width, precision; /* -1: none */
	char conversion;
};

/* At @text, behind the '%'; returns where it ends. '*' takes its number from @args. */
static const char *parse_directive(const char *text, struct directive *d, const struct value **args)
{
	*d = (struct directive){.width = -1, .precision = -1};
	if (strchr("-+ 0#", *text))
		d->flag = *text++;
	if (*text == '*') {
		int64_t width = (*args)++->number;

		d->width = width < 0 ? 0 : (int)width;
		text++;
	}
	for (; isdigit((unsigned char)*text); text++)
		d->width = (d->width < 0 ? 0 : 10 * d->width) + *text - '0';
	if (*text == '.')
		for (d->precision = 0, text++; isdigit((unsigned char)*text); text++)
			d->precision = 10 * d->precision + *text - '0';
	d->conversion = *text;
	return text + 1;
}

static void put_padded(struct buf *out, const struct directive *d, const char *text, size_t len)
{
	size_t width = d->width < 0 ? 0 : (size_t)d->width;

	for (size_t n = len; n < width && d->flag != '-'; n++)
		buf_putc(out, ' ');
	buf_put(out, text, len);
	for (size_t n = len; n < width && d->flag == '-'; n++)
		buf_putc(out, ' ');
}

/* The digits of @value, most significant first. */
static const char *digits_of(char *room, uint64_t value, unsigned base, bool upper)
{
	char *at = room + 70;

	*at = '\0';
	do {
		*--at = (upper ? "0123456789ABCDEF" : "0123456789abcdef")[value % base];
		value /= base;
	} while (value);
	return at;
}

static const char *sign_of(const struct directive *d, int64_t value)
{
	if (d->conversion == 'p' || (d->conversion == 'x' && d->flag == '#'))
		return "0x";
	if (d->flag == '#')
		return d->conversion == 'X' ? "0X" : d->conversion == 'o' ? "0" : "";
	if (d->conversion != 'd' && d->conversion != 'i')
		return "";
	return value < 0 ? "-" : d->flag == '+' ? "+" : d->flag == ' ' ? " " : "";
}

static void put_number(struct buf *out, const struct directive *d, int64_t value)
{
	bool decimal = d->conversion == 'd' || d->conversion == 'i',
	     negative = decimal && value < 0;
	unsigned base = decimal || d->conversion == 'u' ? 10 : d->conversion == 'o' ? 8 : 16;
	const char *sign = sign_of(d, value);
	struct buf text = {0};
	char room[80];
	const char *digits = digits_of(room, negative ? 0 - (uint64_t)value : (uint64_t)value, base,
				       d->conversion == 'X');
	int len = (int)strlen(digits), zeros = d->precision > len ? d->precision - len : 0;

	if (d->flag == '0' && d->width > (int)strlen(sign) + zeros + len)
		zeros = d->width - (int)strlen(sign) - len;
	buf_puts(&text, sign);
	for (int i = 0; i < zeros; i++)
		buf_putc(&text, '0');
	buf_puts(&text, digits);
	put_padded(out, d, text.data, text.len);
	buf_free(&text);
}

static void put_directive(struct buf *out, const struct directive *d, const struct value *value)
{
	size_t len = value->len;
	char byte = (char)value->number;

	if (d->conversion == 's') {
		if (d->precision >= 0 && (size_t)d->precision < len)
			len = (size_t)d->precision;
		put_padded(out, d, value->text, len);
	} else if (d->conversion == 'c') {
		put_padded(out, d, &byte, 1);
	} else {
		put_number(out, d, value->number);
	}
}

static void put_format(struct buf *out, const char *format, const struct value *args)
{
	struct directive d;

	while (*format) {
		if (*format != '%') {
			buf_putc(out, *format++);
		} else if (format[1] == '%') {
			buf_putc(out, '%');
			format += 2;
		} else {
			format = parse_directive(format + 1, &d, &args);
			put_directive(out, &d, args++);
		}
	}
}

/* ---- the print family ---- */

static void put_plain(struct buf *out, const struct value *value)
{
	if (value->is_string)
		buf_put(out, value->text, value->len);
	else
		buf_printf(out, "%lld", (long long)value->number);
}

struct value eval_print(struct reference *ref, const struct expr *e)
{
	const struct print_form *form = e->print.form;
	unsigned count = e->print.args.count;
	struct value *args = arena_alloc(ref->arena, (count + 1) * sizeof(*args)), result;
	struct buf text = {0};

	for (unsigned i = 0; i < count; i++)
		args[i] = eval(ref, e->print.args.items[i]);
	if (form->has_format)
		put_format(&text, e->print.format->string.text, args);
	for (unsigned i = 0; i < count && !form->has_format; i++) {
		if (i > 0 && form->has_delimiter)
			buf_puts(&text, e->print.delimiter->string.text);
		put_plain(&text, &args[i]);
	}
	if (form->newline)
		buf_putc(&text, '\n');
	result = text_value(ref, text.data ? text.data : "", text.len);
	if (!form->to_string)
		buf_put(ref->out, text.data ? text.data : "", text.len);
	buf_free(&text);
	return form->to_string ? result : number_value(0);
}

/* ---- functions of the library ---- */

static struct value do_strlen(struct reference *ref, const struct expr *e, const struct value *a)
{
	(void)ref, (void)e;
	return number_value((int64_t)a[0].len);
}

static struct value do_isinstr(struct reference *ref, const struct expr *e, const struct value *a)
{
	(void)ref, (void)e;
	return number_value(strstr(a[0].text, a[1].text) != NULL);
}

static struct value do_stringat(struct reference *ref, const struct expr *e, const struct value *a)
{
	if (a[1].number < 0 || a[1].number >= (int64_t)a[0].len)
		ref_raise(ref, e->tok, "Position out of bounds");
	return number_value((signed char)a[0].text[a[1].number]);
}

static struct value do_strpos(struct reference *ref, const struct expr *e, const struct value *a)
{
	const char *found = strstr(a[0].text, a[1].text);

	(void)ref, (void)e;
	return number_value(found ? found - a[0].text : -1);
}

/* Digits as far as they go, after a minus; in base 16 after 0x, too. */
static struct value do_strtol(struct reference *ref, const struct expr *e, const struct value *a)
{
	bool negative = a[0].text[0] == '-';
	const char *at = a[0].text + negative;
	uint64_t value = 0, base = (uint64_t)a[1].number;

	(void)ref, (void)e;
	if (base == 0 && at[0] == '0')
		base = tolower((unsigned char)at[1]) == 'x' && isxdigit((unsigned char)at[2]) ? 16
											      : 8;
	else if (base == 0)
		base = 10;
	if (base == 16 && at[0] == '0' && tolower((unsigned char)at[1]) == 'x' &&
	    isxdigit((unsigned char)at[2]))
		at += 2;
	for (; isxdigit((unsigned char)*at); at++) {
		uint64_t digit = isdigit((unsigned char)*at)
					 ? (uint64_t)(*at - '0')
					 : (uint64_t)(tolower((unsigned char)*at) - 'a' + 10);

		if (digit >= base)
			break;
		value = value * base + digit;
	}
	return number_value((int64_t)(negative ? 0 - value : value));
}

static struct value do_substr(struct reference *ref, const struct expr *e, const struct value *a)
{
	int64_t len = (int64_t)a[0].len, start = a[1].number, count = a[2].number;

	(void)e;
	/* The highest number counts as negative. */
	if (start < 0 || start >= len || count <= 0 || count == INT64_MAX)
		return text_value(ref, "", 0);
	return text_value(ref, a[0].text + start,
			  (size_t)(count < len - start ? count : len - start));
}

static struct value do_str_replace(struct reference *ref, const struct expr *e,
				   const struct value *a)
{
	struct buf text = {0};
	struct value result;

	(void)e;
	for (const char *at = a[0].text; *at;) {
		if (a[1].len > 0 && strncmp(at, a[1].text, a[1].len) == 0) {
			buf_put(&text, a[2].text, a[2].len);
			at += a[1].len;
		} else {
			buf_putc(&text, *at++);
		}
	}
	result = text_value(ref, text.data ? text.data : "", text.len);
	buf_free(&text);
	return result;
}

/* What it is given ends the handler, and names no place. */
static struct value do_error(struct reference *ref, const struct expr *e, const struct value *a)
{
	(void)e;
	ref_raise(ref, NULL, a[0].text);
}

static const struct {
	const char *name;
	struct value (*call)(struct reference *ref, const struct expr *e, const struct value *a);
} library[] = {
	{"strlen", do_strlen},	 {"isinstr", do_isinstr},   {"stringat", do_stringat},
	{"strtol", do_strtol},	 {"substr", do_substr},	    {"str_replace", do_str_replace},
	{"error", do_error},	 {"strpos", do_strpos},	    {"matched", do_matched},
	{"ngroups", do_ngroups}, {"tokenize", do_tokenize},
};

bool eval_library(struct reference *ref, const struct expr *e, struct value *result)
{
	struct value args[MOST_KEYS];

	for (unsigned i = 0; i < sizeof(library) / sizeof(library[0]); i++) {
		if (strcmp(library[i].name, e->call.name) != 0)
			continue;
		for (unsigned arg = 0; arg < e->call.args.count; arg++)
			args[arg] = eval(ref, e->call.args.items[arg]);
		*result = library[i].call(ref, e, args);
		return true;
	}
	return false;
}
