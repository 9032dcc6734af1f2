# test: requires=kprobes
# A second of sleeping and waking is some calls of schedule(); the milliseconds are those of the run.
$MSTAP -c 'for i in 1 2 3 4 5; do sleep 0.2; done' "$SRC/examples/schedule-count.stp" > "$TMP/out"
echo "exit status $?"
awk '/^schedule\(\) was called [0-9]+ times in [0-9]+ ms$/ {
	print "calls: " ($4 >= 10 && $4 < 100000 ? "plausible" : $4)
	print "time: " ($7 >= 1000 && $7 < 20000 ? "plausible" : $7)
}' "$TMP/out"
