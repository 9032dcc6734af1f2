/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings built by snprintf and concatenation: 2e6. */
#include <stdio.h>
#include <string.h>

int main(void)
{
	char head[64], s[128] = "";
	long sum = 0;

	for (int i = 0; i < 2000000; i++) {
		int len = snprintf(head, sizeof(head), "%d:%s", i, "name");

		memcpy(s, head, (size_t)len);
		memcpy(s + len, "/tail", sizeof("/tail"));
		sum += (long)strlen(s);
	}
	printf("%ld %s\n", sum, s);
	return 0;
}
