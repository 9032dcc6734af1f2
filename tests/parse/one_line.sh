# Small programs, one a line: names with '$', what ends too early, where parsing goes on.
# test: oracle=yes
while IFS= read -r program; do
	echo "== $program"
	$MSTAP -p1 -e "$program" 2>&1
done <<'END'
global $a, $$b probe begin { foreach ($v = [$x, y] in $a) z }
function f($a) { try { } catch ($m) { } } probe begin { a in $b }
function long:long(x) { } function string(y,) { }
probe begin { foreach (v- = x in a) b foreach (v+ = [x, y] in a) b }
probe begin { foreach (v+ = [x-, y] in a) b }
probe begin { foreach (v+ = x in a @sum-) b }
probe begin { a in @count foreach (x in @foo[1]) b }
probe begin { foreach (x in @sum(b)) c }
probe begin { foreach (x in b @foo-) c }
probe begin { foreach (x in b @hist_log-) c }
probe begin { print(@hist_log(s)[1, 2]) }
global a[2147483647]
global a[2147483648]
function f() : "a" { }
function @f() { }
global a = @x
probe begin { f(@x) }
probe begin { if @x }
probe begin { a ` }
global a =
probe
probe begin.
probe begin(1
probe a = b
probe begin { while
probe begin { for (a; b;
probe begin { try
probe begin { try { } catch (a)
probe begin { foreach (a
probe begin { [a] in
probe begin { a =~
probe begin { $a->
probe begin { a = b ? c
probe begin { @hist_linear
probe begin { @cast(a, "b",
probe begin { printf("a"
probe begin { a = function } probe end { }
probe begin { delete global x }
private probe
END
exit 0
