# test: requires=eprobes
# Memory behind the fields of a tracepoint, read by event probes; plain fields come along.
echo text > "$TMP/some file"
cat > "$TMP/open.stp" <<'S'
probe kernel.trace("syscalls:sys_enter_openat") {
	if (pid() != target()) next
	printf("%s %d %#x %o %c\n", user_string($filename), $dfd, $flags, $mode, user_char($filename + 1))
}
# The same event without memory, beside it.
probe kernel.trace("syscalls:sys_enter_openat") { if (pid() == target()) n[$dfd, $flags]++ }
probe end { foreach ([d, f] in n) printf("dfd %d flags %#x: %d\n", d, f, n[d, f]) }
global n
S
$MSTAP -c "cat '$TMP/some file' > $TMP/out" "$TMP/open.stp" | sed "s,$TMP,TMP,"
# A pointer in the process's memory, and what it points to.
$MSTAP -c "sh -c true one 'two words'" -e '
probe kernel.trace("syscalls:sys_enter_execve") {
	if (user_string(user_long($argv + 24)) == "one")
		println(user_string(user_long($argv + 16)), ",", user_string(user_long($argv + 32)), ",", user_long($argv + 40))
}' | sort | uniq
# Members by the type that the format names, in user memory; and by @cast in the kernel's.
$MSTAP -c 'tcp_connect 2' -e '
probe kernel.trace("syscalls:sys_enter_connect") {
	if (pid() != target()) next
	println($uservaddr->sa_family, " ", $addrlen, " ", user_short($uservaddr), " ", &$uservaddr->sa_data == $uservaddr + 2)
}'
$MSTAP -c 'udp_send 3' -e '
probe kernel.trace("skb:kfree_skb") {
	if (ntohs(@cast($skbaddr, "sk_buff")->protocol) == $protocol) same++
	else different++
}
probe end { println("protocols: ", same > 0, " ", different) }
global same, different'
# Text in the record beside memory that is read: the kernel copies both.
$MSTAP -c 'udp_send 2' -e '
probe kernel.trace("net:net_dev_queue") {
	println($name, " ", @cast($skbaddr, "sk_buff")->dev->name, " ", @cast($skbaddr, "sk_buff")->len == $len)
}' | sort | uniq
# What faults is an error, and only if it is asked for.
$MSTAP -c 'cat /dev/null' -e '
probe kernel.trace("syscalls:sys_enter_openat") {
	if (pid() != target()) next
	try { println(user_string(8)) } catch (m) { println(m) }
	println(user_long(8), " ", user_string(16, "none"))
	try { println(user_long_error(8)) } catch (m) { println(m) }
}'
# A pointer on the way that cannot be read, before text that can.
$MSTAP -c 'cat /dev/null' -e '
probe kernel.trace("syscalls:sys_enter_openat") {
	if (pid() == target())
		println(user_string(user_long(16), "lost"), " ", user_string($filename) == "/dev/null" ? "file" : "other")
}' | sort | uniq | grep file
$MSTAP -e 'probe kernel.trace("raw_syscalls:sys_enter") { println($id, " ", $args[5] != 0 || 1); exit() }' | grep -c '^[0-9]* 1$'
for e in '$args' '$args[6]' '$args[cpu()]' '$args[1]->x' '&$id' '$id->x' 'user_string($args[1])' 'register("rdi")' 'user_string($id * 2)'; do
	$MSTAP -e "probe kernel.trace(\"raw_syscalls:sys_enter\") { println($e) }" 2>&1 | sed -n 1p | sed 's/: identifier.*//; s/: operator.*//'
done
