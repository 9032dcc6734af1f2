/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * span COMMAND...: how long until the tracer COMMAND is at work, and until it is gone.
 *
 * COMMAND has to start "span" without arguments once its probes are armed, which prints the time.
 * Prints "ARMED TOTAL KB": milliseconds from the start, and the most memory COMMAND had resident.
 * span -1 COMMAND...: only TOTAL, of a command that need not start anything.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e3 + (double)time.tv_nsec * 1e-6;
}

static pid_t start(char **command, int *output)
{
	int ends[2];
	pid_t pid;

	if (pipe(ends))
		return -1;
	pid = fork();
	if (pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execvp(command[0], command);
		_exit(127);
	}
	close(ends[1]);
	*output = ends[0];
	return pid;
}

/* The time that the inner span printed; 0 when it did not run. */
static double read_armed(int output)
{
	FILE *in = fdopen(output, "r");
	char line[512];
	double armed = 0;

	while (in && fgets(line, sizeof(line), in))
		sscanf(line, "armed at %lf", &armed);
	if (in)
		fclose(in);
	return armed;
}

int main(int argc, char **argv)
{
	double begin = now_ms(), armed;
	bool only_total = argc > 2 && strcmp(argv[1], "-1") == 0;
	char **command = argv + 1 + only_total;
	struct rusage usage;
	int output, status;
	pid_t pid;

	if (argc < 2) {
		printf("armed at %.3f\n", begin);
		return 0;
	}
	pid = start(command, &output);
	if (pid < 0)
		return 1;
	armed = read_armed(output);
	if (wait4(pid, &status, 0, &usage) < 0 || status || (armed == 0 && !only_total)) {
		fprintf(stderr, "span: %s did not run as it should\n", *command);
		return 1;
	}
	if (only_total)
		printf("%.1f\n", now_ms() - begin);
	else
		printf("%.1f %.1f %ld\n", armed - begin, now_ms() - begin, usage.ru_maxrss);
	return 0;
}
