/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * steps FILE: does what the lines of FILE say, with nothing in between: the least that a tracer has
 * to do.
 *
 *   mkdir PATH    rmdir PATH    > PATH TEXT    >> PATH TEXT    run COMMAND
 *
 * A ">>" may be refused, as the definition of a kprobe may; anything else that fails ends it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int put(const char *path, const char *text, int flags)
{
	int fd = open(path, O_WRONLY | flags);
	ssize_t written = fd < 0 ? -1 : write(fd, text, strlen(text));

	if (fd >= 0)
		close(fd);
	return written < 0 ? -1 : 0;
}

/* Its first word ends at the first space. Returns what comes behind, "" when there is nothing. */
static char *split(char *words)
{
	char *space = strchr(words, ' ');

	if (!space)
		return words + strlen(words);
	*space = '\0';
	return space + 1;
}

static int step(char *line)
{
	char *path = split(line), *text;

	if (strcmp(line, "run") == 0)
		return system(path);
	text = split(path);
	if (strcmp(line, "mkdir") == 0)
		return mkdir(path, 0755);
	if (strcmp(line, "rmdir") == 0)
		return rmdir(path);
	if (strcmp(line, ">") == 0)
		return put(path, text, O_TRUNC);
	put(path, text, O_APPEND);
	return 0;
}

int main(int argc, char **argv)
{
	FILE *in = argc == 2 ? fopen(argv[1], "r") : NULL;
	char line[1024];

	if (!in) {
		fprintf(stderr, "usage: steps FILE\n");
		return 2;
	}
	while (fgets(line, sizeof(line), in)) {
		line[strcspn(line, "\n")] = '\0';
		if (step(line)) {
			fprintf(stderr, "steps: cannot do: %s %s\n", line, line + strlen(line) + 1);
			return 1;
		}
	}
	fclose(in);
	return 0;
}
