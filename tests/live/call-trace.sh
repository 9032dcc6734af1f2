# test: requires=kprobes
# Calls and returns of two forks, one level deeper inside; what the compiler may have inlined is left out.
$MSTAP -c 'forker 2' "$SRC/examples/call-trace.stp" > "$TMP/out"
echo "exit status $?"
sed -n '/copy_files$\|copy_mm$/d; s/^ *[0-9]* forker([0-9]*):/:/p' "$TMP/out"
