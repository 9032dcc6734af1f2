# Integer loop: 5e7 turns.
BEGIN {
	for (i = 0; i < 50000000; i++)
		sum += i
	printf "%.0f\n", sum
}
