# test: requires=kprobes,btf
# Each form of the kernel's fetch arguments: the script's expression, whether its value is the known one (1), what it
# became. Documentation/trace/kprobetrace.rst has the forms, mstap(1) the table.
banner=0x$(sed -n 's/ [A-Z] linux_banner$//p' /proc/kallsyms)
forms() { # POINT, CONDITION, COMMAND; expressions come from standard input
	cat > "$TMP/rows"
	awk -v point="$1" -v wanted="$2" 'BEGIN { print "probe " point " { if (pid() != target() || !(" wanted ")) next" } { print "println(" $0 ")" } END { print "exit() }" }' "$TMP/rows" > "$TMP/forms.stp"
	$MSTAP -g -w -c "$3" "$TMP/forms.stp" "$banner" > "$TMP/values" || cat "$TMP/values"
	awk -v point="$1" '{ print "probe " point " { println(" $0 ") }" }' "$TMP/rows" > "$TMP/rows.stp"
	$MSTAP -g -w --explain "$TMP/rows.stp" "$banner" > "$TMP/explained"
	awk '
		FILENAME ~ /rows$/ { row[FNR] = $0; next }
		FILENAME ~ /values$/ { value[FNR] = $0; next }
		/^[^ ]/ { if (!(++n in row)) exit; print value[n] " " row[n] }
		$1 == "event" { for (i = 2; i <= NF; i++) { at = index($i, "="); arg[n, substr($i, 1, at - 1)] = substr($i, at + 1) } }
		$1 == "fields" { listing = 1; $1 = "" ; $0 = $0 }
		$1 == "kernel" || $1 == "threads" || $1 == "filter" { listing = 0 }
		listing { print "       " ((n, $1) in arg ? arg[n, $1] : "$" $1) }
	' "$TMP/rows" "$TMP/values" "$TMP/explained" | sed "s/0x${banner#0x}/BANNER/"
}
forms 'kernel.function("do_filp_open")' 'execname() == "cat"' 'cat /dev/null' << 'S'
int_arg(1) == -100 && $dfd == -100
uint_arg(1) == 0xffffff9c
(register("rdi") & 0xffffffff) == 0xffffff9c
u_register("edi") == 0xffffff9c
register("rsp") == u_register("rsp")
register("ah") == (register("eax") >> 8 & 0xff)
kernel_pointer(register("rsp")) == caller_addr()
kernel_long(register("rsp") + 8) == kernel_long(register("rsp") + 4 + 4)
kernel_int(register("rsp") + 4) == -1
$op->open_flag == 0x8000
$op->mode == 0
kernel_char(pointer_arg(3) + 8) == 4
kernel_short(pointer_arg(3) + 8) == 4
kernel_int(pointer_arg(3) + 8) == 4
kernel_long(pointer_arg(3) + 8) == 0x10000000004
kernel_string($pathname->name) == "/dev/null"
kernel_string(kernel_pointer(pointer_arg(2)) + 5) == "null"
kernel_pointer($pathname->name - @offsetof("filename", iname)) == $pathname->name
user_string($pathname->uptr) == "/dev/null"
user_char($pathname->uptr + 1) == 100
user_uint16($pathname->uptr) == 0x642f
user_int($pathname->uptr + 5) == 0x6c6c756e
user_long($pathname->uptr) == 0x6c756e2f7665642f
kernel_buffer_quoted($pathname->name, 4) == "\"/dev\""
sprintf("%.16M", $pathname->name + 1) =~ "^6465762f6e756c6c00"
user_buffer_quoted($pathname->uptr, 128, 11) == "\"/dev/n\"..."
$pathname->iname == "/dev/null"
S
forms 'kernel.function("do_filp_open")' 'execname() == "cat"' 'cat /dev/null' << 'S'
kernel_string_n($1, 13) == "Linux version"
kernel_char($1 + 0) == 76
kernel_string_n(&@var("linux_banner"), 13) == "Linux version"
kernel_char(&@var("linux_banner") + 6) == 118
&@var("linux_banner") == $1
kernel_buffer_quoted(&@var("linux_banner"), 5) == "\"Linux\""
@cast(&@var("init_task"), "task_struct")->comm == "swapper/0"
@cast(&@var("linux_banner"), "u64") == 0x65762078756e694c
execname() == "cat"
S
forms 'kernel.function("do_filp_open").return' 'execname() == "cat"' 'cat /dev/null' << 'S' | sed 's/+[0-9][0-9]*/+N/g'
$return == returnval() && $return != 0
$return->f_path->dentry->d_iname == "null"
$return->f_inode->i_rdev == (1 << 20 | 3)
@container_of(&$return->f_path, "file", f_path)->f_flags == 0x8000
S
forms 'kernel.trace("sched_process_exec")' 1 '/bin/busybox true' << 'S'
$filename == "/bin/busybox"
$pid == pid()
$old_pid == $pid
S
forms 'kernel.trace("syscalls:sys_enter_openat")' 1 'cat /dev/null' << 'S'
$dfd == -100
user_string($filename) == "/dev/null"
user_char($filename + 1) == 100
S
