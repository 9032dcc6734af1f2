# -t: hits and times behind the script's output.
"$MSTAP" -t -e '
global n
probe al = begin { n++ }
probe al { println("begin") }
probe timer.ms(2) { if (n++ == 3) exit() }
probe timer.s(100) { println("never") }
probe end { println("end") }' < /dev/null |
	sed 's/nsecs: [0-9]*min\/[0-9]*avg\/[0-9]*max, variance: [0-9]*,/nsecs: (times)/'
