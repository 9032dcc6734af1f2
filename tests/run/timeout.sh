# -T ends a run like a signal: end probes run, a handler that does not end is interrupted.
begin=$(date +%s)
"$MSTAP" -T 1 -e 'probe begin { println("begin") } probe end { println("end") }' < /dev/null
echo "status $?"
"$MSTAP" -T 1 -e 'probe begin { while (1) n++ } probe end { println(n > 0) } global n' < /dev/null
echo "status $?"
"$MSTAP" -T 100 -e 'probe timer.ms(1) { exit() } probe end { println("early") }' < /dev/null
echo "status $?"
end=$(date +%s)
[ $((end - begin)) -ge 2 ] && [ $((end - begin)) -lt 15 ] || echo "took $((end - begin)) s"
