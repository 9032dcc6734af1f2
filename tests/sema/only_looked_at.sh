# test: requires=root,tracefs,btf
# A script that is only looked at may be one for another kernel: what this one lacks is a warning, once.
# What is no function or member is an error as ever.
for script in 'probe kernel.function("vfs_read") { println($count, $file->f_flags) print_backtrace() }' \
	'probe kernel.function("vfs_read") { println($count) } probe kernel.function("vfs_write") { println($counter) }' \
	'probe kernel.function("vfs_read").nothing {}'; do
	$MSTAP -p2 -e "$script" 2> "$TMP/err"
	echo "exit status $?"
	grep -c '^WARNING: it would not run here: ' "$TMP/err" | sed 's/^[2-9].*/told again/' | grep -v '^[01]$'
	grep -v '^WARNING: it would' "$TMP/err"
done
