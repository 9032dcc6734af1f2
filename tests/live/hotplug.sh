# test: requires=root,tracefs,guest
# test: timeout=120
# A processor goes and comes back while a script runs: no event is lost, also of those recorded there before.
cpu=/sys/devices/system/cpu/cpu1/online
cat > "$TMP/count.stp" <<'S'
global n, on, forks
probe begin { println("on") }
probe kernel.trace("syscalls:sys_enter_read") { if (execname() == "reads" && $fd > 2) { n++; on[cpu()]++ } }
probe kernel.trace("sched_process_fork") { if (execname() == "forker") forks++ }
probe end { println(n, " ", forks, " ", on[0] > 0, on[1] > 0) }
S
: > "$TMP/out"
$MSTAP "$TMP/count.stp" > "$TMP/out" 2> "$TMP/err" &
mstap=$!
while ! grep -q on "$TMP/out"; do sleep 0.1; done
taskset 2 reads 40
echo 0 > $cpu
reads 40
forker 5
echo 1 > $cpu
taskset 2 reads 40
forker 5
sleep 0.5
kill -INT $mstap
wait $mstap
echo "exit status $?"
cat "$TMP/out" "$TMP/err"
# One that was away at the start.
echo 0 > $cpu
$MSTAP -c "sh -c 'sleep 1; echo 1 > $cpu; taskset 2 reads 40'" "$TMP/count.stp"
# Samples are had of one that comes back, or comes for the first time; what is missing in between is said.
cat > "$TMP/samples.stp" <<'S'
global n, late, begun
probe begin { begun = gettimeofday_ms() }
probe perf.sw.cpu_clock.sample(10000000) { n[cpu()]++; if (gettimeofday_ms() - begun > 2500) late[cpu()]++ }
probe end { println(n[0] > 20, " ", n[1] > 20, " ", late[1] > 20) }
S
for first in 1 0; do
	echo $first > $cpu
	$MSTAP -c "sleep 1; echo $((!first)) > $cpu; sleep 1; echo 1 > $cpu; sleep 2" "$TMP/samples.stp"
done
# There and back at once, twice, which it may take for once; and away at the end.
$MSTAP -c "sleep 1; for i in 1 2; do echo 0 > $cpu; echo 1 > $cpu; done; sleep 4" "$TMP/samples.stp" 2> "$TMP/err"
sed 's/times: 2/times: 1/' "$TMP/err"
$MSTAP -c "sleep 3; echo 0 > $cpu; sleep 1" "$TMP/samples.stp"
echo 1 > $cpu
# A watchpoint and a clock, of which each processor has its events again.
$MSTAP -c "echo 0 > $cpu; sleep 1; echo 1 > $cpu; sleep 1; taskset 2 sh -c 'for i in 1 2 3; do cat /proc/sys/kernel/pid_max > /proc/sys/kernel/pid_max; done'" -e '
probe kernel.data("pid_max").write { println("written on ", cpu()) }
probe timer.profile { ticks[cpu()]++ }
probe end { println(ticks[1] > 5) }
global ticks' 2> "$TMP/err"
grep -c 'CPU 1 came online' "$TMP/err"
# So many uevents that some are lost; and none, in a user namespace of one's own.
$MSTAP "$TMP/samples.stp" > "$TMP/out" 2> "$TMP/err" &
mstap=$!
sleep 1
kill -STOP $mstap
echo 0 > $cpu
i=0
while [ $((i += 1)) -lt 2000 ]; do echo change > /sys/class/mem/null/uevent; done
echo 1 > $cpu
kill -CONT $mstap
sleep 4
kill -INT $mstap
wait $mstap
cat "$TMP/out"
grep -c 'CPU 1 came online' "$TMP/err"
echo -1 > /proc/sys/kernel/perf_event_paranoid
{ sleep 2; echo 0 > $cpu; sleep 1; echo 1 > $cpu; } &
unshare -U -n $MSTAP -T 8 "$TMP/samples.stp" 2>&1
wait
