#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every option of options.def has its paragraph in the manual page.
cd "$SRC" || exit 1
sed -n "s/^[A-Z]*(\(0\|'\(.\)'\), \(NULL\|\"\([^\"]*\)\"\),.*/\2|\4/p" options.def > "$TMP/options"
[ "$(wc -l < "$TMP/options")" -eq "$(grep -c '^[A-Z]*(' options.def)" ] || {
	echo "options.def: a row is not of the usual form"
	exit 1
}
sed -n '/^\.SH OPTIONS/,/^\.SH PROBE/s/\\-/-/gp' mstap.1 | tr '"' ' ' > "$TMP/manual"
status=0
while IFS='|' read -r letter name; do
	for form in ${letter:+"-$letter"} ${name:+"--$name"}; do
		grep -q "^\.B.* *$form *\( \|,\|\$\)" "$TMP/manual" || {
			echo "mstap.1: $form is not explained"
			status=1
		}
	done
done < "$TMP/options"
exit $status
