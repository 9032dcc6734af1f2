# Output that cannot be written ends the run with one line.
try() {
	"$MSTAP" "$@" 2>&1 < /dev/null
	echo "status $?"
}
cd "$TMP" || exit 1
try -o /dev/full -e 'probe begin { println("x") } probe end { println("not run") }'
try -o missing/file -e 'probe begin { println("x") exit() }'
try -o file -e 'probe begin { println("in the file") exit() } probe end { println("its end") }'
cat file
"$MSTAP" -e 'probe timer.ms(1) { println("line") }' 2> err < /dev/null | head -n 1
cat err
"$MSTAP" -p1 -e 'probe begin { }' 2>&1 > /dev/full < /dev/null
echo "status $?"
