/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What comes out of the rings of perf events: records that go round the end, rows, their order. */
#include "config.h"

#include <linux/perf_event.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/perf/ring.h"
#include "runtime/perf/samples.h"
#include "tests/unit/check.h"

/* ---- a kernel's end of a ring ---- */

#define PAGE 4096

static struct perf_event_mmap_page *control;
static unsigned char *ring_data;
static size_t ring_bytes;

static int make_ring(size_t bytes)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	int fd = memfd_create("ring", 0);

	if (ftruncate(fd, (off_t)(page + bytes)))
		return -1;
	control = mmap(NULL, page + bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	ring_data = (unsigned char *)control + page;
	ring_bytes = bytes;
	return fd;
}

static void put(const void *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		/* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign): fixed has no gaps */
		ring_data[(control->data_head + i) & (ring_bytes - 1)] =
			((const unsigned char *)bytes)[i];
	control->data_head += size;
}

/* A sample with one user register (or none) and two of the interrupted code. */
static void put_sample(uint64_t time_ns, uint32_t cpu, bool user)
{
	const struct {
		struct perf_event_header header;
		uint64_t id, ip;
		uint32_t pid, tid;
		uint64_t time;
		uint32_t cpu, reserved;
	} fixed = {
		{PERF_RECORD_SAMPLE, user ? PERF_RECORD_MISC_USER : PERF_RECORD_MISC_KERNEL,
		 (uint16_t)(sizeof(fixed) + (user ? 5 : 4) * sizeof(uint64_t))},
		77,
		time_ns + 1,
		10,
		11,
		time_ns,
		cpu,
		0,
	};
	const uint64_t with_user[] = {PERF_SAMPLE_REGS_ABI_64, 500, PERF_SAMPLE_REGS_ABI_64, 600,
				      700};
	const uint64_t without[] = {PERF_SAMPLE_REGS_ABI_NONE, PERF_SAMPLE_REGS_ABI_64, 601, 701};

	put(&fixed, sizeof(fixed));
	if (user)
		put(with_user, sizeof(with_user));
	else
		put(without, sizeof(without));
}

static unsigned take_all(struct ring *ring, struct samples *samples)
{
	const struct perf_event_header *header;
	unsigned count = 0;

	samples_begin(samples);
	for (; (header = ring_next(ring)); count++)
		samples_add(samples, header);
	ring_release(ring);
	samples_sort(samples);
	return count;
}

/* ---- tests ---- */

/* A ring of one page is gone round many times, with records cut at every place. */
static void test_round(void)
{
	int fd = make_ring(PAGE);
	struct ring ring;
	struct samples samples;
	uint64_t time_ns = 0, expected = 0;

	if (!CHECK_INT(ring_open(&ring, fd, PAGE), 0))
		return;
	samples_init(&samples, 6, 1, false);
	for (int i = 0; i < 1000; i++) {
		const struct sample *sample;

		for (int j = 0; j < 1 + i % 7; j++, time_ns++)
			put_sample(time_ns, 3, (i + j) % 3 == 0);
		CHECK_INT(take_all(&ring, &samples), 1 + i % 7);
		CHECK_INT(control->data_tail, control->data_head);
		for (int j = 0; (sample = samples_next(&samples, UINT64_MAX)); j++, expected++) {
			bool user = (i + j) % 3 == 0;

			CHECK_INT(sample->time_ns, expected);
			CHECK_INT(sample->tid, 11);
			CHECK_INT(sample->cpu, 3);
			CHECK_INT(sample->id, 77);
			CHECK_INT(sample->values[SAMPLE_IP], expected + 1);
			CHECK_INT(sample->values[SAMPLE_USER_MODE], user);
			CHECK_INT(sample->values[SAMPLE_USER_IP], user ? 500 : 0);
			CHECK_INT(sample->values[SAMPLE_REGISTERS], user ? 600 : 601);
			CHECK_INT(sample->values[SAMPLE_REGISTERS + 1], user ? 700 : 701);
		}
	}
	CHECK_INT(expected, time_ns);
	samples_free(&samples);
	ring_close(&ring);
	close(fd);
}

/* Not later than asked for; what was left comes before what is younger, and after what is older. */
static void test_order(void)
{
	int fd = make_ring(PAGE);
	struct ring ring;
	struct samples samples;
	static const uint64_t expected[] = {5, 10, 20, 20, 30};
	const struct sample *sample;

	if (!CHECK_INT(ring_open(&ring, fd, PAGE), 0))
		return;
	samples_init(&samples, 6, 1, false);
	put_sample(20, 1, false);
	put_sample(10, 0, false);
	put_sample(30, 0, false);
	CHECK_INT(take_all(&ring, &samples), 3);
	CHECK(samples_next(&samples, 9) == NULL);
	put_sample(5, 0, false);
	put_sample(20, 0, false);
	CHECK_INT(take_all(&ring, &samples), 2);
	for (unsigned i = 0; i < 5; i++) {
		sample = samples_next(&samples, 30);
		if (!CHECK(sample != NULL))
			return;
		CHECK_INT(sample->time_ns, expected[i]);
		if (i == 2)
			CHECK_INT(sample->cpu, 0);
		if (i == 1) {
			CHECK(samples_next(&samples, 19) == NULL);
			CHECK_INT(take_all(&ring, &samples), 0);
		}
	}
	CHECK(samples_next(&samples, UINT64_MAX) == NULL);
	samples_free(&samples);
	ring_close(&ring);
	close(fd);
}

/* Marks are left out of a stack; what was left keeps its stack. */
static void test_stack(void)
{
	static struct {
		struct perf_event_header header;
		uint64_t id, ip, pid_tid, time, cpu, count, chain[200];
	} record = {.header = {.type = PERF_RECORD_SAMPLE, .size = sizeof(record)}, .count = 200};
	struct samples samples;
	const struct sample *sample;

	samples_init(&samples, 0, 0, true);
	record.chain[0] = (uint64_t)PERF_CONTEXT_KERNEL;
	for (unsigned i = 1; i < 200; i++)
		record.chain[i] = 1000 + i;
	for (record.time = 1; record.time <= 3; record.time++) {
		record.chain[1] = record.time;
		samples_add(&samples, &record.header);
		record.count = 201 - record.count; /* 200, 1, 200: marks alone in the middle */
	}
	samples_sort(&samples);
	sample = samples_next(&samples, 1);
	CHECK_INT(sample->nstack, 199);
	CHECK_INT(samples.stacks[sample->stack], 1);
	CHECK_INT(samples.stacks[sample->stack + 198], 1199);
	samples_begin(&samples);
	samples_sort(&samples);
	CHECK_INT(samples_next(&samples, UINT64_MAX)->nstack, 0);
	sample = samples_next(&samples, UINT64_MAX);
	CHECK_INT(sample->nstack, 199);
	CHECK_INT(samples.stacks[sample->stack], 3);
	CHECK_INT(samples.stacks[sample->stack + 198], 1199);
	samples_free(&samples);
}

int main(void)
{
	test_stack();
	test_round();
	test_order();
	return check_done();
}
