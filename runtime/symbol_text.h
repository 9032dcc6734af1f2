/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Kernel addresses as text, in the forms that stap prints.
 *
 * Purpose:  what symname(), symdata() and the stacks have in common. An address that lies in no
 *           known symbol is "0x..." in all of them. A size that is not known is left out.
 * Owner:    plain functions; @symbols may be NULL, then nothing is known.
 */
#ifndef MSTAP_RUNTIME_SYMBOL_TEXT_H
#define MSTAP_RUNTIME_SYMBOL_TEXT_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct symbol_table;

bool symbol_text_is_known(struct symbol_table *symbols, uint64_t address);
/* Append to @out: "NAME", */
void symbol_text_name(struct buf *out, struct symbol_table *symbols, uint64_t address);
/* "NAME+OFFSET [MODULE]", */
void symbol_text_place(struct buf *out, struct symbol_table *symbols, uint64_t address);
/* "NAME+OFFSET/SIZE [MODULE]". */
void symbol_text_data(struct buf *out, struct symbol_table *symbols, uint64_t address);

#endif
