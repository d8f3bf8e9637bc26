/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of people by conditions. Values are interned, so a text is compared once
 * for each distinct value, not for each person. */
#include <introfind/people.h>

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "base/vec.h"
#include "graph/attribute.h"
#include "graph/condition.h"
#include "graph/watch.h"

#include <string.h>

/* --- comparing ------------------------------------------------------------------- */

/* One condition made ready. */
typedef struct test {
    const intro_graph *graph;
    intro_i_attribute values;
    const uint32_t *finer; /* people: strings of a finer industry, or NULL */
    intro_match match;
    intro_i_wanted wanted;
    intro_i_strbuf key;
    double number; /* wanted as a number, when is_number */
    bool is_number;
    uint8_t *memo; /* by string: 0 unknown, 1 no, 2 yes */
} test;

static bool holds_word(const intro_i_strbuf *text, const char *word,
                       size_t size)
{
    for (size_t at = 0; at < text->length;) {
        const char *const blank =
            memchr(text->data + at, ' ', text->length - at);
        const size_t length = blank == NULL ? text->length - at
                                            : (size_t)(blank - text->data) - at;
        if (length == size && memcmp(text->data + at, word, size) == 0) {
            return true;
        }
        at += length + 1;
    }
    return false;
}

static bool holds_all(const intro_i_strbuf *text, const intro_i_strbuf *words)
{
    for (size_t at = 0; at < words->length;) {
        const char *const blank =
            memchr(words->data + at, ' ', words->length - at);
        const size_t length = blank == NULL
                                  ? words->length - at
                                  : (size_t)(blank - words->data) - at;
        if (!holds_word(text, words->data + at, length)) {
            return false;
        }
        at += length + 1;
    }
    return words->length != 0;
}

static bool is_same(const intro_i_strbuf *a, const intro_i_strbuf *b)
{
    return a->length == b->length && memcmp(a->data, b->data, a->length) == 0;
}

static intro_status text_meets(test *t, const char *text, size_t length,
                               bool *out)
{
    *out = false;
    if (!t->wanted.is_text) {
        return INTRO_OK;
    }
    intro_i_strbuf_clear(&t->key);
    const intro_status rc =
        intro_i_condition_fold(t->match, text, length, &t->key);
    if (rc != INTRO_OK) {
        return rc == INTRO_ENOMEM ? rc : INTRO_OK;
    }
    *out = t->match == INTRO_MATCH_WORDS
               ? holds_all(&t->key, &t->wanted.text)
               : is_same(&t->key, &t->wanted.text) ||
                     (t->wanted.label.length != 0 &&
                      is_same(&t->key, &t->wanted.label));
    return INTRO_OK;
}

static intro_status string_meets(test *t, uint32_t string, bool *out)
{
    *out = false;
    if (string == 0 || !intro_i_has_string(&t->graph->strings, string)) {
        return INTRO_OK;
    }
    if (t->memo[string] == 0) {
        INTRO_TRY(text_meets(t, intro_i_graph_text(t->graph, string),
                             intro_i_graph_text_length(t->graph, string), out));
        t->memo[string] = *out ? 2 : 1;
    }
    *out = t->memo[string] == 2;
    return INTRO_OK;
}

static intro_status value_meets(test *t, const intro_value *value, bool *out)
{
    *out = false;
    switch (value->kind) {
    case INTRO_KIND_DOUBLE:
        *out = t->is_number && value->real == t->number;
        return INTRO_OK;
    case INTRO_KIND_INT:
    case INTRO_KIND_DAY:
        *out = t->is_number && (double)value->integer == t->number;
        return INTRO_OK;
    case INTRO_KIND_BOOL:
        return value->integer != 0 ? text_meets(t, "true", 4, out)
                                   : text_meets(t, "false", 5, out);
    case INTRO_KIND_STRING:
        break;
    }
    return INTRO_OK;
}

static intro_status person_meets(test *t, intro_vid v, bool *out)
{
    if (t->values.field != NULL) {
        INTRO_TRY(string_meets(t, t->values.field[v], out));
        return *out || t->finer == NULL ? INTRO_OK
                                        : string_meets(t, t->finer[v], out);
    }
    if (t->values.clusters != NULL) {
        char name[INTRO_I_CLUSTER_NAME];
        return text_meets(
            t, name, intro_i_cluster_name(t->values.clusters[v], name), out);
    }
    const intro_value value = intro_column_get(t->values.column, v);
    *out = false;
    if (!value.is_known) {
        return INTRO_OK;
    }
    if (value.kind == INTRO_KIND_STRING) {
        return string_meets(t, ((const uint32_t *)t->values.column->values)[v],
                            out);
    }
    return value_meets(t, &value, out);
}

/* --- the whole --------------------------------------------------------------------- */

static intro_status prepare(intro_ctx *ctx, const intro_graph *g,
                            const intro_condition *condition, test *t)
{
    memset(t, 0, sizeof *t);
    t->graph = g;
    t->match = condition->match;
    intro_i_strbuf_init(&t->key, 0);
    INTRO_TRY(intro_i_attribute_find(ctx, g, condition->attribute, &t->values));
    INTRO_TRY(intro_i_wanted_init(ctx, g, &t->values, condition, &t->wanted));
    t->finer = intro_i_condition_finer(g, &t->values, t->match);
    t->is_number =
        intro_i_parse_double(condition->value, strlen(condition->value),
                             &t->number) == INTRO_OK;
    t->memo = intro_i_alloc_zero(g->strings.count, 1);
    return t->memo == NULL ? intro_i_fail_memory(ctx) : INTRO_OK;
}

static void finish(test *t)
{
    intro_i_wanted_fini(&t->wanted);
    intro_i_strbuf_fini(&t->key);
    intro_i_free(t->memo);
}

static intro_status select_all(intro_ctx *ctx, const intro_graph *g,
                               test *tests, size_t count,
                               intro_i_vec_u32 *found)
{
    for (intro_vid v = 0; v < g->people; v++) {
        bool meets = true;
        for (size_t i = 0; i < count && meets; i++) {
            if (person_meets(&tests[i], v, &meets) != INTRO_OK) {
                return intro_i_fail_memory(ctx);
            }
        }
        if (meets && intro_i_vec_u32_push(found, v) != INTRO_OK) {
            return intro_i_fail_memory(ctx);
        }
        if ((v & 0xFFF) == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
    }
    return INTRO_OK;
}

intro_status intro_people_select(intro_ctx *ctx, const intro_graph *graph,
                                 const intro_condition *conditions,
                                 size_t condition_count, intro_vid **people,
                                 size_t *count)
{
    intro_i_begin(ctx);
    intro_i_vec_u32 found;
    memset(&found, 0, sizeof found);
    test *const tests = intro_i_alloc_zero(condition_count, sizeof *tests);
    if (tests == NULL) {
        return intro_i_fail_memory(ctx);
    }
    intro_status rc = INTRO_OK;
    size_t ready = 0;
    for (; ready < condition_count && rc == INTRO_OK; ready++) {
        rc = prepare(ctx, graph, &conditions[ready], &tests[ready]);
    }
    if (rc == INTRO_OK) {
        rc = select_all(ctx, graph, tests, condition_count, &found);
    }
    if (rc == INTRO_OK) {
        rc = intro_i_watch_tell(ctx, graph->strings.watch);
    }
    for (size_t i = 0; i < ready; i++) {
        finish(&tests[i]);
    }
    intro_i_free(tests);
    if (rc != INTRO_OK) {
        intro_i_vec_u32_fini(&found);
        return rc;
    }
    *people = found.data;
    *count = found.count;
    return INTRO_OK;
}

void intro_people_free(intro_vid *people)
{
    intro_i_free(people);
}
