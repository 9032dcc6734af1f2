/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/buffers.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/sysinfo.h>
#include <tracefs.h>
#include <unistd.h>

#include "runtime/tracefs/instance.h"

#define DEFAULT_BUFFER_KB 4096
#define MIN_BUFFER_KB	  64
/* A read() gives one sub-buffer: bigger ones take fewer calls. */
#define SUBBUFFER_KB	       64
#define SUBBUFFERS_PER_BUFFER  16
#define BUFFER_SHARE_OF_MEMORY 16 /* all CPUs' default buffers take no more than 1/16 */

static uint64_t default_buffer_kb(void)
{
	struct sysinfo info;
	uint64_t share_kb;
	long cpus = sysconf(_SC_NPROCESSORS_CONF);

	if (sysinfo(&info) || cpus < 1)
		return DEFAULT_BUFFER_KB;
	share_kb = (uint64_t)info.totalram * info.mem_unit / 1024 / BUFFER_SHARE_OF_MEMORY /
		   (uint64_t)cpus;
	if (share_kb < MIN_BUFFER_KB)
		return MIN_BUFFER_KB;
	return share_kb < DEFAULT_BUFFER_KB ? share_kb : DEFAULT_BUFFER_KB;
}

static int write_number(const struct instance *instance, const char *file, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
	return instance_write(instance, file, text);
}

/*
 * Bigger sub-buffers where there are any (6.8 on), as long as the buffer still holds several.
 * The size is read back: the kernel rounds, and when it has no memory in such pieces, the
 * usual page does.
 */
static void set_subbuffers(struct instance *instance, uint64_t buffer_kb)
{
	static const char file[] = "buffer_subbuf_size_kb";
	uint64_t kb = SUBBUFFER_KB;
	long long got;

	instance->page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	if (!tracefs_file_exists(instance->handle, file))
		return;
	while (kb * SUBBUFFERS_PER_BUFFER > buffer_kb && kb * 1024 > instance->page_bytes)
		kb /= 2;
	write_number(instance, file, kb);
	if (!tracefs_instance_file_read_number(instance->handle, file, &got) && got > 0)
		instance->page_bytes = (size_t)got * 1024;
}

/* The clock comes first: setting it empties the buffers. */
static const char *configure(struct instance *instance, const char *clock, uint64_t buffer_kb)
{
	if (clock && instance_write(instance, "trace_clock", clock))
		return "cannot set the trace clock";
	set_subbuffers(instance, buffer_kb);
	if (write_number(instance, "buffer_size_kb", buffer_kb))
		return "cannot get trace buffers of the size wanted";
	/* Half full: what costs neither the producers nor us much (as measured; 0 costs half). */
	instance_write(instance, "buffer_percent", "50");
	return NULL;
}

/* ---- in threads ---- */

static void *set_up(void *context)
{
	struct buffers_job *job = context;

	job->what = configure(job->instance, job->clock, job->buffer_kb);
	job->error = errno;
	if (job->what)
		job->instance->page_bytes = 0;
	return NULL;
}

void buffers_begin(struct buffers *buffers, struct instance *const *instances, unsigned count,
		   const char *clock, uint64_t buffer_kb)
{
	uint64_t kb = buffer_kb ? buffer_kb : default_buffer_kb();
	sigset_t all, before;

	/* Signals are for the thread that waits for them. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (unsigned i = 0; i < count; i++) {
		struct buffers_job *job = &buffers->jobs[i];

		*job = (struct buffers_job){instances[i], clock, kb, .what = NULL};
		job->apart = !pthread_create(&job->thread, NULL, set_up, job);
		if (!job->apart)
			set_up(job);
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	buffers->count = count;
}

int buffers_end(struct buffers *buffers, const char **what)
{
	for (unsigned i = 0; i < buffers->count; i++) {
		if (buffers->jobs[i].apart)
			pthread_join(buffers->jobs[i].thread, NULL);
		buffers->jobs[i].apart = false;
	}
	*what = buffers->jobs[0].what;
	errno = buffers->jobs[0].error;
	return *what ? -1 : 0;
}
