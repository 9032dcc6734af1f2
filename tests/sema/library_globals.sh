# Globals of the library's files, and the probes that come along with them.
# test: oracle=yes
cd "$TMP" || exit 1
mkdir lib
cat > lib/a.stp <<'F'
global number = 5, array
private global hidden = 7
probe begin(-3) { array["x"] = number; hidden++ }
probe init { array["y"] = 3 }
private function help() { return 4 }
probe offered = begin { v = hidden }
F
cat > lib/b.stp <<'F'
global other = 1
probe end { other++; println("end") }
function touch() { other = 3; return number }
F
try() {
	"$MSTAP" -p2 -I lib -e "$1" 2>&1
	echo "status $?"
}
try 'probe begin { println(array["x"]) exit() }'
try 'probe offered { println(v) exit() }'
try 'probe begin { println(hidden) exit() }'
try 'probe begin { println(array[1]) exit() }'
try 'probe begin { println(arrray[1]) exit() }'
try 'global array probe begin { array[1] = 2; println(array[1]) exit() }'
