/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/builtins.h"

#include "runtime/builtins_impl.h"

const struct builtin builtins[BUILTIN_COUNT] = {
#define BUILTIN(id, name, signature, flags) {name, signature, flags, builtin_##id},
#include "runtime/builtins.def"
#undef BUILTIN
};
