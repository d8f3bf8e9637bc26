/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attributes of all sources into attributes of the network. */
#include "graph/freeze.h"

#include "base/bits.h"
#include "base/parallel.h"
#include "graph/restrength.h"

#include <stdio.h>
#include <string.h>

enum { POLL_EVERY = 1 << 18 };

/* --- merging ---------------------------------------------------------------------- */

static bool is_number(intro_column_kind kind)
{
    return kind == INTRO_KIND_INT || kind == INTRO_KIND_DOUBLE;
}

static bool fits(const intro_i_merged_column *m, const intro_i_build_column *c)
{
    return m->kind == c->kind || (is_number(m->kind) && is_number(c->kind));
}

static bool same_name(const intro_i_merged_column *m, intro_column_of of,
                      const char *name, size_t length)
{
    return m->of == of && m->name_length == length &&
           memcmp(m->name, name, length) == 0;
}

static bool is_name_free(const intro_i_freeze *f, intro_column_of of,
                         const char *name, size_t length)
{
    for (size_t i = 0; i < f->columns.count; i++) {
        if (same_name(&f->columns.data[i], of, name, length)) {
            return false;
        }
    }
    return true;
}

static intro_status new_merged(intro_i_freeze *f, const intro_i_build_column *c)
{
    intro_i_merged_column m = {.of = c->of,
                               .kind = c->kind,
                               .name = c->name,
                               .name_length = c->name_length,
                               .stated_name = c->name,
                               .stated_length = c->name_length};
    for (unsigned n = 2; !is_name_free(f, m.of, m.name, m.name_length); n++) {
        char *const name =
            intro_i_arena_take(&f->b->arena, c->name_length + 12);
        if (name == NULL) {
            return intro_i_fail_memory(f->ctx);
        }
        memcpy(name, c->name, c->name_length);
        const int tail = snprintf(name + c->name_length, 12, ".%u", n);
        m.name = name;
        m.name_length = c->name_length + (size_t)(tail > 0 ? tail : 0);
    }
    const size_t bytes = f->b->sources.count * sizeof(m.parts[0]);
    m.parts = intro_i_arena_take(&f->b->arena, bytes);
    if (m.parts == NULL ||
        intro_i_vec_merged_push(&f->columns, m) != INTRO_OK) {
        return intro_i_fail_memory(f->ctx);
    }
    memset(m.parts, 0, bytes);
    return INTRO_OK;
}

/* Where the values of a field come from. */
typedef struct feeders {
    size_t first_column;
    size_t first_source;
    bool is_seen;
    bool has_columns; /* several */
    bool has_sources; /* several */
    bool has_default;
} feeders;

static void note_feeder(feeders *fields, const intro_i_build_column *c,
                        size_t column, size_t source)
{
    if (c->feeds == 0) {
        return;
    }
    feeders *const field = &fields[c->feeds - 1];
    if (!field->is_seen) {
        *field = (feeders){
            .first_column = column, .first_source = source, .is_seen = true};
    }
    field->has_columns |= column != field->first_column;
    field->has_sources |= source != field->first_source;
    field->has_default |= c->has_default;
}

/* One input's field is found again by the names of its attributes. Inputs that name
 * it in different ways share the network's attributes, where the names of one of
 * them would win; and a <default> is worth more in a field than in an attribute. */
static void mark_own_fields(intro_i_freeze *f, const feeders *fields)
{
    for (size_t i = 0; i < INTRO_FIELD_COUNT; i++) {
        if (f->g->known[i] != NULL && fields[i].has_sources &&
            (fields[i].has_columns || fields[i].has_default)) {
            f->g->known_own |= (uint32_t)1 << i;
        }
    }
}

static intro_status merge_one(intro_i_freeze *f, uint16_t rank,
                              intro_i_build_column *c, feeders *fields)
{
    intro_i_merged_column *home = NULL;
    for (size_t i = 0; i < f->columns.count && home == NULL; i++) {
        intro_i_merged_column *const m = &f->columns.data[i];
        if (m->of == c->of && m->stated_length == c->name_length &&
            memcmp(m->stated_name, c->name, c->name_length) == 0 &&
            fits(m, c) && m->parts[rank] == NULL) {
            home = m;
        }
    }
    if (home == NULL) {
        INTRO_TRY(new_merged(f, c));
        home = &f->columns.data[f->columns.count - 1];
    }
    home->parts[rank] = c;
    note_feeder(fields, c, (size_t)(home - f->columns.data), rank);
    if (c->kind == INTRO_KIND_DOUBLE) {
        home->kind = INTRO_KIND_DOUBLE;
    }
    return INTRO_OK;
}

/* A <default> stands in every row without a value: for ties at once, because a
 * weight must be seen before the ties are known. */
static intro_status fill_default(intro_i_freeze *f,
                                 const intro_i_build_source *s,
                                 intro_i_build_column *c)
{
    intro_status rc = intro_i_build_column_reserve(c, s->edge_count);
    for (uint64_t row = 0; row < s->edge_count && rc == INTRO_OK; row++) {
        if (intro_i_build_column_has(c, row)) {
            continue;
        }
        rc = c->kind == INTRO_KIND_STRING
                 ? intro_i_build_column_set_string(c, row, c->default_string)
             : c->kind == INTRO_KIND_DOUBLE
                 ? intro_i_build_column_set_double(c, row, c->default_double)
                 : intro_i_build_column_set_int(c, row, c->default_int);
    }
    return rc == INTRO_OK ? rc : intro_i_builder_fail_column(f->b, rc);
}

intro_status intro_i_freeze_merge_columns(intro_i_freeze *f)
{
    feeders fields[INTRO_FIELD_COUNT] = {0};
    for (size_t k = 0; k < f->b->sources.count; k++) {
        intro_i_build_source *const s = f->b->sources.data[f->order[k]];
        for (size_t i = 0; i < s->columns.count; i++) {
            intro_i_build_column *const c = s->columns.data[i];
            if (c->of == INTRO_OF_TIE && c->has_default) {
                INTRO_TRY(fill_default(f, s, c));
            }
            INTRO_TRY(merge_one(f, (uint16_t)k, c, fields));
        }
    }
    mark_own_fields(f, fields);
    return INTRO_OK;
}

const intro_i_merged_column *
intro_i_freeze_export_numbers(const intro_i_freeze *f)
{
    static const char name[] = INTRO_I_EXPORT_STRENGTH;
    for (size_t i = 0; i < f->columns.count; i++) {
        const intro_i_merged_column *const m = &f->columns.data[i];
        if (m->kind == INTRO_KIND_DOUBLE &&
            same_name(m, INTRO_OF_TIE, name, sizeof name - 1)) {
            return m;
        }
    }
    return NULL;
}

/* --- gathering -------------------------------------------------------------------- */

/* A column of the graph being filled. */
typedef struct target {
    intro_i_freeze *f;
    const intro_i_merged_column *m;
    uint64_t rows;
    void *values;
    uint64_t *present;
} target;

static void put(target *t, uint64_t to, const intro_i_build_column *from,
                uint64_t row)
{
    switch (t->m->kind) {
    case INTRO_KIND_STRING:
        ((uint32_t *)t->values)[to] = ((const uint32_t *)from->values)[row];
        break;
    case INTRO_KIND_INT:
        ((int64_t *)t->values)[to] = ((const int64_t *)from->values)[row];
        break;
    case INTRO_KIND_DOUBLE:
        ((double *)t->values)[to] =
            from->kind == INTRO_KIND_INT
                ? (double)((const int64_t *)from->values)[row]
                : ((const double *)from->values)[row];
        break;
    case INTRO_KIND_BOOL:
        ((uint8_t *)t->values)[to] = ((const uint8_t *)from->values)[row];
        break;
    case INTRO_KIND_DAY:
        ((int32_t *)t->values)[to] = ((const int32_t *)from->values)[row];
        break;
    }
    intro_i_bits_set(t->present, to);
}

static void put_default(target *t, uint64_t to,
                        const intro_i_build_column *from)
{
    switch (t->m->kind) {
    case INTRO_KIND_STRING:
        ((uint32_t *)t->values)[to] = from->default_string;
        break;
    case INTRO_KIND_INT:
        ((int64_t *)t->values)[to] = from->default_int;
        break;
    case INTRO_KIND_DOUBLE:
        ((double *)t->values)[to] = from->default_double;
        break;
    case INTRO_KIND_BOOL:
        ((uint8_t *)t->values)[to] = from->default_int != 0;
        break;
    case INTRO_KIND_DAY:
        ((int32_t *)t->values)[to] = (int32_t)from->default_int;
        break;
    }
    intro_i_bits_set(t->present, to);
}

/* Sources by rising priority: what is written last stays. Defaults of all come
 * before stated values of any. */
static intro_status gather_people(target *t)
{
    const intro_i_freeze *const f = t->f;
    for (int stated = 0; stated < 2; stated++) {
        for (size_t k = 0; k < f->b->sources.count; k++) {
            const size_t source = f->priority[k];
            const intro_i_build_source *const s = f->b->sources.data[source];
            const intro_i_build_column *const c = t->m->parts[f->rank[source]];
            if (c == NULL || (stated == 0 && !c->has_default)) {
                continue;
            }
            for (uint32_t row = 0; row < s->person_count; row++) {
                if (row % POLL_EVERY == 0) {
                    INTRO_TRY(intro_i_poll(f->ctx));
                }
                const uint32_t v = f->who.person_of[s->first_person + row];
                if (stated == 0) {
                    put_default(t, v, c);
                } else if (intro_i_build_column_has(c, row)) {
                    put(t, v, c, row);
                }
            }
        }
    }
    return INTRO_OK;
}

size_t intro_i_freeze_edge_source(const intro_i_builder *b, uint64_t edge)
{
    size_t low = 0;
    size_t high = b->sources.count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (b->sources.data[middle]->first_edge <= edge) {
            low = middle;
        } else {
            high = middle;
        }
    }
    /* Sources without edges share a beginning with the one that has some. */
    while (b->sources.data[low]->edge_count == 0 && low > 0) {
        low--;
    }
    return low;
}

/* The usual big case: one source, and every item is an edge of it. Chunks are
 * whole words of bits. */
static intro_status gather_chunk(void *arg, intro_i_worker *worker,
                                 uint64_t begin, uint64_t end)
{
    enum { AHEAD = 24 };
    target *const t = arg;
    const uint32_t *const items = t->f->csr.items;
    const intro_i_build_column *const c = t->m->parts[0];
    const size_t size = intro_i_kind_size(t->m->kind);
    (void)worker;
    for (uint64_t i = begin; i < end; i++) {
        if (i + AHEAD < end) {
            INTRO_PREFETCH((const char *)c->values + items[i + AHEAD] * size);
        }
        if (items[i] < c->rows && intro_i_bits_get(c->present, items[i])) {
            put(t, i, c, items[i]);
        }
    }
    return INTRO_OK;
}

static intro_status gather_ties(target *t)
{
    enum { GRAIN = 1 << 16 };
    const intro_i_freeze *const f = t->f;
    uint64_t to = 0;
    if (f->b->sources.count == 1 && f->item_edge == NULL &&
        f->evidence.pairs.count == 0 && t->m->parts[0] != NULL) {
        return t->m->parts[0]->rows == 0
                   ? INTRO_OK
                   : intro_i_parallel_for(f->ctx, f->csr.item_count, GRAIN,
                                          gather_chunk, t);
    }
    for (uint64_t i = 0; i < f->csr.item_count; i++) {
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(f->ctx));
        }
        const uint64_t item = f->csr.items[i];
        if (item >= f->stated) {
            continue;
        }
        const uint64_t edge = f->item_edge == NULL ? item : f->item_edge[item];
        const size_t source = f->b->sources.count == 1
                                  ? 0
                                  : intro_i_freeze_edge_source(f->b, edge);
        const intro_i_build_column *const c = t->m->parts[f->rank[source]];
        const uint64_t row = edge - f->b->sources.data[source]->first_edge;
        if (c != NULL && intro_i_build_column_has(c, row)) {
            put(t, to, c, row);
        }
        to++;
    }
    return INTRO_OK;
}

/* The parts of a column are not needed any more. */
static void drop_parts(const intro_i_freeze *f, const intro_i_merged_column *m)
{
    for (size_t k = 0; k < f->b->sources.count; k++) {
        if (m->parts[k] != NULL) {
            intro_i_free(m->parts[k]->values);
            intro_i_free(m->parts[k]->present);
            m->parts[k]->values = NULL;
            m->parts[k]->present = NULL;
            m->parts[k]->rows = 0;
        }
    }
}

static intro_status name_strings(target *t)
{
    uint32_t *const values = t->values;
    for (uint64_t i = 0; i < t->rows; i++) {
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(t->f->ctx));
        }
        if (intro_i_bits_get(t->present, i)) {
            values[i] = intro_i_freeze_string(t->f, values[i]);
        }
    }
    return INTRO_OK;
}

static intro_status gather(intro_i_freeze *f, const intro_i_merged_column *m,
                           intro_column *out)
{
    target t = {.f = f,
                .m = m,
                .rows = m->of == INTRO_OF_PERSON ? f->g->people : f->g->edges};
    const size_t words = intro_i_bits_words(t.rows);
    t.values = intro_i_alloc_zero((size_t)t.rows, intro_i_kind_size(m->kind));
    t.present = intro_i_alloc_zero(words, sizeof *t.present);
    if (t.values == NULL || t.present == NULL) {
        intro_i_free(t.values);
        intro_i_free(t.present);
        return intro_i_fail_memory(f->ctx);
    }
    intro_status rc =
        m->of == INTRO_OF_PERSON ? gather_people(&t) : gather_ties(&t);
    if (rc == INTRO_OK) {
        drop_parts(f, m);
        if (m->kind == INTRO_KIND_STRING) {
            rc = name_strings(&t);
        }
    }
    if (rc != INTRO_OK) {
        intro_i_free(t.values);
        intro_i_free(t.present);
        return rc;
    }
    out->strings = &f->g->strings;
    out->kind = (uint8_t)m->kind;
    out->of = (uint8_t)m->of;
    out->rows = t.rows;
    out->values = t.values;
    out->present = t.present;
    if (intro_i_bits_count(t.present, words) == t.rows) {
        intro_i_free(t.present);
        t.present = NULL;
        out->present = NULL;
    }
    rc = intro_i_freeze_own(f, t.values);
    if (rc != INTRO_OK) {
        intro_i_free(t.present);
        return rc;
    }
    return t.present == NULL ? INTRO_OK : intro_i_freeze_own(f, t.present);
}

static intro_status check_room(intro_i_freeze *f)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < f->columns.count; i++) {
        const intro_i_merged_column *const m = &f->columns.data[i];
        bytes += intro_i_column_bytes(
            m->kind, m->of == INTRO_OF_PERSON ? f->g->people : f->g->edges);
    }
    return intro_i_builder_has_room(f->b, bytes)
               ? INTRO_OK
               : intro_i_builder_fail_column(f->b, INTRO_ELIMIT);
}

intro_status intro_i_freeze_gather_columns(intro_i_freeze *f)
{
    INTRO_TRY(check_room(f));
    f->g->columns = intro_i_alloc_zero(f->columns.count, sizeof *f->g->columns);
    if (f->g->columns == NULL) {
        return intro_i_fail_memory(f->ctx);
    }
    for (size_t i = 0; i < f->columns.count; i++) {
        const intro_i_merged_column *const m = &f->columns.data[i];
        uint32_t name;
        INTRO_TRY(intro_i_builder_string(f->b, m->name, m->name_length, &name));
        INTRO_TRY(gather(f, m, &f->g->columns[i]));
        f->g->columns[i].name = intro_i_freeze_string(f, name);
        f->g->column_count++;
        INTRO_TRY(intro_i_poll(f->ctx));
    }
    return INTRO_OK;
}
