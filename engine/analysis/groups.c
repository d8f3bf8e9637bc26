/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Distinct values get a rank in the order of their names; people then look
 * theirs up: strings by number, others by a search among the sorted keys. */
#include "analysis/groups.h"

#include "base/alloc.h"
#include "base/bits.h"
#include "base/calendar.h"
#include "base/context_impl.h"
#include "base/text.h"
#include "graph/attribute.h"
#include "graph/watch.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POLL_EVERY = 1 << 16 };

/* A distinct value on its way to a number. */
typedef struct named {
    const char *name;
    uint64_t key; /* string, cluster, or the bits of the number */
} named;

static int compare_names(const void *left, const void *right)
{
    return strcmp(((const named *)left)->name, ((const named *)right)->name);
}

static int compare_keys(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left;
    const uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* --- what people have ------------------------------------------------------- */

/* The attribute of one network, value by value. */
typedef struct values {
    const intro_graph *graph;
    intro_i_attribute attribute;
} values;

static bool is_text(const values *all)
{
    return all->attribute.column == NULL ||
           all->attribute.column->kind == INTRO_KIND_STRING;
}

/* Strings and clusters are numbers of a known range. */
static uint64_t key_range(const values *all)
{
    return all->attribute.clusters != NULL ? all->graph->cluster_count
                                           : all->graph->strings.count;
}

static uint64_t real_key(double value)
{
    uint64_t key;
    value = value == 0 ? 0 : value; /* -0 is 0 */
    memcpy(&key, &value, sizeof key);
    return key;
}

/* The key of person v; false without a value. */
static bool read_key(const values *all, uint32_t v, uint64_t *key)
{
    const intro_i_attribute *const a = &all->attribute;
    if (a->clusters != NULL) {
        *key = a->clusters[v];
        return true;
    }
    if (a->field != NULL) {
        *key = a->field[v];
        return *key != 0;
    }
    const intro_column *const c = a->column;
    if (c->present != NULL && !intro_i_bits_get(c->present, v)) {
        return false;
    }
    switch ((intro_column_kind)c->kind) {
    case INTRO_KIND_STRING:
        *key = ((const uint32_t *)c->values)[v];
        return *key != 0;
    case INTRO_KIND_INT:
        *key = (uint64_t)((const int64_t *)c->values)[v];
        return true;
    case INTRO_KIND_BOOL:
        *key = ((const uint8_t *)c->values)[v] != 0;
        return true;
    case INTRO_KIND_DAY:
        *key = (uint64_t)(int64_t)((const int32_t *)c->values)[v];
        return true;
    case INTRO_KIND_DOUBLE:
        *key = real_key(((const double *)c->values)[v]);
        return !isnan(((const double *)c->values)[v]);
    }
    return false;
}

static void write_number(const values *all, uint64_t key, char text[32])
{
    double real;
    switch ((intro_column_kind)all->attribute.column->kind) {
    case INTRO_KIND_DOUBLE:
        memcpy(&real, &key, sizeof real);
        intro_i_format_double(real, text);
        return;
    case INTRO_KIND_BOOL:
        (void)snprintf(text, 32, "%s", key != 0 ? "true" : "false");
        return;
    case INTRO_KIND_DAY:
        intro_i_day_format((intro_day)(int64_t)key, text);
        return;
    case INTRO_KIND_INT:
    case INTRO_KIND_STRING:
        break;
    }
    (void)snprintf(text, 32, "%" PRId64, (int64_t)key);
}

/* The name of a key: borrowed from the strings, or made in the arena. */
static const char *name_key(intro_i_groups *groups, const values *all,
                            uint64_t key)
{
    char text[32];
    if (is_text(all) && all->attribute.clusters == NULL) {
        return intro_i_graph_text(all->graph, (uint32_t)key);
    }
    if (all->attribute.clusters != NULL) {
        (void)intro_i_cluster_name((uint32_t)key, text);
    } else {
        write_number(all, key, text);
    }
    return intro_i_arena_copy(&groups->texts, text, strlen(text));
}

/* --- numbering ---------------------------------------------------------------- */

/* Sorts the distinct values by name, and keeps names; ranks[i] becomes the group
 * of the i-th distinct key. */
static intro_status rank_names(intro_ctx *ctx, intro_i_groups *groups,
                               named *distinct, uint32_t count)
{
    groups->count = count;
    groups->names = intro_i_alloc(count, sizeof *groups->names);
    groups->sizes = intro_i_alloc_zero(count, sizeof *groups->sizes);
    if (groups->names == NULL || groups->sizes == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (distinct[i].name == NULL) {
            return intro_i_fail_memory(ctx);
        }
    }
    qsort(distinct, count, sizeof *distinct, compare_names);
    for (uint32_t i = 0; i < count; i++) {
        groups->names[i] = distinct[i].name;
    }
    return INTRO_OK;
}

static intro_status put_people(intro_ctx *ctx, intro_i_groups *groups,
                               uint32_t v, uint32_t group)
{
    groups->of[v] = group;
    if (group == INTRO_I_NO_GROUP) {
        groups->unknown++;
    } else {
        groups->sizes[group]++;
    }
    return v % POLL_EVERY == 0 ? intro_i_poll(ctx) : INTRO_OK;
}

/* Keys of a known range: a table by key. */
static intro_status number_by_table(intro_ctx *ctx, intro_i_groups *groups,
                                    const values *all, uint32_t *table,
                                    named **distinct)
{
    const uint32_t people = all->graph->people;
    uint32_t count = 0;
    uint64_t key;
    for (uint32_t v = 0; v < people; v++) {
        if (read_key(all, v, &key) && table[key] == 0) {
            table[key] = ++count;
        }
    }
    *distinct = intro_i_alloc(count, sizeof **distinct);
    if (*distinct == NULL) {
        return intro_i_fail_memory(ctx);
    }
    uint32_t found = 0;
    for (uint64_t k = 0; k < key_range(all) && found < count; k++) {
        if (table[k] != 0) {
            (*distinct)[found++] = (named){name_key(groups, all, k), k};
        }
    }
    INTRO_TRY(rank_names(ctx, groups, *distinct, count));
    for (uint32_t i = 0; i < count; i++) {
        table[(*distinct)[i].key] = i;
    }
    for (uint32_t v = 0; v < people; v++) {
        INTRO_TRY(
            put_people(ctx, groups, v,
                       read_key(all, v, &key) ? table[key] : INTRO_I_NO_GROUP));
    }
    return INTRO_OK;
}

static uint32_t drop_repeats(uint64_t *keys, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || keys[kept - 1] != keys[i]) {
            keys[kept++] = keys[i];
        }
    }
    return kept;
}

static uint32_t find_key(const uint64_t *keys, uint32_t count, uint64_t key)
{
    const uint64_t *const at =
        bsearch(&key, keys, count, sizeof *keys, compare_keys);
    return (uint32_t)(at - keys);
}

/* Numbers: sorted keys, and the group of each. */
static intro_status number_by_search(intro_ctx *ctx, intro_i_groups *groups,
                                     const values *all, uint64_t *keys,
                                     uint32_t *group_of, named **distinct)
{
    const uint32_t people = all->graph->people;
    uint32_t count = 0;
    uint64_t key;
    for (uint32_t v = 0; v < people; v++) {
        if (read_key(all, v, &key)) {
            keys[count++] = key;
        }
    }
    qsort(keys, count, sizeof *keys, compare_keys);
    count = drop_repeats(keys, count);
    *distinct = intro_i_alloc(count, sizeof **distinct);
    if (*distinct == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (uint32_t i = 0; i < count; i++) {
        (*distinct)[i] = (named){name_key(groups, all, keys[i]), keys[i]};
    }
    INTRO_TRY(rank_names(ctx, groups, *distinct, count));
    for (uint32_t i = 0; i < count; i++) {
        group_of[find_key(keys, count, (*distinct)[i].key)] = i;
    }
    for (uint32_t v = 0; v < people; v++) {
        const uint32_t group = read_key(all, v, &key)
                                   ? group_of[find_key(keys, count, key)]
                                   : INTRO_I_NO_GROUP;
        INTRO_TRY(put_people(ctx, groups, v, group));
    }
    return INTRO_OK;
}

static intro_status number(intro_ctx *ctx, const values *all,
                           intro_i_groups *out)
{
    const bool has_table = is_text(all);
    uint32_t *const table = intro_i_alloc_zero(
        has_table ? (size_t)key_range(all) : all->graph->people, sizeof *table);
    uint64_t *const keys =
        intro_i_alloc(has_table ? 0 : all->graph->people, sizeof *keys);
    named *distinct = NULL;
    out->of = intro_i_alloc(all->graph->people, sizeof *out->of);
    intro_status rc;
    if (table == NULL || keys == NULL || out->of == NULL) {
        rc = intro_i_fail_memory(ctx);
    } else if (has_table) {
        rc = number_by_table(ctx, out, all, table, &distinct);
    } else {
        rc = number_by_search(ctx, out, all, keys, table, &distinct);
    }
    intro_i_free(table);
    intro_i_free(keys);
    intro_i_free(distinct);
    return rc;
}

/* --- the whole ------------------------------------------------------------------ */

intro_status intro_i_groups_init(intro_ctx *ctx, const intro_graph *graph,
                                 const char *attribute, intro_i_groups *out)
{
    values all = {.graph = graph};
    memset(out, 0, sizeof *out);
    INTRO_TRY(intro_i_watch_verify(ctx, graph));
    INTRO_TRY(intro_i_attribute_find(ctx, graph, attribute, &all.attribute));
    const intro_status rc = number(ctx, &all, out);
    if (rc != INTRO_OK) {
        intro_i_groups_fini(out);
    }
    return rc;
}

intro_status intro_i_groups_init_none(intro_ctx *ctx, const intro_graph *graph,
                                      intro_i_groups *out)
{
    memset(out, 0, sizeof *out);
    out->of = intro_i_alloc(graph->people, sizeof *out->of);
    if (out->of == NULL) {
        return intro_i_fail_memory(ctx);
    }
    memset(out->of, 0xff, graph->people * sizeof *out->of);
    out->unknown = graph->people;
    return INTRO_OK;
}

void intro_i_groups_fini(intro_i_groups *groups)
{
    intro_i_free(groups->of);
    intro_i_free(groups->names);
    intro_i_free(groups->sizes);
    intro_i_arena_fini(&groups->texts);
    memset(groups, 0, sizeof *groups);
}

intro_status intro_i_groups_find(intro_ctx *ctx, const intro_i_groups *groups,
                                 const char *name, uint32_t *out)
{
    intro_i_strbuf wanted;
    intro_i_strbuf other;
    intro_i_strbuf_init(&wanted, 0);
    intro_i_strbuf_init(&other, 0);
    *out = INTRO_I_NO_GROUP;
    intro_status rc = intro_i_text_lower(name, strlen(name), &wanted);
    for (uint32_t i = 0; i < groups->count && rc == INTRO_OK; i++) {
        const char *const text = groups->names[i];
        if (strcmp(text, name) == 0) {
            *out = i;
            break;
        }
        intro_i_strbuf_clear(&other);
        rc = intro_i_text_lower(text, strlen(text), &other);
        if (rc == INTRO_OK && *out == INTRO_I_NO_GROUP &&
            other.length == wanted.length &&
            memcmp(other.data, wanted.data, other.length) == 0) {
            *out = i;
        }
    }
    intro_i_strbuf_fini(&wanted);
    intro_i_strbuf_fini(&other);
    if (rc == INTRO_ENOMEM) {
        return intro_i_fail_memory(ctx);
    }
    return INTRO_OK; /* a name that is not UTF-8 is that of no group */
}
