# test: requires=kprobes,btf
# Arguments and environment, of processes from before and of execs, also where the event is the exec.
cat > "$TMP/arguments.stp" <<'S'
probe kernel.trace("sched_process_exec") {
	if (target_set_pid(pid()))
		println(cmdline_str(), "|", cmdline_arg(0), "|", cmdline_args(1, 2, ","), "|", cmdline_arg(9), "|", env_var("MINE"), "|", env_var("NONE"), "|", strlen(env_var("LONG")), env_var("BEHIND"))
}
probe kernel.trace("sched_process_exit") {
	if (target_set_pid(pid()) && pid() == tid())
		println("exit: ", cmdline_str())
}
S
cat > "$TMP/steps" <<'S'
MINE='my own' busybox true one "" "two three"
LONG=$(printf %05000d 0) BEHIND=behind busybox true
(exit 0)
printf '#!/bin/busybox true\n' > script
chmod +x script
./script with arguments
S
long=$(printf %0300d 0)
cd "$TMP" && $MSTAP -c "sh steps $long" arguments.stp | sed 's/0\{299\}/0.../g'
