# -E: each a file of its own.
# test: oracle=yes
try() {
	"$MSTAP" -p2 "$@" 2>&1
	echo "status $?"
}
try -e 'global x = 1 probe begin { println(x, y) f() }' \
	-E 'global y = 2 private global z = 5 function f() { println(z++) } probe end { println(x) }' \
	-E 'private global z = 7 probe end { println(z) own() } private function own() { println("a") }'
try -e 'probe begin { println(own) }' -E 'private global own = 1 probe begin { println(own++) }'
try -e 'global x probe begin { x = 1 println(x) }' -E 'global x = 2 probe end { println(x) }'
try -e 'probe both { println(1) }' -E 'probe both = end { println(2) }'
try -e 'probe begin { println(1) }' -E 'probe end { println(@1, $2) }' 7 8
try -e '@define m %( 5 %) probe begin { println(@m) }' -E 'probe end { println(@m) }'
try -e 'probe begin { println(x + 1) }' -E 'global x = "text" probe end { println(y / z) }'
