/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/format.h"

#include "runtime/digits.h"

#include <string.h>

/* A wider field can only be a mistake, and must not cost the memory it asks for. */
#define WIDTH_MOST 8192

#define DIGITS_MOST 64 /* of a 64-bit number in any base, with some to spare */

/* Width and precision of one conversion once '*' is looked up; -1: none. */
struct shape {
	int width;
	int precision;
};

static void write_two_digits(char *to, unsigned value)
{
	static const char pairs[] = "00010203040506070809101112131415161718192021222324"
				    "25262728293031323334353637383940414243444546474849"
				    "50515253545556575859606162636465666768697071727374"
				    "75767778798081828384858687888990919293949596979899";

	memcpy(to, pairs + (size_t)2 * value, 2);
}

/* Digits of @value, written backwards from @end; return where they start. */
static char *write_decimal(char *end, uint64_t value)
{
	for (; value >= 100; value /= 100) {
		end -= 2;
		write_two_digits(end, (unsigned)(value % 100));
	}
	if (value < 10) {
		*--end = (char)('0' + value);
		return end;
	}
	end -= 2;
	write_two_digits(end, (unsigned)value);
	return end;
}

static char *write_power_of_two(char *end, uint64_t value, unsigned bits, const char *digits)
{
	do {
		*--end = digits[value & ((1u << bits) - 1)];
		value >>= bits;
	} while (value);
	return end;
}

static char *write_digits(char *end, uint64_t value, char conversion)
{
	switch (conversion) {
	case 'o':
		return write_power_of_two(end, value, 3, "01234567");
	case 'x':
	case 'p':
		return write_power_of_two(end, value, 4, "0123456789abcdef");
	case 'X':
		return write_power_of_two(end, value, 4, "0123456789ABCDEF");
	default:
		return write_decimal(end, value);
	}
}

/* Sign or base in front of the digits. Unlike C's, '#' also marks zero. */
static const char *prefix_of(const struct format_piece *piece, int64_t value)
{
	switch (piece->conversion) {
	case 'd':
	case 'i':
		return value < 0 ? "-" : piece->plus ? "+" : piece->space ? " " : "";
	case 'p':
		return "0x";
	case 'x':
		return piece->alternate ? "0x" : "";
	case 'X':
		return piece->alternate ? "0X" : "";
	case 'o':
		return piece->alternate ? "0" : "";
	default:
		return "";
	}
}

static void pad_and_put(struct buf *out, const struct format_piece *piece, int width,
			const char *text, size_t len)
{
	size_t pad = width > 0 && (size_t)width > len ? (size_t)width - len : 0;

	if (pad && !piece->minus)
		buf_fill(out, ' ', pad);
	buf_put(out, text, len);
	if (pad && piece->minus)
		buf_fill(out, ' ', pad);
}

static void put_number(struct buf *out, const struct format_piece *piece, struct shape shape,
		       int64_t value)
{
	bool is_signed = piece->conversion == 'd' || piece->conversion == 'i';
	uint64_t magnitude = is_signed && value < 0 ? -(uint64_t)value : (uint64_t)value;
	char digits[DIGITS_MOST], *end = digits + sizeof(digits);
	char *start = write_digits(end, magnitude, piece->conversion);
	const char *prefix = prefix_of(piece, value);
	size_t len = (size_t)(end - start), prefix_len = strlen(prefix), zeros = 0, pad = 0;

	if (shape.precision > 0 && (size_t)shape.precision > len)
		zeros = (size_t)shape.precision - len;
	if (shape.width > 0 && (size_t)shape.width > prefix_len + zeros + len)
		pad = (size_t)shape.width - prefix_len - zeros - len;
	if (piece->zero && !piece->minus) {
		zeros += pad;
		pad = 0;
	}
	if (!piece->minus)
		buf_fill(out, ' ', pad);
	buf_put(out, prefix, prefix_len);
	buf_fill(out, '0', zeros);
	buf_put(out, start, len);
	if (piece->minus)
		buf_fill(out, ' ', pad);
}

/* %d as it mostly stands: no width, no flags. */
static void put_plain_decimal(struct buf *out, int64_t value)
{
	char digits[DIGITS_MOST], *end = digits + sizeof(digits);
	char *start = write_decimal(end, value < 0 ? -(uint64_t)value : (uint64_t)value);

	if (value < 0)
		*--start = '-';
	buf_put(out, start, (size_t)(end - start));
}

/* %#c: as it would stand in the script. Returns the length, at most 4. */
static size_t write_escaped(char *to, unsigned char byte)
{
	static const char escaped[] = "\a\b\t\n\v\f\r\\'";
	static const char letters[] = "abtnvfr\\'";
	const char *found = byte ? strchr(escaped, byte) : NULL;

	to[0] = '\\';
	if (found) {
		to[1] = letters[found - escaped];
		return 2;
	}
	if (byte < ' ' || byte > '~') {
		to[1] = (char)('0' + (byte >> 6));
		to[2] = (char)('0' + (byte >> 3 & 7));
		to[3] = (char)('0' + (byte & 7));
		return 4;
	}
	to[0] = (char)byte;
	return 1;
}

static void put_char(struct buf *out, const struct format_piece *piece, struct shape shape,
		     unsigned char byte)
{
	char text[4] = {(char)byte};

	pad_and_put(out, piece, shape.width, text,
		    piece->alternate ? write_escaped(text, byte) : 1);
}

static void put_long(struct buf *out, const struct format_piece *piece, struct shape shape,
		     int64_t value)
{
	if (piece->conversion == 'c')
		put_char(out, piece, shape, (unsigned char)value);
	else if (piece->conversion == 'd' && shape.width < 0 && shape.precision < 0 &&
		 !piece->plus && !piece->space)
		put_plain_decimal(out, value);
	else
		put_number(out, piece, shape, value);
}

static void put_string(struct buf *out, const struct format_piece *piece, struct shape shape,
		       const struct string *string)
{
	size_t len = string->len;

	if (shape.precision >= 0 && (size_t)shape.precision < len)
		len = (size_t)shape.precision;
	pad_and_put(out, piece, shape.width, string->text, len);
}

/* %M: the digits; %m: the bytes that they stand for. */
static void put_memory(struct buf *out, const struct format_piece *piece, struct shape shape,
		       const struct string *digits)
{
	char bytes[FETCH_BLOCK_BYTES];

	if (piece->conversion == 'M')
		pad_and_put(out, piece, shape.width, digits->text, digits->len);
	else
		pad_and_put(out, piece, shape.width, bytes,
			    digits_to_bytes(digits->text, digits->len, bytes, sizeof(bytes)));
}

/* Sizes of numbers there are; every other one means all eight bytes. */
static size_t binary_size(int asked)
{
	return asked == 1 || asked == 2 || asked == 4 ? (size_t)asked : sizeof(int64_t);
}

static void put_binary(struct buf *out, const struct format_piece *piece, struct shape shape,
		       int64_t value)
{
	size_t size = binary_size(shape.precision >= 0 ? shape.precision : shape.width);
	uint8_t one = (uint8_t)value;
	uint16_t two = (uint16_t)value;
	uint32_t four = (uint32_t)value;
	const void *bytes = size == 1	? (const void *)&one
			    : size == 2 ? (const void *)&two
			    : size == 4 ? (const void *)&four
					: (const void *)&value;

	pad_and_put(out, piece, shape.width, bytes, size);
}

/* A width or precision from the arguments; one below 0 is taken as 0. */
static int star(int64_t value)
{
	if (value < 0)
		return 0;
	return value < WIDTH_MOST ? (int)value : WIDTH_MOST;
}

static struct shape shape_of(const struct format_piece *piece, const union slot **args)
{
	struct shape shape = {.width = piece->width, .precision = piece->precision};

	if (piece->width_arg)
		shape.width = star((*args)++->number);
	if (piece->precision_arg)
		shape.precision = star((*args)++->number);
	if (shape.width > WIDTH_MOST)
		shape.width = WIDTH_MOST;
	if (shape.precision > WIDTH_MOST)
		shape.precision = WIDTH_MOST;
	return shape;
}

void format_render(const struct format *format, const union slot *args, struct buf *out)
{
	for (uint32_t i = 0; i < format->npieces; i++) {
		const struct format_piece *piece = &format->pieces[i];
		struct shape shape;

		if (piece->kind == PIECE_TEXT) {
			buf_put(out, piece->text, piece->len);
			continue;
		}
		shape = shape_of(piece, &args);
		if (piece->kind == PIECE_STRING)
			put_string(out, piece, shape, args++->string);
		else if (piece->kind == PIECE_MEMORY)
			put_memory(out, piece, shape, args++->string);
		else if (piece->kind == PIECE_BINARY)
			put_binary(out, piece, shape, args++->number);
		else
			put_long(out, piece, shape, args++->number);
	}
}
