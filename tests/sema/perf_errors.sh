# Probe points of perf events that cannot be.
for point in 'perf.type(1).config(0).sample(0)' 'perf.type(1).config(0).sample(-5)' 'perf.type(1).config(0).hz(0)' \
	'perf.type(1).config(0).process("x")' 'perf.type(1).config(0).counter("c")' 'perf.type(4294967296).config(0)' \
	'kernel.data(0x1000).length(3).write' 'timer.profile.freq.hz(0)'; do
	$MSTAP -p2 -e "probe $point { exit() }" 2>&1 | grep -v '^ \|^$\|while resolving\|^Pass 2'
done
$MSTAP -p2 -e 'probe timer.profile { println($x) }' 2>&1 | sed -n 1p
$MSTAP -p2 -e 'probe timer.profile { println(kernel_int(register("rsp"))) }' 2>&1 | sed -n 1p
$MSTAP -p2 -e 'probe perf.sw.page_faults { println(int_arg(1)) }' 2>&1 | sed -n 1p
$MSTAP -p2 -e 'probe perf.sw.page_faults { println(returnval()) }' 2>&1 | sed -n 1p
$MSTAP --replay "$SRC/examples/dropwatch.dat" -p2 -e 'probe timer.profile { exit() }' 2>&1 | sed -n 5p
$MSTAP --replay "$SRC/examples/dropwatch.dat" -p2 -e 'probe kernel.data(1).rw { exit() }' 2>&1 | sed -n 5p
