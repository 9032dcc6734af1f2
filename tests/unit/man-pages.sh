# test: requires=cmd:man,cmd:groff
# The manual pages are set without a complaint, in a window of 80 columns. Where a page would end is
# none of a terminal's business.
for page in "$SRC/mstap.1" "${BUILD:-$SRC}/mstapfuncs.7"; do
	MANWIDTH=80 LC_ALL=C.UTF-8 man -l --warnings "$page" 2>&1 > /dev/null
done | grep -v '^$\|will not fit on one page' > "$TMP/said"
cat "$TMP/said"
test ! -s "$TMP/said"
