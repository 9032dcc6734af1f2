# test: requires=kprobes
# Twenty forks, each with a time above nothing and below a second.
$MSTAP -c 'forker 20' "$SRC/examples/fork-time.stp" > "$TMP/out"
echo "exit status $?"
sed -n 's/^forker\[[0-9]*\] forked [0-9]* in \([0-9]*\) ns$/\1/p' "$TMP/out" |
	awk '$1 > 0 && $1 < 1000000000 { n++ } END { print n " forks" }'
