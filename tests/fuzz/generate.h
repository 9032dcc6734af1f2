/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random programs: well-typed, deterministic, sure to end.
 *
 * Purpose:  food for the differential test (differ.c). The same seed gives the same text on
 *           every machine.
 *
 * Names tell types, for the reader and for reference.c: maps are ml0 (of longs), ms0 (of
 * strings), ma0 (of aggregates); globals gl0, gs0, ga0; locals l0, s0; parameters pl0, ps0; i0 is
 * the counter of a loop. Each statement has a line of its own, and blocks begin and end at line
 * ends, so that a failing program can be shrunk by lines.
 */
#ifndef MSTAP_TESTS_FUZZ_GENERATE_H
#define MSTAP_TESTS_FUZZ_GENERATE_H

#include <stdint.h>

struct buf;

/* Appends the program of @seed. */
void generate_program(uint64_t seed, struct buf *out);

#endif
