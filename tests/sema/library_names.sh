# Whose globals and functions a name means, with files under -I; probes and errors in these.
# test: oracle=yes
cd "$TMP" || exit 1
try() {
	echo "== $1"
	"$MSTAP" -p2 -I lib -e "$1" 2>&1
}
mkdir -p lib/x86_64 lib/linux
echo 'global shared function set(x) { shared = x return shared }' > lib/a.stp
echo 'private global own = "s" function get() { return own } private function hidden() { }' > lib/b.stp
echo 'function for_arch() { return 1 }' > lib/x86_64/c.stp
echo 'function for_linux() { return 1 } probe end { println("over") }' > lib/linux/d.stp
try 'global shared probe begin { shared = 1 println(set(2)) }'
try 'probe begin { shared = 1 println(set(2)) }'
try 'probe begin { own = 1 println(own, get()) }'
try 'probe begin { println(for_arch()) }'
try 'probe begin { println(for_linux()) }'
try 'probe begin { println(@choose_defined($nothing, 5), @type_defined("no_such_type")) }'
exit 0
