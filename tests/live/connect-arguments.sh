# test: requires=kprobes
# The one-liners: five refused connections, at entry and at return.
$MSTAP -c 'tcp_connect 5' -e 'probe kprobe.function("tcp_v4_connect") {asmlinkage(); printf("%s, %d, %d, 0x%x, 0x%x, %d\n", pp(), pid(), cpu(), pointer_arg(1), pointer_arg(2), uint_arg(3))}' |
	sed -E 's/, [0-9]+, [0-9], 0xffff[0-9a-f]{12}, 0xffff[0-9a-f]{12},/, PID, CPU, SOCK, ADDRESS,/'
$MSTAP -c 'tcp_connect 2' -e 'probe kprobe.function("tcp_v4_connect").return {printf("%s, %d\n", pp(), returnval())}'
$MSTAP -c 'tcp_connect 1' -e 'probe kprobe.function("tcp_v4_connect") { print_regs() }' |
	sed -E 's/[0-9a-f]{16}/HEX/g; s/[0-9a-f]{8}$/HEX/'
$MSTAP -c 'tcp_connect 1' -e 'probe kprobe.function("tcp_v4_connect") { println(symname(register("rip")), " ", execname(), " ", register("rdx"), " ", int_arg(3)) }'
