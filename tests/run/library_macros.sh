# Macros of .stpm files, for the script and for the library's scripts; their errors.
cd "$TMP" || exit 1
try() {
	"$MSTAP" -I lib "$@" 2>&1 < /dev/null
	echo "status $?"
}
mkdir lib
echo '@define twice(x) %( (2 * @x) %) @define deep(x) %( @twice(@twice(@x)) %)' > lib/a.stpm
echo 'function four(x) { return @deep(x) }' > lib/a.stp
try -e 'probe begin { println(@twice(4), " ", @deep(1), " ", four(5)) exit() }'
echo "-- its own comes first"
try -e '@define twice(x) %( 0 %) probe begin { println(@twice(4)) exit() }'
echo "-- one that is not there"
try -e 'probe begin { println(@thrice(4)) exit() }'
echo "-- errors, of which all are told"
echo '@define twice(x) %( 3 %)' > lib/b.stpm
echo 'probe begin { }' > lib/c.stpm
echo '@define open(x) %( 3' > lib/d.stpm
try -e 'probe begin { println(@twice(4)) exit() }'
echo "-- errors in a script of the library"
rm lib/*
echo 'function wrong( {' > lib/wrong.stp
echo 'function good() { return 3 }' > lib/good.stp
try -e 'probe begin { println(good()) exit() }'
