# test: requires=kprobes
# A reader that is held up while its buffer of 64 KB overflows: what was handled and what is told
# to be lost are together what the kernel counted.
: > "$TMP/out"
$MSTAP -s 64k -DMAXSKIPPED=1000000 -e '
probe kprobe.function("udp_sendmsg") { if (!n++) println("on") }
probe end { println("handled ", n) }
global n' > "$TMP/out" 2> "$TMP/err" &
pid=$!
while ! grep -q on "$TMP/out"; do udp_send 1; sleep 0.1; done
kill -STOP $pid
udp_send 20000
hits=$(awk '/udp_sendmsg/ { print $2 }' /sys/kernel/tracing/kprobe_profile)
kill -CONT $pid
sleep 0.5
kill -INT $pid
wait $pid
echo "exit status $?"
handled=$(sed -n 's/^handled //p' "$TMP/out")
lost=$(sed -n 's/^WARNING: Skipped due to ring buffer overrun: //p' "$TMP/err")
echo "seen and told of: $((hits > 20000 && hits == handled + lost)), some of each: $((handled > 10 && lost > 10000))"
sed "s/\b$lost\b/LOST/" "$TMP/err"
# More than MAXSKIPPED: the run is ended, and says why.
$MSTAP -s 64k -DMAXSKIPPED=5 -c 'for i in 1 2 3 4 5; do kill -STOP $PPID || exit; udp_send 20000; kill -CONT $PPID; sleep 1.5; done' -e '
probe kprobe.function("udp_sendmsg") { n++ }
probe end { println("not reached") }
probe error { println("error probe") }
global n' 2> "$TMP/err"
echo "exit status $?"
sed 's/\(probes\|overrun\): [0-9]*/\1: LOST/' "$TMP/err"
# With the default buffer nothing is lost, and -t counts the same.
$MSTAP -t -c 'udp_send 50000' -e '
probe kprobe.function("udp_sendmsg") { n++ }
probe end { println("handled ", n) }
global n' | sed -n 's/^\(handled.*\)/\1/p; s/^\(kprobe.*hits: [0-9]*\).*/\1/p'
