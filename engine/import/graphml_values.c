/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values under GraphML's keys: read as their declared type and put into the
 * builder's attributes. */
#include "import/graphml_keys_impl.h"

#include "base/context_impl.h"

#include <math.h>
#include <string.h>

/* Code of a leaf without words into an error. */
static intro_status speak(intro_i_graphml_keys *keys, intro_status rc)
{
    if (rc == INTRO_ENOMEM || rc == INTRO_ELIMIT) {
        return intro_i_builder_fail_column(keys->builder, rc);
    }
    if (rc != INTRO_OK) {
        return intro_i_fail(keys->ctx, rc, "attribute of a wrong kind");
    }
    return INTRO_OK;
}

/* --- attributes ----------------------------------------------------------- */

static bool is_number(intro_column_kind kind)
{
    return kind == INTRO_KIND_INT || kind == INTRO_KIND_DOUBLE;
}

static intro_i_graphml_column *find_column(const intro_i_graphml_keys *keys,
                                           intro_i_graphml_of of,
                                           const char *name, size_t length,
                                           intro_column_kind kind)
{
    for (size_t i = 0; i < keys->columns.count; i++) {
        intro_i_graphml_column *const c = keys->columns.data[i];
        const intro_column_kind has = intro_i_build_column_kind(c->build);
        if (c->of == of && c->name_length == length &&
            memcmp(c->name, name, length) == 0 &&
            (has == kind || (is_number(has) && is_number(kind)))) {
            return c;
        }
    }
    return NULL;
}

static bool has_name(const intro_i_graphml_keys *keys, intro_i_graphml_of of,
                     const char *name, size_t length)
{
    for (size_t i = 0; i < keys->columns.count; i++) {
        const intro_i_graphml_column *const c = keys->columns.data[i];
        if (c->of == of && c->name_length == length &&
            memcmp(c->name, name, length) == 0) {
            return true;
        }
    }
    return false;
}

static size_t count_same(const intro_i_graphml_keys *keys, intro_i_alias alias)
{
    size_t count = 0;
    for (size_t i = 0; i < keys->columns.count && alias.rank != 0; i++) {
        const intro_i_graphml_column *const c = keys->columns.data[i];
        count += c->alias.feeds == alias.feeds && c->alias.rank == alias.rank;
    }
    return count;
}

static intro_status new_column(intro_i_graphml_keys *keys,
                               intro_i_graphml_of of, const char *name,
                               size_t length, intro_column_kind kind,
                               intro_i_alias alias,
                               intro_i_graphml_column **out)
{
    intro_i_graphml_column *const c =
        intro_i_arena_take(&keys->arena, sizeof *c);
    if (c == NULL) {
        return intro_i_fail_memory(keys->ctx);
    }
    c->of = of;
    c->has_key = false;
    c->alias = alias;
    c->earlier = count_same(keys, alias);
    c->name = intro_i_arena_copy(&keys->arena, name, length);
    c->name_length = length;
    if (c->name == NULL) {
        return intro_i_fail_memory(keys->ctx);
    }
    INTRO_TRY(intro_i_builder_column(
        keys->builder,
        of == INTRO_I_GRAPHML_NODE ? INTRO_OF_PERSON : INTRO_OF_TIE, name,
        length, kind, &c->build));
    if (alias.feeds < INTRO_FIELD_COUNT) {
        intro_i_build_column_feeds(c->build, (intro_field)alias.feeds);
    }
    INTRO_TRY(speak(keys, intro_i_vec_graphml_column_push(&keys->columns, c)));
    *out = c;
    return INTRO_OK;
}

/* The attribute of a key, made or shared at its first use. */
intro_status intro_i_graphml_need_column(intro_i_graphml_keys *keys,
                                         intro_i_graphml_key *key)
{
    intro_i_graphml_column *c =
        find_column(keys, key->of, key->name, key->name_length, key->kind);
    if (c == NULL) {
        if (has_name(keys, key->of, key->name, key->name_length)) {
            INTRO_TRY(intro_i_builder_decide(
                keys->builder, "two keys of one name and different types",
                key->line, 1));
        }
        INTRO_TRY(new_column(keys, key->of, key->name, key->name_length,
                             key->kind, key->alias, &key->column));
        key->column->has_key = true;
        return INTRO_OK;
    }
    if (key->kind == INTRO_KIND_DOUBLE) {
        INTRO_TRY(speak(keys, intro_i_build_column_to_double(c->build)));
    }
    const bool is_shared = c->has_key;
    c->has_key = true;
    key->column = c;
    return is_shared
               ? intro_i_builder_decide(
                     keys->builder, "two keys of one name made one attribute",
                     key->line, 1)
               : INTRO_OK;
}

/* --- values --------------------------------------------------------------- */

static const char *kind_words(intro_column_kind kind)
{
    switch (kind) {
    case INTRO_KIND_INT:
        return "an integer";
    case INTRO_KIND_DOUBLE:
        return "a number";
    case INTRO_KIND_BOOL:
        return "true or false";
    case INTRO_KIND_STRING:
    case INTRO_KIND_DAY:
        break;
    }
    return "text";
}

static intro_status refuse_value(intro_i_graphml_keys *keys,
                                 const intro_i_graphml_key *key,
                                 const char *bytes, size_t length,
                                 uint64_t line)
{
    char name[INTRO_I_GRAPHML_QUOTE];
    char value[INTRO_I_GRAPHML_QUOTE];
    if (intro_i_builder_options(keys->builder)->lenient) {
        return intro_i_builder_reason(
            keys->builder, "value that does not read as its declared type",
            line, 1);
    }
    intro_i_graphml_quote(key->name, key->name_length, name);
    intro_i_graphml_quote(bytes, length, value);
    return intro_i_fail_at(keys->ctx, INTRO_EFORMAT,
                           intro_i_builder_file(keys->builder), line, 0,
                           "\"%s\" is not %s (attribute \"%s\")", value,
                           kind_words(key->kind), name);
}

/* With --bad-weight drop a weight that is no number becomes NaN, which no tie
 * may have as its weight: the tie is dropped like one whose weight is NaN. */
static bool may_drop_weight(const intro_i_graphml_keys *keys,
                            const intro_i_graphml_key *key)
{
    const intro_strength_options *const strength =
        &intro_i_builder_options(keys->builder)->strength;
    if (key->of != INTRO_I_GRAPHML_EDGE || !strength->bad_weight_drop ||
        !is_number(key->kind)) {
        return false;
    }
    if (strength->weight == NULL) {
        return key->weight_rank != 0;
    }
    return strlen(strength->weight) == key->name_length &&
           memcmp(strength->weight, key->name, key->name_length) == 0;
}

static intro_status set_bad(intro_i_graphml_keys *keys,
                            intro_i_graphml_key *key, uint64_t row,
                            const char *bytes, size_t length, uint64_t line)
{
    if (!may_drop_weight(keys, key)) {
        return refuse_value(keys, key, bytes, length, line);
    }
    if (row == INTRO_I_GRAPHML_NO_ROW) {
        return INTRO_OK;
    }
    INTRO_TRY(speak(keys, intro_i_build_column_to_double(key->column->build)));
    return speak(keys,
                 intro_i_build_column_set_double(key->column->build, row, NAN));
}

/* A field takes text; a name may also be a number. */
static bool feeds_field(const intro_i_graphml_key *key)
{
    return key->of == INTRO_I_GRAPHML_NODE && key->alias.rank != 0 &&
           (key->kind == INTRO_KIND_STRING ||
            (key->alias.feeds == INTRO_FIELD_NAME && is_number(key->kind)));
}

/* Of a key that has its attribute. The attribute of a number does not keep how it
 * was written: "007" is a name of its own. */
static intro_i_alias alias_of(const intro_i_graphml_key *key, const char *bytes,
                              size_t length)
{
    intro_i_alias alias =
        intro_i_alias_behind(key->alias, key->column->earlier);
    double value;
    char text[32];
    if (is_number(key->kind) &&
        intro_i_parse_double(bytes, length, &value) == INTRO_OK) {
        intro_i_text_trim(&bytes, &length);
        alias.is_own |= intro_i_format_double(value, text) != length ||
                        memcmp(text, bytes, length) != 0;
    }
    return alias;
}

/* A text that the builder knows as a string. */
static intro_status put_string(intro_i_graphml_keys *keys,
                               const intro_i_graphml_key *key, uint64_t row,
                               const char *bytes, size_t length,
                               uint32_t string)
{
    if (feeds_field(key)) {
        INTRO_TRY(intro_i_fields_offer(&keys->fields, (uint32_t)row,
                                       alias_of(key, bytes, length), bytes,
                                       length, string));
    }
    return speak(
        keys, intro_i_build_column_set_string(key->column->build, row, string));
}

intro_status intro_i_graphml_keys_flush(intro_i_graphml_keys *keys)
{
    const size_t count = keys->queued;
    if (count == 0) {
        return INTRO_OK;
    }
    keys->queued = 0;
    INTRO_TRY(intro_i_builder_expect(keys->builder, keys->queue_keys, count));
    for (size_t i = 0; i < count; i++) {
        intro_i_strpool_key *const text = &keys->queue_keys[i];
        INTRO_TRY(intro_i_builder_expected(keys->builder, text));
        INTRO_TRY(put_string(keys, keys->queue[i].key, keys->queue[i].row,
                             text->bytes, text->length, text->string));
    }
    return INTRO_OK;
}

/* Strings are numbered as they come: those that wait go first. */
static intro_status set_text(intro_i_graphml_keys *keys,
                             const intro_i_graphml_key *key, uint64_t row,
                             const char *bytes, size_t length)
{
    uint32_t string;
    INTRO_TRY(intro_i_graphml_keys_flush(keys));
    INTRO_TRY(intro_i_builder_string(keys->builder, bytes, length, &string));
    return put_string(keys, key, row, bytes, length, string);
}

static intro_status queue_text(intro_i_graphml_keys *keys,
                               intro_i_graphml_key *key, uint64_t row,
                               const char *bytes, size_t length)
{
    if (keys->queued == INTRO_I_GRAPHML_QUEUE) {
        INTRO_TRY(intro_i_graphml_keys_flush(keys));
    }
    const size_t at = keys->queued++;
    keys->queue[at] = (intro_i_graphml_queued){key, row};
    keys->queue_keys[at].bytes = bytes;
    keys->queue_keys[at].length = (uint32_t)length;
    return INTRO_OK;
}

/* *status: INTRO_ENOTFOUND for white space, INTRO_EFORMAT for a bad value. */
static intro_status set_number(intro_i_graphml_keys *keys,
                               intro_i_graphml_key *key, uint64_t row,
                               const char *bytes, size_t length,
                               intro_status *status)
{
    intro_i_build_column *const column = key->column->build;
    int64_t integer = 0;
    double real = 0;
    bool truth = false;
    if (key->kind == INTRO_KIND_DOUBLE) {
        *status = intro_i_parse_double(bytes, length, &real);
    } else if (key->kind == INTRO_KIND_INT) {
        *status = intro_i_parse_int64(bytes, length, &integer);
    } else {
        *status = intro_i_parse_bool(bytes, length, &truth);
        integer = truth;
    }
    if (*status != INTRO_OK || row == INTRO_I_GRAPHML_NO_ROW) {
        return INTRO_OK;
    }
    if (key->kind != INTRO_KIND_DOUBLE) {
        return speak(keys, intro_i_build_column_set_int(column, row, integer));
    }
    /* Some writers have no other word for a missing number. For ties the
     * question is the builder's: a weight must not be missing unsaid. */
    if (isnan(real) && key->of == INTRO_I_GRAPHML_NODE) {
        *status = INTRO_ENOTFOUND;
        return INTRO_OK;
    }
    return speak(keys, intro_i_build_column_set_double(column, row, real));
}

static intro_status set_declared(intro_i_graphml_keys *keys,
                                 intro_i_graphml_key *key, uint64_t row,
                                 const char *bytes, size_t length,
                                 uint64_t line)
{
    if (key->column == NULL) {
        INTRO_TRY(intro_i_graphml_need_column(keys, key));
    }
    if (key->kind == INTRO_KIND_STRING) {
        return row == INTRO_I_GRAPHML_NO_ROW
                   ? INTRO_OK
                   : set_text(keys, key, row, bytes, length);
    }
    intro_status status;
    INTRO_TRY(set_number(keys, key, row, bytes, length, &status));
    if (status == INTRO_EFORMAT) {
        return set_bad(keys, key, row, bytes, length, line);
    }
    if (status == INTRO_OK && row != INTRO_I_GRAPHML_NO_ROW &&
        feeds_field(key)) {
        INTRO_TRY(intro_i_graphml_keys_flush(keys));
        return intro_i_fields_offer(&keys->fields, (uint32_t)row,
                                    alias_of(key, bytes, length), bytes, length,
                                    0);
    }
    return INTRO_OK;
}

intro_status intro_i_graphml_keys_set(intro_i_graphml_keys *keys,
                                      intro_i_graphml_key *key, uint64_t row,
                                      const char *bytes, size_t length,
                                      uint64_t line)
{
    if (length == 0 || key->of == INTRO_I_GRAPHML_OTHER) {
        return INTRO_OK;
    }
    if (key->is_declared) {
        return set_declared(keys, key, row, bytes, length, line);
    }
    intro_i_graphml_waiting value = {.row = row, .line = line};
    if (row == INTRO_I_GRAPHML_NO_ROW) {
        return INTRO_OK;
    }
    INTRO_TRY(intro_i_graphml_keys_flush(keys));
    INTRO_TRY(
        intro_i_builder_string(keys->builder, bytes, length, &value.string));
    return speak(keys, intro_i_vec_waiting_push(&key->waiting, value));
}

intro_status intro_i_graphml_keys_set_lasting(
    intro_i_graphml_keys *keys, intro_i_graphml_key *key, uint64_t row,
    const char *bytes, size_t length, const double *value, uint64_t line)
{
    if (length == 0 || key->column == NULL || row == INTRO_I_GRAPHML_NO_ROW ||
        !key->is_declared) {
        return intro_i_graphml_keys_set(keys, key, row, bytes, length, line);
    }
    if (value != NULL && key->kind == INTRO_KIND_DOUBLE && !feeds_field(key)) {
        return speak(keys, intro_i_build_column_set_double(key->column->build,
                                                           row, *value));
    }
    if (key->kind != INTRO_KIND_STRING) {
        return intro_i_graphml_keys_set(keys, key, row, bytes, length, line);
    }
    INTRO_TRY(
        speak(keys, intro_i_build_column_reserve(key->column->build, row + 1)));
    return queue_text(keys, key, row, bytes, length);
}

/* Values that waited, in the order they came. */
intro_status intro_i_graphml_set_waiting(intro_i_graphml_keys *keys,
                                         intro_i_graphml_key *key)
{
    for (size_t i = 0; i < key->waiting.count; i++) {
        const intro_i_graphml_waiting v = key->waiting.data[i];
        intro_i_strbuf_clear(&keys->text);
        intro_i_strbuf_puts(&keys->text,
                            intro_i_builder_text(keys->builder, v.string));
        INTRO_TRY(speak(keys, keys->text.status));
        INTRO_TRY(set_declared(keys, key, v.row, keys->text.data,
                               keys->text.length, v.line));
    }
    intro_i_vec_waiting_fini(&key->waiting);
    return INTRO_OK;
}

/* A default of INT or BOOL, DOUBLE or string into the attribute. */
intro_status intro_i_graphml_set_default(intro_i_graphml_keys *keys,
                                         intro_i_graphml_key *key,
                                         intro_i_graphml_text text,
                                         uint64_t line)
{
    int64_t integer = 0;
    double real = 0;
    bool truth = false;
    uint32_t string = 0;
    intro_status rc = INTRO_OK;
    if (key->column == NULL) {
        INTRO_TRY(intro_i_graphml_need_column(keys, key));
    }
    if (key->kind == INTRO_KIND_STRING) {
        INTRO_TRY(intro_i_builder_string(keys->builder, text.bytes, text.length,
                                         &string));
    } else if (key->kind == INTRO_KIND_DOUBLE) {
        rc = intro_i_parse_double(text.bytes, text.length, &real);
    } else if (key->kind == INTRO_KIND_INT) {
        rc = intro_i_parse_int64(text.bytes, text.length, &integer);
        real = (double)integer;
    } else {
        rc = intro_i_parse_bool(text.bytes, text.length, &truth);
        integer = truth;
    }
    if (rc != INTRO_OK) {
        return rc == INTRO_ENOTFOUND
                   ? INTRO_OK
                   : refuse_value(keys, key, text.bytes, text.length, line);
    }
    intro_i_build_column *const column = key->column->build;
    if (key->kind == INTRO_KIND_STRING) {
        intro_i_build_column_default_string(column, string);
    } else if (intro_i_build_column_kind(column) == INTRO_KIND_DOUBLE) {
        intro_i_build_column_default_double(column, real);
    } else {
        intro_i_build_column_default_int(column, integer);
    }
    return feeds_field(key)
               ? intro_i_fields_default(&keys->fields,
                                        alias_of(key, text.bytes, text.length),
                                        text.bytes, text.length)
               : INTRO_OK;
}

/* --- labels outside keys ---------------------------------------------------- */

/* *out NULL: there is none that takes these values. */
static intro_status need_extra(intro_i_graphml_keys *keys,
                               intro_i_graphml_of of, intro_i_graphml_labels *x,
                               const char *name, intro_i_graphml_column **out)
{
    const size_t length = strlen(name);
    if (x->columns == 0 || x->columns != keys->columns.count) {
        x->column = find_column(keys, of, name, length, INTRO_KIND_STRING);
        if (x->column == NULL && !has_name(keys, of, name, length)) {
            const intro_i_alias alias =
                of == INTRO_I_GRAPHML_NODE
                    ? intro_i_alias_of_person(name, length, "", 0)
                    : (intro_i_alias){INTRO_I_ALIAS_NONE, 0, false};
            INTRO_TRY(new_column(keys, of, name, length, INTRO_KIND_STRING,
                                 alias, &x->column));
        }
        x->columns = keys->columns.count;
    }
    *out = x->column;
    return INTRO_OK;
}

intro_status intro_i_graphml_keys_extra(intro_i_graphml_keys *keys,
                                        intro_i_graphml_of of,
                                        intro_i_graphml_extra which,
                                        uint64_t row, const char *bytes,
                                        size_t length)
{
    static const char *const names[INTRO_I_GRAPHML_EXTRAS] = {
        [INTRO_I_GRAPHML_LABEL] = "label", [INTRO_I_GRAPHML_LABELS] = "labels"};
    const char *const name = names[which];
    intro_i_graphml_column *c;
    if (row == INTRO_I_GRAPHML_NO_ROW || length == 0) {
        return INTRO_OK;
    }
    INTRO_TRY(intro_i_graphml_keys_flush(keys));
    INTRO_TRY(need_extra(
        keys, of, &keys->extras[which][of == INTRO_I_GRAPHML_EDGE], name, &c));
    if (c == NULL) {
        return INTRO_OK;
    }
    if (intro_i_build_column_has(c->build, row)) {
        return INTRO_OK;
    }
    uint32_t string;
    INTRO_TRY(intro_i_builder_string(keys->builder, bytes, length, &string));
    if (c->alias.rank != 0) {
        INTRO_TRY(intro_i_fields_offer(
            &keys->fields, (uint32_t)row,
            intro_i_alias_behind(c->alias, c->earlier), bytes, length, string));
    }
    return speak(keys, intro_i_build_column_set_string(c->build, row, string));
}
