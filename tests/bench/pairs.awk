# Counters under 1e4 keys of a string and a number: 5e6 updates.
BEGIN {
	for (i = 0; i < 100; i++)
		names[i] = sprintf("name%d", i)
	for (i = 0; i < 5000000; i++)
		m[names[i % 100], i % 10000]++
	for (k in m) {
		split(k, part, SUBSEP)
		keys++
		sum += m[k] * part[2]
	}
	printf "%d %.0f %d\n", keys, sum, m["name7", 107]
}
