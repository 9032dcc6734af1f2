# test: requires=kprobes
# Functions by the function tracer, too: what was handled and what is told to be lost are together
# what there was, which a buffer that is large enough shows; -t counts what was handled.
script='probe kernel.function("udp_*") { n++ } probe end { println("handled ", n) } global n'
count() { sed -n 's/^handled //p' "$TMP/out"; }
$MSTAP -s 16 -c 'udp_send 4000' -e "$script" > "$TMP/out" 2> "$TMP/err"
all=$(count)
grep -c Skipped "$TMP/err"
$MSTAP -t -s 64k -DMAXSKIPPED=1000000 -c 'kill -STOP $PPID; udp_send 4000; kill -CONT $PPID' -e "$script" > "$TMP/out" 2> "$TMP/err"
handled=$(count)
lost=$(sed -n 's/^WARNING: Skipped due to ring buffer overrun: //p' "$TMP/err")
hits=$(awk '/^kernel.function.*hits: / { sub(/.*hits: /, ""); sum += $1 } END { print sum + 0 }' "$TMP/out")
echo "of each: $((handled > 100 && lost > 4000)), all: $((handled + lost == all)), by -t: $((hits == handled))"
[ $((handled + lost)) = "$all" ] || echo "$handled and $lost of $all"
