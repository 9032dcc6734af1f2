# test: requires=kprobes,guest
# A kprobe event that somebody made by hand is an event like any other, and stays.
cd /sys/kernel/tracing || exit
echo 'p:byhand/connect tcp_v4_connect len=%dx:u32 name=+0(%si):u16' > kprobe_events
$MSTAP -c 'tcp_connect 2' -e 'probe kernel.trace("byhand:connect") { println($$name, " ", $len, " ", $$vars != "") }'
$MSTAP -c 'tcp_connect 1' -e 'probe kernel.trace("connect") { println($name) }'
cat events/byhand/connect/enable
cut -d ' ' -f 1 kprobe_events
echo '-:byhand/connect' >> kprobe_events
