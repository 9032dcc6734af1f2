# Programs that end too early, or go wrong at one token, one a line.
# test: oracle=yes
while IFS= read -r program; do
	echo "== $program"
	$MSTAP -p1 -e "$program" 2>&1
done <<'END'
probe begin { printd("x" 1, 2) }
probe begin { printd("x"
probe begin { printd("x",
probe begin { printd("x" ;
probe begin { printd("x" + "y", 1, 2) }
probe begin { printd("x", 1
probe begin { printd("x", 1 2) }
probe begin { printd("x", 1) }
probe begin { printf("x" 1) }
probe begin { printf("x"
probe begin { printf("x",
probe begin { printf("%d", 1
probe begin { print("x"
probe begin { print(1
probe begin { print(x
probe begin { f("x"
probe begin { f(1
probe begin { a["x"
probe begin { a[1
probe begin { @cast(x, "y"
probe begin { @cast(x, "y", "z"
probe begin { @var("y"
probe begin { @perf("y"
probe begin { @perf("y" 1
probe begin { @const("y"
probe begin { x =~ "y"
probe begin { "y"
probe begin { x = "y"
probe begin { return "y"
probe begin { if ("y"
probe begin { while ("y"
probe begin { for ("y"
probe begin { foreach (x in y
probe begin { foreach (x in y limit "z"
probe begin { [ "y"
probe begin { ["y"] in
probe begin { @count(x
probe begin { @hist_linear(x, 1
probe begin { @hist_linear(x
probe begin { @hist_log(x
probe begin { @defined("y"
probe begin { @entry("y"
probe begin { ("y"
probe begin { -"y"
probe begin { "y" ? 1
probe begin { "y" ? 1 :
global a = "y" probe
global a = "y"
global a = 
global a = -
global a["y"
global a[1
probe a("y"
probe a("y" 
probe a(1
probe a(-1
probe a(1)
probe a("y").
probe a("y"),
probe a("y") if
probe a("y") if (
probe a("y") if ("x"
probe a("y") if ("x")
probe {
probe {a
probe {a,
probe {a}
probe {a}.
function f
function f(
function f(a
function f(a,
function f(a:
function f(a:long
function f(a:long,
function f:
function f:long
function f:string(
function f():
function f():1
function f() {
function f() { return 1
private
private global
private function
private x
probe begin { try
probe begin { try {
probe begin { try { }
probe begin { try { } catch
probe begin { try { } catch (
probe begin { try { } catch (x
probe begin { try { } catch (x)
probe begin { delete
probe begin { delete x
probe begin { delete x[
probe begin { next
probe begin { $x
probe begin { $x->
probe begin { $x->y
probe begin { $x[
probe begin { $x[1
probe begin { &
probe begin { &$x
probe begin { x->
probe begin { x->y
probe begin { x[1]->
probe begin { 1 +
probe begin { 1 + 2
probe begin { x++
probe begin { ++
probe begin { x =
probe begin { x <<<
probe begin { x . 
probe begin { x .=
probe begin { a in
probe begin { 1 ? 
probe begin { ;
probe begin { break
probe begin { else
probe begin { if
probe begin { if (1
probe begin { if (1)
probe begin { if (1) {}
probe begin { if (1) {} else
probe begin { for (
probe begin { for (;
probe begin { for (;;
probe begin { for (;;)
probe begin { for (;;) {}
probe begin { foreach
probe begin { foreach (
probe begin { foreach ([
probe begin { foreach ([a
probe begin { foreach ([a,
probe begin { foreach ([a]
probe begin { foreach ([a] in
probe begin { foreach (v =
probe begin { foreach (v = k
probe begin { foreach (v = [
probe begin { foreach (v = k in
probe begin { foreach (v = k in a
probe begin { foreach (v = k in a)
probe begin { foreach (k in a @
probe begin { foreach (k in a @sum
probe begin { foreach (k in a @sum-
probe begin { foreach (k in a +
probe begin { foreach (k in a limit
probe begin { foreach (k in a[
probe begin { foreach (k in a[1
probe begin { foreach (k in a[1]
@define x(a %( 1 %) probe begin { @x(1) }
@define x(a, %( 1 %) probe begin { @x(1) }
@define x(1) %( 1 %) probe begin { @x(1) }
@define x 5 probe begin { @x }
@define x( probe begin { @x(1) }
@define x %( 1 probe begin { @x }
probe begin { foreach (x in
probe begin { foreach (x
probe begin { foreach (x in 5) ; }
probe begin { foreach (x in @foo) ; }
probe begin { foreach ([x] 5) ; }
probe begin { x in
probe begin { x in 5 }
probe a if 5
probe a if (5
probe a if (5 6)
probe a if (5) 6
probe a if () { }
probe a if (x,y) { }
probe a if { }
probe a ? if (1) { }
probe a if (1) ? { }
probe a if (1) if (2) { }
probe a.if.b { }
probe if { }
probe if.b if (1) { }
function f x
function f 5
function f:5
function f:long 5
function f(5)
function f(a b)
function f(a:5)
function f(a:long b)
function f():x { }
function f():-1 { }
function f():"x" { }
function f() return 1
function string() { }
function long:long() { }
function print() { }
function f(print, printf) { }
function f(string) { }
END
exit 0
