# What cannot be sampled is one sentence. A guest without KVM has no hardware counters.
$MSTAP -e 'probe perf.hw.cpu_cycles { exit() }' 2>&1 | head -n 1
$MSTAP -e 'probe perf.sw.cpu_clock.hz(1000000000) { exit() }' 2>&1 | head -n 1 | sed 's/most [0-9]* times/most N times/'
$MSTAP -e 'probe perf.type(99).config(0) { exit() }' 2>&1 | head -n 1
$MSTAP -e 'probe timer.profile { println(register("xyz")) }' 2>&1 | head -n 1
