# test: requires=kprobes,guest
# After a kill -9 the next run removes what the dead one left, and nothing else.
cd /sys/kernel/tracing || exit
mkdir instances/somebody
echo 'p:somebody/theirs tcp_v4_connect' >> kprobe_events
$MSTAP -e 'probe kprobe.function("vfs_read") { n++ } probe kernel.trace("sched_switch") { m++ } global n, m' &
pid=$!
while [ "$(ls instances | wc -l)" -lt 2 ] || ! grep -q vfs_read kprobe_events; do sleep 0.1; done
sleep 0.5
kill -9 $pid
wait $pid 2> /dev/null
echo "left: $(ls instances | grep -c mstap) instance, $(grep -c vfs_read kprobe_events) event"
$MSTAP -c 'tcp_connect 1' -e 'probe kprobe.function("tcp_v4_connect") { println("hit") }'
echo "left: $(ls instances | grep -c mstap) instance, $(grep -c vfs_read kprobe_events) event"
ls instances
cat kprobe_events
echo '-:somebody/theirs' >> kprobe_events
rmdir instances/somebody
