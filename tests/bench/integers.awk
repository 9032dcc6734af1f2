# Counters under 1e5 sparse integer keys: 1e7 updates.
BEGIN {
	for (i = 0; i < 10000000; i++)
		m[i % 100000 * 2654435761]++
	for (k in m) {
		keys++
		sum += m[k]
	}
	print keys, sum, m[2654435761]
}
