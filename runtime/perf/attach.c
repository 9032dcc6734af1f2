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
#include "runtime/perf/uevents.h"

#define DEFAULT_KB 1024

static const struct span nowhere;

/* ---- contents ---- */

/* Of the register that @fetch reads, as perf events count them; -1: it is not in samples. */
static int register_number(const struct arch *arch, const struct fetch *fetch)
{
	const struct arch_register *found;

	if (fetch->base == FETCH_USER_IP)
		return arch_sampled_register(arch, arch->instruction_pointer);
	found = arch_find_register(arch, fetch->name);
	return found ? arch_sampled_register(arch, found->kernel) : -1;
}

/* Adds the register that @fetch reads to those of all samples. */
static int want_register(const struct probe *probe, const struct fetch *fetch, uint64_t *registers,
			 uint64_t *user_ip, struct diag_list *diags)
{
	const struct arch *arch = arch_here();
	int number = arch ? register_number(arch, fetch) : -1;

	if (number < 0) {
		diag_add(diags, DIAG_SEMANTIC, nowhere, fetch->near,
			 "no register '%s' is in the samples of %s",
			 fetch->name ? fetch->name : "pc", probe->point);
		return -1;
	}
	*(fetch->base == FETCH_USER_IP ? user_ip : registers) |= UINT64_C(1) << number;
	return 0;
}

/* What any of the probes reads all samples have, so that there is one layout. */
static int choose_contents(struct perf_source *perf, struct diag_list *diags)
{
	uint64_t registers = 0, user_ip = 0;
	bool stacks = false;

	for (uint32_t i = 0; i < perf->options.nprobes; i++) {
		const struct probe *probe = &perf->options.probes[i];

		stacks |= is_sampled(probe->kind) && probe->wants_stack;
		for (uint16_t j = 0; is_sampled(probe->kind) && j < probe->nfetches; j++)
			if (want_register(probe, &probe->fetches[j], &registers, &user_ip, diags))
				return -1;
	}
	samples_init(&perf->samples, registers, user_ip, stacks);
	return 0;
}

/* Numbers are stored with the lowest byte first on the machines that we have registers of. */
static struct field_place place_of(const struct perf_source *perf, const struct fetch *fetch)
{
	const struct arch *arch = arch_here();
	/* NOLINTNEXTLINE(clang-analyzer-core.Undefined*): want_register() knows it */
	uint64_t below = (UINT64_C(1) << register_number(arch, fetch)) - 1;
	int before = __builtin_popcountll(perf->samples.registers & below);
	struct field_place place = samples_place(SAMPLE_REGISTERS + (unsigned)before);
	const struct arch_register *found;

	if (fetch->base == FETCH_USER_IP)
		return samples_place(SAMPLE_USER_IP);
	found = arch_find_register(arch, fetch->name);
	place.offset += found->shift / 8;
	place.size = found->bits / 8;
	place.is_signed = fetch_types[fetch->type].is_signed;
	return place;
}

static const struct field_place *place_fetches(struct perf_source *perf, const struct probe *probe)
{
	struct field_place *slots =
		arena_alloc(perf->arena, (probe->nfetches + 1u) * sizeof(*slots));

	for (uint16_t i = 0; i < probe->nfetches; i++)
		slots[i] = place_of(perf, &probe->fetches[i]);
	return slots;
}

/* ---- opening ---- */

/* The first event of a processor has its ring. */
static int join_ring(struct perf_source *perf, const struct perf_event *event)
{
	struct ring *ring = &perf->processors[event->cpu].ring;
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

int perf_open_on(struct perf_source *perf, uint32_t probe, uint32_t cpu)
{
	struct perf_event event = {.probe = probe, .cpu = cpu};
	uint32_t number = perf->processors[cpu].number;
	struct perf_event_attr attr;

	event_describe(&perf->options.probes[probe], (uint32_t)(perf->ring_bytes / 2), &attr);
	samples_describe(&perf->samples, &attr);
	event.fd = event_open(&attr, number);
	if (event.fd < 0)
		return errno == ENODEV && is_gone(number) ? 0 : errno;
	event.tells_lost = attr.read_format & FORMAT_LOST;
	perf->events = xrealloc(perf->events, (perf->nevents + 1) * sizeof(*perf->events));
	if (ioctl(event.fd, PERF_EVENT_IOC_ID, &event.id) || join_ring(perf, &event)) {
		int error = errno;

		close(event.fd);
		return error;
	}
	perf->events[perf->nevents++] = event;
	return 0;
}

void perf_refuse(const struct probe *probe, int error, enum diag_kind kind, struct diag_list *diags)
{
	struct buf why = {0};

	event_explain(probe, error, &why);
	diag_add(diags, kind, nowhere, probe->near, "probe %s registration error (rc %d): %s",
		 probe->point, -error, why.data);
	buf_free(&why);
}

/* ---- attaching ---- */

static int attach_probe(struct perf_source *perf, uint32_t index, struct diag_list *diags)
{
	const struct probe *probe = &perf->options.probes[index];
	struct binding *binding = &perf->bindings[index];
	int error = 0;

	for (uint32_t cpu = 0; cpu < perf->nprocessors && !error; cpu++)
		error = perf_open_on(perf, index, cpu);
	if (error) {
		perf_refuse(probe, error, DIAG_ERROR, diags);
		return -1;
	}
	*binding = (struct binding){
		.attached = true,
		.event = perf->options.first_event + index,
		.slots = place_fetches(perf, probe),
		.address = samples_place(SAMPLE_IP),
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

static int list_processors(struct perf_source *perf, struct diag_list *diags)
{
	struct processors online;

	if (processors_list(&online)) {
		diag_add(diags, DIAG_ERROR, nowhere, NULL,
			 "cannot read /sys/devices/system/cpu/online: %s", strerror(errno));
		return -1;
	}
	perf->processors = xcalloc(online.count, sizeof(*perf->processors));
	perf->nprocessors = online.count;
	for (uint32_t i = 0; i < online.count; i++)
		perf->processors[i].number = online.numbers[i];
	processors_free(&online);
	return 0;
}

/*
 * The ears are open before the processors are listed: none comes unnoticed. Without them it is told
 * at the end what was not sampled.
 */
static int prepare(struct perf_source *perf, struct diag_list *diags)
{
	struct epoll_event wanted = {.events = EPOLLIN};

	perf->base.wake_fd = epoll_create1(EPOLL_CLOEXEC);
	if (perf->base.wake_fd < 0) {
		diag_add(diags, DIAG_ERROR, nowhere, NULL, "epoll: %s", strerror(errno));
		return -1;
	}
	perf->uevents_fd = uevents_open();
	if (perf->uevents_fd >= 0)
		epoll_ctl(perf->base.wake_fd, EPOLL_CTL_ADD, perf->uevents_fd, &wanted);
	perf->ring_bytes = ring_bytes(perf->options.buffer_kb);
	perf->started = xcalloc(perf->options.nprobes, sizeof(*perf->started));
	return list_processors(perf, diags);
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
	result = choose_contents(perf, diags) < 0 ? -1 : prepare(perf, diags);
	for (uint32_t i = 0; i < options->nprobes && !result; i++)
		if (is_sampled(options->probes[i].kind))
			result = attach_probe(perf, i, diags);
	return result;
}

static const char *plan_event(struct arena *arena, const struct probe *probe)
{
	const struct sampling *sampling = &probe->sampling;

	if (probe->kind == PROBE_DATA)
		return arena_printf(arena, "perf_event_open breakpoint 0x%llx/%llu:%s",
				    (unsigned long long)probe->address,
				    (unsigned long long)sampling->length,
				    sampling->reads ? "rw" : "w");
	return arena_printf(arena, "perf_event_open type %u config 0x%llx %s %llu", sampling->type,
			    (unsigned long long)sampling->config,
			    sampling->is_hertz ? "freq" : "period",
			    (unsigned long long)sampling->period);
}

void perf_plan(struct record_source *source, const struct attach_options *options, uint32_t index,
	       struct probe_plan *plan)
{
	struct arena *arena = perf_state(source)->arena;
	const struct probe *probe = &options->probes[index];
	const char **fields = arena_alloc(arena, (probe->nfetches + 1u) * sizeof(*fields));

	if (!is_sampled(probe->kind))
		return;
	plan->lines = plan_event(arena, probe);
	for (unsigned i = 0; i < probe->nfetches; i++)
		fields[i] = probe->fetches[i].name ? probe->fetches[i].name : "sample";
	plan->fields = fields;
}
