# Every kind of loop that does not end can be ended, also when it runs as machine code.
cd "$TMP" || exit 1
pids=
for condition in '1' 'x==0' '!x' 'x!=1' 'x<1' 'x<=0' 'y' 'y||y>7'; do
	"$MSTAP" -w -e 'global x probe begin { println("begun '"$condition"'") } probe timer.ms(10) {
		for (y = 1; '"$condition"'; )
			y += 2
	}' > "out$pids" 2>&1 < /dev/null &
	until [ -s "out$pids" ]; do sleep 0.05; done
	pids=$pids.$!
done
pids=$(echo "$pids" | tr . ' ')
sleep 0.2
kill -INT $pids
for pid in $pids; do
	wait "$pid"
	echo "status $?"
done
LC_ALL=C sort out*
