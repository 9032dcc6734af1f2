# test: requires=kprobes,btf
# Tasks: by address, read at the event, and by task_current() and pid2task(), from the process table.
cat > "$TMP/tasks.stp" <<'S'
probe kernel.function("wake_up_new_task") {
	if (pid() != target()) next
	# Still in the parent: nothing else knows the child yet.
	printf("child: %d %d %s %d, parent %d %d\n", task_pid($p) == task_tid($p), task_pid($p) != pid(), task_execname($p),
	       task_uid($p) + task_euid($p) + task_gid($p) + task_egid($p), task_tid(task_parent($p)) == pid(), task_pid(task_parent($p)) == pid())
	printf("child: %d %d %d %d\n", task_nice($p), task_prio($p), task_state($p), task_cpu($p) >= 0)
	t = task_current()
	printf("%d %d %s %s %d\n", task_pid(t) == pid(), task_tid(t) == tid(), task_execname(t), pid2execname(pid()), pid2task(pid()) == t)
	printf("%d %d %d\n", task_uid(t) == uid(), task_parent(t) == pid2task(ppid()), task_execname(task_parent(t)) == pexecname())
	printf("%d %d\n", pid2task(999999), pid2execname(999999) == "")
	stored = t
}
global stored
probe end { println(task_pid(stored) == target()) }
S
$MSTAP -c 'forker 1' "$TMP/tasks.stp"
# An address that was kept cannot be read any more.
$MSTAP -c 'forker 1' -e 'global p probe kernel.function("wake_up_new_task") { if (pid() == target()) p = $p } probe end { println(task_pid(p)) }' 2>&1 | sed 's/0x[0-9a-f]*/0x.../; s/ near .*//' | head -n 1
$MSTAP -e 'probe kernel.function("wake_up_new_task") { println(task_nice(pid2task(1))) }' 2>&1 | sed 's/: identifier.*//' | head -n 1
