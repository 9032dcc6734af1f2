/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Attaching: each probe becomes an event on each processor; those of a processor share one ring,
 * and a sample names its event by the kernel's id for it. An event that cannot be had ends the run,
 * as with stap.
 */
#include "config.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/xalloc.h"
#include "runtime/arch.h"
#include "runtime/perf/events.h"
#include "runtime/perf/state.h"

#define DEFAULT_KB 1024

static const struct span nowhere;

/* ---- registers ---- */

/* The register that @fetch reads, and its number; NULL after an error. */
static const struct arch_register *find_register(const struct probe *probe,
						 const struct fetch *fetch, int *number,
						 struct diag_list *diags)
{
	const struct arch *arch = arch_here();
	const struct arch_register *found = arch ? arch_find_register(arch, fetch->name) : NULL;

	*number = found ? arch_sampled_register(arch, found->kernel) : -1;
	if (*number < 0)
		diag_add(diags, DIAG_SEMANTIC, nowhere, fetch->near,
			 found ? "register '%s' is not in the samples of %s"
			       : "this machine has no register '%s', which %s would sample",
			 fetch->name, probe->point);
	return *number < 0 ? NULL : found;
}

/* All samples have what any probe reads, so that they have one layout. */
static int choose_layout(struct perf_source *perf, struct diag_list *diags)
{
	const struct arch *arch = arch_here();
	uint64_t registers = 0, user_ip = 0;
	bool stacks = false;
	int number;

	for (uint32_t i = 0; i < perf->options.nprobes; i++) {
		const struct probe *probe = &perf->options.probes[i];

		stacks |= is_sampled(probe->kind) && probe->wants_stack;
		for (uint16_t j = 0; is_sampled(probe->kind) && j < probe->nfetches; j++) {
			if (!find_register(probe, &probe->fetches[j], &number, diags))
				return -1;
			registers |= UINT64_C(1) << number;
		}
	}
	if (arch)
		user_ip = UINT64_C(1) << arch_sampled_register(arch, arch->instruction_pointer);
	samples_init(&perf->samples, registers, user_ip, stacks);
	return 0;
}

/* Numbers are stored with the lowest byte first on the machines that we have registers of. */
static const struct field_place *place_registers(struct perf_source *perf,
						 const struct probe *probe)
{
	struct field_place *slots =
		arena_alloc(perf->arena, (probe->nfetches + 1u) * sizeof(*slots));

	for (uint16_t i = 0; i < probe->nfetches; i++) {
		const struct fetch *fetch = &probe->fetches[i];
		const struct arch_register *found = arch_find_register(arch_here(), fetch->name);
		int number = arch_sampled_register(arch_here(), found->kernel);
		uint64_t before = perf->samples.registers & ((UINT64_C(1) << number) - 1);

		slots[i] = samples_place(SAMPLE_REGISTERS + (unsigned)__builtin_popcountll(before));
		slots[i].offset += found->shift / 8;
		slots[i].size = found->bits / 8;
		slots[i].is_signed = fetch_types[fetch->type].is_signed;
	}
	return slots;
}

/* ---- opening ---- */

/* The first event of a processor has its ring. */
static int join_ring(struct perf_source *perf, const struct perf_event *event)
{
	struct ring *ring = &perf->rings[event->cpu];
	int result;

	if (ring->map)
		return ioctl(event->fd, PERF_EVENT_IOC_SET_OUTPUT, ring->fd);
	result = ring_open(ring, event->fd, perf->ring_bytes);
	if (!result) {
		struct epoll_event wanted = {.events = EPOLLIN};

		result = epoll_ctl(perf->base.wake_fd, EPOLL_CTL_ADD, event->fd, &wanted);
	}
	return result;
}

static bool is_gone(uint32_t number)
{
	struct processors online;
	bool gone = !processors_list(&online) && !processors_have(&online, number);

	processors_free(&online);
	return gone;
}

/* Returns 0, or the errno. A processor that has gone since it was listed is none. */
static int open_on(struct perf_source *perf, struct perf_event_attr *attr, uint32_t probe,
		   uint32_t cpu)
{
	struct perf_event event = {.probe = probe, .cpu = cpu};

	event.fd = event_open(attr, perf->processors.numbers[cpu]);
	if (event.fd < 0)
		return errno == ENODEV && is_gone(perf->processors.numbers[cpu]) ? 0 : errno;
	event.tells_lost = attr->read_format;
	perf->events = xrealloc(perf->events, (perf->nevents + 1) * sizeof(*perf->events));
	if (ioctl(event.fd, PERF_EVENT_IOC_ID, &event.id) || join_ring(perf, &event)) {
		int error = errno;

		close(event.fd);
		return error;
	}
	perf->events[perf->nevents++] = event;
	return 0;
}

void perf_refuse(const struct probe *probe, int error, struct diag_list *diags)
{
	struct buf why = {0};

	event_explain(probe, error, &why);
	diag_add(diags, DIAG_ERROR, nowhere, probe->near, "probe %s registration error (rc %d): %s",
		 probe->point, -error, why.data);
	buf_free(&why);
}

/* ---- attaching ---- */

static int attach_probe(struct perf_source *perf, uint32_t index, struct diag_list *diags)
{
	const struct probe *probe = &perf->options.probes[index];
	struct binding *binding = &perf->bindings[index];
	struct perf_event_attr attr;
	int error = 0;

	event_describe(probe, (uint32_t)(perf->ring_bytes / 2), &attr);
	samples_describe(&perf->samples, &attr);
	for (uint32_t cpu = 0; cpu < perf->processors.count && !error; cpu++)
		error = open_on(perf, &attr, index, cpu);
	if (error) {
		perf_refuse(probe, error, diags);
		return -1;
	}
	*binding = (struct binding){
		.attached = true,
		.event = perf->options.first_event + index,
		.slots = place_registers(perf, probe),
		.address = samples_place(SAMPLE_IP),
		.user_ip = samples_place(SAMPLE_USER_IP),
		.user_mode = samples_place(SAMPLE_USER_MODE),
	};
	return 0;
}

static size_t ring_bytes(uint64_t kb)
{
	size_t bytes = (size_t)sysconf(_SC_PAGESIZE);

	while (bytes < (kb ? kb : DEFAULT_KB) * 1024)
		bytes *= 2;
	return bytes;
}

static int open_rings(struct perf_source *perf, struct diag_list *diags)
{
	if (processors_list(&perf->processors)) {
		diag_add(diags, DIAG_ERROR, nowhere, NULL,
			 "cannot read /sys/devices/system/cpu/online: %s", strerror(errno));
		return -1;
	}
	perf->base.wake_fd = epoll_create1(EPOLL_CLOEXEC);
	if (perf->base.wake_fd < 0) {
		diag_add(diags, DIAG_ERROR, nowhere, NULL, "epoll: %s", strerror(errno));
		return -1;
	}
	perf->ring_bytes = ring_bytes(perf->options.buffer_kb);
	perf->rings = xcalloc(perf->processors.count, sizeof(*perf->rings));
	return 0;
}

int perf_attach(struct record_source *source, const struct attach_options *options,
		const struct binding **bindings, struct diag_list *diags)
{
	struct perf_source *perf = perf_state(source);
	int result;

	perf->options = *options;
	perf->bindings =
		arena_alloc(perf->arena, (options->nprobes + 1u) * sizeof(*perf->bindings));
	*bindings = perf->bindings;
	result = choose_layout(perf, diags) < 0 ? -1 : open_rings(perf, diags);
	for (uint32_t i = 0; i < options->nprobes && !result; i++)
		if (is_sampled(options->probes[i].kind))
			result = attach_probe(perf, i, diags);
	return result;
}

void perf_describe(struct record_source *source, const struct attach_options *options,
		   struct buf *out)
{
	(void)source;
	for (uint32_t i = 0; i < options->nprobes; i++) {
		const struct probe *probe = &options->probes[i];
		const struct sampling *sampling = &probe->sampling;

		if (!is_sampled(probe->kind))
			continue;
		buf_printf(out, "# %s\n", probe->point);
		if (probe->kind == PROBE_DATA)
			buf_printf(out, "perf_event_open breakpoint 0x%llx/%llu:%s\n",
				   (unsigned long long)probe->address,
				   (unsigned long long)sampling->length,
				   sampling->reads ? "rw" : "w");
		else
			buf_printf(out, "perf_event_open type %u config 0x%llx %s %llu\n",
				   sampling->type, (unsigned long long)sampling->config,
				   sampling->is_hertz ? "freq" : "period",
				   (unsigned long long)sampling->period);
	}
}
