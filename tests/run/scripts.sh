# -E: scripts in addition to the first one; arguments, errors, empty ones.
try() {
	"$MSTAP" "$@" 2>&1 < /dev/null
	echo "status $?"
}
cd "$TMP" || exit 1
echo 'probe begin { println("file ", $1) }' > file.stp
try -E 'probe begin { println("first ", @2) } function f() { return 7 }' -E 'probe begin { println("second ", f()) exit() }' file.stp 3 four
try -p1 -E 'probe end {}' -E 'probe error {}' -e 'probe begin { exit() }'
try -p1 -E 'probe end {' -e 'probe begin { exit() }'
try -p1 -e 'probe begin {' -E 'probe end {'
try -p1 -E '' -e 'probe begin { exit() }'
try -p1 -E '@define xx %( 3 %)' -e 'probe begin { println(@xx) }'
try -p1 -e '@define xx %( 3 %) probe begin { println(@xx) }' -E 'probe end { println(@xx) }'
try -p1 -E 'probe end {}'
