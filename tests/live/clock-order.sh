# The order of events does not depend on the clock, which is the cheap one only where it will do.
# The clocksource that mstap sees, and which clock the kernel uses itself, is what these files say.
echo tsc > "$TMP/source"
echo '[local] global counter uptime perf mono' > "$TMP/own"
cat > "$TMP/pretend" << 'END'
mount --bind "$TMP/source" /sys/devices/system/clocksource/clocksource0/current_clocksource &&
	mount --bind "$TMP/own" /sys/kernel/tracing/trace_clock && exec "$MSTAP" "$@"
END
mstap() { unshare -m sh "$TMP/pretend" "$@"; }

really=$(cat /sys/devices/system/clocksource/clocksource0/current_clocksource)
[ "$really" = tsc ] || echo hpet > "$TMP/source"
mstap -c 'sleep 0.3; forker 50; relay 2000; sleep 0.3' clock-order.stp | sed "s/^mono\$/$([ "$really" = tsc ] && echo mono || echo local)/"
mstap -c 'sleep 0.3; forker 50; relay 2000; sleep 0.3' clock-order.stp 1

echo tsc > "$TMP/source"
show='system("sed '\''s/.*\\[//; s/].*//'\'' /sys/kernel/tracing/instances/mstap_*/trace_clock")'
# which TEXT [OPTIONS]: the clock of a script with a tracepoint's probe and TEXT
which() {
	text=$1
	shift
	mstap "$@" -w -e "global seen probe kernel.trace(\"sched:sched_switch\") { seen++ } $text
probe timer.ms(1) { if (shown++) next; $show; exit() } global shown" | grep -v = | tr '\n' ' '
}
echo "nothing asked: $(which '')"
echo "who it was: $(which 'probe kernel.trace("sched:sched_wakeup") { if (execname() == "" || uid() < 0) println("?") }')"
echo "of the target, too: $(which 'probe kernel.trace("raw_syscalls:sys_enter") { if (pid() == target()) seen++ }' -x 1)"
echo "a function that nobody calls: $(which 'function f() { return gettimeofday_s() }')"
echo "one that is called: $(which 'function f() { return jiffies() } probe end { println(f() < 0) }')"
echo "one of the library: $(which 'probe end { println(cpu_clock_us(0) < 0) }')"
echo "samples: $(which 'probe timer.profile { seen++ }')"
echo hpet > "$TMP/source"
echo "another clocksource: $(which '')"
echo tsc > "$TMP/source"
echo 'local [global] counter uptime perf mono' > "$TMP/own"
echo "a kernel that does not trust its own: $(which '')"

# Timers stand where they belong.
echo '[local] global counter uptime perf mono' > "$TMP/own"
mstap -c 'sleep 0.5; relay 10; sleep 1; relay 10; sleep 1' -e 'global n probe kernel.trace("syscalls:sys_enter_lseek") {
	if ($fd >= 1000000 && $fd < 2000000) n++ } probe timer.s(1) { println(n) }'
# What would spoil the order is told.
mstap -e 'probe kernel.trace("sched:sched_switch") { next }
probe timer.ms(50) { system("echo hpet > $TMP/source") }
probe timer.ms(500) { exit() }' 2>&1
