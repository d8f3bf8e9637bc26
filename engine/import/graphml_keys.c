/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A key is found by guessing that it follows the key it followed last time, as
 * writers repeat themselves; only a wrong guess looks into the table. */
#include "import/graphml_keys.h"

#include "base/context_impl.h"
#include "base/strpool.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

enum { QUOTE_COLUMNS = 60, QUEUE = 128 };

/* An attribute; keys of one name may share it. */
typedef struct key_column {
    intro_i_graphml_of of;
    const char *name; /* arena */
    size_t name_length;
    bool has_key; /* not only made of labels outside any key */
    intro_i_build_column *build;
} key_column;

/* A value that waits for the declaration of its key. */
typedef struct waiting_value {
    uint64_t row;
    uint64_t line;
    uint32_t string;
} waiting_value;

INTRO_VEC(vec_waiting, waiting_value);

struct intro_i_graphml_key {
    const char *id; /* arena */
    size_t id_length;
    const char *name; /* arena */
    size_t name_length;
    intro_i_graphml_of of;
    intro_column_kind kind; /* as declared; its column may be wider */
    bool is_declared;
    bool is_for_all; /* declared for="all" or without for */
    intro_i_alias alias;
    unsigned weight_rank;
    uint64_t line;             /* of the declaration */
    uint64_t last_element;     /* that used it, + 1 */
    key_column *column;        /* NULL until needed */
    intro_i_graphml_key *next; /* the key used after this one last time */
    vec_waiting waiting;
};

typedef struct key_slot {
    intro_i_graphml_key *of[INTRO_I_GRAPHML_OFS];
} key_slot;

/* Where the values of `label` or `labels` go, as long as the attributes are
 * `columns` in number. */
typedef struct extra {
    size_t columns;
    key_column *column; /* NULL: an attribute of other kind has the name */
} extra;

/* Where a text goes that waits in the queue. */
typedef struct queued_text {
    intro_i_graphml_key *key;
    uint64_t row;
} queued_text;

INTRO_VEC(vec_slot, key_slot);
INTRO_VEC(vec_column, key_column *);

struct intro_i_graphml_keys {
    intro_i_builder *builder;
    intro_ctx *ctx;
    intro_i_arena arena;
    intro_i_strpool ids;
    vec_slot slots; /* by string of ids */
    vec_column columns;
    extra extras[INTRO_I_GRAPHML_EXTRAS][2]; /* of nodes, of edges */
    intro_i_graphml_key *last[INTRO_I_GRAPHML_OFS];
    intro_i_strbuf text; /* a value out of the builder's pool */
    intro_i_fields fields;
    size_t queued; /* texts that wait, in the order they came */
    queued_text queue[QUEUE];
    intro_i_strpool_key queue_keys[QUEUE];
};

void intro_i_graphml_quote(const char *bytes, size_t length,
                           char out[INTRO_I_GRAPHML_QUOTE])
{
    intro_i_strbuf buf;
    intro_i_strbuf_init(&buf, INTRO_I_GRAPHML_QUOTE - 1);
    out[0] = '\0';
    if (intro_i_text_escape_cut(bytes, length, QUOTE_COLUMNS, &buf) ==
        INTRO_OK) {
        memcpy(out, buf.data, buf.length + 1);
    }
    intro_i_strbuf_fini(&buf);
}

/* --- life ----------------------------------------------------------------- */

intro_status intro_i_graphml_keys_new(intro_i_builder *builder,
                                      intro_i_graphml_keys **out)
{
    intro_ctx *const ctx = intro_i_builder_ctx(builder);
    intro_i_graphml_keys *const keys = intro_i_alloc_zero(1, sizeof *keys);
    if (keys == NULL || intro_i_strpool_init(&keys->ids) != INTRO_OK) {
        intro_i_free(keys);
        return intro_i_fail_memory(ctx);
    }
    keys->builder = builder;
    keys->ctx = ctx;
    keys->fields.builder = builder;
    intro_i_strbuf_init(&keys->text, 0);
    *out = keys;
    return INTRO_OK;
}

void intro_i_graphml_keys_free(intro_i_graphml_keys *keys)
{
    if (keys == NULL) {
        return;
    }
    for (size_t i = 0; i < keys->slots.count; i++) {
        for (size_t of = 0; of < INTRO_I_GRAPHML_OFS; of++) {
            if (keys->slots.data[i].of[of] != NULL) {
                vec_waiting_fini(&keys->slots.data[i].of[of]->waiting);
            }
        }
    }
    vec_slot_fini(&keys->slots);
    vec_column_fini(&keys->columns);
    intro_i_strpool_fini(&keys->ids);
    intro_i_strbuf_fini(&keys->text);
    intro_i_fields_fini(&keys->fields);
    intro_i_arena_fini(&keys->arena);
    intro_i_free(keys);
}

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

/* --- types ---------------------------------------------------------------- */

typedef struct type_name {
    const char *name;
    intro_column_kind kind;
} type_name;

/* Beside the standard's words those of Gephi, NetworkX, graph-tool, Java. */
static const type_name type_names[] = {
    {"string", INTRO_KIND_STRING}, {"int", INTRO_KIND_INT},
    {"integer", INTRO_KIND_INT},   {"long", INTRO_KIND_INT},
    {"short", INTRO_KIND_INT},     {"float", INTRO_KIND_DOUBLE},
    {"double", INTRO_KIND_DOUBLE}, {"boolean", INTRO_KIND_BOOL},
    {"bool", INTRO_KIND_BOOL},
};

static bool is_same_word(const char *bytes, size_t length, const char *word)
{
    if (strlen(word) != length) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        const char c = bytes[i];
        if ((char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != word[i]) {
            return false;
        }
    }
    return true;
}

static bool read_type(intro_i_graphml_text type, intro_column_kind *kind)
{
    static const char java[] = "java.lang.";
    const size_t java_length = sizeof java - 1;
    intro_i_text_trim(&type.bytes, &type.length);
    if (type.length > java_length &&
        memcmp(type.bytes, java, java_length) == 0) {
        type.bytes += java_length;
        type.length -= java_length;
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(type_names); i++) {
        if (is_same_word(type.bytes, type.length, type_names[i].name)) {
            *kind = type_names[i].kind;
            return true;
        }
    }
    *kind = INTRO_KIND_STRING;
    return false;
}

/* --- attributes ----------------------------------------------------------- */

static bool is_number(intro_column_kind kind)
{
    return kind == INTRO_KIND_INT || kind == INTRO_KIND_DOUBLE;
}

static key_column *find_column(const intro_i_graphml_keys *keys,
                               intro_i_graphml_of of, const char *name,
                               size_t length, intro_column_kind kind)
{
    for (size_t i = 0; i < keys->columns.count; i++) {
        key_column *const c = keys->columns.data[i];
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
        const key_column *const c = keys->columns.data[i];
        if (c->of == of && c->name_length == length &&
            memcmp(c->name, name, length) == 0) {
            return true;
        }
    }
    return false;
}

static intro_status new_column(intro_i_graphml_keys *keys,
                               intro_i_graphml_of of, const char *name,
                               size_t length, intro_column_kind kind,
                               key_column **out)
{
    key_column *const c = intro_i_arena_take(&keys->arena, sizeof *c);
    if (c == NULL) {
        return intro_i_fail_memory(keys->ctx);
    }
    c->of = of;
    c->has_key = false;
    c->name = intro_i_arena_copy(&keys->arena, name, length);
    c->name_length = length;
    if (c->name == NULL) {
        return intro_i_fail_memory(keys->ctx);
    }
    INTRO_TRY(intro_i_builder_column(
        keys->builder,
        of == INTRO_I_GRAPHML_NODE ? INTRO_OF_PERSON : INTRO_OF_TIE, name,
        length, kind, &c->build));
    INTRO_TRY(speak(keys, vec_column_push(&keys->columns, c)));
    *out = c;
    return INTRO_OK;
}

/* The attribute of a key, made or shared at its first use. */
static intro_status need_column(intro_i_graphml_keys *keys,
                                intro_i_graphml_key *key)
{
    key_column *c =
        find_column(keys, key->of, key->name, key->name_length, key->kind);
    if (c == NULL) {
        if (has_name(keys, key->of, key->name, key->name_length)) {
            INTRO_TRY(intro_i_builder_decide(
                keys->builder, "two keys of one name and different types",
                key->line, 1));
        }
        INTRO_TRY(new_column(keys, key->of, key->name, key->name_length,
                             key->kind, &key->column));
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

/* A text that the builder knows as a string. */
static intro_status put_string(intro_i_graphml_keys *keys,
                               const intro_i_graphml_key *key, uint64_t row,
                               const char *bytes, size_t length,
                               uint32_t string)
{
    if (feeds_field(key)) {
        INTRO_TRY(intro_i_fields_offer(&keys->fields, (uint32_t)row, key->alias,
                                       bytes, length, string));
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
    if (keys->queued == QUEUE) {
        INTRO_TRY(intro_i_graphml_keys_flush(keys));
    }
    const size_t at = keys->queued++;
    keys->queue[at] = (queued_text){key, row};
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
        INTRO_TRY(need_column(keys, key));
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
        return intro_i_fields_offer(&keys->fields, (uint32_t)row, key->alias,
                                    bytes, length, 0);
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
    waiting_value value = {.row = row, .line = line};
    if (row == INTRO_I_GRAPHML_NO_ROW) {
        return INTRO_OK;
    }
    INTRO_TRY(intro_i_graphml_keys_flush(keys));
    INTRO_TRY(
        intro_i_builder_string(keys->builder, bytes, length, &value.string));
    return speak(keys, vec_waiting_push(&key->waiting, value));
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
static intro_status set_waiting(intro_i_graphml_keys *keys,
                                intro_i_graphml_key *key)
{
    for (size_t i = 0; i < key->waiting.count; i++) {
        const waiting_value v = key->waiting.data[i];
        intro_i_strbuf_clear(&keys->text);
        intro_i_strbuf_puts(&keys->text,
                            intro_i_builder_text(keys->builder, v.string));
        INTRO_TRY(speak(keys, keys->text.status));
        INTRO_TRY(set_declared(keys, key, v.row, keys->text.data,
                               keys->text.length, v.line));
    }
    vec_waiting_fini(&key->waiting);
    return INTRO_OK;
}

/* --- declarations --------------------------------------------------------- */

static intro_status find_slot(intro_i_graphml_keys *keys, const char *id,
                              size_t length, uint64_t line, key_slot **out)
{
    uint32_t string;
    if (intro_i_strpool_intern(&keys->ids, id, length, &string) != INTRO_OK) {
        return intro_i_fail_memory(keys->ctx);
    }
    while (keys->slots.count <= string) {
        if (vec_slot_push(&keys->slots, (key_slot){{NULL}}) != INTRO_OK) {
            return intro_i_fail_memory(keys->ctx);
        }
    }
    if (string > INTRO_I_GRAPHML_KEYS_MAX) {
        return intro_i_fail_at(keys->ctx, INTRO_EFORMAT,
                               intro_i_builder_file(keys->builder), line, 0,
                               "more than %d keys", INTRO_I_GRAPHML_KEYS_MAX);
    }
    *out = &keys->slots.data[string];
    return INTRO_OK;
}

/* A key that is not declared: a string named by its id. */
static intro_status new_key(intro_i_graphml_keys *keys, intro_i_graphml_of of,
                            const char *id, size_t length, uint64_t line,
                            intro_i_graphml_key **out)
{
    intro_i_graphml_key *const key =
        intro_i_arena_take(&keys->arena, sizeof *key);
    if (key == NULL) {
        return intro_i_fail_memory(keys->ctx);
    }
    memset(key, 0, sizeof *key);
    key->id = intro_i_arena_copy(&keys->arena, id, length);
    if (key->id == NULL) {
        return intro_i_fail_memory(keys->ctx);
    }
    key->id_length = length;
    key->name = key->id;
    key->name_length = length;
    key->of = of;
    key->kind = INTRO_KIND_STRING;
    key->line = line;
    *out = key;
    return INTRO_OK;
}

static void find_aliases(intro_i_graphml_key *key)
{
    key->alias = (intro_i_alias){INTRO_I_ALIAS_NONE, 0};
    if (key->of == INTRO_I_GRAPHML_NODE) {
        key->alias = intro_i_alias_of_person(key->name, key->name_length,
                                             key->id, key->id_length);
    } else if (key->of == INTRO_I_GRAPHML_EDGE) {
        key->weight_rank = intro_i_alias_weight_rank(
            key->name, key->name_length, key->id, key->id_length);
    }
}

/* A default of INT or BOOL, DOUBLE or string into the attribute. */
static intro_status set_default(intro_i_graphml_keys *keys,
                                intro_i_graphml_key *key,
                                intro_i_graphml_text text, uint64_t line)
{
    int64_t integer = 0;
    double real = 0;
    bool truth = false;
    uint32_t string = 0;
    intro_status rc = INTRO_OK;
    if (key->column == NULL) {
        INTRO_TRY(need_column(keys, key));
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
    return feeds_field(key) ? intro_i_fields_default(&keys->fields, key->alias,
                                                     text.bytes, text.length)
                            : INTRO_OK;
}

static bool is_same_name(const intro_i_graphml_key *key,
                         intro_i_graphml_text name)
{
    return key->name_length == name.length &&
           memcmp(key->name, name.bytes, name.length) == 0;
}

static intro_status refuse_second(intro_i_graphml_keys *keys,
                                  const intro_i_graphml_key *key, uint64_t line)
{
    char id[INTRO_I_GRAPHML_QUOTE];
    intro_i_graphml_quote(key->id, key->id_length, id);
    return intro_i_fail_at(
        keys->ctx, INTRO_EFORMAT, intro_i_builder_file(keys->builder), line, 0,
        "key \"%s\" was declared at line %llu with another name or type", id,
        (unsigned long long)key->line);
}

/* Fill in what a declaration says of a key. */
static intro_status fill_key(intro_i_graphml_keys *keys,
                             intro_i_graphml_key *key,
                             const intro_i_graphml_declaration *d,
                             intro_i_graphml_text name, intro_column_kind kind)
{
    key->name = intro_i_arena_copy(&keys->arena, name.bytes, name.length);
    if (key->name == NULL) {
        return intro_i_fail_memory(keys->ctx);
    }
    key->name_length = name.length;
    key->kind = kind;
    key->is_declared = true;
    key->is_for_all = d->of == INTRO_I_GRAPHML_ALL;
    key->line = d->line;
    find_aliases(key);
    return INTRO_OK;
}

/* One element's side of a declaration. */
static intro_status declare_for(intro_i_graphml_keys *keys, key_slot *slot,
                                intro_i_graphml_of of,
                                const intro_i_graphml_declaration *d,
                                intro_column_kind kind)
{
    const intro_i_graphml_text name = d->name.bytes != NULL ? d->name : d->id;
    intro_i_graphml_key *key = slot->of[of];
    const bool is_all = d->of == INTRO_I_GRAPHML_ALL;
    if (key != NULL && key->is_declared &&
        (key->kind != kind || !is_same_name(key, name))) {
        if (is_all && !key->is_for_all) {
            return INTRO_OK; /* the one for this element alone counts */
        }
        if (!key->is_for_all || is_all || key->column != NULL) {
            return refuse_second(keys, key, d->line);
        }
    }
    if (key == NULL) {
        INTRO_TRY(new_key(keys, of, d->id.bytes, d->id.length, d->line, &key));
        slot->of[of] = key;
    }
    INTRO_TRY(fill_key(keys, key, d, name, kind));
    if (of == INTRO_I_GRAPHML_OTHER) {
        return INTRO_OK;
    }
    if (d->text.length > 0) {
        INTRO_TRY(set_default(keys, key, d->text, d->line));
    }
    /* A declared attribute is part of the file even when nobody has it; one
     * without a type may hold anything, drawings too. */
    if (key->column == NULL && !is_all && d->type.bytes != NULL &&
        !d->is_graphics) {
        INTRO_TRY(need_column(keys, key));
    }
    return set_waiting(keys, key);
}

intro_status intro_i_graphml_keys_declare(intro_i_graphml_keys *keys,
                                          const intro_i_graphml_declaration *d)
{
    intro_column_kind kind = INTRO_KIND_STRING;
    key_slot *slot;
    INTRO_TRY(intro_i_graphml_keys_flush(keys));
    INTRO_TRY(find_slot(keys, d->id.bytes, d->id.length, d->line, &slot));
    if (d->type.bytes == NULL) {
        if (!d->is_graphics && d->of != INTRO_I_GRAPHML_OTHER) {
            INTRO_TRY(intro_i_builder_decide(
                keys->builder, "key without attr.type read as text", d->line,
                1));
        }
    } else if (!read_type(d->type, &kind)) {
        INTRO_TRY(intro_i_builder_decide(
            keys->builder, "key of unknown attr.type read as text", d->line,
            1));
    }
    if (d->of != INTRO_I_GRAPHML_ALL) {
        return declare_for(keys, slot, d->of, d, kind);
    }
    INTRO_TRY(declare_for(keys, slot, INTRO_I_GRAPHML_NODE, d, kind));
    INTRO_TRY(declare_for(keys, slot, INTRO_I_GRAPHML_EDGE, d, kind));
    return declare_for(keys, slot, INTRO_I_GRAPHML_OTHER, d, kind);
}

/* --- use ------------------------------------------------------------------ */

/* The key of this id declared for any other element. */
static const intro_i_graphml_key *find_other(const key_slot *slot)
{
    for (size_t of = 0; of < INTRO_I_GRAPHML_OFS; of++) {
        if (slot->of[of] != NULL && slot->of[of]->is_declared) {
            return slot->of[of];
        }
    }
    return NULL;
}

static intro_status look_up(intro_i_graphml_keys *keys, intro_i_graphml_of of,
                            const char *id, size_t length, uint64_t line,
                            intro_i_graphml_key **out)
{
    key_slot *slot;
    if (length > INTRO_I_GRAPHML_ID_MAX || length == 0) {
        return intro_i_fail_at(
            keys->ctx, INTRO_EFORMAT, intro_i_builder_file(keys->builder), line,
            0, length == 0 ? "data without a key" : "key id over 64 KiB");
    }
    INTRO_TRY(find_slot(keys, id, length, line, &slot));
    if (slot->of[of] == NULL) {
        const intro_i_graphml_key *const other = find_other(slot);
        INTRO_TRY(new_key(keys, of, id, length, line, &slot->of[of]));
        intro_i_graphml_key *const key = slot->of[of];
        if (other != NULL) {
            key->name = other->name;
            key->name_length = other->name_length;
            key->kind = other->kind;
            key->is_declared = true;
            find_aliases(key);
            if (of != INTRO_I_GRAPHML_OTHER) {
                INTRO_TRY(intro_i_builder_decide(
                    keys->builder, "data under a key for another element", line,
                    1));
            }
        }
    }
    *out = slot->of[of];
    return INTRO_OK;
}

intro_status intro_i_graphml_keys_use(intro_i_graphml_keys *keys,
                                      intro_i_graphml_of of, uint64_t element,
                                      const char *id, size_t length,
                                      uint64_t line, intro_i_graphml_key **out)
{
    intro_i_graphml_key *const last = keys->last[of];
    intro_i_graphml_key *key = last != NULL ? last->next : NULL;
    if (key == NULL || key->id_length != length ||
        memcmp(key->id, id, length) != 0) {
        INTRO_TRY(look_up(keys, of, id, length, line, &key));
        if (last != NULL) {
            last->next = key;
        }
    }
    keys->last[of] = key;
    if (key->last_element == element + 1) {
        char quoted[INTRO_I_GRAPHML_QUOTE];
        intro_i_graphml_quote(id, length, quoted);
        return intro_i_fail_at(
            keys->ctx, INTRO_EFORMAT, intro_i_builder_file(keys->builder), line,
            0, "two values of key \"%s\" on one element", quoted);
    }
    key->last_element = element + 1;
    *out = key;
    return INTRO_OK;
}

/* *out NULL: there is none that takes these values. */
static intro_status need_extra(intro_i_graphml_keys *keys,
                               intro_i_graphml_of of, extra *x,
                               const char *name, key_column **out)
{
    const size_t length = strlen(name);
    if (x->columns == 0 || x->columns != keys->columns.count) {
        x->column = find_column(keys, of, name, length, INTRO_KIND_STRING);
        if (x->column == NULL && !has_name(keys, of, name, length)) {
            INTRO_TRY(new_column(keys, of, name, length, INTRO_KIND_STRING,
                                 &x->column));
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
    key_column *c;
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
    if (of == INTRO_I_GRAPHML_NODE) {
        const intro_i_alias alias =
            intro_i_alias_of_person(name, strlen(name), "", 0);
        if (alias.rank != 0) {
            INTRO_TRY(intro_i_fields_offer(&keys->fields, (uint32_t)row, alias,
                                           bytes, length, string));
        }
    }
    return speak(keys, intro_i_build_column_set_string(c->build, row, string));
}

static intro_status finish_key(intro_i_graphml_keys *keys,
                               intro_i_graphml_key *key)
{
    if (key->is_declared || key->waiting.count == 0) {
        return INTRO_OK;
    }
    INTRO_TRY(intro_i_builder_decide(
        keys->builder, "data under a key that is not declared",
        key->waiting.data[0].line, key->waiting.count));
    key->is_declared = true;
    find_aliases(key);
    return set_waiting(keys, key);
}

intro_status intro_i_graphml_keys_finish(intro_i_graphml_keys *keys,
                                         uint32_t people)
{
    INTRO_TRY(intro_i_graphml_keys_flush(keys));
    for (size_t i = 0; i < keys->slots.count; i++) {
        for (size_t of = 0; of < INTRO_I_GRAPHML_OTHER; of++) {
            if (keys->slots.data[i].of[of] != NULL) {
                INTRO_TRY(finish_key(keys, keys->slots.data[i].of[of]));
            }
        }
    }
    return intro_i_fields_finish(&keys->fields, people);
}
