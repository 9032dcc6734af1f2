# test: requires=kprobes,btf
# The memory of the current task: read as that of the CPU which the event is of.
cat > "$TMP/current.stp" <<'S'
function name_of(task) { return kernel_string(@cast(task, "task_struct")->comm) }
probe kernel.function("vfs_open") {
	t = task_current()
	if (pid() != target()) next
	opens++
	if (name_of(t) != execname() || @cast(t, "task_struct")->pid != tid() || @cast(t, "task_struct")->tgid != pid()) bad["task"]++
	if (@cast(t, "task_struct")->real_parent->tgid != ppid() || task_cpu(t) != cpu() || task_pid(t) != pid()) bad["way"]++
	if (task_nice(task_current()) != 0 || task_prio(t) != 20 || task_state(t)) bad["state"]++
	files = @cast(t, "task_struct")->files
	if (@cast(files, "files_struct")->fdt->max_fds < 64 || !@cast(t, "task_struct")->mm->total_vm) bad["files"]++
}
probe kernel.trace("sched:sched_process_exit") {
	if (pid() == target() && @cast(task_current(), "task_struct")->exit_code != 768) bad["exit"]++
	if (@cast(task_current(), "task_struct")->pid != $p->pid) bad["argument"]++
	exits++
}
# Of all CPUs, by whatever runs there.
probe kernel.function("schedule_tail") { if (@cast(task_current(), "task_struct")->pid != tid()) bad["tail"]++ }
global opens, exits, bad
probe end {
	printf("%d %d\n", opens > 3, exits > 30)
	foreach (b in bad) printf("bad %s: %d\n", b, bad[b])
}
S
$MSTAP -c 'sh -c "forker 30; cat < /etc/passwd > /dev/null; relay 200 > /dev/null; exit 3"' "$TMP/current.stp" 2> /dev/null
# Kept, it cannot be read any more; where there is no memory to read, it is said.
$MSTAP -e 'probe timer.profile { println(task_state(task_current())) }' 2>&1 | head -n 1 | sed 's/: operator.*//'
