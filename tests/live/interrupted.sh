# test: requires=kprobes
# SIGINT, SIGTERM: end probes run, the exit status is 0, nothing is left.
for signal in INT TERM; do
	: > "$TMP/$signal"
	$MSTAP -e 'probe begin { println("on") } probe kprobe.function("vfs_read") { n++ } probe end { println("end ", n > 0) } global n' > "$TMP/$signal" &
	pid=$!
	while ! grep -q on "$TMP/$signal"; do sleep 0.1; done
	cat /etc/passwd > /dev/null
	sleep 0.3
	kill -$signal $pid
	wait $pid
	echo "exit status $?"
	cat "$TMP/$signal"
	ls /sys/kernel/tracing/instances | grep -c mstap || true
done
