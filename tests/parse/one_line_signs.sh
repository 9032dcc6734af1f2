# Signs and unknown @words, one a line, at each place of an expression.
# test: oracle=yes
while IFS= read -r program; do
	echo "== $program"
	$MSTAP -p1 -e "$program" 2>&1
done <<'END'
probe begin { print(---5) }
probe begin { print(---5++) }
probe begin { print(++-5) }
probe begin { print(---"a") }
probe begin { print(---x) }
probe begin { print(----5) }
probe begin { print(---(5)) }
probe begin { print(---) }
probe begin { print(--- }
probe begin { print(---08) }
probe begin { print(&-5) }
probe begin { print(&-x) }
probe begin { print(&--x) }
probe begin { print(--&-x) }
probe begin { print(--&$x) }
probe begin { print(--+x) }
probe begin { print(--!x) }
probe begin { print(--~x) }
probe begin { print(--++x) }
probe begin { print(~--x) }
probe begin { print(5----x) }
probe begin { print(5-----5) }
probe begin { print(5- -5) }
probe begin { print(5--5) }
probe begin { print(5---5) }
probe begin { x--y }
probe begin { x---y }
probe begin { x-----y }
function f() { return @@ } probe begin { print(f()) }
function f() { return @1 } probe begin { print(f()) }
function f() { return @foo(1) } probe begin { print(f()) }
probe begin { return @foo }
probe begin { if (@foo) print(1) }
probe begin { x = @foo }
probe begin { @foo }
probe begin { delete @foo }
probe begin { foreach (@foo in a) {} }
probe begin { while (@foo) {} }
probe begin { for (@foo;;) {} }
probe begin { for (;@foo;) {} }
probe begin { for (;;@foo) {} }
probe begin { a[@foo] = 1 }
probe begin { f(@foo) }
probe begin { f(1, @foo) }
probe begin { print(1, @foo) }
probe begin { printf("%d", @foo) }
probe begin { x = 1 + @foo }
probe begin { x = -@foo }
probe begin { x = 1 ? @foo : 2 }
probe begin { x = 1 ? 2 : @foo }
probe begin { x = @cast(@foo, "a") }
probe begin { x = @count(@foo) }
probe begin { x = @defined(@foo) }
probe begin { x = [@foo] in a }
probe begin { foreach (a in b limit @foo) {} }
probe begin if (@foo) { }
probe @foo { }
probe a(@foo) { }
global @foo
function @foo() { }
function f(@foo) { }
@foo
END
exit 0
