# test: requires=kprobes
# Readers by the names that they had before functions could have several arities.
$MSTAP -w -c 'tcp_connect 1' -e 'probe kernel.function("tcp_v4_connect") {
	name = &$sk->__sk_common->skc_prot->name
	println(kernel_string2(name, "none"), "|", kernel_string2(8, "none"), "|", user_string2(8, "none"), "|", user_string_n2(8, 2, "none"))
	println(user_string2_warn(8, "warned"), "|", user_string2_n_warn(16, 2, "warned"), "|", user_string_n2_quoted(8, 2, 9))
}' 2>&1
for call in 'kernel_string_utf16(0)' 'user_string_quoted_utf32(0)' 'kernel_buffer_quoted(0, 1)' 'user_buffer_quoted_error(0, 1, 2)' 'usymname(0)' 'umodname(0)'; do
	$MSTAP -p2 -e "probe begin { println($call) }" 2>&1 | head -n 1
done
