# test: requires=kprobes,btf
# Points of the scheduler, processes, interrupts and memory that stand on kernel functions, and softirqs.
cat > "$TMP/tasks.stp" <<'S'
global on, off, of_us, started, exits, released, faults, bad, kinds, soft, queued, executed, freed, maps
probe begin { of_us[target()] = 1 }
probe kprocess.create { if (of_us[pid()]) of_us[new_pid] = 1 }
probe kprocess.start { if (of_us[pid()]) started[execname()]++ }
probe kprocess.exit { if (of_us[pid()]) exits[code]++ }
probe kprocess.release { if (of_us[released_pid]) { released++ if (pid != released_pid || task_tid(task) != released_tid) bad["release"]++ } }
probe scheduler.cpu_on { if (of_us[pid()]) on++ if (idle != (tid() == 0) || task_tid(task_prev) == tid() && tid()) bad["on"]++ }
probe scheduler.cpu_off { if (of_us[pid()]) off++ }
probe scheduler.balance { balances++ }
global balances
probe vm.pagefault { if (of_us[pid()]) faults[write_access]++ }
probe vm.pagefault.return {
	if (!of_us[pid()]) next
	if (vm_fault_contains(fault_type, VM_FAULT_OOM) || vm_fault_contains(fault_type, VM_FAULT_SIGBUS)) bad["fault"]++
	if (vm_fault_contains(fault_type, VM_FAULT_ERROR)) bad["error"]++
	kinds[vm_fault_contains(fault_type, VM_FAULT_MINOR)]++
}
probe vm.mmap, vm.munmap, vm.brk { if (of_us[pid()] && length) maps[name]++ }
probe vm.kmalloc { if (bytes_alloc < bytes_req || name != "kmalloc" || !ptr) bad["kmalloc"]++ if (gfp_flag_name == "GFP_KERNEL") plain++ }
global plain
probe vm.kfree { if (caller_function == "") bad["kfree"]++ }
probe softirq.entry { soft++ if (h - vec != vec_nr * 8 || symname(vec) != "softirq_vec" || symname(action) !~ "^(rcu_core_si|run_timer_softirq|tasklet|net_[rt]x|blk_done|sched|run_|hrtimer|rebalance|irq_poll|timer)") bad[symname(action)]++ }
probe softirq.exit { soft-- }
probe workqueue.insert { queued++ if (symname(work_func) !~ "^[a-z]") bad["insert"]++ }
probe workqueue.execute { executed++ if (execname() !~ "^kworker|^rcu|^netns") bad[execname()]++ }
probe end {
	foreach (name in started) n += started[name]
	printf("started %d, released %d\n", n, released)
	foreach (code+ in exits) printf("code %d: %d\n", code, exits[code])
	printf("on the processor %d, off %d, looks for work %d\n", on > 8, off > 8, balances > 0)
	printf("faults %d %d, minor %d\n", faults[0] > 0, faults[1] > 0, kinds[1] > 0)
	foreach (name+ in maps) printf("%s %d\n", name, maps[name] > 0)
	printf("softirqs %d, works %d %d, plain %d\n", soft > -5 && soft < 5, queued > 0, executed > 0, plain > 0)
	foreach (b in bad) printf("bad %s: %d\n", b, bad[b])
}
S
$MSTAP -c 'sh -c "forker 5; (exit 3); (kill -9 \$(exec sh -c \"echo \\\$PPID\")); ls / > /dev/null; i=0; while [ \$i -lt 20000 ]; do i=\$((i+1)); done; sleep 0.2; exit 0" 2> /dev/null' "$TMP/tasks.stp"
# Alone: an interrupt that comes while another probe is at work is missed, and told of.
$MSTAP -c 'sh -c "i=0; while [ \$i -lt 20000 ]; do i=\$((i+1)); done; exit 0"' -e 'probe scheduler.tick { if (idle != (tid() == 0)) bad++ if (!idle) ticks++ } global ticks, bad probe end { println(ticks > 0, bad) }'
