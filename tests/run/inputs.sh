# Scripts that are not there, or no scripts.
try() {
	"$MSTAP" "$@" 2>&1
	echo "status $?"
}
cd "$TMP" || exit 1
: > empty.stp
mkdir folder
try missing.stp < /dev/null
try empty.stp < /dev/null
try folder < /dev/null
try - < /dev/null
try -e '' < /dev/null
try --replay missing.dat -e 'probe begin { exit() }' < /dev/null
echo 'probe begin { println("from standard input, ", @1) exit() }' | try - word
printf '#!/usr/bin/env mstap\nprobe begin { println($#, " ", @1) exit() }\n' > args.stp
try args.stp one -w two < /dev/null
try args.stp -- -w < /dev/null
