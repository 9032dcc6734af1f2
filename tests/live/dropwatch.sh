# Datagrams to a closed port: each is dropped at a named place, and counted; in the second interval
# only those of the second interval.
$MSTAP -c 'udp_send 300; sleep 6; udp_send 20' "$SRC/examples/dropwatch.stp" > "$TMP/out" 2> "$TMP/err"
echo "exit status $?"
cat "$TMP/err"
sed -n 's/^\([0-9]* packets dropped at\) [a-z_][a-z_0-9]*$/\1 NAME/p' "$TMP/out" | grep -E '^(300|20) '
grep -c '^--- ... ... .* 20.. UTC$' "$TMP/out"
head -n 1 "$TMP/out"
tail -n 1 "$TMP/out"
