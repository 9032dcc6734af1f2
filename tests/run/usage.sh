# Wrong use of options: one line that says what is wrong, exit status 1.
try() {
	"$MSTAP" "$@" < /dev/null
	echo "status $?"
}
exec 2>&1
cd "$TMP" || exit 1
ln -s "$MSTAP" mstap
PATH=$TMP:$PATH MSTAP=mstap
try
try --no-such-option
try -p
try -p 0 -e 'probe begin { }'
try -p 6 -e 'probe begin { }'
try -s 0 -e 'probe begin { }'
try -s 5000 -e 'probe begin { }'
try -x me -e 'probe begin { }'
try -x 1 -c true -e 'probe begin { }'
try --replay trace.dat -c true -e 'probe begin { }'
try -c '' -e 'probe begin { }'
try -e 'probe begin { }' -e 'probe end { }'
try -D 1X=2 -e 'probe begin { }'
try -D 'A=b c' -e 'probe begin { }'
try -G x -e 'probe begin { }'
