# test: requires=root,tracefs
# The tracepoints that are called similar are the kernel's.
$MSTAP -p2 tracepoint_missing.stp 2>&1 | sed 's/ (similar tracepoints: .*)$//'
