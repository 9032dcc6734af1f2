# Samples and records of tracepoints make one order of time: the kernel counts a context switch right behind the
# tracepoint that tells of it, on the same processor, for the same thread.
cat > "$TMP/order.stp" <<'S'
global last, seen, loose, switches, wrong, missing, alone
probe kernel.trace("sched:sched_switch") {
	missing += seen[cpu()] && last[cpu()]
	alone += loose[cpu()]
	loose[cpu()] = 0
	last[cpu()] = tid() + 1
	switches++
}
probe perf.sw.context_switches.sample(1) {
	if (last[cpu()] && last[cpu()] != tid() + 1 && tid() != -1)
		wrong++
	if (!last[cpu()] && seen[cpu()])
		loose[cpu()]++
	seen[cpu()] = 1
	last[cpu()] = 0
}
probe end { printf("%d %d %d %d\n", switches > 100, wrong, missing, alone) }
S
$MSTAP -c "forker 50" "$TMP/order.stp" > "$TMP/out"
tail -n 1 "$TMP/out"
