# test: requires=kprobes
# One return can be pending; a cat that sleeps in its open holds it, and all other opens are missed.
mkfifo "$TMP/fifo"
# shellcheck disable=SC2016 # for the shell of -c
FIFO=$TMP/fifo $MSTAP -c 'cat $FIFO & sleep 2; openers 10 3; echo > $FIFO; wait; cat /nowhere; true' \
	"$SRC/examples/open-errors.stp" > "$TMP/out" 2> "$TMP/err"
echo "exit status $?"
grep -c "^process 'openers'" "$TMP/out"
grep "^process 'cat'" "$TMP/out" | sed 's/([0-9]*)/(PID)/'
grep Missed "$TMP/out"
grep -v "can't open" "$TMP/err"
