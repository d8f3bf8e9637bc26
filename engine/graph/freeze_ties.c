/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stated edges and pairs with evidence become ties. Items are numbered in
 * canonical order: the edges of the sources one after the other, then the pairs.
 * A network of one source whose edges are all good keeps the builder's arrays. */
#include "graph/freeze.h"

#include "base/bits.h"
#include "graph/restrength.h"
#include "graph/weight.h"

#include <math.h>
#include <string.h>

enum { POLL_EVERY = 1 << 18 };

/* --- weights before ties --------------------------------------------------------------- */

/* The part of a merged column that one source has. */
static intro_i_weight_column part_view(const intro_i_freeze *f,
                                       const intro_i_merged_column *m,
                                       size_t rank, intro_i_strings *strings)
{
    const intro_i_strpool *const pool = &f->b->strings;
    *strings = (intro_i_strings){.bytes = pool->bytes,
                                 .offsets = pool->offsets,
                                 .count = pool->count,
                                 .size = pool->size};
    intro_i_weight_column view = {.name = m->name, .strings = strings};
    const intro_i_build_column *const c = m->parts[rank];
    if (c != NULL) {
        view.kind = c->kind;
        view.rows = c->rows;
        view.values = c->values;
        view.present = c->present;
    }
    return view;
}

/* The part that speaks for the whole: a text that is no number if there is one,
 * else the first. */
static size_t telling_part(const intro_i_freeze *f,
                           const intro_i_merged_column *m)
{
    size_t first = SIZE_MAX;
    for (size_t rank = 0; rank < f->b->sources.count; rank++) {
        if (m->parts[rank] == NULL || m->parts[rank]->rows == 0) {
            continue;
        }
        first = first == SIZE_MAX ? rank : first;
        intro_i_strings strings;
        const intro_i_weight_column view = part_view(f, m, rank, &strings);
        if (m->kind == INTRO_KIND_STRING && !intro_i_weight_is_numeric(&view)) {
            return rank;
        }
    }
    return first == SIZE_MAX ? 0 : first;
}

static intro_status choose_weight(intro_i_freeze *f)
{
    f->weight_column = UINT32_MAX;
    intro_i_strings strings;
    intro_i_weight_column *const views =
        intro_i_alloc(f->columns.count, sizeof *views);
    uint32_t *const map = intro_i_alloc(f->columns.count, sizeof *map);
    intro_status rc = INTRO_OK;
    if (views == NULL || map == NULL) {
        rc = intro_i_fail_memory(f->ctx);
        goto out;
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < f->columns.count; i++) {
        const intro_i_merged_column *const m = &f->columns.data[i];
        if (m->of == INTRO_OF_TIE) {
            map[count] = i;
            views[count++] = part_view(f, m, telling_part(f, m), &strings);
        }
    }
    uint32_t chosen;
    rc = intro_i_weight_choose(f->ctx, views, count,
                               f->b->options.strength.weight, &chosen);
    if (rc == INTRO_OK && chosen != UINT32_MAX) {
        f->weight_column = map[chosen];
    }
out:
    intro_i_free(views);
    intro_i_free(map);
    return rc;
}

static intro_status refuse_weight(intro_i_freeze *f,
                                  const intro_i_build_source *s, uint64_t edge,
                                  const char *name,
                                  intro_weight_meaning meaning, bool is_export)
{
    (void)intro_i_fail_at(
        f->ctx, INTRO_EFORMAT, s->file, intro_i_builder_edge_line(f->b, edge),
        0, "the %s of this tie is not a usable number (%s)", name,
        meaning == INTRO_WEIGHT_STRENGTH ? "above 0, at most 1"
                                         : "above 0, finite");
    intro_i_hint(f->ctx, "--bad-weight drop skips such ties%s",
                 is_export ? "" : ", --weight none ignores the attribute");
    return INTRO_EFORMAT;
}

/* Are both ends of an edge one person? Where nobody was merged that is for the
 * records to say, without a look at where they went. */
static bool is_loop(const intro_i_freeze *f, uint64_t edge)
{
    const uint32_t a = f->b->edge_a.data[edge];
    const uint32_t b = f->b->edge_b.data[edge];
    return a == b || (f->who.people != f->b->people &&
                      f->who.person_of[a] == f->who.person_of[b]);
}

/* Marks the edges of one source that are not used: bad weights, and both ends
 * being one person after merging. */
static intro_status check_source(intro_i_freeze *f, size_t rank,
                                 uint64_t *unused)
{
    intro_i_builder *const b = f->b;
    intro_i_build_source *const s = b->sources.data[f->order[rank]];
    intro_i_strings strings;
    intro_i_weight_column view = {.rows = 0};
    intro_weight_meaning meaning = b->options.strength.weight_is;
    const intro_i_merged_column *const ours = intro_i_freeze_export_numbers(f);
    const bool is_export = ours != NULL && ours->parts[rank] != NULL;
    if (is_export) {
        view = part_view(f, ours, rank, &strings);
        meaning = INTRO_WEIGHT_STRENGTH;
    } else if (f->weight_column != UINT32_MAX) {
        view = part_view(f, &f->columns.data[f->weight_column], rank, &strings);
    }
    const bool drops =
        b->options.strength.bad_weight_drop || b->options.lenient;
    uint64_t bad = 0;
    uint64_t loops = 0;
    uint64_t bad_line = 0;
    for (uint64_t row = 0; row < s->edge_count; row++) {
        const uint64_t edge = s->first_edge + row;
        double value;
        if (row % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(f->ctx));
        }
        if (intro_i_bits_get(unused, edge)) {
            continue;
        }
        if (is_loop(f, edge)) {
            loops++;
            intro_i_bits_set(unused, edge);
        } else if (row < view.rows &&
                   intro_i_weight_value(&view, row, &value) &&
                   !(is_export && isnan(value)) &&
                   !intro_i_weight_is_good(value, meaning)) {
            if (!drops) {
                return refuse_weight(f, s, edge, view.name, meaning, is_export);
            }
            if (bad++ == 0) {
                bad_line = intro_i_builder_edge_line(b, edge);
            }
            intro_i_bits_set(unused, edge);
        }
    }
    f->dropped += bad + loops;
    s->read.dropped += bad;
    s->account.skipped += bad + loops;
    s->account.used -=
        bad + loops < s->account.used ? bad + loops : s->account.used;
    b->present = s;
    intro_status rc = INTRO_OK;
    if (bad != 0) {
        rc = intro_i_builder_reason(b, "tie with an unusable weight skipped",
                                    bad_line, bad);
    }
    if (rc == INTRO_OK && loops != 0) {
        rc = intro_i_builder_reason(
            b, "tie between two records of one person skipped", 0, loops);
    }
    b->present = NULL;
    return rc;
}

/* --- items ------------------------------------------------------------------------------- */

/* The arrays csr_build reads. */
typedef struct items {
    uint32_t *a;
    uint32_t *b;
    uint64_t *one_way;
    uint64_t count;
} items;

/* Edges evidence alone makes (our own exports) are marked unused before. */
static intro_status list_items(intro_i_freeze *f, const uint64_t *unused,
                               items *out)
{
    intro_i_builder *const b = f->b;
    const uint64_t edges = b->edge_a.count;
    out->count = edges - intro_i_bits_count(unused, intro_i_bits_words(edges)) +
                 f->evidence.pairs.count;
    if (out->count >= UINT32_MAX) {
        return intro_i_fail(f->ctx, INTRO_ELIMIT,
                            "more than %u ties in the inputs",
                            (unsigned)UINT32_MAX - 1);
    }
    out->a = intro_i_alloc((size_t)out->count, sizeof *out->a);
    out->b = intro_i_alloc((size_t)out->count, sizeof *out->b);
    f->item_edge = intro_i_alloc((size_t)out->count, sizeof *f->item_edge);
    if (out->a == NULL || out->b == NULL || f->item_edge == NULL) {
        return intro_i_fail_memory(f->ctx);
    }
    uint64_t n = 0;
    for (size_t k = 0; k < b->sources.count; k++) {
        const intro_i_build_source *const s = b->sources.data[f->order[k]];
        for (uint64_t e = s->first_edge; e < s->first_edge + s->edge_count;
             e++) {
            if (e % POLL_EVERY == 0) {
                INTRO_TRY(intro_i_poll(f->ctx));
            }
            if (!intro_i_bits_get(unused, e)) {
                out->a[n] = f->who.person_of[b->edge_a.data[e]];
                out->b[n] = f->who.person_of[b->edge_b.data[e]];
                f->item_edge[n++] = (uint32_t)e;
            }
        }
    }
    f->stated = n;
    for (size_t p = 0; p < f->evidence.pairs.count; p++) {
        out->a[n] = f->evidence.pairs.data[p].a;
        out->b[n++] = f->evidence.pairs.data[p].b;
    }
    intro_i_vec_u32_fini(&b->edge_a);
    intro_i_vec_u32_fini(&b->edge_b);
    return INTRO_OK;
}

/* The usual big case: nothing to leave out, nothing to add, one source. The
 * builder's arrays become the items. */
static intro_status take_arrays(intro_i_freeze *f, items *out)
{
    intro_i_builder *const b = f->b;
    out->count = b->edge_a.count;
    out->a = b->edge_a.data;
    out->b = b->edge_b.data;
    memset(&b->edge_a, 0, sizeof b->edge_a);
    memset(&b->edge_b, 0, sizeof b->edge_b);
    for (uint64_t i = 0; i < out->count; i++) {
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(f->ctx));
        }
        out->a[i] = f->who.person_of[out->a[i]];
        out->b[i] = f->who.person_of[out->b[i]];
    }
    f->stated = out->count;
    return INTRO_OK;
}

static intro_status list_directions(intro_i_freeze *f, items *out)
{
    if (f->b->edge_one_way == NULL) {
        return INTRO_OK;
    }
    out->one_way =
        intro_i_alloc_zero(intro_i_bits_words(out->count), sizeof(uint64_t));
    if (out->one_way == NULL) {
        return intro_i_fail_memory(f->ctx);
    }
    for (uint64_t i = 0; i < f->stated; i++) {
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(f->ctx));
        }
        if (intro_i_builder_is_one_way(
                f->b, f->item_edge == NULL ? i : f->item_edge[i])) {
            intro_i_bits_set(out->one_way, i);
            f->g->is_directed = true;
        }
    }
    return INTRO_OK;
}

static intro_status make_items(intro_i_freeze *f, items *out)
{
    const uint64_t edges = f->b->edge_a.count;
    uint64_t *const unused =
        intro_i_alloc_zero(intro_i_bits_words(edges), sizeof *unused);
    if (unused == NULL) {
        return intro_i_fail_memory(f->ctx);
    }
    if (f->unstated != NULL) {
        memcpy(unused, f->unstated, intro_i_bits_words(edges) * sizeof *unused);
    }
    intro_status rc = INTRO_OK;
    for (size_t k = 0; k < f->b->sources.count && rc == INTRO_OK; k++) {
        rc = check_source(f, k, unused);
    }
    intro_i_vec_u32_fini(&f->b->edge_line);
    if (rc == INTRO_OK) {
        if (f->b->sources.count == 1 && f->dropped == 0 &&
            f->evidence.pairs.count == 0) {
            rc = take_arrays(f, out);
        } else {
            rc = list_items(f, unused, out);
        }
    }
    intro_i_free(unused);
    return rc == INTRO_OK ? list_directions(f, out) : rc;
}

/* --- what a tie holds ---------------------------------------------------------------------- */

/* Stated edges come first among the items of a tie, in canonical order, so the
 * edges of one source stand together. */
static uint64_t count_stated(const intro_i_freeze *f, uint64_t tie)
{
    uint64_t first;
    uint64_t end;
    intro_i_freeze_items(f, tie, &first, &end);
    uint64_t i = first;
    while (i < end && f->csr.items[i] < f->stated) {
        i++;
    }
    return i - first;
}

/* Edges beyond the first between the same ends, within one source. An edge that
 * stands in two ties counts once: counted holds those that did. */
static void count_parallel(intro_i_freeze *f, uint64_t tie, uint64_t *counted)
{
    uint64_t first;
    uint64_t end;
    intro_i_freeze_items(f, tie, &first, &end);
    size_t before = SIZE_MAX;
    for (uint64_t i = first; i < end && f->csr.items[i] < f->stated; i++) {
        const uint64_t item = f->csr.items[i];
        const size_t source =
            f->b->sources.count == 1
                ? 0
                : intro_i_freeze_edge_source(
                      f->b, f->item_edge == NULL ? item : f->item_edge[item]);
        if (source == before && !intro_i_bits_get(counted, item)) {
            intro_i_bits_set(counted, item);
            f->g->read.parallel++;
        }
        before = source;
    }
}

/* map: ties + 1; counted: bits of stated items. */
static intro_status fill_map(intro_i_freeze *f, uint64_t *map,
                             uint64_t *counted)
{
    map[0] = 0;
    for (uint64_t t = 0; t < f->g->ties; t++) {
        if (t % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(f->ctx));
        }
        map[t + 1] = map[t] + count_stated(f, t);
        count_parallel(f, t, counted);
    }
    return INTRO_OK;
}

static intro_status map_edges(intro_i_freeze *f)
{
    intro_graph *const g = f->g;
    g->edges = 0;
    for (uint64_t i = 0; i < f->csr.item_count; i++) {
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(f->ctx));
        }
        g->edges += f->csr.items[i] < f->stated;
    }
    const bool is_identity =
        f->csr.tie_items == NULL && f->evidence.pairs.count == 0;
    if (g->edges == 0 || is_identity) {
        return INTRO_OK;
    }
    uint64_t *const map = intro_i_alloc((size_t)g->ties + 1, sizeof *map);
    uint64_t *const counted =
        intro_i_alloc_zero(intro_i_bits_words(f->stated), sizeof *counted);
    const intro_status rc = map == NULL || counted == NULL
                                ? intro_i_fail_memory(f->ctx)
                                : fill_map(f, map, counted);
    intro_i_free(counted);
    if (rc != INTRO_OK) {
        intro_i_free(map);
        return rc;
    }
    g->tie_edges = map;
    return intro_i_freeze_own(f, map);
}

static intro_status map_sources(intro_i_freeze *f)
{
    intro_graph *const g = f->g;
    size_t graphml = 0;
    for (size_t s = 0; s < f->b->sources.count; s++) {
        graphml += f->b->sources.data[s]->edge_count != 0;
    }
    if (g->edges == 0 || (graphml < 2 && f->b->sources.count < 2)) {
        return INTRO_OK;
    }
    uint16_t *const sources = intro_i_alloc((size_t)g->edges, sizeof *sources);
    if (sources == NULL) {
        return intro_i_fail_memory(f->ctx);
    }
    g->edge_sources = sources;
    INTRO_TRY(intro_i_freeze_own(f, sources));
    uint64_t to = 0;
    for (uint64_t i = 0; i < f->csr.item_count; i++) {
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(f->ctx));
        }
        const uint64_t item = f->csr.items[i];
        if (item < f->stated) {
            sources[to++] = f->rank[intro_i_freeze_edge_source(
                f->b, f->item_edge == NULL ? item : f->item_edge[item])];
        }
    }
    return INTRO_OK;
}

/* --- the whole ---------------------------------------------------------------------------------- */

/* Moves the arrays of the rows to the graph. */
static intro_status take_rows(intro_i_freeze *f)
{
    intro_graph *const g = f->g;
    intro_i_csr *const c = &f->csr;
    void **const blocks[] = {(void **)&c->out_offsets, (void **)&c->out_people,
                             (void **)&c->in_offsets,  (void **)&c->in_people,
                             (void **)&c->tie_start,   (void **)&c->arc_tie,
                             (void **)&c->tie_arc};
    g->ties = c->ties;
    g->arcs = c->arcs;
    g->out_offsets = c->out_offsets;
    g->out_people = c->out_people;
    g->in_offsets = g->is_directed ? c->in_offsets : c->out_offsets;
    g->in_people = g->is_directed ? c->in_people : c->out_people;
    g->tie_start = c->tie_start;
    g->arc_tie = c->arc_tie;
    g->tie_arc = c->tie_arc;
    for (size_t i = 0; i < INTRO_COUNT_OF(blocks); i++) {
        void *const block = *blocks[i];
        *blocks[i] = NULL;
        if (block != NULL) {
            INTRO_TRY(intro_i_freeze_own(f, block));
        }
    }
    return INTRO_OK;
}

intro_status intro_i_freeze_ties(intro_i_freeze *f)
{
    items list;
    memset(&list, 0, sizeof list);
    INTRO_TRY(choose_weight(f));
    intro_status rc = make_items(f, &list);
    if (rc == INTRO_OK) {
        const intro_i_csr_input input = {.people = f->g->people,
                                         .items = list.count,
                                         .a = list.a,
                                         .b = list.b,
                                         .one_way = list.one_way,
                                         .is_directed = f->g->is_directed};
        rc = intro_i_csr_build(f->ctx, &input, &f->csr);
    }
    intro_i_free(list.a);
    intro_i_free(list.b);
    intro_i_free(list.one_way);
    if (rc == INTRO_OK) {
        rc = take_rows(f);
    }
    if (rc == INTRO_OK && f->g->ties > INTRO_MAX_TIES) {
        rc = intro_i_fail(f->ctx, INTRO_ELIMIT, "more than 2^40 ties");
    }
    if (rc == INTRO_OK) {
        rc = map_edges(f);
    }
    if (rc == INTRO_OK) {
        rc = map_sources(f);
    }
    return rc == INTRO_OK ? intro_i_freeze_tie_evidence(f) : rc;
}
