# Signals end a run in order; the second one ends what does not end by itself.
cd "$TMP" || exit 1
: > out
# begin SCRIPT: runs it and waits until it has printed something
begin() {
	: > out
	"$MSTAP" -e "$1" > out 2>&1 < /dev/null &
	pid=$!
	until [ -s out ]; do sleep 0.05; done
}
finish() {
	wait $pid
	echo "status $?"
	cat out
}
for signal in INT TERM HUP QUIT; do
	echo "-- $signal"
	begin 'probe timer.ms(10) { if (!n++) println("begun") } probe end { println("end") } probe never { print(n) } global n'
	kill -$signal $pid
	finish
done
echo "-- a handler that does not end"
begin 'probe timer.ms(10) { if (!n++) println("begun") else while (1) n++ } probe end { println("end") } probe never { print(n) } global n'
kill -INT $pid
finish
echo "-- an end probe that does not end"
begin 'probe begin { println("begun") } probe end { while (1) n++ } probe end { println("not run") } probe never { print(n) } global n'
kill -INT $pid
sleep 0.5
kill -INT $pid
finish
