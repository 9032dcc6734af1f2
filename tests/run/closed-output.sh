# A standard output that is closed is an error, and no file that is opened later takes its place.
$MSTAP -e 'probe begin { println("lost") exit() }' >&-
echo "status $?"
$MSTAP -o "$TMP/kept" -c 'true' -e 'probe begin { println("kept") }' >&- && cat "$TMP/kept"
$MSTAP -e 'probe begin { println("no input") exit() }' <&-
# A limit on files is an error as well, and one on the processor ends the run in order.
$MSTAP --rlimit-fsize=1000 -o "$TMP/large" -e 'probe begin { for (i = 0; i < 1000; i++) println("a line") }' 2>&1 | sed "s,$TMP,TMP,"
$MSTAP --rlimit-cpu=1 -e 'probe timer.ms(1) { while (1) i++ } probe end { println("end") }'
echo "status $?"
