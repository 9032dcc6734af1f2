# test: requires=eprobes
# int_arg() and its like at a system call's entry, returnval() at its return: of the event's record.
cat > "$TMP/args.stp" <<'S'
probe nd_syscall.kill { if (pid() == target()) printf("kill %d %d %d %d\n", int_arg(1) == pid(), uint_arg(2), pointer_arg(2), s64_arg(1) == pid()) }
probe nd_syscall.kill.return { if (pid() == target()) printf("kill returns %d\n", returnval()) }
probe nd_syscall.openat {
	asmlinkage()
	if (pid() != target() || user_string(pointer_arg(2)) !~ "^/no/") next
	printf("openat %d %s 0x%x\n", int_arg(1), user_string(pointer_arg(2)), int_arg(3) & 3)
}
probe nd_syscall.openat.return { if (pid() == target() && returnval() < 0) count++ }
probe end { println(count > 0) }
global count
S
$MSTAP -c 'sh -c "kill -0 \$\$; : < /no/such; exit 0"' "$TMP/args.stp" 2> /dev/null
$MSTAP -p2 -e 'probe nd_syscall.kill { println(int_arg(3)) }' 2>&1 | head -n 1 | sed 's/: identifier.*//'
