# test: requires=kprobes
# $x$ and $x$$ in all places: what numbers there are is masked, where it is not known.
echo 0123456789 > "$TMP/some file"
mask() { sed -e 's/0x[0-9a-f][0-9a-f]*/PTR/g' -e 's/\(hash[_len]*\)=[0-9]*/\1=N/g'; }
cat > "$TMP/read.stp" <<'S2'
function path_of(file) { return @cast(file, "file")->f_path$ }
probe kernel.function("vfs_read") {
	if (pid() != target()) next
	println($count$, " ", $file->f_path$, " ", $file->f_path$$, " ", path_of($file))
	println($file->f_path->dentry->d_iname$, " ", $file->f_path->dentry->d_name->name$, " ",
	        $file->f_path->dentry->d_name$$)
	println($file->f_inode->i_sb->s_type->name$, " ", $file->f_inode->i_sb->s_id$, " ", $file->f_inode->i_op$ != "")
	println($pos$, " ", $buf$, " ", @cast(0, "task_struct")->comm$, " ", $file->private_data$)
	println($file->f_op->read_iter$, " ", @cast($file, "file")->f_inode->i_rwsem$)
	println($$parms$)
	println(@defined($file->f_path$), @defined($file->nothing$), @defined(@cast($file, "file")->f_path$$))
}
probe kernel.function("vfs_read").return {
	if (pid() == target()) println($return$, " ", $$return$, " ", @entry($file->f_path$))
}
S2
$MSTAP -c "dd if='$TMP/some file' bs=11 count=1 of=/dev/null" "$TMP/read.stp" 2> /dev/null | mask | sed 's/file={.*} buf=/file={...} buf=/'
# Bit fields, unions and members without a name; leaves beyond what an event holds are counted.
cat > "$TMP/connect.stp" <<'S2'
probe kernel.function("tcp_v4_connect") {
	println(substr($sk->__sk_common$, 0, 65))
	println(substr($sk->__sk_common$$, 0, 90))
	println($sk->__sk_common->skc_reuse$, " ", $sk->__sk_common->skc_family$, " ", $uaddr$)
	println($sk$$ =~ ", [.][.][.]} [(][0-9]+ more[)]$", " ", isinstr($sk$$, "{.__sk_common={<union>={"))
}
S2
$MSTAP -c 'tcp_connect 1' "$TMP/connect.stp" | mask
# Arguments of a tracepoint.
$MSTAP -c '/bin/busybox true' -e 'probe kernel.trace("sched_process_exec") { println($bprm->filename$, " ", $p->comm$, " ", $p->signal->rlim[7]$, " ", $p->pending->signal$$, " ", $bprm$)
	exit() }' | mask
