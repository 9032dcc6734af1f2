# Strings built by sprintf and concatenation: 2e6.
BEGIN {
	for (i = 0; i < 2000000; i++) {
		s = sprintf("%d:%s", i, "name") "/tail"
		sum += length(s)
	}
	print sum, s
}
