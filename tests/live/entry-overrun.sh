# test: requires=kprobes
# Where records were lost, no return is paired with another call's entry. (Whether one is left without its own is
# up to where the gaps are; that it is told, unit/test-engine sees to.)
# test: timeout=120
cat > "$TMP/reads.stp" <<'S'
global n, wrong
probe kernel.function("vfs_read").return {
	if (pid() != target()) next
	n++
	if (@entry($count) != $return) wrong++
	for (i = 0; i < 3000; i++) x += i
}
probe end { println(n > 100, " ", wrong) }
S
$MSTAP -s 1 -DMAXSKIPPED=1000000 -c 'reads 40000' "$TMP/reads.stp" 2> "$TMP/err"
grep -c 'Skipped due to ring buffer overrun: [1-9]' "$TMP/err"
