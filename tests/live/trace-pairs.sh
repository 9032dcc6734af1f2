# test: requires=kprobes
# test: timeout=120
# What both records of a hit have is the same, under load and when records are lost: then it is told.
# A kprobe on the arguments is not called where an interrupt comes in the middle of another one.
lost='lost fields or arguments of\|Number of errors: 0'
$MSTAP -s 8 -c 'forker 50 & udp_send 2000; exec reads 3000' trace-pairs.stp 2> "$TMP/err"
grep -v "$lost" "$TMP/err"
$MSTAP -s 64k -DMAXSKIPPED=1000000 -c 'kill -STOP $PPID; udp_send 3000; kill -CONT $PPID; reads 500' trace-pairs.stp > "$TMP/out" 2> "$TMP/err"
sed 's/.* wrong/wrong/' "$TMP/out"
grep -v "$lost" "$TMP/err" | sed 's/[0-9]*$//'
# Several on one tracepoint see the same hits, each in the order of the script.
$MSTAP -c 'forker 20' -e '
global n, order
probe kernel.trace("sched_wakeup_new") { if (pid() == target()) { n["fields"]++; order[$pid] .= "1" } }
probe kernel.trace("sched_wakeup_new") { if (pid() == target()) { n["both"] += $p->tgid == $pid && $target_cpu >= 0; order[$pid] .= "2" } }
probe kernel.trace("sched_wakeup_new") { if (pid() == target()) { n["both, too"] += $p->real_parent->tgid == pid() && $target_cpu >= 0; order[$pid] .= "3" } }
probe kernel.trace("sched_wakeup_new") { if (pid() == target()) n["arguments"] += $p->tgid > 0 }
probe end {
	foreach (what+ in n) printf("%s %d, ", what, n[what])
	foreach (pid in order) orders[order[pid]]++
	foreach (o in orders) println(o, " ", orders[o])
}
global orders'
# The events that are taken: one where one will do. Of a tracepoint's arguments (t: or p:) ...
for read in 'sched_switch $next->pid $prev->comm' 'sched_switch $next->pid $prev_pid $next->tgid' 'sched_wakeup $p->tgid $target_cpu' \
	'net_dev_queue $skb->len $skbaddr' 'hrtimer_start $hrtimer->node->expires $expires'; do
	set -- $read
	echo "$read: $($MSTAP --explain -e "probe kernel.trace(\"$1\") { println($2, $3, ${4:-0}) }" |
		sed -n 's/^  event *[tp]:.*/arguments/p; s/^  event *e:.*/event probe/p; s/^  event *[a-z]*:[a-z_]*$/own/p' | tr '\n' ' ')"
done
