# test: requires=kprobes,btf
# A struct that is passed by value: its members, and the arguments behind it, which are in registers of a higher number.
cat > "$TMP/option.stp" <<'S'
probe kernel.function("sock_setsockopt") {
	if (pid() != target()) next
	printf("%d %d, %d bytes, %d %d\n", $level, $optname, $optlen, $optval->is_kernel, $optval->user == $optval->kernel)
	printf("%d %s\n", user_int($optval->user), $optval$)
	printf("%d\n", $$parms == sprintf("sock=%#x level=%#x optname=%#x optval={...} optlen=%#x", $sock, $level, $optname, $optlen))
}
probe kernel.function("sock_setsockopt").return {
	if (pid() == target()) println(@entry($optlen), " ", @entry($optval->is_kernel), " ", $return)
}
S
$MSTAP -c 'syscaller good' "$TMP/option.stp"
# Of one register; what a function returns.
: > "$TMP/file"
cat > "$TMP/owner.stp" <<'S'
probe kernel.function("security_path_chown") {
	if (pid() != target()) next
	println($uid->val, " ", $gid->val, " ", $uid$, " ", $gid$$)
	exit()
}
probe kernel.function("make_kuid").return {
	if (pid() == target() && $return->val) println($return->val, " ", $return$, " ", $$return, " ", $$return$)
}
S
$MSTAP -c "chown 3:4 '$TMP/file'" "$TMP/owner.stp"
why() { $MSTAP -e "probe $1 { $2 }" 2>&1 | sed -n '1{s/: identifier.*//; s/: operator.*//; p}; 3p'; }
why 'kernel.function("sock_setsockopt")' 'println($optval)'
why 'kernel.function("sock_setsockopt")' 'println(&$optval->user)'
why 'kernel.function("sock_setsockopt")' 'println($optval->usr)'
