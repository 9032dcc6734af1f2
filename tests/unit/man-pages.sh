# test: requires=cmd:man,cmd:groff
# The manual pages are set without a complaint, in a window of 80 columns.
for page in "$SRC/mstap.1" "${BUILD:-$SRC}/mstapfuncs.7"; do
	MANWIDTH=80 LC_ALL=C.UTF-8 man -l --warnings "$page" 2>&1 > /dev/null
done > "$TMP/said"
cat "$TMP/said"
test ! -s "$TMP/said"
