# Small programs, one a line: what is no variable, arrays under way, slices, functions left out.
# test: oracle=yes
while IFS= read -r program; do
	echo "== $program"
	$MSTAP -p2 -e "$program" 2>&1
done <<'END'
probe begin { 5++ print(1) }
global s probe begin { ++@count(s) print(1) s <<< 1 }
probe begin { x + 1 = y }
probe begin { 5 = 6 "a" = 7 print(1) }
probe begin { x <<< 1 print(1) }
function f(x) { x <<< 5 } probe begin { f(1) print(1) }
function f(x) { x[1]++ } probe begin { f(1) }
function f(x) { delete x } probe begin { f(1) }
probe begin { delete x + 1 }
global a probe begin { a[1] = 1 foreach (x in a) { delete a print(x) } }
global a function f() { delete a } probe begin { a[1] = 1 foreach (x in a) f() }
global a function f() { delete a[1] } probe begin { a[1] = 1 foreach (x in a) f() }
global a probe begin { a[1] = 1 foreach (x in a @sum-) print(x) }
global a probe begin { a[1] = 1 foreach (x in a[*, 2]) print(x) }
function f(x) { return "a" + 1 } probe begin { f(1) print(1) }
function f(x) { return g(x) } function g(x) { return 1 . 2 } probe begin { print(1) y = f(1) }
function f(x) { return x . "a" } probe begin { f(1) print(1) }
global x probe begin if (x) { x <<< 1 }
probe a = begin { } probe a { }
probe a.b.c = begin { } probe a.* { print(1) }
probe begin = begin { } probe begin { print(1) }
probe begin = end { } probe begin { print(1) }
probe timer.*(100) { print(1) }
probe begin { print(@defined(@cast(0, "no_such_type")->x)) }
END
exit 0
