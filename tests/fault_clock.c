/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loaded before the C library, this is another clock: INTRO_FAULT_CLOCK=SECONDS
 * since 1970, or SECONDS,STEP for one that is moved by so many seconds, forth and
 * back, whenever it is read. Only the time of day; what measures how long things
 * take runs on. Each reading is counted, in the file INTRO_FAULT_REPORT at the
 * end. Built by the test that uses it, as a shared object. */
#define _GNU_SOURCE
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static atomic_uint readings;
static long long start;
static long long step;

static time_t now(void)
{
    const unsigned n = atomic_fetch_add(&readings, 1);
    return (time_t)(start + (n % 2 == 0 ? 0 : step));
}

time_t time(time_t *out)
{
    const time_t t = now();
    if (out != NULL) {
        *out = t;
    }
    return t;
}

int gettimeofday(struct timeval *restrict tv, void *restrict zone)
{
    (void)zone;
    *tv = (struct timeval){now(), 0};
    return 0;
}

int clock_gettime(clockid_t clock, struct timespec *out)
{
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE ||
        clock == CLOCK_TAI) {
        *out = (struct timespec){now(), 0};
        return 0;
    }
    return (int)syscall(SYS_clock_gettime, clock, out);
}

__attribute__((constructor)) static void set(void)
{
    char *rest = NULL;
    const char *words = getenv("INTRO_FAULT_CLOCK");
    if (words != NULL) {
        start = strtoll(words, &rest, 10);
        step = *rest == ',' ? strtoll(rest + 1, NULL, 10) : 0;
    }
}

__attribute__((destructor)) static void report(void)
{
    const char *file = getenv("INTRO_FAULT_REPORT");
    FILE *out = file == NULL ? NULL : fopen(file, "w");
    if (out != NULL) {
        fprintf(out, "%u\n", atomic_load(&readings));
        fclose(out);
    }
}
