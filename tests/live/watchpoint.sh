# test: requires=guest
# Hardware watchpoints: each write to the data, by whom and where.
cat > "$TMP/watch.stp" <<'S'
global n, first
probe kernel.data("pid_max").write {
	n++
	if (!first++)
		println(pp(), " ", pn(), " ", probe_type(), " ", execname(), " ", user_mode(), " ", probefunc() == symname(addr()))
}
probe kernel.data("no_such_symbol").write ? { exit() }
probe end { println(n) }
S
max=$(cat /proc/sys/kernel/pid_max)
$MSTAP -c "for i in 1 2 3 4 5; do echo $max > /proc/sys/kernel/pid_max; done" "$TMP/watch.stp"
$MSTAP -e 'probe kernel.data("pid_max").rw { if (pid() == target()) n++ } probe end { println(n > 0) } global n' -c 'cat /proc/sys/kernel/pid_max > /dev/null'
# There are four debug registers on x86.
$MSTAP -e 'probe kernel.data("pid_max").write, kernel.data("pid_max").rw, kernel.data("jiffies_64").write,
	kernel.data("jiffies_64").rw, kernel.data("pid_max").write { exit() }' 2>&1 | head -n 1
$MSTAP -e 'probe kernel.data(0x1001).length(8).write { exit() }' 2>&1 | head -n 1
$MSTAP -e 'probe kernel.data("no_such_symbol").write { exit() }' 2>&1 | sed -n 5p
$MSTAP -e 'probe kernel.data(0x1000).length(3).write { exit() }' 2>&1 | sed -n 5p
