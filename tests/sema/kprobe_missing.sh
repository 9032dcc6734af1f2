# test: requires=kprobes
# The functions that are called similar are the kernel's.
$MSTAP -p2 kprobe_missing.stp 2>&1 | sed 's/ (similar functions: .*)$//'
