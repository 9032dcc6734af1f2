# test: requires=root,tracefs,kprobes
# Kernel stacks: of functions at entry and return, of tracepoints and their arguments. Kernels differ
# in the functions on the way, in addresses, and in whether a function begins with ENDBR.
cat > "$TMP/all.stp" <<'S'
function me() { return pid() == target() }
probe kprobe.function("vfs_fsync_range") { if (me()) {
	println("entry") print_backtrace()
	print(sprint_backtrace())
	println(backtrace() == callers(-1) . " ")
	println(callers(1) == sprintf("0x%x 0x%x", stack(0), stack(1)))
	println(sprint_stack(backtrace()) == sprint_syms(callers(-1)))
	print_syms(callers(0))
	println(caller() == sprintf("%s 0x%x", symname(stack(1)), caller_addr()))
	println(stack(0) == addr(), stack(-1) == addr(), " ", probefunc(), " ", modname(stack(1)), " ", probemod())
	try { println(stack(1000)) } catch (e) { println(e) }
	try { println(callers(1000)) } catch (e) { println(e) }
} }
probe kprobe.function("vfs_fsync_range").return { if (me()) {
	println("return") print_backtrace()
	println(stack(0) == addr(), probefunc() == symname(addr()), " ", ppfunc()) } }
probe kernel.trace("sched:sched_process_exit") { if (me()) {
	println("tracepoint") print_backtrace() println(addr()) } }
S
cat > "$TMP/argument.stp" <<'S'
probe kernel.trace("sched_process_exit") { if ($p->tgid == target()) {
	println("argument") print_backtrace() println(addr()) } }
probe kernel.trace("syscalls:sys_enter_openat") { if (pid() == target() && user_string($filename) == "/dev/null") {
	println("event probe") print_backtrace() } }
S
tame() { sed '/Returning to/s/ : do_fsync/ : __x64_sys_fsync/; s/0x[0-9a-f]* :/ADDR :/; s/+0x[04]\/0x[0-9a-f]* / AT START /; s/+0x[04] / AT START /; s/+0x[0-9a-f]*\(\/0x[0-9a-f]*\)* / LATER /; s/\.constprop\.0//' |
	grep -v '^ ADDR : __x64_sys_fsync\| do_fsync\|^do_fsync\|x64_sys_call\|do_syscall_64\|do_exit'; }
$MSTAP -c "dd if=/dev/zero of=$TMP/out bs=1 count=1 conv=fsync 2>/dev/null" "$TMP/all.stp" | tame
$MSTAP -c "dd if=/dev/null of=/dev/null 2>/dev/null" "$TMP/argument.stp" | tame
# -DMAXBACKTRACE is how far stap follows a stack.
$MSTAP -DMAXBACKTRACE=2 -c "dd if=/dev/zero of=$TMP/out bs=1 count=1 conv=fsync 2>/dev/null" \
	-e 'probe kprobe.function("vfs_fsync_range") { print_backtrace() println(stack(1) != 0) try { println(stack(2)) } catch (e) { println(e) } }' | tame | grep -v sys_fsync
# Each event has its own stack or none, interrupts or not, and also when the buffer overruns.
cat > "$TMP/own.stp" <<'S'
global n, wrong, none
function top(name) { n[name]++; try { return symname(stack(0)) } catch { none++ } }
function check(name, good) { if (!good && backtrace() != "") wrong[name . "\n" . sprint_backtrace()]++ }
probe kernel.trace("sched:sched_switch") { check("switch", top("switch") =~ "schedule") }
probe kernel.trace("sched:sched_waking") { check("wake", top("wake") == "try_to_wake_up") }
probe kernel.trace("timer:hrtimer_expire_entry") { check("timer", top("timer") == "__hrtimer_run_queues") }
probe kernel.trace("syscalls:sys_enter_read") { check("read", top("read") =~ "^syscall_trace_enter") }
probe kprobe.function("vfs_read") { check("entry", top("entry") == "vfs_read") if (strpos(backtrace(), " ") == strlen(backtrace()) - 1) none++ }
probe kprobe.function("vfs_read").return { check("return", top("return") =~ "read") }
probe end {
	foreach (stack in wrong limit 3) printf("%d of %s", wrong[stack], stack)
	println(n["switch"] > 5, n["wake"] > 5, n["timer"] > 5, n["read"] > 100, n["entry"] > 100, n["return"] > 100, none < 20)
}
S
$MSTAP -c "reads 2000; forker 5" "$TMP/own.stp" 2>&1
sed 's/^probe k.*{/&for (i = 0; i < 1000; i++) x += i;/' "$TMP/own.stp" > "$TMP/slow.stp"
$MSTAP -s 1 -DMAXSKIPPED=100000000 -c "reads 30000" "$TMP/slow.stp" 2> "$TMP/err"
grep -c 'Skipped due to ring buffer overrun: [1-9]' "$TMP/err"
# What cannot be.
for call in 'backtrace()' 'stack(1)' 'caller()'; do $MSTAP -e "probe begin { println($call) }" 2>&1 | head -n 1; done
for call in 'ubacktrace()' 'print_ustack("")' 'task_backtrace(0)'; do $MSTAP -e "probe begin { println($call) }" 2>&1 | grep -v '^ source\|\^'; done
# Only events whose handlers ask for it have it.
$MSTAP -p3 -e 'probe kernel.trace("sched:sched_switch") { println(pid()) } probe kernel.trace("sched:sched_waking") { println(backtrace()) }
	probe kprobe.function("vfs_read") { println(caller()) } probe kprobe.function("vfs_write") { println(addr()) }' | grep stacktrace
