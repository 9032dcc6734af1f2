# $SYSTEMTAP_DIR/rc, or ~/.systemtap/rc: words that stand before those of the command line.
cd "$TMP" || exit 1
mkdir -p rc home/.systemtap
ln -s "$MSTAP" mstap
PATH=$TMP:$PATH MSTAP=mstap
export SYSTEMTAP_DIR=rc
# try LINES [words]: what the file holds
try() {
	printf '%s\n' "$1" > rc/rc
	shift
	"$MSTAP" "$@" 2>&1 < /dev/null
	echo "status $?"
}
echo "-- options, also over several lines"
try '-p1' -e 'probe begin { }'
try '-w

-p1' -e 'probe begin { }'
try '-p1' -p2 -e 'probe begin { println(1) }'
try "-p1 -e 'probe end { }'"
try "-p1 -E 'probe end { }'" -e 'probe begin { }'
echo "-- words without a dash are operands, before the others"
try '-p1 here.stp' -e 'probe begin { println(@1, @2) }' there
try '-p1 # no comment' -e 'probe begin { println(@1, @2) }'
echo "-- expanded as a shell does it"
HOME=/home/me try "-p1 \"two  words\" \$HOME ~/x a'b c'" -e 'probe begin { println(@1, @2, @3, @4) }'
echo "-- wrong"
try '--bogus' -e 'probe begin { }'
try "-p1 -e 'probe end { }'" -e 'probe begin { }'
try '-w
-p1 "x' -e 'probe begin { }'
try '-p1 | more' -e 'probe begin { }'
# shellcheck disable=SC2016 # for mstap to see
try '-p1 $(echo -w)' -e 'probe begin { }'
# shellcheck disable=SC2016 # for mstap to see
try '-p1 $NOT_THERE' -e 'probe begin { }'
echo "-- no such file"
rm rc/rc
"$MSTAP" -e 'probe begin { println("run") exit() }' < /dev/null
echo "-- the one at home"
unset SYSTEMTAP_DIR
echo -p1 > home/.systemtap/rc
HOME=home "$MSTAP" -e 'probe begin { }' < /dev/null
