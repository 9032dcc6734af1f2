# test: requires=kprobes,btf
# Elements of C arrays by indices that are constants, and by those that a loop counts with.
cat > "$TMP/exec.stp" <<'S'
function limit_of(task, i) { return @cast(task, "task_struct")->signal->rlim[i]->rlim_max }
probe kernel.trace("sched_process_exec") {
	if (tid() != target()) next
	for (i = 0; i < 5; i++)
		printf("%c", $p->comm[i])
	printf(" %c%c%c\n", $p->comm[2 - 1], $p->comm[@cast_sizeof("int") / 2], $p->comm[1 << 2 & ~3])
	which = tid() == 1 ? 6 : 7
	println($p->signal->rlim[which]->rlim_cur, " ", $p->signal->rlim[7]$, " ", limit_of($p, 7), " ", limit_of($p, which))
	for (i = 6; i <= 8; i += 2)
		println(i, ": ", &$p->signal->rlim[i] - &$p->signal->rlim[0], " ", &$p->signal->rlim[i]->rlim_max - &$p->signal->rlim[i])
	for (i = 7; i < 8; i++)
		println($p->signal->rlim[i]$, " ", @cast($p, "task_struct")->signal->rlim[i]$$, " ", &$p->signal->rlim[i]->rlim_max == &$p->signal->rlim[7]->rlim_max)
	println(@defined($p->comm[n]), @defined($p->no_such[n]), @defined(@cast($p, "task_struct")->comm[n]))
	exit()
}
S
(ulimit -S -n 50; ulimit -H -n 60; exec $MSTAP -c '/bin/busybox true' "$TMP/exec.stp")
# By any index, of an array that is told how long it is: numbers from the bytes of all, others each for itself.
cat > "$TMP/any.stp" <<'S'
function letter(task, i) { return @cast(task, "task_struct")->comm[i] }
probe kernel.trace("sched_process_exec") {
	if (tid() != target()) next
	n = target() - tid() + 3
	printf("%c%c%c %d\n", $p->comm[n], letter($p, n - 1), letter($p, 0), $p->signal->rlim[n + 4]->rlim_max)
	foreach (i in where) printf("%d:%d ", i, $p->signal->rlim[i]->rlim_cur)
	println(&$p->signal->rlim[n]->rlim_max - &$p->signal->rlim[0], " ", $p->nsproxy->uts_ns->name->sysname[n - 3])
	try { println($p->comm[n + 13]) } catch (e) { println(e) }
	try { println($p->comm[n - 4]) } catch (e) { println(e) }
	try { println(@cast(8, "task_struct")->comm[n]) } catch (e) { println(e) }
	exit()
}
global where
probe begin { where[7] = where[7 - 0] = 1 }
S
(ulimit -S -n 50; ulimit -H -n 60; exec $MSTAP -c '/bin/busybox true' "$TMP/any.stp")
# All elements of a record's own array are there; any index will do.
cat > "$TMP/enter.stp" <<'S'
probe kernel.trace("sys_enter") {
	if (pid() != target() || $id != 3) next
	for (i = 0; i < 6; i++)
		same += $args[i] == $args[i * 1]
	n = $args[0] & 3
	println(same, " ", $args[n] == (n == 0 ? $args[0] : n == 1 ? $args[1] : n == 2 ? $args[2] : $args[3]))
	println($args[n - 7])
}
S
$MSTAP -c '/bin/busybox cat /dev/null' "$TMP/enter.stp" 2>&1 | sed -n '1,2p' | cut -c 1-70
why() { $MSTAP -e "global n probe kernel.trace(\"$1\") { $2 }" 2>&1 | grep "error: " | grep -v unresolved | sed 's/: identifier .*//; s/: operator .*//'; }
why sched_process_exec 'println($p->signal->rlim[0]->rlim_cur, $p->thread_pid->numbers[n]->nr)'
why sched_process_exec 'println($bprm->buf[n], $bprm->mm->context->ctx_id, $p->se->avg, $p->cpus_mask->bits[n])'
why sched_process_exec 'println(@cast($p, "task_struct")[n]->pid)'
why sched_process_exec 'println($p->com[n])'
why sched_process_exec 'println($p->pid[n])'
why sched_process_exec 'println($$vars[1])'
why sys_enter 'println($args[6])'
