# Reads that fault: an error when, and only when, the handler asks for the value; never the bytes of
# some older record. kernel_long(NULL) comes between good ones, so that old bytes are there.
script='
global good, bad
probe kprobe.function("tcp_v4_connect") {
	good[kernel_short(pointer_arg(2))]++
	try { println("read ", kernel_long(0)) } catch (m) { bad[m]++ }
	try { println("read ", kernel_int(int_arg(9))) } catch (m) { bad["computed"]++ }
	try { println("read ", kernel_string(0)) } catch (m) { bad[m]++ }
	try { println("read ", user_long(8)) } catch (m) { bad[m]++ }
	println(kernel_string(0, "nothing"), " ", user_string(8), " ", user_string(8, "none"))
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
