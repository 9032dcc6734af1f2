# test: requires=root,tracefs,event:syscalls/sys_enter_open,eprobes
# test: oracle=yes
# system calls that succeed, one upon the other: arguments, results, in the order in which they are made
$MSTAP -c "syscaller good" -e '
global shown
probe tp_syscall.* {
	if (pid() != target())
		next
	if (name == "mkdir")
		shown = 1
	if (shown && name != "exit_group")
		printf("%s(%s)\n", name, argstr)
}
probe tp_syscall.*.return {
	if (pid() == target() && shown && name != "fork" && name != "clone" && name != "wait4")
		printf("%s = %s\n", name, retstr)
}'
