# test: requires=root,tracefs
# The functions that are called similar are the kernel's.
$MSTAP -p2 kprobe_missing.stp 2>&1 | sed '/^WARNING: it would not run here/d; s/ (similar functions: .*)$//'
