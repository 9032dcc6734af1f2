# test: requires=kprobes
# Which functions a point means: patterns in function and module, suffixes, clones, files.
points() { $MSTAP -p2 -e "probe $1 { println(1) }" 2> "$TMP/err" | sed -n 's, /\* <-.*,,p'; sed -n 's/^semantic error: //p; s/^\(WARNING: .*\): identifier .*/\1/p' "$TMP/err" | grep -v '^while resolving'; }
points 'kernel.function("vfs_fs*")' | head -n 2
points 'kernel.function("vfs_fs*").return.maxactive(5)' | head -n 1
points 'kernel.{function("vfs_read"),function("vfs_write")}.call'
points 'kernel.function("do_sys_openat2").exported'
points 'kernel.function("do_sys_open*").exported'
points 'kernel.function("vfs_fsync*").exported' | head -n 1
points 'kernel.function("vfs_read@fs/read_write.c:450")'
for suffix in inline callee\(\"x\"\) callee\(\"x\"\).return callees callees\(2\); do
	points "kernel.function(\"vfs_read\").$suffix"
done | uniq -c | sed 's/^ *//'
points 'kernel.function("*@fs/open.c")'
points 'kernel.function("vfs_*@fs/open.c")'
points 'module("no_such_*").function("x")' | sed 's/ (sim.*//'
points 'kernel.function("vfs_reda")' | sed 's/,.*//'
# All that is left of some functions is a clone.
grep ' [tT] [a-z_]*\.constprop\.0$' /proc/kallsyms | sed 's/.* //; s/\..*//' | sort | uniq -u > "$TMP/cloned"
while read -r name; do
	grep -q " $name$" /proc/kallsyms || { points "kernel.function(\"$name\")" | sed "s/$name/NAME/g"; break; }
done < "$TMP/cloned"
# The name found is what pp() gives.
$MSTAP -c 'cat /etc/passwd > /dev/null' -e 'probe kernel.function("vfs_rea[d]") { println(pp(), " ", ppfunc()) exit() }'
# Of a return probe with one instance, which somebody holds, the other calls are missed, and told.
mkfifo "$TMP/fifo"
cat > "$TMP/active.stp" <<'S'
global n
probe kernel.function("do_sys_openat2").return.maxactive(1) { if (@entry(tid()) != tid()) println("wrong") n++ }
probe end { println(n <= 2) }
S
$MSTAP -c "cat '$TMP/fifo' & sleep 1; openers 5; echo > '$TMP/fifo'; wait" "$TMP/active.stp" 2>&1 | grep -c "missed kretprobe on 'kernel.function(\"do_sys_openat2\").return.maxactive(1)'"
