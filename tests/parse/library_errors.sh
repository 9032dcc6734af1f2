# What -I names is read in any case; a file that cannot be parsed is left out.
# test: oracle=yes
cd "$TMP" || exit 1
mkdir lib macros
cat > lib/bad.stp <<'F'
function missing() { return 1 }
probe x = begin {
function g() { return 1 + }
F
echo 'function fine() { return 7 }' > lib/fine.stp
: > lib/empty.stp
echo '# comment' > lib/comment.stp
echo '@define foo %( 5' > macros/mac.stpm
try() {
	"$MSTAP" "$@" 2> err
	echo "status $?"
	cat err
}
try -p1 -I lib -e 'probe begin { exit() }'
try -p1 -I lib -e 'probe begin {'
try -p2 -I lib -e 'probe begin { println(fine()) exit() }'
try -p1 -w -I lib -e 'probe begin { exit() }'
try -p2 -I macros -e 'probe begin { println(1) }'
