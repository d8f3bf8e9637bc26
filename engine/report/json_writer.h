/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON as a stream: nothing is kept but the place in the document, so memory
 * does not grow with it. Keys come in the order of the calls; the caller writes
 * every key. Failures stick to the output.
 *
 * Integers are written whole; those above 2^53 lose digits in readers that hold
 * all numbers as binary64. */
#ifndef INTRO_REPORT_JSON_WRITER_H
#define INTRO_REPORT_JSON_WRITER_H

#include "report/output.h"

enum { INTRO_I_JSON_DEPTH = 16 };

typedef struct intro_i_json {
    intro_output *output;
    bool is_pretty;
    unsigned depth;
    bool has_items[INTRO_I_JSON_DEPTH];
} intro_i_json;

/* is_pretty: one value a line, by depth; else one line. */
void intro_i_json_init(intro_i_json *json, intro_output *output,
                       bool is_pretty);

/* key NULL: an element of an array or the document itself. */
void intro_i_json_object(intro_i_json *json, const char *key);
void intro_i_json_array(intro_i_json *json, const char *key);
void intro_i_json_end_object(intro_i_json *json);
void intro_i_json_end_array(intro_i_json *json);
/* For long lists, before item i: false when the output failed or the call was
 * cancelled, which is the output's failure then. */
bool intro_i_json_may_go_on(intro_i_json *json, uint64_t i);
/* The document is complete: a line feed. */
void intro_i_json_end(intro_i_json *json);

/* text NULL: null. It is UTF-8, as all text of a network is: any other is
 * INTRO_EBUG. */
void intro_i_json_string(intro_i_json *json, const char *key, const char *text);
/* The same for text from outside the network, as intro_i_output_utf8() has it. */
void intro_i_json_outside(intro_i_json *json, const char *key,
                          const char *text);
void intro_i_json_int(intro_i_json *json, const char *key, int64_t value);
void intro_i_json_uint(intro_i_json *json, const char *key, uint64_t value);
/* NaN and infinities: null. */
void intro_i_json_real(intro_i_json *json, const char *key, double value);
void intro_i_json_strength(intro_i_json *json, const char *key, float value);
void intro_i_json_bool(intro_i_json *json, const char *key, bool value);
void intro_i_json_null(intro_i_json *json, const char *key);
/* YYYY-MM-DD, or null for INTRO_NO_DAY. */
void intro_i_json_day(intro_i_json *json, const char *key, intro_day day);

#endif
