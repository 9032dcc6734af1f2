# test: requires=kprobes,btf
# would_dump() is called in an exec after its thread became its process's first, and before it is renamed.
$MSTAP -c 'storm 10' -e 'probe kernel.function("would_dump") {
	if (target_set_pid(pid()) && tid() == pid() && pid() != target())
		println(execname(), " ", uid(), " ", cmdline_arg(1))
}' | sort
