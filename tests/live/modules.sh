# test: requires=module:brd,module:netfs,kprobes,guest
# Patterns of modules, of tracepoints too; a function that is in a module, not in the kernel.
$MSTAP -l 'module("*").trace("netfs_rreq*")'
$MSTAP -l 'module("net[f]s").tracepoint("netfs:netfs_sreq*")'
$MSTAP -l 'module("br?").function("brd_*t")'
for point in 'module("nosuch*").trace("netfs_rreq")' 'module("br*").trace("netfs_rreq")' \
	'kernel.function("netfs_readahead")' 'kprobe.function("netfs_readahead")' \
	'kernel.function("vfs_read").return.maxactive(-1)' 'kernel.function("")'; do
	$MSTAP -p2 -e "probe $point { println(pp()) }" 2>&1 | grep '^semantic error' | tail -1 | sed 's/ (similar.*//'
done
