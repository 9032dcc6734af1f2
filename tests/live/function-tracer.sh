# test: requires=kprobes
# Functions by a pattern, without arguments: the tracer of our own instance counts what kprobes do.
now='probe kernel.function("vfs_*") { if (execname() == "openers") hits[ppfunc()]++ }'
args='probe kernel.function("vfs_*") { if (execname() == "openers" && pointer_arg(1) != 1) hits[ppfunc()]++ }'
show='global hits probe end { foreach (f+ in hits) println(f, " ", hits[f]) }'
lines() { $MSTAP -c "$2" -e "$1 $show" 2> /dev/null; }
lines "$now" 'openers 300' > "$TMP/traced"
lines "$args" 'openers 300' > "$TMP/kprobes"
cmp "$TMP/traced" "$TMP/kprobes" && echo "the same"
grep -c . "$TMP/traced" | sed 's/^[1-9][0-9]*$/some functions/'
# Which of the two, as the instance shows it; others see no tracer, and none is left.
way='for i in /sys/kernel/tracing/instances/mstap_*; do cat $i/current_tracer; done; cat /sys/kernel/tracing/current_tracer'
$MSTAP -c "$way" -e "$now $show" 2> /dev/null | grep -v vfs_
$MSTAP -c "$way" -e "$args $show" 2> /dev/null | grep -v vfs_
# Two probes of one pattern, one of another, and a function by its name.
$MSTAP -c 'openers 5' -e '
probe kernel.function("vfs_*") { if (execname() == "openers") a[ppfunc()]++ }
probe kernel.function("vfs_*") { if (execname() == "openers") b[ppfunc()]++ }
probe kernel.function("do_sys_open*") { if (execname() == "openers") opens++ }
probe kernel.function("do_sys_openat2") { if (execname() == "openers") named++ }
probe end { foreach (f in a) same += a[f] == b[f]; foreach (f in a) all++; println(same == all && all > 0, " ", opens >= 5, " ", named >= 5) }
global a, b, opens, named' 2> /dev/null
cat /sys/kernel/tracing/enabled_functions | wc -l
