# test: requires=kprobes,btf,guest,module:dummy
# netdev.*, tcp.*, udp.*: a connection and a datagram through the loopback device, a device that is changed.
cat > "$TMP/net.stp" <<'S'
global received, sent, mine
function us() { return pid() == target() || execname() == "tcp_connect" || execname() == "udp_send" }
probe tcp.receive {
	if (dport == 9) { syn_s[saddr, daddr, family, name, protocol] += syn; fins += fin + urg + psh + ack + rst }
	if (sport == 9) { resets += rst; acks += ack }
}
global syn_s, fins, resets, acks
probe tcp.sendmsg { if (execname() == "nc") printf("%s %s:%s -> %s:%s %d bytes, family %d\n", name, saddr, sport == 99 ? "99" : "some", daddr, dport == 99 ? "99" : "some", size, family) }
probe tcp.sendmsg.return { if (execname() == "nc") printf("%s returns %d\n", name, size) }
probe tcp.recvmsg.return { if (execname() == "nc" && size > 0) printf("%s returns %d\n", name, size) }
probe tcp.disconnect { if (us()) printf("%s %s:%d\n", name, daddr, dport) }
probe udp.sendmsg { if (us()) printf("%s %s -> %s:%d %d bytes\n", name, saddr, daddr, dport, size) }
probe udp.sendmsg.return { if (us()) printf("%s returns %d\n", name, size) }
probe netdev.transmit { if (dev_name == "lo") transmitted[protocol == htons(0x800)] <<< length }
probe netdev.hard_transmit { if (dev_name == "lo") hard <<< length }
probe netdev.receive { if (dev_name == "lo") arrived <<< length }
probe netdev.rx { if (dev_name == "lo") rx++ }
global transmitted, hard, arrived, rx
probe end {
	foreach ([s, d, f, n, p] in syn_s) printf("%s -> %s family %d %s protocol 0x%x: %d SYN\n", s, d, f, n, p, syn_s[s, d, f, n, p])
	printf("%d others, %d resets, %d acks\n", fins, resets, acks)
	printf("lo: %d %d %d\n", @count(transmitted[1]) == @count(hard), @count(hard) == @count(arrived), @count(hard) == rx)
	printf("lo: %d, no other protocol %d\n", @count(hard) > 10, !([0] in transmitted))
}
S
$MSTAP -c 'sh -c "(echo hello | nc -l -p 99 > /dev/null &) ; sleep 1; echo hi | nc 127.0.0.1 99 > /dev/null; sleep 1; udp_send 1; tcp_connect 3; exit 0"' "$TMP/net.stp" > "$TMP/out"
# Which end comes first is open.
grep '^tcp' "$TMP/out" | sort
grep -v '^tcp' "$TMP/out"
cat > "$TMP/device.stp" <<'S'
probe netdev.register { if (dev_name == "d0") printf("%s %s\n", pn(), dev_name) }
probe netdev.open { printf("%s %s\n", pn(), dev_name) }
probe netdev.change_mtu { printf("%s %s %d to %d\n", pn(), dev_name, old_mtu, new_mtu) }
probe netdev.change_mac { printf("%s %s %d %s to %s\n", pn(), dev_name, mac_len, strlen(old_mac) == 17 ? "one" : old_mac, new_mac) }
probe netdev.change_rx_flag { flags_seen |= flags }
probe netdev.set_promiscuity { printf("%s %s %d %d %d\n", pn(), dev_name, inc, enable, disable) }
probe netdev.ioctl { if (arg == "d0") ioctls[cmd]++ }
probe netdev.unregister { printf("%s %s\n", pn(), dev_name) }
global flags_seen, ioctls
probe end { printf("up %d, promiscuous %d, SIOCSIFMTU %d\n", flags_seen & 1, (flags_seen & 0x100) != 0, ioctls[0x8922]) }
S
$MSTAP -c 'sh -c "ip link add d0 type dummy; ifconfig d0 mtu 2000; ip link set d0 address 02:00:00:00:00:05; ip link set d0 promisc on; ip link set d0 up; ip link set d0 promisc off; ip link del d0; exit 0"' "$TMP/device.stp"
