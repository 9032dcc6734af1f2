# test: oracle=yes
# test: requires=kprobes,btf,kernel<6.12
# What $ and $$ make of the arguments of a tracepoint, and elements by a loop's variable, as the real one prints them but for
# addresses and numbers.
cat > "$TMP/fork.stp" <<'S'
probe kernel.trace("sched_process_fork") {
  if (pid() != target()) next
  println($child->comm$, " ", $child->pid$, " ", $child->thread_info$, " ", $child->thread_info$$)
  println($child->cpus_mask$, " ", $child->cpus_mask$$, " ", $child->pending$$)
  println($child->in_execve$, $child->sched_task_group$ != "", " ", $child->rcu_users$, $child->usage$$)
  println($child->signal->rlim$, " ", $child->signal->rlim[3]$, " ", $child->signal->rlim[3]$$)
  println($child->stack$, " ", $child->comm[1]$, " ", $child->comm[1])
  println($child->restart_block$, " ", $child->restart_block$$)
  println($child->se->load$$, $child->on_rq$, $child->prio$)
  for (i = 3; i < 5; i++) println($child->signal->rlim[i]->rlim_max, " ", $child->comm[i])
  exit()
}
S
$MSTAP -c 'time true' "$TMP/fork.stp" 2> /dev/null | sed -e 's/0x[0-9a-f]*/PTR/g' -e 's/=[0-9][0-9]*/=N/g' -e 's/[[][0-9][0-9]*,/[N,/g' -e 's/^\("time"\) [0-9]*/\1 N/'
