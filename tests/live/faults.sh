# test: requires=kprobes,guest
# Reads that fault: an error when, and only when, the handler asks for the value; never the bytes of
# some older record. kernel_long(NULL) comes between good ones, so that old bytes are there.
script='
global good, bad
probe kprobe.function("tcp_v4_connect") {
	good[kernel_short(pointer_arg(2))]++
	try { println("read ", kernel_long(0)) } catch (m) { bad[m]++ }
	try { println("read ", kernel_int(int_arg(9))) } catch (m) { bad["computed"]++ }
	try { println("read ", kernel_string(0)) } catch (m) { bad[m]++ }
	try { println("read ", user_long_error(8)) } catch (m) { bad[m]++ }
	try { println("read ", user_string(8)) } catch (m) { bad[m]++ }
	println(kernel_string(0, "nothing"), " ", user_long(8), " ", user_string(8, "none"))
}
probe end {
	foreach (family in good) println("family ", family, ": ", good[family])
	foreach (m+ in bad) println(m, ": ", bad[m])
}'
# A narrow value is no address.
$MSTAP -e "$script" 2>&1 | head -n 1 | cut -c 1-60
$MSTAP -c 'tcp_connect 3' -e "$(echo "$script" | grep -v computed)"
$MSTAP -c 'tcp_connect 1' -e 'probe kprobe.function("tcp_v4_connect") { println(kernel_int(0)) }'
echo "exit status $?"
# As stap's: the kernel's strings too, whatever text is to take their place, but not the user's.
$MSTAP --skip-badvars -c 'tcp_connect 1' -e 'probe kprobe.function("tcp_v4_connect") {
	println("[", kernel_long(0), kernel_string(0), kernel_string(0, "text"), "]", user_string(8, "none"))
}'
# Which of them raise, warn, or say nothing: as stap does, without the address in an error.
$MSTAP -c 'tcp_connect 1' -e '
function tell(text) { println("error: ", text) }
probe kprobe.function("tcp_v4_connect") {
	try { kernel = kernel_char(8) } catch (m) { tell(m) }
	try { kernel = kernel_pointer(8) } catch (m) { tell(m) }
	try { kernel = atomic_read(8) } catch (m) { tell(m) }
	try { text = kernel_string_n(8, 3) } catch (m) { tell(m) }
	try { text = kernel_or_user_string_quoted(8) } catch (m) { tell(m) }
	try { text = user_string_n(8, 3) } catch (m) { tell(m) }
	try { kernel = user_uint16_error(8) } catch (m) { tell(m) }
	println(kernel, text, "|", kernel_string_quoted(8), "|", user_char(8), user_ushort(8), user_uint64(8))
	println(user_string_nofault(8), "|", user_string_n(8, 3, "instead"), "|", user_string_quoted(8), "|",
		user_string_n_quoted(8, 4), "|", user_string_warn(8), "|", user_string_n_warn(16, 3, "warned"))
	println(user_int_warn(8), user_ulong_warn(8))
}
probe kernel.function("tcp_v4_connect") {
	name = &$sk->__sk_common->skc_prot->name
	println(kernel_string_n(name, 2), "|", kernel_string_n(name, 0), "|", kernel_string_quoted(name))
}'
