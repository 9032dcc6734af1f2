# test: requires=module:softdog,guest
# Which tracepoints a pattern means; arguments and fields of one event; tracepoints of modules.
show() { $MSTAP -p2 -e "probe $1 { println(\$\$name) }" 2>&1 | grep -v '^$\|^Pass\|^  *source\|^  *^\|^# probes\|^semantic error: while'; }
show 'kernel.trace("sched:sched_swi*")'
show 'kernel.trace("*:sched_switch")'
show 'kernel.tracepoint("sched_switch")'
show 'kernel.{trace("sched_switch"),trace("kfree_skb")}'
show 'kernel.trace("sys_ent*")'
show 'kernel.trace("syscalls:sys_e*_openat")'
show 'module("watchdog").trace("watchdog_st*")'
show 'module("watchdog").trace("sched_switch")'
show 'module("nothing").trace("*")'
show 'kernel.trace("nothing:*")'
show 'kernel.trace("sched_swich")' | grep -o '.*similar tracepoints: sched_switch'
# On the host of the module, by whichever way.
$MSTAP -c 'sh -c "printf V > /dev/watchdog"' -e '
probe module("watchdog").trace("watchdog_start"), module("watchdog").trace("watchdog_stop"), kernel.trace("watchdog:watchdog_set*") {
	n[$$name] = sprintf("%s %d %d %d", $wdd->info->identity, $wdd->id, $err, $wdd->timeout > 0)
}
probe end { foreach (name+ in n) println(name, ": ", n[name]) }
global n'
# Fields that carry the argument are read in the event's own record; with arguments only, as arguments.
lines() { $MSTAP -p3 -e "$1" | sed -n '/traceon:0/!s/^\([a-z]*:[^ ]*\).*/\1/p' | sed 's/^[tp]:mstap/ARGS:mstap/; s/^e:/FIELDS:/'; }
lines 'probe kernel.trace("kmem:kmalloc") { println($ptr, $bytes_req) }'
lines 'probe kernel.trace("kmem:kmalloc") { println($call_site, " ", $node) }'
lines 'probe kernel.trace("kmem:kmalloc") { println($bytes_req, " ", $gfp_flags) }'
lines 'probe kernel.trace("kmem:kmalloc") { println(kernel_long($ptr)) }'
lines 'probe kernel.trace("sched:sched_switch") { println($prev_comm, $next_pid) }'
lines 'probe kernel.trace("sched:sched_switch") { println($prev_state) }'
lines 'probe kernel.trace("sched:sched_switch") { println($$vars) }'
lines 'probe kernel.trace("sched:sched_switch") { println($prev_comm, " ", $prev->tgid) }'
error() { $MSTAP -e "probe kernel.trace(\"sched:sched_switch\") { $1 }" 2>&1 | grep '^semantic'; }
error 'println($nothing)' | sed 's/\$prev_comm.*\(\$\$name\)/FIELDS \1/'
error 'println($prev->nothing)' | sed 's/(similar.*)/(similar)/'
error 'println($prev->cpus_mask->bits[cpu()])'
error 'println($prev_state->x)'
error 'println(&$prev)'
# Probes of both kinds on one tracepoint see the same events, in the same order.
$MSTAP -c 'forker 20' -e '
probe kernel.trace("sched_process_fork") { if (pid() == target()) a[$child->tgid] = ++n }
probe kernel.trace("sched_process_fork") { if (pid() == target()) b[$child_pid] = ++m }
probe end {
	foreach (child in b) same += a[child] == b[child]
	println(n, " ", m, " ", same)
}
global a, b, n, m'
# A read that faults, beside some that do not.
$MSTAP -c 'sh -c "(true); true"' -e '
probe kernel.trace("sched_process_fork") {
	if ($parent->pid != target()) next
	println($child->comm, " ", $child->comm == $parent->comm, " ", $child->robust_list)
	try { println($child->robust_list->list->next) } catch (m) { println(m) }
}'
