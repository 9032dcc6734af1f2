# test: requires=kprobes
# Four are in a function at a time where the kernel keeps room for one return: three are missed, and told of.
mkfifo "$TMP/fifo"
cd "$TMP" || exit
$MSTAP -c 'cat fifo & cat fifo & cat fifo & sleep 1; echo > fifo; wait' -e '
probe kprobe.function("fifo_open").return.maxactive(1) { println("return in ", execname()) }
probe end { println("missed ", probe_missed()) }' 2> "$TMP/err" | grep .
cat "$TMP/err"
