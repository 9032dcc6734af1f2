# Aggregates, overloads and conditions, one a line.
# test: oracle=yes
while IFS= read -r program; do
	echo "== $program"
	$MSTAP -p2 -e "$program" 2>&1
done <<'END'
global a probe begin if (a) { print(1) } probe end if (a) { a = 1 }
global a probe timer.s(1) if (a) { print(1) } probe begin { a = 1 }
global a,b probe timer.s(1) if (a) { print(1) } probe timer.s(2) if (b > 2 && a) { print(1) } probe begin { a = 1 b = 1 }
probe timer.s(1) if (1) { print(1) }
probe timer.s(1) if (0) { print(1) }
probe timer.s(1) if (0) { print(1) } probe begin { print(1) }
global a = 1 probe timer.s(1) if (a) { print(1) }
global a = 1 probe x = timer.s(1) if (a) { } probe x { print(1) }
global a = 1 probe x = timer.s(1) { } probe x if (a) { print(1) }
global a = 1 probe end { println(a) } probe x = timer.s(1) if (a) { } probe x if (a == 2) { a = 2 print(1) }
global a = 1 probe timer.s(1) if (a) { print(1) } probe timer.s(1) if (a) { println(2) } function f() { a = 3 } probe begin { f() }
global a probe error if (a) { print(1) } probe begin { a = 1 }
global a probe kernel.trace("sched_switch") if (a) { print(1) } probe begin { a = 1 }
global a[1] probe timer.s(1) if ([1] in a) { print(1) } probe begin { a[1] = 1 }
global a[1] probe timer.s(1) if (a[1]) { print(1) } probe begin { a[1] = 1 }
global s probe timer.s(1) if (@count(s)) { print(1) } probe begin { s <<< 1 }
global s probe timer.s(1) if (s == "x") { print(1) } probe begin { s = "x" }
global s probe timer.s(1) if (s =~ "x") { print(1) } probe begin { s = "x" }
global s probe timer.s(1)? if (s) { print(1) } probe begin { s = 1 }
global s probe timer.s(1) if (s), timer.s(2) if (!s) { print(1) } probe begin { s = 1 }
global s probe end if (s) { print(1) } probe begin { s = 1 }
global s probe begin if (s) { print(1) } probe begin { s = 1 }
global s probe begin { s <<< 1 print(@count(@sum(s))) }
global s probe begin { s <<< 1 print(@sum(@count(s) + 1)) }
global s probe begin { s <<< 1 print(@sum(1)) }
global s probe begin { s <<< 1 print(@sum("x")) }
global s probe begin { s <<< 1 print(@sum(-s)) }
global s probe begin { s <<< 1 print(@sum(s++)) }
global s probe begin { s <<< 1 print(@sum(s = 1)) }
global s probe begin { s <<< 1 print(@sum(s <<< 1)) }
global s probe begin { s <<< 1 print(@sum(f(s))) }
global s probe begin { s <<< 1 print(@sum(strlen("a"))) }
global s probe begin { s <<< 1 print(@sum(s ? s : s)) }
global s probe begin { s <<< 1 print(@sum((s))) }
global s probe begin { s <<< 1 print(@sum($x)) }
global s probe begin { s <<< 1 print(@sum(@defined(s))) }
global s probe begin { s <<< 1 print(@sum(sprint(s))) }
global s probe begin { s <<< 1 print(@hist_log(@sum(s))) }
global s probe begin { s <<< 1 print(@hist_log(1)) }
global s probe begin { s <<< 1 print(@hist_log(s)[1]) print(@hist_log(1)[1]) }
global s probe begin { s <<< 1 foreach (x in @hist_log(1)) print(x) }
global s probe begin { s <<< 1 foreach (x in @hist_log(@count(s))) print(x) }
global s probe begin { s <<< 1 print(1 in @hist_log(1)) }
global s probe begin { s[1] <<< 1 print(@count(s)) }
global s probe begin { s[1] <<< 1 print(@count(s[1,2])) }
global s probe begin { s <<< 1 print(@count(s[1])) }
global s probe begin { s <<< 1 @sum(s) = 1 }
global s probe begin { s <<< 1 @sum(s)++ }
global s probe begin { s <<< 1 delete @sum(s) }
global s probe begin { s <<< 1 @hist_log(s)[1] = 1 }
global s probe begin { s <<< 1 delete @hist_log(s)[1] }
global s probe begin { s <<< 1 delete @hist_log(s) }
global s probe begin { s <<< "x" }
global s probe begin { s <<< s }
global s probe begin { x <<< 1 print(@count(x)) }
global s probe begin { s <<< 1 y = s }
global s probe begin { s <<< 1 y = s + 1 print(y) }
global s probe begin { s <<< 1 s = 1 }
global s probe begin { s <<< 1 s += 1 }
global s probe begin { s <<< 1 if (s) print(1) }
global s probe begin { s <<< 1 print(s) }
global s probe begin { s <<< 1 printf("%d", s) }
global s probe begin { s <<< 1 print(s . "x") }
global s probe begin { s <<< 1 f(s) } function f(x) { print(@count(x)) }
global s, t probe begin { s <<< 1 t = s print(@count(t)) }
global s probe begin { s <<< 1 foreach (x in s) print(x) }
global s probe begin { s[1] <<< 1 foreach (x in s) print(s[x]) }
global s probe begin { s[1] <<< 1 foreach (v = x in s) print(v) }
global s probe begin { s[1] <<< 1 foreach (v = x in s) print(@count(v)) }
global s probe begin { s[1] <<< 1 foreach (x in s @foo-) print(x) }
global s probe begin { s[1] = 1 foreach (x in s @sum-) print(x) }
global s probe begin { s[1] <<< 1 print([1] in s) delete s[1] delete s }
global s probe begin { s <<< 1 print(@sum(x)) }
global s probe begin { s <<< 1 print(@sum(tid())) }
global s probe begin { s <<< 1 print(@count(@sum(1))) }
global s probe begin { s <<< 1 print(@count(@sum(x))) }
global s probe begin { s <<< 1 @count(@sum(s)) print(1) }
global s probe begin { s <<< 1 z = @count(@sum(s)) print(1) }
probe begin { print(@count(@sum(s))) }
global s probe begin { "x" + 1 s <<< 1 print(@count(@sum(s))) }
global a probe begin { foreach (k in a) { print(k) } }
global a probe begin { foreach (k in a) { a[1] } }
global a probe begin { foreach (v = k in a) { print(v) } print(1) }
global a probe begin { foreach (v = k in a) { print(k) } print(1) }
global a probe begin { foreach (k in a) { x = 1 } print(1) }
global a probe begin { foreach (k in a) { x = k } print(1) }
function f() { foreach (k in a) { } } global a probe begin { f() print(1) }
global a probe begin { foreach (k in a) break print(1) }
function f(x) { next } function f(x, y) { next } function f(x,y,z) { return 1 } probe begin { print(f()) }
function f(x,y,z) { next } function f(x, y) { next } function f(x) { return 1 } probe begin { print(f()) }
private function f(x,y,z) { next } function f(x, y) { return 1 } probe begin { print(f()) }
global a probe begin if (a) { print(1) } probe end { a = 1 }
function f(x) { next } function f(x, y) { return 1 } probe begin { f(1) f(1,2) f(1,2,3) }
function f(x) { next } function f(x, y) { return 1 } probe begin { print(f()) }
function f(x) { next } function f(x) { return 1 } probe begin { print(f()) }
function f(x) { return 1 } probe begin { print(f()) }
probe begin { (x)++ print(x) }
probe begin { print((1)++) }
global s probe begin { s <<< 1 print(@count(1)) }
global s probe begin { s <<< 1 print(@count("a")) }
global s probe begin { s <<< 1 print(@count(s+1)) }
global a private a probe begin { a = 1 print(a) }
private global a global a probe begin { a = 1 print(a) }
global a private global a probe begin { a = 1 print(a) }
global a function a() { return 1 } probe begin { a = 1 print(a) }
function f() { return 1 } private function f() { return 2 } probe begin { print(f()) }
private function f() { return 2 } function f() { return 1 } probe begin { print(f()) }
private function f() { return 2 } private function f() { return 1 } probe begin { print(f()) }
private global a private global a probe begin { print(a) }
probe begin { printf("%.") }
probe begin { printf("%l") }
probe begin { printf("%.d", 1) }
probe begin { printf("%.l", 1) }
probe begin { printf("%5.", 1) }
probe begin { printf("%", 1) }
probe begin { printf("%-", 1) }
probe begin { printf("%*", 1) }
probe begin { printf("%.*", 1) }
probe begin { printf("%lq", 1) }
probe begin { print(---5) }
probe begin { print(- --5) }
probe begin { print(--5) }
probe begin { print(++5) }
probe begin { print(---x) }
probe begin { print(+++x) }
probe begin { print(-+-x) }
probe begin { print(!--x) }
function f() { return @@ } probe begin { print(f()) }
function f() { return @ } probe begin { print(f()) }
function f() { return @x } probe begin { print(f()) }
function f() { return @1 } probe begin { print(f()) }
function f() { return @# } probe begin { print(f()) }
global a probe begin { foreach (k in a) { print(1) } }
probe begin { print("a" =~ "[z-a]") }
probe begin { print("a" =~ "[[:foo:]]") }
probe begin { print("a" =~ "a{2}") }
probe begin { print("a" =~ "a{2,}") }
probe begin { print("a" =~ "a{,2}") }
probe begin { print("a" =~ "a{") }
probe begin { print("a" =~ "a}") }
probe begin { print("a" =~ "a{x}") }
probe begin { print("a" =~ "(a") }
probe begin { print("a" =~ "a)") }
probe begin { print("a" =~ "*a") }
probe begin { print("a" =~ "+a") }
probe begin { print("a" =~ "a**") }
probe begin { print("a" =~ "[a") }
probe begin { print("a" =~ "[]a]") }
probe begin { print("a" =~ "[^]a]") }
probe begin { print("a" =~ "[]") }
probe begin { print("a" =~ "[^]") }
probe begin { print("a" =~ "") }
probe begin { print("a" =~ "()") }
probe begin { print("a" =~ "a|") }
probe begin { print("a" =~ "|a") }
probe begin { print("a" =~ "(|a)") }
probe begin { print("a" =~ "\\") }
probe begin { print("a" =~ "a\\") }
probe begin { print("a" =~ "[[.a.]]") }
probe begin { print("a" =~ "[[=a=]]") }
probe begin { print("a" =~ "[[:alpha:") }
probe begin { print("a" =~ "[[:alpha]]") }
probe begin { print("a" =~ "a{70000}") }
probe begin { print("a" =~ "a{99999999999999}") }
probe begin { print("a" =~ "a{1,2,3}") }
probe begin { print("a" =~ "a{1,x}") }
probe begin { print("a" =~ "^*") }
probe begin { print("a" =~ "$*") }
probe begin { print("a" =~ "(^a)") }
probe begin { print("a" =~ "(?a)") }
probe begin { print("a" =~ "a??") }
probe begin { print("a" =~ "[a-]") }
probe begin { print("a" =~ "[-a]") }
probe begin { print("a" =~ "[a-b-c]") }
probe begin { print("a" =~ "[a-[:alpha:]]") }
probe begin { print("a" =~ "[[:alpha:]-z]") }
probe begin { print(@uint_cast(1, 2)) }
probe begin { @this1 = 5 }
probe begin { @this8 = 5 }
probe begin { @this9 = 5 }
probe begin { @this0 = 5 }
END
exit 0
