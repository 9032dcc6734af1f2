# test: requires=kprobes
# @cast in handlers and in functions, which are planned for each call; without debuginfo.
echo 0123456789 > "$TMP/a file"
cat > "$TMP/cast.stp" <<'S'
function name_of(dentry) { return kernel_string(@cast(dentry, "dentry", "kernel")->d_name->name) }
function inode_of(file) { return @cast(file, "struct file", "kernel<linux/fs.h>")->f_inode }
probe kernel.function("vfs_read") {
	if (pid() != target()) next
	file = pointer_arg(1)
	printf("%s %s\n", name_of($file->f_path->dentry), name_of(@cast(file, "file")->f_path->dentry))
	printf("%d %d\n", inode_of(file) == $file->f_inode, @cast(inode_of($file), "inode")->i_size)
	printf("%d\n", &@cast(file, "file")->f_path == &$file->f_path)
	printf("%s\n", @cast(@cast(file, "file")->f_path->mnt, "vfsmount")->mnt_sb->s_type->name == $file->f_inode->i_sb->s_type->name ? "same" : "different")
	exit()
}
S
$MSTAP -c "dd if='$TMP/a file' bs=100 count=1 of=/dev/null" "$TMP/cast.stp" 2> /dev/null
$MSTAP -e 'probe kernel.function("vfs_read") { println(@cast($file, "no_such_type")->x) }' 2>&1 | head -n 1
$MSTAP -e 'probe kernel.function("vfs_read") { println(@cast(n, "file")->f_flags) n++ } global n' 2>&1 | sed -n '1p; 5p' | cut -c 1-90
