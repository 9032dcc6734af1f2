# -v and --vp: a line for each pass, in stap's form.
cd "$TMP" || exit 1
try() {
	"$MSTAP" "$@" < /dev/null 2>&1 |
		sed 's/[0-9]*virt\/[0-9]*res\/[0-9]*shr\/[0-9]*data kb/(memory)/; s/[0-9]*usr\/[0-9]*sys\/[0-9]*real ms/(time)/
			s/to [0-9]* instructions/to N instructions/'
}
try -v -e 'probe begin { println("run") exit() }'
echo "-- single passes"
try --vp 101 -p4 -e 'probe begin { exit() }'
try -p2 --vp 01 -e 'probe begin { exit() }'
echo "-- failures"
try -v -e 'probe begin {'
try -v -e 'probe begin { error("x") }'
echo "-- a library"
mkdir lib
echo 'function my_own() { return @two }' > lib/a.stp
echo 'function my_other() { return 3 }' > lib/b.stp
echo '@define two %( 2 %)' > lib/two.stpm
try -v -p2 -I lib -e 'probe begin { println(my_own()) exit() }' | sed 's/and [0-9]* library/and N library/; s/library: [0-9]* /library: N /'
try -v -p1 -I lib -e 'probe begin { println(@two) exit() }' | sed 's/and [0-9]* library/and N library/'
