# The clock of each processor samples what runs there; registers and addresses are those of the sample.
cat > "$TMP/profile.stp" <<'S'
global busy, user, bad, first
probe timer.profile {
	if (pid() != target()) next
	if (!first++)
		println(pp(), " ", pn(), " ", probe_type(), " ", registers_valid())
	busy++
	if (!user_mode()) next
	user++
	if (uaddr() != addr() || u_register(%( arch == "x86_64" %? "rip" %: "pc" %)) != addr())
		bad++
}
probe end { printf("%d %d %d\n", busy > 20, user > 5, bad) }
S
$MSTAP -c 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done' "$TMP/profile.stp"
$MSTAP -e 'probe perf.sw.context_switches.sample(1) { print_backtrace() exit() }' | sed -n '1s/.* : [a-z_]*sched[a-z_]*+.*/in the scheduler/p'
$MSTAP -e 'probe timer.profile.freq.hz(97) { if (!n++) { println(pn(), " ", pp()) exit() } } global n'
$MSTAP -e 'probe timer.profile.tick { if (!n++) { println(pp() != "", " ", pn()) exit() } } global n'
$MSTAP -e 'probe perf.sw.page_faults.sample(1) { if (pid() == target()) n++ } probe end { println(n > 10) } global n' -c 'ls / > /dev/null'
