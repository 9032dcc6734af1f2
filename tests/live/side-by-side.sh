# test: requires=kprobes
# Two at once: each sees its own events, and the end of one leaves the other at work.
$MSTAP -c 'sleep 3' -e 'probe kprobe.function("tcp_v4_connect") { n++ } probe end { println("long: ", n) } global n' > "$TMP/long" &
sleep 1.5
$MSTAP -c 'tcp_connect 2' -e 'probe kprobe.function("tcp_v4_connect") { n++ } probe end { println("short: ", n) } global n'
tcp_connect 3
wait
cat "$TMP/long"
