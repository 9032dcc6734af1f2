/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/sources.h"

#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/xalloc.h"

/* ---- which ---- */

static bool serves(const struct record_source *source, const struct record_source *main,
		   enum probe_kind kind)
{
	if (kind < PROBE_TRACEPOINT)
		return false;
	return source == main ? !main->beside || !is_sampled(kind) : is_sampled(kind);
}

static bool serves_any(const struct record_source *source, const struct record_source *main,
		       const struct attach_options *options)
{
	for (uint32_t i = 0; i < options->nprobes; i++)
		if (serves(source, main, options->probes[i].kind))
			return true;
	return false;
}

/* ---- bindings ---- */

static uint32_t first_free_event(const struct binding *bindings, uint32_t count)
{
	uint32_t event = 0;

	for (uint32_t i = 0; i < count; i++)
		if (bindings[i].attached && bindings[i].event >= event)
			event = bindings[i].event + 1;
	return event;
}

/* Again after each start, which may have found that one of them cannot be had. */
static void merge_bindings(struct sources *s)
{
	if (!s->bindings)
		return;
	for (uint32_t i = 0; i < s->nprobes; i++)
		s->bindings[i] = s->theirs[is_sampled(s->probes[i].kind)][i];
}

static int attach_one(struct sources *s, struct record_source *source,
		      struct attach_options *options, struct diag_list *diags)
{
	const struct binding **theirs = &s->theirs[s->count];

	if (source->ops->attach(source, options, theirs, diags) < 0)
		return -1;
	options->first_event = first_free_event(*theirs, options->nprobes);
	s->items[s->count++] = source;
	return 0;
}

int sources_attach(struct sources *s, struct record_source *main,
		   const struct attach_options *given, const struct binding **bindings,
		   struct diag_list *diags)
{
	struct attach_options options = *given;

	*s = (struct sources){.probes = options.probes, .nprobes = options.nprobes, .wake_fd = -1};
	for (struct record_source *source = main; source; source = source->beside)
		if (!main->live || serves_any(source, main, &options))
			if (attach_one(s, source, &options, diags) < 0)
				return -1;
	if (s->count > 1)
		s->bindings = xcalloc(s->nprobes, sizeof(*s->bindings));
	merge_bindings(s);
	*bindings = s->bindings ? s->bindings : s->theirs[0];
	return 0;
}

void sources_close(struct sources *s)
{
	free(s->bindings);
	if (s->count > 1 && s->wake_fd >= 0)
		close(s->wake_fd);
	*s = (struct sources){.wake_fd = -1};
}

/* ---- running ---- */

int sources_start(struct sources *s, uint32_t first, uint32_t count, struct diag_list *diags)
{
	int result = 0;

	for (unsigned i = 0; i < s->count && !result; i++)
		result = s->items[i]->ops->start(s->items[i], first, count, diags);
	merge_bindings(s);
	return result;
}

void sources_stop(struct sources *s, struct diag_list *diags)
{
	for (unsigned i = 0; i < s->count; i++)
		s->items[i]->ops->stop(s->items[i], diags);
}

/* An epoll descriptor is readable itself when one of those in it is. */
static int open_wake_fd(const struct sources *s, int fd)
{
	struct epoll_event event = {.events = EPOLLIN};
	int wake_fd = epoll_create1(EPOLL_CLOEXEC);

	if (wake_fd < 0)
		return -1;
	epoll_ctl(wake_fd, EPOLL_CTL_ADD, fd, &event);
	epoll_ctl(wake_fd, EPOLL_CTL_ADD, s->items[1]->wake_fd, &event);
	return wake_fd;
}

/* Without such a descriptor it still ends in time: a timeout is never long. */
void sources_wait(struct sources *s, int fd, int timeout_ms)
{
	if (s->count > 1 && s->wake_fd < 0)
		s->wake_fd = open_wake_fd(s, fd);
	if (s->count > 1 && s->wake_fd >= 0)
		fd = s->wake_fd;
	s->items[0]->ops->wait(s->items[0], fd, timeout_ms);
}

int sources_collect(struct sources *s, uint64_t *horizon_ns, struct diag_list *diags)
{
	*horizon_ns = UINT64_MAX;
	for (unsigned i = 0; i < s->count; i++) {
		uint64_t horizon;

		if (s->items[i]->ops->collect(s->items[i], &horizon, diags) < 0)
			return -1;
		if (horizon < *horizon_ns)
			*horizon_ns = horizon;
	}
	return 0;
}

bool sources_next_of_two(struct sources *s, uint64_t until_ns, struct record *out)
{
	unsigned first = 0;

	for (unsigned i = 0; i < SOURCES_MAX; i++)
		if (!s->has_head[i])
			s->has_head[i] =
				s->items[i]->ops->next(s->items[i], until_ns, &s->heads[i]);
	if (s->has_head[1] && (!s->has_head[0] || s->heads[1].time_ns < s->heads[0].time_ns))
		first = 1;
	if (!s->has_head[first])
		return false;
	*out = s->heads[first];
	s->has_head[first] = false;
	return true;
}

unsigned sources_losses(struct sources *s, struct loss *out, unsigned max)
{
	unsigned count = 0;

	for (unsigned i = 0; i < s->count; i++)
		count += s->items[i]->ops->losses(s->items[i], out + count, max - count);
	return count;
}
