# -W: warnings are errors; with -w there are none.
try() {
	"$MSTAP" "$@" -e 'probe begin { println(x . "") exit() }' 2>&1 < /dev/null
	echo "status $?"
}
try
try -W
try -W -p1
try -W -w
"$MSTAP" -W -e 'probe begin { println("none") exit() }' 2>&1 < /dev/null
"$MSTAP" -W -e 'probe begin { warn("at run time") exit() }' 2>&1 < /dev/null
echo "status $?"
"$MSTAP" -W -e 'probe begin { x = 1 }' 2>&1 < /dev/null
"$MSTAP" -W -e 'probe begin { println(x) }' 2>&1 < /dev/null
echo "status $?"
