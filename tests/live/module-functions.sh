# test: requires=module:softdog,guest
# Functions of modules: typed by the BTF of the module, their returns, and patterns over all modules.
$MSTAP -l 'module("*").function("*_ping")' | grep -v '__probestub'
cat > "$TMP/ping.stp" <<'P'
probe module("softdog").function("softdog_ping") { printf("%s %s %d\n", ppfunc(), $w->info->identity, $w->timeout) }
probe module("softdog").function("softdog_{ping,stop}").return { printf("%s %d %d %s %s\n", ppfunc(), $return, @entry($w->timeout), @entry($w->info->identity), $$return) }
probe module("watchdog").function("watchdog_write").return { printf("%d %d %s\n", $return, $len, @entry(user_string_n($data, $len))) }
probe module("*").function("*_ping") { n[ppfunc()]++ }
probe module("*").function("*_ping").return { if (@defined($return)) r[ppfunc(), $return]++ }
probe end { foreach (f+ in n) println(f, " ", n[f]); foreach ([f+, v] in r) println(f, " ", v, " ", r[f,v]) }
global n, r
P
$MSTAP -w -c 'sh -c "printf ab > /dev/watchdog; printf V > /dev/watchdog"' "$TMP/ping.stp"
