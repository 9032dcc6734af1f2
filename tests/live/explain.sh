# test: requires=kprobes
# What the kernel is told of each probe, without telling it; the numbers of instructions do not matter.
explain() { $MSTAP --explain "$@" explain.stp | grep -v 'exit_signals' | sed 's/, [0-9]* instructions*//'; }
explain -c 'reads 1' | sed '/the process table/,$d'
echo
explain -x 77 | grep 'threads\|filter' 
echo
explain | grep -c threads
explain --no-pushdown | grep -c 'threads\|filter\|records every event'
ls /sys/kernel/tracing/instances
