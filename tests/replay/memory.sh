# What an event of a recording points to is not in it.
for e in 'kernel_int($pid)' '@cast($pid, "task_struct")->pid'; do
	$MSTAP --replay lifecycle.dat -e "probe kernel.trace(\"sched:sched_process_exec\") { println($e) }" 2>&1 | sed -n 1p
done
