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
echo "-- it outlives the run, and runs although a begin probe ends that"
try -c "sleep 0.3; echo done > $TMP/done" -e 'probe begin { exit() } probe end { println("end") }'
until [ -s "$TMP/done" ]; do sleep 0.1; done
cat "$TMP/done"
try -c "sleep 1.5; echo done > $TMP/late" -T 1 -e "$script"
until [ -s "$TMP/late" ]; do sleep 0.1; done
cat "$TMP/late"
echo "-- an error in a begin probe"
try -c "echo done > $TMP/after" -e 'probe begin { error("no") }'
until [ -s "$TMP/after" ]; do sleep 0.1; done
cat "$TMP/after"
