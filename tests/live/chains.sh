# test: requires=kprobes,btf
# Loops that count between constants follow pointers; so do helpers in the script language.
mkdir -p "$TMP/a/b/c"
echo 0123456789 > "$TMP/a/b/c/some file"
cat > "$TMP/path.stp" <<'S'
function name_of(dentry) { return kernel_string(@cast(dentry, "dentry")->d_name->name) }
function path_of(dentry) {
	for (i = 0; i < 4; i++) {
		path = "/" . name_of(dentry) . path
		dentry = @cast(dentry, "dentry")->d_parent
	}
	return path
}
/* To the root of the file system. */
function whole_path_of(dentry) {
	for (i = 0; i < 7 && dentry != @cast(dentry, "dentry")->d_parent; i++) {
		path = "/" . name_of(dentry) . path
		dentry = @cast(dentry, "dentry")->d_parent
	}
	return path
}
probe kernel.function("vfs_read") {
	if (pid() != target()) next
	println($count == 100 ? path_of($file->f_path->dentry)
	                      : sprint(whole_path_of($file->f_path->dentry) == fullpath_struct_file(0, $file)))
	word = $file
	for (i = 0; i < 4; i++) {
		same += kernel_long(word) == kernel_long($file + 8 * i)
		word += 8
	}
	n = 2
	n++
	println(same, " ", kernel_long($file + 8 * n--) == kernel_long($file + 24), kernel_long($file - -16) == kernel_long($file + 8 * n))
}
S
$MSTAP -c "dd if='$TMP/a/b/c/some file' bs=100 count=1 of=/dev/null" "$TMP/path.stp" 2> /dev/null
cp "$TMP/a/b/c/some file" "$TMP/a/"
$MSTAP -c "dd if='$TMP/a/some file' bs=101 count=1 of=/dev/null" "$TMP/path.stp" 2> /dev/null
# Of tasks, as far as there are parents.
$MSTAP -c 'sh -c "sh -c true; true"' -e 'probe kernel.trace("sched_process_exec") {
	task = $p
	for (i = 0; i < 3 && task; i++) {
		if (@cast(task, "task_struct")->pid == target()) { println(i, " ", execname()); break }
		task = @cast(task, "task_struct")->real_parent
	}
}'
why() { $MSTAP -e "probe kernel.function(\"vfs_read\") { p = \$file->f_path->dentry; $1 }" 2>&1 | grep '^semantic' | sed -n '1,2s/: [a-z]* .@\?[a-z_]*. at.*//p'; }
why 'for (i = 0; i < 20; i++) { p = @cast(p, "dentry")->d_parent; println(@cast(p, "dentry")->d_flags) }'
why 'for (i = 0; i < 3; i++) { if (p & 1) continue; p = @cast(p, "dentry")->d_parent; println(@cast(p, "dentry")->d_flags) }'
why 'while (p) { p = @cast(p, "dentry")->d_parent; println(@cast(p, "dentry")->d_flags) }'
why 'println(kernel_long($file + 0x100000000))'
why 'println(@var("jiffie"))' | sed 's/(similar: jiffies.*/(similar: jiffies, ...)/'
