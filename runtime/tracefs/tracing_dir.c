/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/tracing_dir.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/vfs.h>
#include <linux/magic.h>
#include <tracefs.h>
#include <unistd.h>

#include "runtime/tracefs/undo.h"

#define TRACEFS_PATH "/sys/kernel/tracing"
#define DEBUGFS_PATH "/sys/kernel/debug/tracing"

/*
 * Under lockdown=confidentiality from boot on, tracefs has no files at all; turned on later, none
 * can be opened (LOCKDOWN_TRACEFS in fs/tracefs/inode.c and kernel/trace/trace.c, from 5.4 on).
 */
static bool is_locked_down(int dir_fd)
{
	int fd = openat(dir_fd, "README", O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd < 0 && (errno == EPERM || errno == ENOENT);
}

static const char *explain(int error)
{
	if (geteuid() != 0)
		return "tracing the kernel takes root: run mstap with sudo";
	if (error == EPERM || error == EACCES || error == EROFS)
		return "tracefs is not mounted and may not be mounted here (in a container?): run "
		       "mstap on the host, or give the container " TRACEFS_PATH
		       " and CAP_SYS_ADMIN";
	if (error == ENODEV || error == ENOENT)
		return "there is no tracefs: this kernel was built without CONFIG_FTRACE and "
		       "CONFIG_EVENT_TRACING, or /sys is not mounted";
	return "tracefs cannot be opened or mounted at " TRACEFS_PATH;
}

/* Opens @path if it is the root of a tracefs that we may use. */
static bool try_open(struct tracing_dir *dir, const char *path)
{
	struct statfs fs;

	if (statfs(path, &fs) || fs.f_type != TRACEFS_MAGIC || access(path, R_OK | X_OK))
		return false;
	dir->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir->fd < 0)
		return false;
	dir->path = path;
	return true;
}

/* Two that mount at the same time: the second gets EBUSY and finds the first one's. */
static bool try_mount(struct tracing_dir *dir)
{
	bool mounted = !mount("tracing", TRACEFS_PATH, "tracefs",
			      MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RELATIME, NULL);

	if (!mounted && errno != EBUSY)
		return false;
	if (try_open(dir, TRACEFS_PATH)) {
		dir->mounted = mounted;
		return true;
	}
	if (mounted)
		umount(TRACEFS_PATH);
	return false;
}

static void close_dir(void *context)
{
	struct tracing_dir *dir = context;

	if (dir->path)
		close(dir->fd);
	if (dir->mounted)
		umount(TRACEFS_PATH); /* EBUSY: somebody else has come to use it */
	tracefs_set_tracing_dir(NULL);
	dir->path = NULL;
	dir->mounted = false;
}

const char *tracing_dir_open(struct tracing_dir *dir)
{
	char path[sizeof(DEBUGFS_PATH)];

	if (dir->path || dir->missing)
		return dir->missing;
	undo_push(dir->undo, close_dir, dir);
	if (!try_open(dir, TRACEFS_PATH) && !try_open(dir, DEBUGFS_PATH) && !try_mount(dir)) {
		dir->missing = explain(errno);
		return dir->missing;
	}
	if (is_locked_down(dir->fd))
		dir->missing =
			"the kernel is locked down in confidentiality mode (secure boot may set "
			"it), which forbids tracing: boot it with lockdown=integrity or none";
	tracefs_set_loglevel(TEP_LOG_NONE); /* what goes wrong is ours to say */
	snprintf(path, sizeof(path), "%s", dir->path);
	tracefs_set_tracing_dir(path);
	return dir->missing;
}

const char *tracing_dir_kprobes_missing(struct tracing_dir *dir)
{
	const char *missing = tracing_dir_open(dir);

	if (missing)
		return missing;
	if (!faccessat(dir->fd, "kprobe_events", W_OK, AT_EACCESS))
		return NULL;
	if (errno == ENOENT)
		return "this kernel has no kprobe events (it was built without "
		       "CONFIG_KPROBE_EVENTS): only tracepoints can be probed, "
		       "kernel.trace(\"...\")";
	return "kprobe_events of tracefs is not writable here: run mstap as root on the host";
}

/*
 * An event probe on nothing: ENODEV where there are event probes (__trace_eprobe_create(),
 * kernel/trace/trace_eprobe.c), EINVAL where nobody knows what "e:" is (create_dyn_event(),
 * kernel/trace/trace_dynevent.c). README tells of them in either case.
 */
static const char *ask_for_event_probes(int fd, bool has_kprobes)
{
	static const char line[] = "e:mstap_test/nothing mstap/nothing";

	if (write(fd, line, sizeof(line) - 1) < 0 && errno == ENODEV)
		return NULL;
	if (!has_kprobes)
		return "this kernel has neither event probes (Linux 6.1 or later with "
		       "CONFIG_EPROBE_EVENTS) nor kprobe events (CONFIG_KPROBE_EVENTS): use what "
		       "stands in the event itself, as its numbers, or a kernel with one of these";
	return "this kernel has no event probes (it is older than 6.1, or was built without "
	       "CONFIG_EPROBE_EVENTS): probe a kernel function where the memory is at hand, "
	       "kernel.function(\"NAME\")";
}

const char *tracing_dir_event_probes_missing(struct tracing_dir *dir)
{
	int fd;

	if (dir->event_probes_tried)
		return dir->event_probes_missing;
	if (tracing_dir_open(dir))
		return dir->missing;
	dir->event_probes_tried = true;
	fd = openat(dir->fd, "dynamic_events", O_WRONLY | O_APPEND | O_CLOEXEC);
	dir->event_probes_missing =
		fd >= 0 ? ask_for_event_probes(fd, !tracing_dir_kprobes_missing(dir))
			: "dynamic_events of tracefs cannot be written here: run mstap as root on "
			  "the host";
	if (fd >= 0)
		close(fd);
	return dir->event_probes_missing;
}
