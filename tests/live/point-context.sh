# test: requires=kprobes
# What a probe says of itself, in probes of all kinds. SystemTap 4.8 printed just this, but addresses without debuginfo where the names are.
cat > "$TMP/point.stp" <<'S'
function show(w) { printf("%s: pp [%s] pn [%s] type [%s] ret %d probefunc [%s] ppfunc [%s] addr %d regs %d user %d\n", w, pp(), pn(), probe_type(), is_return(), probefunc(), ppfunc(), addr() != 0, registers_valid(), user_mode()) }
global n
probe begin { show("begin") }
probe end { show("end") }
probe error { show("error") }
probe oneshot2 = begin { }
probe oneshot2 { show("alias") }
probe timer.ms(50) { if (!n["ms"]++) show("ms") }
probe timer.jiffies(3) { if (!n["j"]++) show("jiffies") }
probe timer.s(1) { if (!n["s"]++) show("s") }
probe timer.hz(50) { if (!n["hz"]++) show("hz") }
probe kprobe.function("vfs_read") { if (!n["kp"]++) show("kp") }
probe kprobe.function("vfs_read").return { if (!n["krp"]++) show("krp") }
probe kernel.trace("sched_switch") { if (!n["tp"]++) show("tp") }
S
$MSTAP -w -c "sleep 2; cat /proc/version >/dev/null" "$TMP/point.stp" 2>&1 | sed "s/probefunc \[[a-z_]*read[a-z_]*\]/probefunc [NAME]/" | sort
