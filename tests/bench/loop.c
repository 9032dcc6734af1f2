/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Integer loop: 5e7 turns. The limit is not known to the compiler, or there would be no loop. */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	long limit = argc > 1 ? atol(argv[1]) : 50000000, sum = 0;

	for (long i = 0; i < limit; i++)
		sum += i;
	printf("%ld\n", sum);
	return 0;
}
