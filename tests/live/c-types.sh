# test: requires=kprobes,btf
# Sizes, places, enumerators and their names; names that are not there.
println() { $MSTAP -g -w -e "probe begin { println($1) exit() }" 2>&1 | sed -n "1{s/(similar: \([^,)]*\)[^)]*)/(similar: \1, ...)/; s/: [a-z]* '[^']*' at .*//; p}"; }
println '@sizeof("u8"), @sizeof("short"), @sizeof("unsigned int"), @sizeof("long"), @sizeof("loff_t"), @sizeof("enum pid_type")'
println '@sizeof("struct list_head"), " ", @sizeof("union sigval"), " ", @sizeof("uuid_t"), " ", @cast_sizeof("sockaddr_in")'
println '@offsetof("list_head", prev), " ", @offsetof("sockaddr_in", sin_addr->s_addr), " ", @container_of(24, "list_head", prev)'
println '@enumname(0, "pid_type"), " ", @enumname(1, "enum pid_type"), " ", @enumname(-1, "pid_type"), " ", @enumname(@const("PIDTYPE_SID"), "pid_type")'
println '@const("TCP_LISTEN"), " ", @const("IPPROTO_MPTCP"), " ", @defined(@const("TCP_LISTEN")), @defined(@const("NO_SUCH"))'
println '@sizeof("task_strct")'
println '@enumname(1, "pid_typ")'
println '@enumname(1, "task_struct")'
println '@enumname(1, 2)'
println '@const("PIDTYPE_TGI")'
println 'sizeof("task_struct")'
println 'enumname(1, "pid_type")'
println '@defined(@cast(0, "no_such")), @defined(@cast(0, "file")->f_flags), @defined(@cast(0, "file")->no_such)'
# Names of what a probe reads; a value read decides at the event.
$MSTAP -g -c 'tcp_connect 1' -e 'probe kernel.function("tcp_set_state") { if (n++ < 1) println(@enumname($state == 2 ? 1 : 0, "pid_type"), " ", @enumname($state, "pid_type")) } global n'
# Bit fields that are not at the edge of a byte, and of one bit; members without a name, at depth.
$MSTAP -c 'tcp_connect 1' -e 'probe kernel.function("tcp_v4_connect") {
	println($sk->__sk_common->skc_reuse, $sk->__sk_common->skc_ipv6only, $sk->__sk_common->skc_net_refcnt, " ",
	        $sk->__sk_common->skc_net_refcnt$, " ", $sk->sk_kern_sock, $sk->sk_gso_disabled)
	println($sk->__sk_common->skc_daddr == 0, " ", &$sk->__sk_common->skc_addrpair == &$sk->__sk_common->skc_daddr, " ",
	        $sk->__sk_common->skc_family, " ", &$sk->__sk_common->skc_rcv_saddr - &$sk->__sk_common->skc_daddr)
	println(symname($sk->__sk_common->skc_prot->connect), " ", kernel_string(&$sk->__sk_common->skc_prot->name), " ", $sk->__sk_common->skc_prot->name)
	exit()
}'
