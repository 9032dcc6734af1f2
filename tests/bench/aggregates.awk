# Count, sum, minimum, maximum under 1e3 sparse integer keys: 1e7 values.
BEGIN {
	for (i = 0; i < 10000000; i++) {
		k = i % 1000 * 2654435761
		if (n[k]++ == 0)
			min[k] = max[k] = i
		else if (i < min[k])
			min[k] = i
		else if (i > max[k])
			max[k] = i
		total[k] += i
	}
	for (k in n) {
		count += n[k]
		sum += total[k]
		low += min[k]
		high += max[k]
	}
	printf "%d %.0f %d %.0f\n", count, sum, low, high
}
