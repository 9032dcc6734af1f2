/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions on a task of which the event has the address: read there and then. */
#include "config.h"

#include <string.h>

#include "compiler/planner.h"
#include "runtime/fetch_path.h"

static const struct {
	const char *name, *members;
} task_reads[] = {
#define TASK_READ(name, members) {name, members},
#include "compiler/task_reads.def"
#undef TASK_READ
};

const char *find_task_read(const struct expr *e)
{
	if (e->call.callee || e->call.args.count != 1)
		return NULL;
	for (unsigned i = 0; i < sizeof(task_reads) / sizeof(task_reads[0]); i++)
		if (strcmp(task_reads[i].name, e->call.name) == 0)
			return task_reads[i].members;
	return NULL;
}

struct value plan_task_read(struct planner *p, struct expr *e, struct value address)
{
	const struct compile_options *options = p->c->options;
	const char *members = find_task_read(e), *missing;
	struct target_read read = {0};

	missing = options->catalog->ctypes_missing(options->source);
	if (!missing && fetch_path_follow(options->source, "task_struct", members, &read.fetch))
		return plan_struct_read(p, e, address, &read);
	if (missing)
		semantic_error(p->c, e->tok, "%s() of an address: %s", e->call.name, missing);
	else
		semantic_error(p->c, e->tok, "%s() of an address: the kernel's task has no %s",
			       e->call.name, members);
	return value_unknown(e->tok, "it could not be planned");
}
