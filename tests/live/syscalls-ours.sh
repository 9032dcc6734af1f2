# test: requires=root,tracefs,event:syscalls/sys_enter_open,eprobes
# test: oracle=no SystemTap 4.8 shows other numbers than the call was given
# calls of which SystemTap misreads a structure or does not know a name
$MSTAP -c "syscaller ours" -e '
global shown
probe syscall.* {
	if (pid() != target())
		next
	if (name == "utime")
		shown = 1
	if (shown && name != "exit_group")
		printf("%s(%s)\n", name, argstr)
}
probe syscall.*.return {
	if (pid() == target() && shown && retval <= 0)
		printf("%s = %s\n", name, retstr)
}'
