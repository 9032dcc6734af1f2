/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/perf/events.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/hw_breakpoint.h>
#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "runtime/program.h"

/* ---- opening ---- */

static void describe_data(const struct probe *probe, struct perf_event_attr *attr)
{
	attr->type = PERF_TYPE_BREAKPOINT;
	attr->bp_type = probe->sampling.reads ? HW_BREAKPOINT_RW : HW_BREAKPOINT_W;
	attr->bp_addr = probe->address;
	attr->bp_len = probe->sampling.length;
	attr->sample_period = 1;
}

static void describe_count(const struct probe *probe, struct perf_event_attr *attr)
{
	attr->type = probe->sampling.type;
	attr->config = probe->sampling.config;
	attr->freq = probe->sampling.is_hertz;
	attr->sample_period = probe->sampling.period; /* a union with sample_freq */
}

void event_describe(const struct probe *probe, uint32_t wake_bytes, struct perf_event_attr *attr)
{
	*attr = (struct perf_event_attr){
		.size = sizeof(*attr),
		.disabled = 1,
		.use_clockid = 1,
		.clockid = CLOCK_MONOTONIC,
		.watermark = 1,
		.wakeup_watermark = wake_bytes,
		.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | FORMAT_LOST,
		.sample_id_all = 1,
	};
	if (probe->kind == PROBE_DATA)
		describe_data(probe, attr);
	else
		describe_count(probe, attr);
}

static int open_event(struct perf_event_attr *attr, uint32_t cpu)
{
	return (int)syscall(SYS_perf_event_open, attr, -1, (int)cpu, -1, PERF_FLAG_FD_CLOEXEC);
}

/*
 * A kernel that cannot count what each event lost says EINVAL to that, too; it is asked no more
 * then, and PERF_RECORD_LOST tells it.
 */
int event_open(struct perf_event_attr *attr, uint32_t cpu)
{
	int fd = open_event(attr, cpu);

	if (fd >= 0 || errno != EINVAL || !(attr->read_format & FORMAT_LOST))
		return fd;
	attr->read_format &= ~(uint64_t)FORMAT_LOST;
	fd = open_event(attr, cpu);
	if (fd < 0)
		attr->read_format |= FORMAT_LOST;
	return fd;
}

/* ---- refusals ---- */

/* The number in /proc/sys/kernel/@name; -1: not known. */
static long setting(const char *name)
{
	char path[64] = "/proc/sys/kernel/", text[32] = "";
	long value = -1;
	int fd;

	strncat(path, name, sizeof(path) - strlen(path) - 1);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	if (read(fd, text, sizeof(text) - 1) > 0)
		value = strtol(text, NULL, 10);
	close(fd);
	return value;
}

static void explain_denied(struct buf *out)
{
	buf_printf(out,
		   "perf events are closed to us: it takes root or CAP_PERFMON "
		   "(kernel.perf_event_paranoid is %ld), and a container that does not filter "
		   "perf_event_open()",
		   setting("perf_event_paranoid"));
}

static void explain_invalid(const struct probe *probe, struct buf *out)
{
	long most = setting("perf_event_max_sample_rate");

	if (probe->kind == PROBE_DATA)
		buf_puts(out, "the kernel takes no such watchpoint: the address must be the "
			      "kernel's, and a multiple of the length");
	else if (probe->sampling.is_hertz && most > 0 && probe->sampling.period > (uint64_t)most)
		buf_printf(out,
			   "the kernel samples at most %ld times a second "
			   "(kernel.perf_event_max_sample_rate)",
			   most);
	else
		buf_puts(out, "the kernel takes no event of this type and config");
}

static void explain_missing(const struct probe *probe, struct buf *out)
{
	if (probe->kind == PROBE_DATA)
		buf_puts(out, "this machine has no hardware watchpoints");
	else if (probe->sampling.type == PERF_TYPE_SOFTWARE)
		buf_puts(out, "this kernel has no such software event");
	else
		buf_puts(out, "this machine has no such counter; a virtual machine often has none "
			      "at all, and perf.sw.* and timer.profile do without");
}

void event_explain(const struct probe *probe, int error, struct buf *out)
{
	switch (error) {
	case EACCES:
	case EPERM:
		explain_denied(out);
		break;
	case EINVAL:
		explain_invalid(probe, out);
		break;
	case ENOENT:
	case ENODEV:
	case EOPNOTSUPP:
		explain_missing(probe, out);
		break;
	case ENOSYS:
		buf_puts(out, "this kernel has no perf events (CONFIG_PERF_EVENTS)");
		break;
	case ENOSPC:
		buf_puts(out, "all hardware watchpoints are in use");
		break;
	case EBUSY:
		buf_puts(out, "somebody else has the counter for himself");
		break;
	case EMFILE:
		buf_puts(out, "too many open files: an event takes one for each processor "
			      "(ulimit -n)");
		break;
	default:
		buf_puts(out, strerror(error));
	}
}
