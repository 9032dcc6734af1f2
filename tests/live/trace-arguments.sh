# test: oracle=yes
# test: requires=kprobes
# The real SystemTap printed the same, on the same workload.
$MSTAP -c 'sh -c "(exit 3); (exit 4); /bin/busybox true; exit 0"' trace-arguments.stp
