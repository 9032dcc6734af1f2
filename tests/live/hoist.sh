# test: requires=kprobes
# Addresses that helpers, either arm of ?:, if and else, and counting loops come to.
echo 0123456789 > "$TMP/a file"
cat > "$TMP/hoist.stp" <<'S'
function inode_dev(inode) { return @cast(inode, "inode")->i_sb->s_dev }
function inode_of(file) { return @cast(file, "file")->f_inode }
function either(a, b, which) { if (which) return a; else return b }
function name_of(dentry) { return kernel_string(@cast(dentry, "dentry")->d_name->name) }
function deep(file) { d = @cast(file, "file")->f_path->dentry; return name_of(d) }
probe reading = kernel.function("vfs_read") { file = $file; inode = inode_of(file); fs = @cast(inode, "inode")->i_sb }
probe reading {
	if (pid() != target() || deep(file) != "a file") next
	println(inode_dev(inode) == $file->f_inode->i_sb->s_dev, " ", kernel_string(@cast(fs, "super_block")->s_type->name) == kernel_string($file->f_inode->i_sb->s_type->name))
	n++
	for (i = 0; i < 2; i++) {
		d = i ? $file->f_path->dentry : $file->f_path->dentry->d_parent
		printf("%s %s\n", name_of(d), name_of(i ? $file->f_path->dentry : $file->f_path->dentry->d_parent) == name_of(d) ? "same" : "different")
	}
	if (n > 5) at = $file->f_inode + 8
	else if (n) at = $file
	println(@cast(at, "file")->f_inode == $file->f_inode)
	println(name_of(either(0, $file->f_path->dentry, n > 5)))
	/* The same bytes one by one. */
	text = ""
	for (i = 0; i < 6; i++) text .= sprintf("%c", kernel_char($file->f_path->dentry->d_name->name + i))
	println(text)
	for (i = 5; i >= 0; i -= 2) text .= sprintf("%c", kernel_char($file->f_path->dentry->d_name->name + i))
	println(text)
	try { println(name_of(either(16, $file, 1))) } catch (e) { println(e) }
	exit()
}
S
$MSTAP -c "dd if='$TMP/a file' bs=100 count=1 of=/dev/null 2> /dev/null" "$TMP/hoist.stp"
refused() { $MSTAP -e "global g = 1 probe kernel.function(\"vfs_read\") { $1 }" 2>&1 | sed -n '1,3p; 5,7p'; }
refused 'println(kernel_int(g ? $file : g))'
refused 'for (i = 0; i < 99; i++) println(kernel_char($buf + i))'
refused 'p = $file; while (p) p = kernel_long(p)'
