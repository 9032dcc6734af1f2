# test: requires=kprobes
# Parameters and members by their C types, from BTF.
echo 0123456789 > "$TMP/some file"
cat > "$TMP/read.stp" <<'S'
probe kernel.function("vfs_read") {
	if (pid() != target()) next
	printf("%s %s %d %d\n", kernel_string($file->f_path->dentry->d_name->name),
	       $file->f_path->dentry->d_iname, $count, $file->f_flags & 3)
	printf("%d %d\n", &$file->f_path->dentry == &$file->f_path + 8, $file->f_path->dentry == kernel_pointer(&$file->f_path->dentry))
	printf("%d\n", $$parms == sprintf("file=%#x buf=%#x count=%#x pos=%#x", $file, $buf, $count, $pos))
	printf("%d %d\n", @defined($file->f_inode), @defined($file->nothing))
	printf("%o %d\n", $file->f_inode->i_mode, $file->f_inode->i_size)
	printf("%s\n", $file->f_inode->i_sb->s_id)
}
S
$MSTAP -c "dd if='$TMP/some file' bs=100 count=1 of=/dev/null" "$TMP/read.stp" 2> /dev/null
$MSTAP -c "dd if='$TMP/some file' bs=100 count=1 of=/dev/null" -e 'probe kernel.function("vfs_read").return { if (pid() == target()) println($return, " ", $$return) }' 2> /dev/null
# Anonymous members, bit fields (skc_reuse), integers of all sizes.
$MSTAP -c 'tcp_connect 1' -e 'probe kernel.function("tcp_v4_connect") { println($sk->__sk_common->skc_family, " ", $sk->__sk_common->skc_state, " ", $sk->__sk_common->skc_reuse, " ", $sk->sk_protocol, " ", $sk->sk_type, " ", $addr_len, " ", $uaddr->sa_family) }'
$MSTAP -e 'probe kernel.function("vfs_read") { println($fil) }' 2>&1 | head -n 1
$MSTAP -e 'probe kernel.function("vfs_read") { println($file->f_pth) }' 2>&1 | head -n 1 | cut -d : -f 2
$MSTAP -e 'probe kernel.function("vfs_read") { println($count->x) }' 2>&1 | head -n 1 | cut -d : -f 2
$MSTAP -e 'probe kernel.function("*@fs/open.c") { }' 2>&1 | sed -n 5p
$MSTAP -c 'cat /etc/passwd > /dev/null' -e 'probe kernel.function("vfs_op*") { n[ppfunc()]++ } probe end { println(n["vfs_open"] > 0) } global n'
