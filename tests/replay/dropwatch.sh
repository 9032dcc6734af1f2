# The bundled recording, twice: the output is the same each time.
$MSTAP --replay "$SRC/examples/dropwatch.dat" "$SRC/examples/dropwatch.stp"
$MSTAP --replay "$SRC/examples/dropwatch.dat" "$SRC/examples/dropwatch.stp" > "$TMP/second"
$MSTAP --replay "$SRC/examples/dropwatch.dat" "$SRC/examples/dropwatch.stp" | cmp - "$TMP/second" && echo same
