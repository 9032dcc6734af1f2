# What fields carry of a tracepoint's arguments can be had where nothing is known of those; and text
# of fields is read by what reads text from an address.
run() { $MSTAP --replay lifecycle.dat -e "$1" 2>&1; }
run 'probe kernel.trace("sched:sched_process_exec") {
	if (n++ < 3) println($p->pid == $pid, " ", kernel_string($bprm->filename), " ", kernel_string_quoted($filename), " ",
		kernel_string_n($filename, 4), " ", user_string($filename, "-"), " ", user_string_n_quoted($filename, 6), " ", $filename)
}
global n'
run 'probe kernel.trace("sched:sched_process_fork") {
	if (n++ < 3) println($parent->pid == $parent_pid, " ", $child->pid > 0, " ", kernel_string($parent->comm) == $parent_comm, " ",
		@defined($child->comm), @defined($child->tgid))
}
global n'
for e in 'kernel_char($filename)' 'kernel_buffer_quoted($filename, 4)' 'kernel_string($filename + 1)' 'f($filename)' 'strlen($pid)' \
	'isdigit($pid)' 'msecs_to_string($filename)' '$pid == $filename' '$p->tgid' '$filename->x' '&$filename'; do
	echo "$e: $(run "function f(address:long) { return address } probe kernel.trace(\"sched:sched_process_exec\") { println($e) }" | sed -n 1p)"
done
