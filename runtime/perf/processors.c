/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/perf/processors.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/xalloc.h"

static void add(struct processors *list, uint32_t number)
{
	list->numbers = xrealloc(list->numbers, (list->count + 1) * sizeof(*list->numbers));
	list->numbers[list->count++] = number;
}

/* "0-3,5\n" */
static void parse(struct processors *list, const char *text)
{
	unsigned first, last;
	int used;

	while (sscanf(text, "%u%n", &first, &used) == 1) {
		text += used;
		last = first;
		if (sscanf(text, "-%u%n", &last, &used) == 1)
			text += used;
		for (; first <= last; first++)
			add(list, first);
		text += *text == ',';
	}
}

int processors_list(struct processors *list)
{
	int fd = open("/sys/devices/system/cpu/online", O_RDONLY | O_CLOEXEC);
	struct buf text = {0};
	int result;

	*list = (struct processors){0};
	if (fd < 0)
		return -1;
	result = buf_read_fd(&text, fd);
	close(fd);
	if (!result)
		parse(list, text.data ? text.data : "");
	buf_free(&text);
	return result;
}

void processors_free(struct processors *list)
{
	free(list->numbers);
	*list = (struct processors){0};
}

bool processors_have(const struct processors *list, uint32_t number)
{
	for (uint32_t i = 0; i < list->count; i++)
		if (list->numbers[i] == number)
			return true;
	return false;
}
