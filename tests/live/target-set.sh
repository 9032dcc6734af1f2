# test: requires=root,tracefs
# The target and what descends from it, at each exit; a report is sorted by number.
$MSTAP -c 'sh -c "forker 2; true"' -e '
probe kernel.trace("sched_process_exit") {
	if (!target_set_pid(pid())) next
	println(execname(), " ", pid() == target(), " ", target_set_pid(ppid()), " ", is_myproc(), " ", pexecname())
	if (reports++ < 1)
		target_set_report()
}
global reports
probe begin { println(target_set_pid(target()), target_set_pid(1), " ", stp_pid() == pid()) }
probe end { println(target_set_pid(target())); target_set_report() }' 2>/dev/null > "$TMP/out"
sed 's/^[0-9]* begat [0-9]*$/N begat N/' "$TMP/out"
