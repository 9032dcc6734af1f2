# test: timeout=300
# test: requires=kprobes,eprobes
# What is printed must be the same with and without the kernel's help: two of them, one --no-pushdown,
# run side by side over one workload, for guards of each kind and for random ones.
# What they may differ in does not interest: names of others than the workload's programs.
armed() {
	for file; do
		for try in $(seq 300); do
			grep -q armed "$file" && break
			sleep 0.1
		done
		[ "$try" -lt 300 ] || echo "$file: not armed"
	done
}
compare() { # NAME LEAST SCRIPT: run it both ways; so many guards hold at least
	: > "$TMP/$1.with"
	: > "$TMP/$1.without"
	mkfifo "$TMP/$1.go"
	(read -r go < "$TMP/$1.go"; openers 10 3; exec storm 40 > /dev/null) &
	target=$!
	$MSTAP --suppress-handler-errors -x $target "$3" > "$TMP/$1.with" 2> "$TMP/$1.with.err" & with=$!
	$MSTAP --suppress-handler-errors -x $target --no-pushdown "$3" > "$TMP/$1.without" 2> "$TMP/$1.without.err" & without=$!
	armed "$TMP/$1.with" "$TMP/$1.without"
	cat /sys/kernel/tracing/instances/mstap_$with/events/*/*/filter | grep -vc none | sed "s/^/$1: filters of the one /"
	cat /sys/kernel/tracing/instances/mstap_${with}_2/set_event_pid 2> /dev/null | grep -c . | sed "s/^/$1: threads that the one follows: /"
	cat /sys/kernel/tracing/instances/mstap_$without/events/*/*/filter | grep -vc none | sed "s/^/$1: filters of the other /"
	echo > "$TMP/$1.go"
	wait $target
	reads 300
	openers 20 4
	forker 10
	kill -INT $with $without
	wait $with $without
	sort "$TMP/$1.with" > "$TMP/$1.a"
	sort "$TMP/$1.without" > "$TMP/$1.b"
	diff "$TMP/$1.a" "$TMP/$1.b" | head -20
	held=$(cut -d' ' -f1 "$TMP/$1.a" | sort -u | grep -c '[0-9]')
	[ "$held" -ge "$2" ] || echo "$1: only $held of the guards held"
}
awk -f pushdown.awk pushdown-cases.txt > "$TMP/cases.stp"
compare cases 30 "$TMP/cases.stp"
for seed in 1 2; do
	awk -v random=$seed -v cases=20 -f pushdown.awk > "$TMP/random.stp"
	compare "random$seed" 7 "$TMP/random.stp"
done
# Errors, too: of a read that fails in the middle of a guard, of a division by what is read.
for option in '' --no-pushdown; do
	$MSTAP $option --suppress-handler-errors -c 'reads 60' -e '
probe kprobe.function("ksys_read") { if (execname() != "reads" || long_arg(3) > 20) next; if (kernel_int(long_arg(1)) == 1) println("no") }
probe kernel.trace("syscalls:sys_enter_read") { if (execname() == "reads" && 100 / ($count - 20) < 3) next; if (execname() == "reads") n++ }
probe end { println(n) } global n' 2>&1 | tee "$TMP/errors$option" | grep -c '^WARNING: Number of errors: [1-9]'
done
diff "$TMP/errors" "$TMP/errors--no-pushdown"
