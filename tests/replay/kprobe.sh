# What a recording does not hold is said, with the way out.
$MSTAP --replay lifecycle.dat -e 'probe kprobe.function("vfs_read") { println(1) }'
echo "exit status $?"
$MSTAP --replay lifecycle.dat -e 'probe kernel.trace("nosuch") { println(1) }' 2>&1 | sed -n 5p
