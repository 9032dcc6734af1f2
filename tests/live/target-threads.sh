# All threads that the target has already are followed.
relay 1000000000 &
target=$!
sleep 0.2
$MSTAP -x $target -e 'global seen
probe kernel.trace("syscalls:sys_enter_lseek") {
	if (pid() != target()) next
	if (tid() in seen) next
	seen[tid()] = 1
	if (count++) exit()
}
probe timer.s(20) { exit() }
probe end { printf("%d threads\n", count) }
global count'
kill $target
wait
