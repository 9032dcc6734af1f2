# test: requires=guest
# No sample is lost silently: what was handled and what is reported make up what happened.
max=$(cat /proc/sys/kernel/pid_max)
: > "$TMP/out"
$MSTAP -s 1 -DMAXSKIPPED=100000 -e 'probe kernel.data("pid_max").write { n += sprint_regs() != "" } probe begin { println("on") } probe end { println(n) } global n' \
	> "$TMP/out" 2> "$TMP/err" &
mstap=$!
while ! grep -q on "$TMP/out"; do sleep 0.1; done
sleep 1
kill -STOP $mstap
i=0
while [ $i -lt 8000 ]; do
	echo "$max" > /proc/sys/kernel/pid_max
	i=$((i + 1))
done
kill -CONT $mstap
kill -INT $mstap
wait $mstap
handled=$(tail -n 1 "$TMP/out")
lost=$(sed -n "s/.*Skipped due to sample buffer overrun of 'kernel.data(\"pid_max\").length(1).write': //p" "$TMP/err")
echo $((handled + lost)) $((handled > 1000)) $((lost > 0))
sed 's/: [0-9]*$/: N/; s/skipped probes: .*/skipped probes: N/' "$TMP/err"
