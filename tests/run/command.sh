# -c: the command's start, end, status and target().
try() {
	"$MSTAP" "$@" 2>&1 < /dev/null
	echo "status $?"
}
script='probe begin { println("begin ", target() > 1) } probe end { println("end") }'
echo "-- waits for the begin probes"
try -c 'echo command' -e "$script"
echo "-- quotes and variables"
WORD='two words' try -c 'printf "%s\n" "$WORD" one' -e "$script"
echo "-- a shell's work"
try -c 'echo piped | cat; exit 3' -e "$script"
echo "-- a signal"
try -c 'kill -9 $$; :' -e "$script"
echo "-- not there"
try -c '/no/such/command x' -e "$script"
echo "-- unmatched quotes"
try -c 'echo "x' -e "$script"
echo "-- outlives the run"
try -c 'sleep 100' -e 'probe begin { printf("%d", target()) exit() }' > "$TMP/pid"
read -r pid < "$TMP/pid"
until ! kill -0 "${pid%status*}" 2> /dev/null; do sleep 0.1; done
echo "gone"
