# Kernel stacks of samples begin where the sample was found; one of user mode has none.
cat > "$TMP/stacks.stp" <<'S'
global n, wrong
function check() {
	if (user_mode()) { n["user"]++; if (backtrace() != "") wrong++ }
	else { n["kernel"]++; if (stack(0) != addr() || !strlen(sprint_backtrace())) wrong++ }
}
probe timer.profile { check() }
probe perf.sw.cpu_clock.sample(1000000) { check() }
probe kernel.trace("sched:sched_switch") { n["switch"]++; if (backtrace() == "") n["none"]++; else if (symname(stack(0)) !~ "schedule") wrong++ }
probe end { println(n["user"] > 20, n["kernel"] > 20, n["switch"] > 1, " ", wrong) }
S
$MSTAP -c 'dd if=/dev/zero of=/dev/null bs=1 count=60000 2>/dev/null; i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done' "$TMP/stacks.stp" 2>&1 | grep -v '^WARNING: Stacks'
