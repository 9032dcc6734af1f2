# test: requires=root,tracefs,event:syscalls/sys_enter_open,eprobes
# test: oracle=yes
# some hundred system calls, with their arguments and what came of them
$MSTAP -c syscaller -e '
global shown
probe tp_syscall.* {
	if (pid() != target())
		next
	if (name == "open")
		shown = 1
	if (shown && name != "exit_group")
		printf("%s(%s)\n", name, argstr)
}
probe tp_syscall.*.return {
	if (pid() == target() && shown && retval <= 0)
		printf("%s = %s\n", name, retstr)
}'
