# test: requires=root,tracefs,cmd:unshare
# Who is it: a kernel thread, a child that shares its parent's memory, a process in a pid namespace.
$MSTAP -w -c 'sleep 1' -e '
probe kernel.trace("workqueue_execute_start") {
	if (execname() !~ "^kworker/") { strange[execname()]++; next }
	workers++
	right += pid() == tid() && ppid() == 2 && pexecname() == "kthreadd" && uid() == 0 && cmdline_str() == "" && !target_set_pid(pid())
}
probe kernel.trace("sched_switch") {
	if (!tid()) { idle++; named += execname() == sprintf("swapper/%d", cpu()) && pid() == 0 }
}
probe end {
	println(workers > 0, " ", workers - right, " ", idle - named)
	foreach (name in strange) println(name)
}
global workers, right, idle, named, strange'
# Numbers are those of the first namespace, whatever a process calls itself.
cat > "$TMP/number.stp" <<'S'
probe kernel.trace("sched_process_exit") {
	if (execname() != "reads" && execname() != "unshare") next
	if (!target_set_pid(pid())) next
	printf("%s %d %d, parent %s %d\n", execname(), pid() == tid(), pid() > 2, pexecname(), ppid() > 2)
}
S
$MSTAP -w -c 'unshare -p -f sh -c "reads 1; (reads 1; exit 4); exit 0"' "$TMP/number.stp"
# Without a fork of its own vfork(2) lets the parent wait; each is itself all the time.
$MSTAP -w -c 'storm 27' -e '
probe kernel.trace("syscalls:sys_enter_execve") { if (target_set_pid(pid()) && execname() == "storm") before[pid()] = ppid() }
probe kernel.trace("sched_process_exec") { if (pid() in before) { same += before[pid()] == ppid() && execname() == "exe" n++ } }
probe end { println(n > 0, " ", n - same) }
global before, same, n' | tail -n 1
