# test: oracle=yes
# What a pattern cannot be, and where it is wrong.
for pattern in 'a{,2}' 'a{x}' '*a' 'a{' 'a{1' '+' 'a{70000}' '^*' '[^' '[^]' '[a' '(' '(*a)' 'a|*b' '{2}' 'a{1,x}' \
	'a{1,' 'a{1x}' 'bc{99999}' 'a**' 'a{1,2}{3}' '[[:alpha:]]+' '[]a]*' 'x(a|b)?$' '\*{2}'; do
	echo "$pattern"
	$MSTAP -p2 -e "probe begin { println(\"a\" =~ \"$pattern\") }" 2>&1 | grep -o 'regex compilation error.*: string'
done
