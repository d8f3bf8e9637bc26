/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "world.h"

#include "base/bits.h"
#include "graph/graph_impl.h"

#include <stdio.h>
#include <string.h>

uint64_t world_random(uint64_t *state)
{
    *state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static uint32_t below(uint64_t *state, uint32_t n)
{
    return (uint32_t)(world_random(state) % n);
}

world world_make(uint64_t seed)
{
    uint64_t state = seed;
    world w = {.seed = seed};
    w.sources = 1 + below(&state, WORLD_SOURCES);
    w.is_directed = below(&state, 3) == 0;
    w.has_weights = below(&state, 3) != 0;
    w.has_linkedin = below(&state, 3) != 0;
    w.has_columns = below(&state, 2) == 0;
    return w;
}

static intro_status put(intro_i_builder *b, uint32_t row, intro_field field,
                        const char *const *from, uint32_t count,
                        uint64_t *state)
{
    uint32_t string;
    const char *const text = from[below(state, count)];
    INTRO_TRY(intro_i_builder_string(b, text, strlen(text), &string));
    return intro_i_builder_field(b, row, field, string, true);
}

static const char *const names[] = {"Ann Lee", "José Núñez", "Jose Nunez",
                                    "Bo",      "Cy Young",   "Di, PMP"};
static const char *const companies[] = {"Acme Inc.", "ACME", "Bolt",
                                        "Self-employed", "Core"};
static const char *const mails[] = {"a@x.org", "b@x.org", "c@x.org", "d@x.org"};
static const char *const slugs[] = {"ann", "bo",    "cy", "n1",
                                    "di",  "owner", "p1"};

static intro_status add_mail(intro_i_builder *b, uint32_t row, uint64_t *state)
{
    const char *const mail = mails[below(state, INTRO_COUNT_OF(mails))];
    uint32_t string;
    INTRO_TRY(intro_i_builder_string(b, mail, strlen(mail), &string));
    return intro_i_builder_email(b, row, string);
}

/* --- GraphML ----------------------------------------------------------------- */

static intro_status fill_weights(const world *w, intro_i_builder *b,
                                 uint64_t edges, uint64_t *state)
{
    intro_i_build_column *c;
    const uint32_t form = below(state, 3);
    const intro_column_kind kind =
        form == 0 ? INTRO_KIND_INT : INTRO_KIND_DOUBLE;
    if (!w->has_weights) {
        return INTRO_OK;
    }
    INTRO_TRY(intro_i_builder_column(b, INTRO_OF_TIE, "weight", 6, kind, &c));
    if (below(state, 4) == 0) {
        intro_i_build_column_default_int(c, 1);
    }
    for (uint64_t e = 0; e < edges; e++) {
        if (below(state, 5) == 0) {
            continue;
        }
        const uint32_t value = 1 + below(state, 9);
        INTRO_TRY(form == 2 ? intro_i_build_column_set_double(
                                  c, e, (double)value / 10)
                            : intro_i_build_column_set_int(c, e, value));
    }
    return INTRO_OK;
}

static intro_status fill_columns(intro_i_builder *b, uint32_t people,
                                 uint64_t edges, uint64_t *state)
{
    intro_i_build_column *kind;
    intro_i_build_column *team;
    const bool is_text = below(state, 2) == 0;
    INTRO_TRY(intro_i_builder_column(b, INTRO_OF_TIE, "kind", 4,
                                     INTRO_KIND_STRING, &kind));
    INTRO_TRY(intro_i_builder_column(
        b, INTRO_OF_PERSON, "team", 4,
        is_text ? INTRO_KIND_STRING : INTRO_KIND_INT, &team));
    if (below(state, 2) == 0 && !is_text) {
        intro_i_build_column_default_int(team, -1);
    }
    for (uint64_t e = 0; e < edges; e++) {
        uint32_t string;
        char text[8];
        const int length = snprintf(text, sizeof text, "k%u", below(state, 3));
        INTRO_TRY(intro_i_builder_string(b, text, (size_t)length, &string));
        INTRO_TRY(intro_i_build_column_set_string(kind, e, string));
    }
    for (uint32_t p = 0; p < people; p++) {
        uint32_t string;
        INTRO_TRY(intro_i_builder_string(b, "red", 3, &string));
        if (below(state, 2) == 0) {
            INTRO_TRY(is_text ? intro_i_build_column_set_string(team, p, string)
                              : intro_i_build_column_set_int(team, p, p));
        }
    }
    return INTRO_OK;
}

static intro_status fill_graphml(const world *w, intro_i_builder *b,
                                 uint64_t *state)
{
    uint32_t people = 0;
    for (uint32_t i = 0; i < 9; i++) {
        char id[8];
        const int length = snprintf(id, sizeof id, "n%u", below(state, 12));
        INTRO_TRY(intro_i_strpool_intern(intro_i_builder_ids(b), id,
                                         (size_t)length, &people));
    }
    people = intro_i_builder_ids(b)->count - 1;
    INTRO_TRY(intro_i_builder_people_up_to(b, people));
    for (uint32_t p = 0; p < people; p++) {
        if (below(state, 2) == 0) {
            INTRO_TRY(put(b, p, INTRO_FIELD_NAME, names, INTRO_COUNT_OF(names),
                          state));
        }
        if (below(state, 3) == 0) {
            INTRO_TRY(put(b, p, INTRO_FIELD_COMPANY, companies,
                          INTRO_COUNT_OF(companies), state));
        }
        if (below(state, 4) == 0) {
            INTRO_TRY(add_mail(b, p, state));
        }
    }
    const uint32_t edges = people < 2 ? 0 : below(state, 24);
    for (uint32_t e = 0; e < edges; e++) {
        const uint32_t a = below(state, people);
        const uint32_t c = (a + 1 + below(state, people - 1)) % people;
        INTRO_TRY(intro_i_builder_edge(
            b, a, c, w->is_directed && below(state, 2) == 0, e + 3));
    }
    INTRO_TRY(fill_weights(w, b, edges, state));
    return w->has_columns ? fill_columns(b, people, edges, state) : INTRO_OK;
}

/* --- LinkedIn ---------------------------------------------------------------- */

static intro_status fill_person(intro_i_builder *b, uint32_t row,
                                uint64_t *state)
{
    uint32_t string;
    INTRO_TRY(
        put(b, row, INTRO_FIELD_NAME, names, INTRO_COUNT_OF(names), state));
    INTRO_TRY(put(b, row, INTRO_FIELD_COMPANY, companies,
                  INTRO_COUNT_OF(companies), state));
    if (below(state, 3) != 0) {
        const char *const slug = slugs[below(state, INTRO_COUNT_OF(slugs))];
        INTRO_TRY(intro_i_builder_string(b, slug, strlen(slug), &string));
        INTRO_TRY(intro_i_builder_slug(b, row, string));
    }
    if (below(state, 3) == 0) {
        INTRO_TRY(add_mail(b, row, state));
    }
    return intro_i_builder_order(b, row, (intro_day)(100 + below(state, 3)),
                                 row);
}

static intro_status fill_linkedin(intro_i_builder *b, uint64_t *state)
{
    const uint32_t people = 2 + below(state, 8);
    for (uint32_t p = 0; p < people; p++) {
        uint32_t row;
        INTRO_TRY(intro_i_builder_person(b, &row));
        INTRO_TRY(fill_person(b, row, state));
    }
    intro_i_builder_owner(b, 0, world_random(state));
    const uint32_t items = below(state, 20);
    for (uint32_t i = 0; i < items; i++) {
        intro_i_item item = {.kind = (intro_evidence_kind)below(state, 9),
                             .count = 1 + below(state, 5),
                             .first = (intro_day)(1000 + below(state, 50))};
        const bool thread = item.kind == INTRO_EV_SMALL_THREAD && people > 2;
        const uint32_t other = 1 + below(state, people - 1);
        item.a = thread ? other : 0;
        item.b = thread ? 1 + other % (people - 1) : other;
        if (item.kind >= INTRO_EV_SAME_EMPLOYER_NOW && !thread) {
            item.kind = INTRO_EV_CONNECTION;
        }
        if (below(state, 2) == 0) {
            const uint32_t kept = item.a;
            item.a = item.b;
            item.b = kept;
        }
        item.people = (uint16_t)(thread ? 3 + below(state, 6) : 0);
        item.last = item.first + (intro_day)below(state, 30);
        if (below(state, 5) == 0) {
            item.first = item.last = INTRO_NO_DAY;
        }
        char label[8];
        const int length =
            snprintf(label, sizeof label, "L%u", below(state, 5));
        INTRO_TRY(
            intro_i_builder_string(b, label, (size_t)length, &item.label));
        item.label = below(state, 2) == 0 ? 0 : item.label;
        if (item.a != item.b) {
            INTRO_TRY(intro_i_builder_evidence(b, &item));
        }
    }
    return INTRO_OK;
}

intro_status world_source(const world *w, intro_i_builder *b, size_t which,
                          bool *kept)
{
    uint64_t state = w->seed * 31 + which * 7919;
    (void)world_random(&state);
    const bool linkedin = w->has_linkedin && below(&state, 2) == 0;
    char file[32];
    (void)snprintf(file, sizeof file, "dir/f%u.x", (unsigned)(which % 3));
    INTRO_TRY(intro_i_builder_source_begin(
        b, file, linkedin ? INTRO_I_FORMAT_LINKEDIN : INTRO_I_FORMAT_GRAPHML));
    bool is_repeat;
    intro_i_builder_source_digest(b, world_random(&state), which + 1,
                                  &is_repeat);
    *kept = !is_repeat;
    if (is_repeat) {
        intro_i_builder_source_drop(b);
        return INTRO_OK;
    }
    intro_i_builder_source_date(b, (intro_day)below(&state, 3));
    INTRO_TRY(linkedin ? fill_linkedin(b, &state) : fill_graphml(w, b, &state));
    INTRO_TRY(intro_i_builder_reason(b, "something counted", which + 1, 2));
    INTRO_TRY(intro_i_builder_warn(b, "warning of %u", (unsigned)which));
    return intro_i_builder_source_end(b);
}

intro_status world_freeze(const world *w, intro_ctx *ctx,
                          const intro_import_options *options,
                          const size_t *order, size_t count, intro_graph **out)
{
    intro_i_builder *b;
    INTRO_TRY(intro_i_builder_new(ctx, options, &b));
    intro_status rc = INTRO_OK;
    for (size_t i = 0; i < count && rc == INTRO_OK; i++) {
        bool kept;
        rc = world_source(w, b, order == NULL ? i : order[i], &kept);
    }
    if (rc == INTRO_OK) {
        rc = intro_i_builder_freeze(b, out);
    }
    intro_i_builder_free(b);
    return rc;
}

/* --- equality ---------------------------------------------------------------- */

static bool same_block(const void *a, const void *b, size_t count, size_t size)
{
    if (a == NULL || b == NULL) {
        return a == b;
    }
    return count == 0 || memcmp(a, b, count * size) == 0;
}

#define SAME(field, count, size)                                               \
    do {                                                                       \
        if (!same_block(a->field, b->field, (size_t)(count), size)) {          \
            return #field;                                                     \
        }                                                                      \
    } while (0)

static const char *column_difference(const intro_graph *a, const intro_graph *b)
{
    if (a->column_count != b->column_count) {
        return "column_count";
    }
    for (uint32_t i = 0; i < a->column_count; i++) {
        const intro_column *const x = &a->columns[i];
        const intro_column *const y = &b->columns[i];
        if (strcmp(intro_column_name(x), intro_column_name(y)) != 0 ||
            x->kind != y->kind || x->of != y->of || x->rows != y->rows) {
            return "columns";
        }
        if (!same_block(x->values, y->values, (size_t)x->rows,
                        intro_i_kind_size((intro_column_kind)x->kind)) ||
            !same_block(x->present, y->present, intro_i_bits_words(x->rows),
                        8)) {
            return intro_column_name(x);
        }
    }
    return NULL;
}

static const char *record_difference(const intro_graph *a, const intro_graph *b)
{
    if (a->source_count != b->source_count ||
        a->reason_count != b->reason_count ||
        a->warning_count != b->warning_count) {
        return "record counts";
    }
    SAME(sources, a->source_count, sizeof *a->sources);
    SAME(reasons, a->reason_count, sizeof *a->reasons);
    SAME(warnings, a->warning_count, 4);
    return memcmp(&a->read, &b->read, sizeof a->read) != 0 ? "read" : NULL;
}

const char *world_difference(const intro_graph *a, const intro_graph *b,
                             bool with_records)
{
    if (a->people != b->people || a->ties != b->ties || a->arcs != b->arcs ||
        a->edges != b->edges || a->is_directed != b->is_directed ||
        a->evidence_tie_count != b->evidence_tie_count ||
        a->evidence_row_count != b->evidence_row_count ||
        a->lookup_count != b->lookup_count ||
        a->owner_count != b->owner_count || a->known_own != b->known_own) {
        return "counts";
    }
    if (a->strings.count != b->strings.count ||
        a->strings.size != b->strings.size) {
        return "strings";
    }
    SAME(strings.bytes, a->strings.size, 1);
    SAME(strings.offsets, (size_t)a->strings.count + 1, 8);
    SAME(out_offsets, (size_t)a->people + 1, 8);
    SAME(out_people, a->arcs, 4);
    SAME(out_strengths, a->arcs, 4);
    SAME(in_offsets, (size_t)a->people + 1, 8);
    SAME(in_people, a->arcs, 4);
    SAME(in_strengths, a->arcs, 4);
    SAME(tie_start, (size_t)a->people + 1, 8);
    SAME(arc_tie, a->arcs, 8);
    SAME(tie_arc, a->ties, 8);
    SAME(tie_inferred, intro_i_bits_words(a->ties), 8);
    SAME(tie_stated, intro_i_bits_words(a->ties), 8);
    SAME(evidence_ties, a->evidence_tie_count, 8);
    SAME(evidence_offsets, a->evidence_tie_count + 1, 8);
    SAME(evidence_rows, a->evidence_row_count, sizeof *a->evidence_rows);
    SAME(tie_edges, a->ties + 1, 8);
    SAME(edge_sources, a->edges, 2);
    SAME(lookup_hashes, a->lookup_count, 8);
    SAME(lookup_people, a->lookup_count, 4);
    SAME(owners, a->owner_count, 4);
    for (size_t f = 0; f < INTRO_FIELD_COUNT; f++) {
        SAME(known[f], a->people, 4);
    }
    for (size_t i = 0; i < INTRO_I_GUESSED; i++) {
        SAME(guessed[i], intro_i_bits_words(a->people), 8);
    }
    if (a->class_rule_count != b->class_rule_count) {
        return "class_rule_count";
    }
    SAME(class_rules, a->class_rule_count, sizeof *a->class_rules);
    if (memcmp(&a->strength.weight, &b->strength.weight,
               sizeof a->strength - sizeof a->strength.model) != 0) {
        return "strength state";
    }
    const char *const columns = column_difference(a, b);
    if (columns != NULL || !with_records) {
        return columns;
    }
    return record_difference(a, b);
}
