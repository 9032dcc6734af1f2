# Recordings cut at any place, with bytes changed, or no recordings at all: one line, not success.
one_line() {
	if [ "$1" -eq 0 ] || [ "$(grep -vc '^Pass 5: run failed' "$TMP/err")" -ne 1 ] || ! grep -q '^ERROR: .*dat: ' "$TMP/err"; then
		echo "$2: exit status $1"
		cat "$TMP/err"
	fi
}
script='probe kernel.trace("sched:sched_switch") { n++ } probe end { print(n > 100000) } global n'
size=$(wc -c < lifecycle.dat)
for cut in 0 1 5 10 100 1000 5000 "$((size / 2))" "$((size - 1000))"; do
	head -c "$cut" lifecycle.dat > "$TMP/cut.dat"
	$MSTAP --replay "$TMP/cut.dat" -e "$script" > /dev/null 2> "$TMP/err"
	one_line $? "cut at $cut"
done
for place in 3 12 200; do
	cp lifecycle.dat "$TMP/changed.dat"
	printf '\377\377\377\377' | dd of="$TMP/changed.dat" bs=1 seek="$place" conv=notrunc 2> /dev/null
	$MSTAP --replay "$TMP/changed.dat" -e "$script" > /dev/null 2> "$TMP/err"
	one_line $? "changed at $place"
done
mkdir "$TMP/folder.dat"
for wrong in "$TMP/folder.dat" "$TMP/nothing.dat" /dev/null.dat; do
	$MSTAP --replay "$wrong" -e "$script" > /dev/null 2> "$TMP/err"
	one_line $? "$wrong"
done
cp losses.stp "$TMP/text.dat"
$MSTAP --replay "$TMP/text.dat" -e "$script" 2>&1 | sed "s,$TMP/,,"
