# test: requires=kprobes
# @entry in return probes, and parameters: what was at the entry of the same call.
echo 0123456789 > "$TMP/a file"
cat > "$TMP/entry.stp" <<'S'
function name_of(file) { return kernel_string(@cast(file, "file")->f_path->dentry->d_name->name) }
probe kernel.function("vfs_read").return {
	if (pid() != target() || @entry(name_of($file)) != "a file") next
	printf("%d %d %d\n", @entry($count), $return, @entry($file->f_flags) & 3)
	elapsed = gettimeofday_us() - @entry(gettimeofday_us())
	printf("%d %s %d\n", elapsed >= 0 && elapsed < 1000000, @entry(ppfunc()), @entry(cpu()) >= 0)
	printf("%d %d\n", $count, $file->f_inode->i_size)
	println(@entry($$parms) == sprintf("file=%#x buf=%#x count=%#x pos=%#x", @entry($file), @entry($buf), @entry($count), @entry($pos)))
	println(@defined($count), @defined($nosuch), @defined(@entry($count)), " ", $$return)
}
probe kprobe.function("vfs_read").return {
	if (pid() == target() && @entry(name_of(pointer_arg(1))) == "a file")
		println(@entry(ulong_arg(3)), " ", returnval(), " ", @entry(pid()) == pid())
}
S
$MSTAP -w -c "dd if='$TMP/a file' bs=100 count=1 of=/dev/null" "$TMP/entry.stp" 2> /dev/null
# A fault at the entry is one of the return probe, there and only there where it asks.
cat > "$TMP/fault.stp" <<'S'
probe kernel.function("vfs_read").return {
	try {
		if (pid() != target()) @entry(kernel_int(8))
		else println(@entry(kernel_long(16)))
	} catch (text) {
		if (pid() == target()) { println(text) exit() }
	}
}
S
$MSTAP -c "dd if='$TMP/a file' bs=100 count=1 of=/dev/null" "$TMP/fault.stp" 2> /dev/null
# One call inside of another, on a stack of its own: the answer to the packet that is being sent.
cat > "$TMP/nested.stp" <<'S'
global n
probe kprobe.function("ip_output").return {
	if (pid() == target()) printf("%d of %d\n", @entry(++n), n)
}
S
$MSTAP -c 'tcp_connect 2' "$TMP/nested.stp"
# Many threads inside of one function, which come back in another order.
cat > "$TMP/threads.stp" <<'S'
global n, wrong
probe kernel.function("hrtimer_nanosleep").return {
	n++
	if (@entry(tid()) != tid() || @entry(execname()) != execname()) wrong++
}
probe end { println(n, " ", wrong) }
S
$MSTAP -c 'for i in 4 1 3 2 5; do sleep 0.$i & done; wait' "$TMP/threads.stp"
for e in '@entry(@entry($count))' '@entry($return)' '$nosuch'; do
	$MSTAP -e "probe kernel.function(\"vfs_read\").return { println($e) }" 2>&1 | head -n 3
done
