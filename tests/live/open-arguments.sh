# test: requires=kprobes
# The opens of one cat, with the flags and modes that it passed.
echo text > "$TMP/first file"
$MSTAP -c "cat '$TMP/first file' > $TMP/second; echo >> $TMP/third" "$SRC/examples/open-arguments.stp" > "$TMP/out"
echo "exit status $?"
grep -F "$TMP" "$TMP/out" | sed "s,$TMP,TMP,; s/process '[^']*'/process NAME/"
grep -c "^process 'cat' call open('$TMP/first file', 0, 0)$" "$TMP/out"
