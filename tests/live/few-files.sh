# test: requires=tracefs
# With too few file descriptors the run ends with a sentence; never without the events of some CPUs.
for n in 5 6 7 8 9 10 11 12 13 14 15 16 18 20 24 28 32 36 40; do
	(
		ulimit -n $n
		exec $MSTAP -c 'forker 3' -e 'global n
probe kernel.trace("sched:sched_process_exit") { if (execname() == "forker" && tid() != target()) n++ }
probe end { println(n) }'
	) > "$TMP/out" 2> "$TMP/err"
	case "$? $(cat "$TMP/out")" in
	'0 3') echo good ;;
	1*) grep -q '^semantic error\|^ERROR' "$TMP/err" && echo refused || echo "$n: no reason" ;;
	*) echo "$n: $? $(cat "$TMP/out" "$TMP/err")" ;;
	esac
done | uniq
