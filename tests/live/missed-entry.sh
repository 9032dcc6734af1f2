# test: requires=kprobes,eprobes
# A function that the kernel calls to serve probes: for an event probe its own probe is hit, for another kprobe
# missed, since one CPU is in one kprobe at a time. Counted and missed are what the kernel counts.
TRACEFS=/sys/kernel/tracing
cat > "$TMP/missed.stp" <<'S'
global served, kprobes, events
probe kprobe.function("strncpy_from_user_nofault") { served++ }
probe kprobe.function("do_sys_openat2") { kprobes += user_string(pointer_arg(2), "-") != "" }
probe syscall.openat, syscall.open { if (filename != "") events++ }
probe end { printf("%d %d %d\n", served, probe_missed(), events > 0 && kprobes > 0) }
S
$MSTAP -c "openers 40; cat $TRACEFS/kprobe_profile > '$TMP/profile'" "$TMP/missed.stp" > "$TMP/out" 2> "$TMP/err"
read -r served missed both < "$TMP/out"
# The command's own last steps come behind what it read there.
awk -v hits="$served" -v misses="$missed" '
function compare(kernel, ours) { return kernel <= ours && ours < kernel + 9 ? "as many" : kernel " of " ours }
$1 ~ /^p0/ { print "the kernel counted", compare($2, hits), "hits,", $3 < 40 ? "few" : compare($3, misses), "misses" }' "$TMP/profile"
echo "$both"
sed "s/: $missed\$/: as many/" "$TMP/err"
