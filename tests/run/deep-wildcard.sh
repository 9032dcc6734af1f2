# "**" stands for as many components of an alias as leave something for those behind it.
list() {
	echo "$1"
	$MSTAP -p2 -e '
probe one.two = begin(1) { }
probe one.two.three = begin(2) { }
probe one.four.three = begin(3) { }
probe one = begin(4) { }
probe '"$1"' { println(1) }' 2>&1 | grep -o 'begin([0-9]*)' | sort -u | tr '\n' ' '
	echo
}
list 'one.**'
list 'one.**.three'
list '**.three'
list '**.t*'
$MSTAP -p2 -e 'probe **.nothing { }' 2>&1 | sed "s,: [0-9]*[.]\$,: N.,"
