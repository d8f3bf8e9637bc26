/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shape of the document is written here; jansson encodes every string that
 * is more than plain ASCII. */
#include "report/json_writer.h"

#include "base/alloc.h"
#include "base/calendar.h"
#include "base/context_impl.h"
#include "base/text.h"

#include <jansson.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>

/* --- jansson ------------------------------------------------------------------ */

static void *take_block(size_t size)
{
    return intro_i_alloc(size, 1);
}

static void use_our_memory(void)
{
    json_set_alloc_funcs(take_block, intro_i_free);
}

/* DEL and the controls above ASCII, which jansson leaves as they are and some
 * terminals obey, are written by number. It hands out whole characters. */
static int collect(const char *bytes, size_t length, void *user)
{
    intro_output *const output = user;
    size_t begin = 0;
    for (size_t i = 0; i < length; i++) {
        const uint8_t c = (uint8_t)bytes[i];
        const bool is_high = c == 0xC2 && i + 1 < length &&
                             ((uint8_t)bytes[i + 1] & 0xE0) == 0x80;
        if (c == 0x7F || is_high) {
            intro_i_put(output, bytes + begin, i - begin);
            i += is_high;
            char escaped[8];
            (void)snprintf(escaped, sizeof escaped, "\\u%04x",
                           (unsigned)(uint8_t)bytes[i]);
            intro_i_puts(output, escaped);
            begin = i + 1;
        }
    }
    intro_i_put(output, bytes + begin, length - begin);
    return 0;
}

/* Quoted and escaped by jansson. */
static void encode(intro_output *output, const char *text, size_t length)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, use_our_memory);
    json_t *const value = json_stringn(text, length);
    if (value == NULL && !intro_i_utf8_is_valid(text, length)) {
        intro_i_output_fail(
            output, intro_i_fail(output->ctx, INTRO_EBUG, "text is not UTF-8"));
        return;
    }
    if (value == NULL ||
        json_dump_callback(value, collect, output, JSON_ENCODE_ANY) != 0) {
        intro_i_output_fail(output, intro_i_fail_memory(output->ctx));
    }
    json_decref(value);
}

/* --- the shape ---------------------------------------------------------------- */

static bool is_plain(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const unsigned char c = (unsigned char)text[i];
        if (c < 0x20 || c >= 0x7f || c == '"' || c == '\\') {
            return false;
        }
    }
    return true;
}

static void put_string(intro_output *output, const char *text)
{
    const size_t length = strlen(text);
    if (is_plain(text, length)) {
        intro_i_putc(output, '"');
        intro_i_put(output, text, length);
        intro_i_putc(output, '"');
    } else {
        encode(output, text, length);
    }
}

static void put_indent(intro_i_json *json)
{
    intro_i_putc(json->output, '\n');
    for (unsigned i = 0; i < json->depth; i++) {
        intro_i_put(json->output, "  ", 2);
    }
}

/* Comma, line and key in front of a value. */
static void begin_value(intro_i_json *json, const char *key)
{
    if (json->depth > 0) {
        bool *const has_items = &json->has_items[json->depth - 1];
        if (*has_items) {
            intro_i_putc(json->output, ',');
        }
        if (json->is_pretty) {
            put_indent(json);
        }
        *has_items = true;
    }
    if (key != NULL) {
        put_string(json->output, key);
        intro_i_putc(json->output, ':');
        if (json->is_pretty) {
            intro_i_putc(json->output, ' ');
        }
    }
}

static void open_level(intro_i_json *json, const char *key, char bracket)
{
    begin_value(json, key);
    intro_i_putc(json->output, bracket);
    json->has_items[json->depth++] = false;
}

static void close_level(intro_i_json *json, char bracket)
{
    const bool had_items = json->has_items[--json->depth];
    if (had_items && json->is_pretty) {
        put_indent(json);
    }
    intro_i_putc(json->output, bracket);
}

void intro_i_json_init(intro_i_json *json, intro_output *output, bool is_pretty)
{
    json->output = output;
    json->is_pretty = is_pretty;
    json->depth = 0;
}

void intro_i_json_object(intro_i_json *json, const char *key)
{
    open_level(json, key, '{');
}

void intro_i_json_array(intro_i_json *json, const char *key)
{
    open_level(json, key, '[');
}

void intro_i_json_end_object(intro_i_json *json)
{
    close_level(json, '}');
}

void intro_i_json_end_array(intro_i_json *json)
{
    close_level(json, ']');
}

bool intro_i_json_may_go_on(intro_i_json *json, uint64_t i)
{
    enum { POLL_EVERY = 1 << 14 };
    intro_output *const output = json->output;
    if (i % POLL_EVERY == 0 && intro_i_output_status(output) == INTRO_OK) {
        intro_i_output_fail(output, intro_i_poll(output->ctx));
    }
    return intro_i_output_status(output) == INTRO_OK;
}

void intro_i_json_end(intro_i_json *json)
{
    intro_i_putc(json->output, '\n');
}

/* --- values -------------------------------------------------------------------- */

void intro_i_json_string(intro_i_json *json, const char *key, const char *text)
{
    if (text == NULL) {
        intro_i_json_null(json, key);
        return;
    }
    begin_value(json, key);
    put_string(json->output, text);
}

void intro_i_json_outside(intro_i_json *json, const char *key, const char *text)
{
    intro_i_strbuf buf;
    intro_i_strbuf_init(&buf, 0);
    intro_i_json_string(json, key,
                        intro_i_output_utf8(json->output, text, &buf));
    intro_i_strbuf_fini(&buf);
}

void intro_i_json_int(intro_i_json *json, const char *key, int64_t value)
{
    begin_value(json, key);
    intro_i_put_i64(json->output, value);
}

void intro_i_json_uint(intro_i_json *json, const char *key, uint64_t value)
{
    begin_value(json, key);
    intro_i_put_u64(json->output, value);
}

void intro_i_json_real(intro_i_json *json, const char *key, double value)
{
    if (!isfinite(value)) {
        intro_i_json_null(json, key);
        return;
    }
    begin_value(json, key);
    intro_i_put_real(json->output, value);
}

void intro_i_json_strength(intro_i_json *json, const char *key, float value)
{
    begin_value(json, key);
    intro_i_put_real(json->output, (double)value);
}

void intro_i_json_bool(intro_i_json *json, const char *key, bool value)
{
    begin_value(json, key);
    intro_i_puts(json->output, value ? "true" : "false");
}

void intro_i_json_null(intro_i_json *json, const char *key)
{
    begin_value(json, key);
    intro_i_puts(json->output, "null");
}

void intro_i_json_day(intro_i_json *json, const char *key, intro_day day)
{
    char text[16];
    intro_i_day_format(day, text);
    intro_i_json_string(json, key, text[0] == '\0' ? NULL : text);
}
