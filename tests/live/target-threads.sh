# All threads that the target has already are followed.
relay 1000000000 &
target=$!
sleep 0.2
$MSTAP -x $target -e 'global seen
probe kernel.trace("syscalls:sys_enter_lseek") {
	if (pid() != target()) next
	seen[tid()] <<< $fd
}
probe timer.s(1) { exit() }
probe end {
	foreach (thread in seen) { count++; few += @count(seen[thread]) < 10 }
	printf("%d threads, %d with few events\n", count, few)
}'
kill $target
wait
