/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A fuzz target is one function: libFuzzer calls it with whatever it makes up, replay.c with
 * the files it is given.
 */
#ifndef MSTAP_TESTS_FUZZ_TARGET_H
#define MSTAP_TESTS_FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>

/* Tries @size bytes at @data; crashes or aborts when something is wrong. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
