/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A key is found by guessing that it follows the key it followed last time, as
 * writers repeat themselves; only a wrong guess looks into the table. */
#include "import/graphml_keys_impl.h"

#include "base/context_impl.h"

#include <string.h>

enum { QUOTE_COLUMNS = 60 };

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
                intro_i_vec_waiting_fini(&keys->slots.data[i].of[of]->waiting);
            }
        }
    }
    intro_i_vec_slot_fini(&keys->slots);
    intro_i_vec_graphml_column_fini(&keys->columns);
    intro_i_strpool_fini(&keys->ids);
    intro_i_strbuf_fini(&keys->text);
    intro_i_fields_fini(&keys->fields);
    intro_i_arena_fini(&keys->arena);
    intro_i_free(keys);
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

/* --- declarations --------------------------------------------------------- */

static intro_status find_slot(intro_i_graphml_keys *keys, const char *id,
                              size_t length, uint64_t line,
                              intro_i_graphml_slot **out)
{
    uint32_t string;
    if (intro_i_strpool_intern(&keys->ids, id, length, &string) != INTRO_OK) {
        return intro_i_fail_memory(keys->ctx);
    }
    while (keys->slots.count <= string) {
        if (intro_i_vec_slot_push(&keys->slots,
                                  (intro_i_graphml_slot){{NULL}}) != INTRO_OK) {
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
    key->alias = (intro_i_alias){INTRO_I_ALIAS_NONE, 0, false};
    if (key->of == INTRO_I_GRAPHML_NODE) {
        key->alias = intro_i_alias_of_person(key->name, key->name_length,
                                             key->id, key->id_length);
    } else if (key->of == INTRO_I_GRAPHML_EDGE) {
        key->weight_rank = intro_i_alias_weight_rank(
            key->name, key->name_length, key->id, key->id_length);
    }
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
static intro_status declare_for(intro_i_graphml_keys *keys,
                                intro_i_graphml_slot *slot,
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
        INTRO_TRY(intro_i_graphml_set_default(keys, key, d->text, d->line));
    }
    /* A declared attribute is part of the file even when nobody has it; one
     * without a type may hold anything, drawings too. */
    if (key->column == NULL && !is_all && d->type.bytes != NULL &&
        !d->is_graphics) {
        INTRO_TRY(intro_i_graphml_need_column(keys, key));
    }
    return intro_i_graphml_set_waiting(keys, key);
}

intro_status intro_i_graphml_keys_declare(intro_i_graphml_keys *keys,
                                          const intro_i_graphml_declaration *d)
{
    intro_column_kind kind = INTRO_KIND_STRING;
    intro_i_graphml_slot *slot;
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
static const intro_i_graphml_key *find_other(const intro_i_graphml_slot *slot)
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
    intro_i_graphml_slot *slot;
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
    return intro_i_graphml_set_waiting(keys, key);
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
