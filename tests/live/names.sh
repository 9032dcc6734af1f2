# test: requires=kprobes
# Variables and enumerators of the kernel by name; casts to types of modules, with stars and headers.
cat > "$TMP/read.stp" <<'S2'
function jiffies_of() { return kernel_long(&@var("jiffies")) }
function pid_of(task) { return @cast(task, "task_struct *", "kernel<linux/sched.h>")->pid }
probe kernel.function("vfs_read") {
	if (pid() != target()) next
	println(kernel_long(&@var("jiffies")) > 0, " ", jiffies_of() >= kernel_long(&@var("jiffies")), " ", @var("count"), " ",
	        @var("file")->f_flags == $file->f_flags)
	println(@cast(&@var("init_task"), "struct task_struct", "kernel")->comm, " ", @cast(&@var("init_task@init/init_task.c"), "task_struct*")->comm$,
	        " ", pid_of(&@var("init_task")))
	println(@cast(&@var("jiffies"), "long") > 0, " ", @cast(&@var("init_uts_ns"), "uts_namespace")->name->sysname)
	println(@const("PIDTYPE_TGID"), " ", @const("TCP_LISTEN"), " ", @const("MIGRATE_MOVABLE"))
	println(@defined(@var("jiffies")), @defined(&@var("jiffies")), @defined(@var("count")), @defined(&@var("no_such")),
	        @defined(@const("TCP_LISTEN")), @defined(@const("NO_SUCH")))
	println(@choose_defined(&@var("no_such"), 7), " ", @choose_defined(@cast($file, "file")->f_nothing, 8))
	exit()
}
S2
$MSTAP -g -c "dd if=/proc/self/stat bs=11 count=1 of=/dev/null" "$TMP/read.stp" 2> /dev/null
why() { $MSTAP -g -e "probe kernel.function(\"vfs_read\") { println($1) }" 2>&1 | head -n 1 | sed 's/: identifier .*//; s/: operator .*//; s/: string .*//'; }
why '@var("jiffies")'
why '@var("no_such")'
why '@var("runqueues")->nr_running'
why '@const("NO_SUCH")'
why '@cast($file, "no_such_type")->x'
why '@cast($file, "file")->f_flgs'
why '@var("x", "/bin/true")'
