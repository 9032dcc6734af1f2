# test: requires=kprobes,btf,guest
# vfs.* and the paths of files: through mounts, too long ones, those without a place in the tree.
mkdir -p "$TMP/m" && mount -t tmpfs tmpfs "$TMP/m" && mkdir -p "$TMP/m/a/b" "$TMP/m/1/2/3/4/5/6/7/8/9" && echo text > "$TMP/m/a/b/file" && echo text > "$TMP/m/1/2/3/4/5/6/7/8/9/deep"
cat > "$TMP/files.stp" <<'S'
global reads
probe end { foreach (r in reads) printf("%d times %s\n", reads[r], r) }
function short(path) { return str_replace(path, @1, "TMP") }
probe vfs.open { if (pid() == target() && pathname =~ "/m/|passwd$|deep$") { printf("open %s %s\n", short(pathname), devname) inodes[pathname] = ino } }
probe vfs.open.return { if (pid() == target() && pathname =~ "/file$") printf("%s %d %d '%s' %d\n", name, ret, error, error_str, dev == file_dev) }
global inodes, file_dev
probe vfs.read {
	if (pid() != target() || pathname !~ "/file$|/deep$") next
	reads[sprintf("%s %s %d %d %d", name, short(pathname), bytes_to_read, ino == inodes[pathname], MAJOR(dev) == 0)]++
}
probe vfs.read.return {
	if (pid() != target() || pathname !~ "/file$|/deep$") next
	reads[sprintf("%s returns %d: %d %d %s '%s'", name, ret, bytes_read, error, devname, error_str)]++
}
probe vfs.write.return {
	if (pid() == target() && pathname =~ "/m/|pipe:") printf("%s %s %d of %d\n", name, pathname =~ "^pipe:.[0-9]+.$" ? "a pipe" : short(pathname), bytes_written, bytes_to_write)
}
probe kernel.function("vfs_open") {
	if (pid() != target() || d_name($path->dentry) !~ "^file$") next
	printf("%s %s\n", reverse_path_walk($path->dentry), inode_name($path->dentry->d_inode))
	printf("%d %d\n", task_dentry_path(0, $path->dentry, $path->mnt) == fullpath_struct_path($path), real_mount($path->mnt) != 0)
	file_dev = $path->dentry->d_sb->s_dev
}
probe kernel.function("vfs_read") { if (pid() == target() && d_name($file->f_path->dentry) == "file" && !seen++) println(inode_path($file->f_inode)) }
global seen
S
$MSTAP -c "sh -c \"read a < $TMP/m/a/b/file; read b < $TMP/m/1/2/3/4/5/6/7/8/9/deep; echo \\\$a > $TMP/m/out; echo more >> $TMP/m/out; : < /etc/passwd; exit 0\"" "$TMP/files.stp" "$TMP"
$MSTAP -c 'sh -c "echo through a pipe | cat > /dev/null; exit 0"' -e 'probe vfs.write { if (execname() == "sh" && pathname =~ "^pipe:") printf("%s %s %d\n", execname(), str_replace(pathname, sprint(ino), "INO"), bytes_to_write) }'
umount "$TMP/m"
