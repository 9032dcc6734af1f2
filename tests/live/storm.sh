# test: requires=kprobes,btf,guest
# test: timeout=100
# Who did it: of every thread at every step of processes that do not last.
cp "$(command -v storm)" "$TMP/storm-suid"
chown 4242:4243 "$TMP/storm-suid"
chmod 6755 "$TMP/storm-suid"
# Numbers are used again soon.
most=$(cat /proc/sys/kernel/pid_max)
echo "${STORM_PIDS:-700}" > /proc/sys/kernel/pid_max
$MSTAP -c "storm ${STORM:-900} $TMP/storm-suid" storm.stp > "$TMP/out"
echo "exit status $?"
echo "$most" > /proc/sys/kernel/pid_max
# What it told, what was seen of that, and which mistakes there were.
awk 'NR == 1 { told = $1 } NR == 2 { print (told == $1 && told > 900 ? "all seen" : told " told, " $1 " seen") } NR > 2' "$TMP/out"
