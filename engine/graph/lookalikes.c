/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records that may stand for one person. Names come from the stored index, where
 * equal ones lie together; ids are folded and sorted by the hash of the fold. */
#include <introfind/summary.h>

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/names.h"
#include "base/radix.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "graph/graph_impl.h"
#include "graph/watch.h"

#include <string.h>

/* An id of signs alone folds to nothing and is compared as it is. */
static intro_status fold_ids(intro_ctx *ctx, const intro_graph *g,
                             intro_i_keyed *list)
{
    intro_i_strbuf buf;
    intro_i_strbuf_init(&buf, 0);
    intro_status rc = INTRO_OK;
    for (intro_vid v = 0; v < g->people && rc == INTRO_OK; v++) {
        const char *const id = intro_graph_id(g, v);
        const size_t length = intro_i_graph_text_length(g, v + 1);
        intro_i_strbuf_clear(&buf);
        rc = intro_i_text_fold(id, length, &buf);
        if (rc == INTRO_ENOMEM) {
            rc = intro_i_fail_memory(ctx);
        }
        list[v].item = v;
        list[v].key = buf.length == 0
                          ? intro_i_lookup_hash('i', id, length)
                          : intro_i_lookup_hash('f', buf.data, buf.length);
        if (rc == INTRO_OK && (v & 0xFFFF) == 0) {
            rc = intro_i_poll(ctx);
        }
    }
    intro_i_strbuf_fini(&buf);
    return rc;
}

/* Keeps the pair with the smallest first person as the example. */
static void take_pair(uint64_t *count, intro_vid *a, intro_vid *b, intro_vid v,
                      intro_vid w, uint64_t people)
{
    if (*count == 0 || v < *a) {
        *a = v;
        *b = w;
    }
    *count += people;
}

/* ids: by rising hash, those of one hash by rising person. */
static void take_runs(const intro_i_keyed *ids, uint32_t count,
                      intro_lookalikes *out)
{
    for (uint32_t i = 0; i < count;) {
        uint32_t end = i + 1;
        while (end < count && ids[end].key == ids[i].key) {
            end++;
        }
        if (end - i > 1) {
            take_pair(&out->ids, &out->id_a, &out->id_b, ids[i].item,
                      ids[i + 1].item, end - i);
        }
        i = end;
    }
}

static intro_status find_ids(intro_ctx *ctx, const intro_graph *g,
                             intro_lookalikes *out)
{
    intro_i_keyed *const list = intro_i_alloc(g->people, sizeof *list);
    intro_i_keyed *const scratch = intro_i_alloc(g->people, sizeof *scratch);
    const intro_status rc = list == NULL || scratch == NULL
                                ? intro_i_fail_memory(ctx)
                                : fold_ids(ctx, g, list);
    if (rc == INTRO_OK) {
        take_runs(intro_i_radix_sort(list, scratch, g->people), g->people, out);
    }
    intro_i_free(list);
    intro_i_free(scratch);
    return rc;
}

/* Is the entry one of a name? Slugs and e-mails share the index. */
static intro_status is_name(const intro_graph *g, uint64_t entry,
                            intro_i_strbuf *buf, bool *out)
{
    const intro_vid v = g->lookup_people[entry];
    *out = false;
    if (g->known[INTRO_FIELD_NAME] == NULL ||
        g->known[INTRO_FIELD_NAME][v] == 0) {
        return INTRO_OK;
    }
    const uint32_t name = g->known[INTRO_FIELD_NAME][v];
    intro_i_strbuf_clear(buf);
    INTRO_TRY(intro_i_name_fold(intro_i_graph_text(g, name),
                                intro_i_graph_text_length(g, name), buf));
    *out = intro_i_lookup_hash('n', buf->data, buf->length) ==
           g->lookup_hashes[entry];
    return INTRO_OK;
}

static intro_status find_names(intro_ctx *ctx, const intro_graph *g,
                               intro_lookalikes *out)
{
    intro_i_strbuf buf;
    intro_i_strbuf_init(&buf, 0);
    intro_status rc = INTRO_OK;
    for (uint64_t i = 0; i < g->lookup_count && rc == INTRO_OK;) {
        uint64_t end = i + 1;
        while (end < g->lookup_count &&
               g->lookup_hashes[end] == g->lookup_hashes[i]) {
            end++;
        }
        bool named = false;
        if (end - i > 1) {
            rc = is_name(g, i, &buf, &named);
        }
        if (rc == INTRO_OK && named) {
            take_pair(&out->names, &out->name_a, &out->name_b,
                      g->lookup_people[i], g->lookup_people[i + 1], end - i);
        }
        i = end;
    }
    intro_i_strbuf_fini(&buf);
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(ctx) : rc;
}

intro_status intro_lookalikes_find(intro_ctx *ctx, const intro_graph *graph,
                                   intro_lookalikes *out)
{
    intro_i_begin(ctx);
    memset(out, 0, sizeof *out);
    INTRO_TRY(intro_i_watch_verify(ctx, graph));
    INTRO_TRY(find_ids(ctx, graph, out));
    return find_names(ctx, graph, out);
}
