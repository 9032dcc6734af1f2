# Conditionals and macros, one program a line.
# test: oracle=yes
while IFS= read -r program; do
	echo "== $program"
	$MSTAP -p1 -e "$program" 2>&1
done <<'END'
%( 1 %? probe begin { } %)
%( 1 == 2 %? probe begin { }
%)
%( 010 == 10 %? probe begin { } %: probe end { } %)
%( 1 == %? probe begin { } %)
%( "6.1" <= kernel_v %? probe begin { } %)
%( 1 == "1" %? probe begin { } %)
@define
@define a() %( 5 %) probe begin { print(@a) }
@define a(x, x) %( @x %) probe begin { print(@a(1, 2)) }
@define define %( 5 %) probe begin { print(@define) }
@define a %( 5 probe begin { }
END
exit 0
