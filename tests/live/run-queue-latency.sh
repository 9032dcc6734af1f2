# test: requires=root,tracefs
# Ten new processes wait for a processor; the chart and the list count the same.
$MSTAP -c 'forker 10' "$SRC/examples/run-queue-latency.stp" > "$TMP/out"
echo "exit status $?"
awk '/ us on average$/ { waits = $1 } /^ *[0-9]+ \|/ { sum += $NF } / us at most, / { lines++ }
	$1 == "forker" { forker = $(NF - 1) }
	END { print (waits >= 10), (sum == waits), (lines > 0 && lines <= 5), (forker >= 10) }' "$TMP/out"
