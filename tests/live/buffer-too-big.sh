# test: requires=kprobes,btf,guest
# shellcheck disable=SC2016 # $count is the script's
# Events are defined while the buffers are made; when these cannot be had, nothing is left of either.
"$MSTAP" -s 4095 -e 'probe kernel.function("vfs_read") { println($count) }' > "$TMP/out" 2>&1
echo "status $?"
cat "$TMP/out"
"$MSTAP" -s 4095 -e 'probe kernel.function("vfs_r*") { println(ppfunc()) }' > "$TMP/out" 2>&1
echo "status $?"
grep ERROR "$TMP/out"
cat /sys/kernel/tracing/dynamic_events
ls /sys/kernel/tracing/instances
exit 0
