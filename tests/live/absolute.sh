# test: requires=kprobes
# An address instead of a name, in guru mode only.
address=0x$(awk '$3 == "tcp_v4_connect" { print $1; exit }' /proc/kallsyms)
$MSTAP -e "probe kprobe.statement($address).absolute { println(1) }" 2>&1 | head -n 1 | sed 's/: keyword.*//'
$MSTAP -c 'tcp_connect 3' -g -e "probe kprobe.statement($address).absolute { println(symname(register(\"rip\"))) }"
