# Scripts for pushdown.sh: awk -f pushdown.awk CASES, or awk -v random=SEED -v cases=N -f pushdown.awk.
# CASES has one a line: POINT | GUARD | what is counted where it holds. Each becomes a probe that begins
# with the guard, in one of the ways in which scripts put it.
function write_probe(point, guard, key, body, form)
{
	body = sprintf("hit[%d, execname(), tid(), sprint(%s)]++", ++n, key)
	form = n % 5
	if (form == 0)
		printf "probe %s { if (!(%s)) next; %s }\n", point, guard, body
	else if (form == 1)
		printf "probe %s { if (%s) { %s } }\n", point, guard, body
	else if (form == 2)
		printf "probe %s { g = 1; if (%s) {} else next; if (g) { %s } }\n", point, guard, body
	else if (form == 3)
		printf "probe %s { if (!(%s)) { } else %s }\n", point, guard, body
	else
		printf "probe %s { if (%s) if (1) { %s } else next }\n", point, guard, body
}
function pick(list, parts, count)
{
	count = split(list, parts, ",")
	return parts[int(rand() * count) + 1]
}
function comparison()
{
	return pick("int_arg(1),uint_arg(1),long_arg(3),ulong_arg(3),int_arg(3),uint_arg(3)") " " \
		pick("==,!=,<,<=,>,>=") " " \
		pick("-1,0,1,3,4,5,17,100,255,256,4000,2147483647,2147483648,4294967295,-9223372036854775807,9223372036854775807,low,high")
}
function atom(kind)
{
	kind = rand()
	if (kind < 0.5)
		return comparison()
	if (kind < 0.6)
		return "long_arg(3) & " pick("1,2,6,256,4294967296")
	if (kind < 0.75)
		return "execname() " pick("==,!=") " " pick("\"reads\",\"sh\",\"openers\",\"nothing\",some")
	if (kind < 0.9)
		return pick("cpu(),pid(),tid()") " " pick("==,!=,<,>") " " pick("0,1,target()")
	return pick("0,1,!long_arg(3),ppid(),uid() == 0,long_arg(3) * 2 > 100,long_arg(3) / int_arg(1) > 10")
}
function formula(depth)
{
	if (depth == 0 || rand() < 0.2)
		return atom()
	return (rand() < 0.3 ? "!" : "") "(" formula(depth - 1) pick(" && , || ") formula(depth - 1) ")"
}
BEGIN {
	FS = " *[|] "
	print "global hit, watched, whole, low = 3, high = 200, some = \"reads\", armed"
	print "probe begin { watched[\"reads\"] = watched[\"openers\"] = watched[\"forker\"] = whole[0] = 1 }"
	print "probe timer.ms(20) { if (!armed++) println(\"armed\") }"
	print "probe end { foreach ([i, name, t, key] in hit) if (name in watched || i in whole) println(i, \" \", name, \" \", t, \" \", key, \" \", hit[i, name, t, key]) }"
	if (random != "")
		srand(random)
	for (i = 0; random != "" && i < cases; i++)
		write_probe("kprobe.function(\"ksys_read\")", formula(2), "long_arg(3)")
}
NF == 3 { write_probe($1, $2, $3) }
# What is asked of the target only is compared whatever its threads are called.
NF == 3 && $2 ~ /pid[(][)] == target[(][)] *$/ { printf "probe begin { whole[%d] = 1 }\n", n }
