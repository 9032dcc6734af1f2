# test: requires=kprobes
# Functions of a pattern that the kernel does not let us probe are one warning; the others are probed.
pattern='probe kernel.function("kprobe_*"), kernel.function("vfs_read") { n += int_arg(1) != 1 }'
one='probe kernel.function("kprobe_dispatcher"), kernel.function("vfs_read") { n += int_arg(1) != 1 }'
show='global n probe end { println(n > 0) }'
told() { sed 's/(rc -22): kprobe_[a-z_, ]* and [0-9]* more:/(rc -22): NAMES and N more:/; s/^\(WARNING:\) [1-9][0-9]* of the [1-9][0-9]* /\1 N of the N /
	s/p:mstap.*/LINE/; s/^ *^$/CARET/'; }
$MSTAP -c 'reads 3' -e "$pattern $show" 2>&1 | told
# Each for itself: as many as the number says. The names that only pad functions are not functions.
$MSTAP -c 'reads 3' -e "$pattern $show" 2>&1 | sed -n 's/^WARNING: \([0-9]*\) of .*/\1/p' > "$TMP/number"
$MSTAP -v -c 'reads 3' -e "$pattern $show" 2>&1 | grep -c '^WARNING: probe kernel.function("kprobe_.*registration error' | cmp - "$TMP/number" && echo "as many"
$MSTAP -p2 -e 'probe kernel.function("*_kprobe_*") { n++ } global n' 2>&1 | grep -c __pfx_
# Without a pattern it is the function's own sentence, also when nothing reads its arguments.
$MSTAP -c 'reads 3' -e "$one $show" 2>&1 | told
# The function tracer cannot have them either.
$MSTAP -c 'reads 3' -e 'probe kernel.function("kprobe_*") { n++ } probe kernel.function("vfs_rea[d]") { n++ }'" $show" 2>&1 | grep -c '^WARNING'
