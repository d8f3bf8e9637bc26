/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each call of the library that can run out of memory or meet a file, once, on
 * small data: what the tests of failing allocations and files repeat. */
#ifndef INTRO_TESTS_EVERY_CALL_H
#define INTRO_TESTS_EVERY_CALL_H

#include <introfind/introfind.h>

typedef struct every_call {
    const char *name;
    intro_status (*run)(intro_ctx *ctx);
} every_call;

extern const every_call every_calls[];
extern const size_t every_call_count;
/* Of the last import: equal for equal graphs. */
extern uint64_t every_call_figure;

/* Into a new folder with the inputs; graphs are opened. For cmocka. */
int every_call_set_up(void **state);
int every_call_tear_down(void **state);
/* What stands in the file that calls write; to be freed. NULL: no such file. */
char *every_call_result(size_t *length);
/* Puts "old" there. */
void every_call_reset(void);
/* Names in the folder besides those of the set-up: temporary files. */
size_t every_call_remains(void);

#endif
