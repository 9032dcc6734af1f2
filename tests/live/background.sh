# -F: the probes of a process in the background, and nothing left when it is told to end.
cd "$TMP" || exit 1
pid=$($MSTAP -F -o out -e 'global n
probe begin { println("begin") }
probe kernel.trace("sched_process_exec") { n++ }
probe end { println(n >= 3) }' < /dev/null)
ls -d /sys/kernel/tracing/instances/mstap_"$pid" > /dev/null && echo "its instance is there"
busybox true
busybox true
busybox true
kill "$pid"
while kill -0 "$pid" 2> /dev/null; do sleep 0.1; done
cat out
ls -d /sys/kernel/tracing/instances/mstap_"$pid" 2> /dev/null
echo "-- a probe that the kernel refuses"
$MSTAP -F -o out -e 'probe kprobe.function("no_such_function") { println(1) }' > number 2> /dev/null < /dev/null
echo "status $?"
cat number
