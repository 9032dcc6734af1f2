# -F with -o: the number of a process that goes on by itself.
cd "$TMP" || exit 1
try() {
	"$MSTAP" "$@" 2>&1 < /dev/null
	echo "status $?"
}
# wait_for PID: until it is gone
wait_for() {
	while kill -0 "$1" 2> /dev/null; do sleep 0.05; done
}
script='probe begin { println("begin") } probe timer.ms(10) { if (!n++) println("timer") } probe end { println("end") } global n'
echo "-- a signal ends it"
pid=$("$MSTAP" -F -o out -e "$script" < /dev/null) || echo "status $?"
until grep -q timer out; do sleep 0.05; done
kill "$pid" && wait_for "$pid"
cat out
echo "-- by itself; its messages stay on standard error"
pid=$("$MSTAP" -F -o 'out-%%' -T 1 -e 'probe begin { println("begin") } probe end { error("end") }' 2> err < /dev/null)
wait_for "$pid"
cat out-% err
echo "-- begin probes end it"
pid=$("$MSTAP" -F -o out -e 'probe begin { println("all") exit() }' < /dev/null)
wait_for "$pid"
cat out
echo "-- it does not start"
try -F -o no/out -e "$script"
try -F -o out -e 'global a probe begin { a = '
try -F -o out -W -e 'probe begin { a = 1 println("x") }'
echo "-- wrong use"
try -F -e "$script"
try -F -o '' -e "$script"
try -F -o out -c true -e "$script"
