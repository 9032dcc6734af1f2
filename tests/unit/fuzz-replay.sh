# SPDX-License-Identifier: GPL-2.0-or-later
# The fuzz targets on every script of the golden suites, cut off at each line, and on what fuzzing
# has found before.
TAPSET=$SRC/tapset
export TAPSET
for target in parser compiler; do
	"$BUILD/tests/fuzz/replay-$target" "$SRC"/tests/parse/*.stp "$SRC"/tests/sema/*.stp \
		"$SRC"/tests/run/*.stp "$SRC"/tests/fuzz/regressions/* || exit 1
done
