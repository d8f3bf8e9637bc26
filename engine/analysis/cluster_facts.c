/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said of each cluster. */
#include "analysis/clusters_impl.h"

#include "analysis/cluster_labels.h"
#include "base/alloc.h"
#include "base/context_impl.h"
#include "graph/attribute.h"

#include <math.h>
#include <string.h>

enum { POLL_EVERY = 1 << 12, REACH_TIES = 3 };

/* --- ties ----------------------------------------------------------------- */

static intro_status count_ties(intro_ctx *ctx, const intro_i_weak_graph *weak,
                               const uint32_t *of, intro_cluster *rows)
{
    for (uint32_t v = 0; v < weak->people; v++) {
        const uint32_t mine = of[v];
        if (v % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        for (uint64_t i = intro_i_weak_upper(weak, v); i < weak->offsets[v + 1];
             i++) {
            const uint32_t other = of[weak->neighbours[i]];
            if (other == mine) {
                rows[mine].inside_ties++;
            } else {
                rows[mine].outside_ties++;
                rows[other].outside_ties++;
            }
        }
    }
    return INTRO_OK;
}

/* Ends of ties inside the cluster, or those of the others, whichever are fewer,
 * are the whole (measures.md 9: conductance of a cut). */
static double conductance_of(const intro_cluster *row, uint64_t ties)
{
    const uint64_t inside = 2 * row->inside_ties + row->outside_ties;
    const uint64_t others = 2 * ties - inside;
    const uint64_t least = inside < others ? inside : others;
    return least == 0 ? (double)NAN : (double)row->outside_ties / (double)least;
}

/* --- words ---------------------------------------------------------------- */

/* The attributes that labels are made of: `by`, then those of these that are
 * there and not `by` itself. Clusters do not name clusters. */
typedef struct label_groups {
    intro_i_groups own[INTRO_I_LABEL_ATTRIBUTES];
    const intro_i_groups *list[INTRO_I_LABEL_ATTRIBUTES];
    size_t count;
} label_groups;

static bool is_same(const intro_i_attribute *a, const intro_i_attribute *b)
{
    return a->column == b->column && a->field == b->field &&
           a->clusters == b->clusters;
}

static intro_status take_groups(intro_ctx *ctx, const intro_clusters *c,
                                label_groups *out)
{
    static const char *const names[] = {"industry", "company", "function",
                                        "location"};
    intro_i_attribute by;
    intro_i_attribute other;
    memset(&by, 0, sizeof by);
    const bool has_by = c->facts.by != NULL &&
                        intro_i_attribute_is_there(c->graph, c->facts.by, &by);
    memset(out, 0, sizeof *out);
    if (has_by && by.clusters == NULL) {
        out->list[out->count++] = &c->by;
    } else {
        INTRO_TRY(intro_i_groups_init_none(ctx, c->graph, &out->own[0]));
        out->list[out->count++] = &out->own[0];
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(names); i++) {
        if (intro_i_attribute_is_there(c->graph, names[i], &other) &&
            !(has_by && is_same(&by, &other))) {
            INTRO_TRY(intro_i_groups_init(ctx, c->graph, names[i],
                                          &out->own[out->count]));
            out->list[out->count] = &out->own[out->count];
            out->count++;
        }
    }
    return INTRO_OK;
}

static intro_status make_labels(intro_ctx *ctx, intro_clusters *c)
{
    label_groups groups;
    intro_i_labeler labeler;
    memset(&labeler, 0, sizeof labeler);
    intro_status rc = take_groups(ctx, c, &groups);
    if (rc == INTRO_OK) {
        rc = intro_i_labeler_init(ctx, &c->members, groups.list, groups.count,
                                  &labeler);
    }
    if (rc == INTRO_OK) {
        rc = intro_i_label_all(ctx, &labeler, &c->texts, c->labels);
    }
    for (uint32_t k = 0; k < c->members.count && rc == INTRO_OK; k++) {
        intro_cluster *const row = &c->list[k];
        row->label = c->labels[k];
        row->group_count = intro_i_label_groups(&labeler, k, row->groups);
    }
    intro_i_labeler_fini(&labeler);
    for (size_t i = 0; i < INTRO_I_LABEL_ATTRIBUTES; i++) {
        intro_i_groups_fini(&groups.own[i]);
    }
    return rc;
}

/* --- rows ----------------------------------------------------------------- */

intro_status intro_i_clusters_describe(intro_ctx *ctx, intro_clusters *c,
                                       const intro_i_weak_graph *weak)
{
    c->list = intro_i_alloc_zero(c->members.count, sizeof *c->list);
    c->labels = intro_i_alloc_zero(c->members.count, sizeof *c->labels);
    if (c->list == NULL || c->labels == NULL) {
        return intro_i_fail_memory(ctx);
    }
    INTRO_TRY(count_ties(ctx, weak, c->members.of, c->list));
    for (uint32_t k = 0; k < c->members.count; k++) {
        intro_cluster *const row = &c->list[k];
        row->number = k + 1;
        row->people = intro_i_members_size(&c->members, k);
        row->conductance = conductance_of(row, weak->ties);
        row->access = INTRO_ACCESS_UNKNOWN;
        row->single_door = INTRO_NO_VID;
        row->novelty = (double)NAN;
    }
    return make_labels(ctx, c);
}

intro_status intro_i_clusters_take_view(intro_ctx *ctx, intro_clusters *c)
{
    intro_cluster *const sorted =
        intro_i_alloc(c->members.count, sizeof *sorted);
    if (sorted == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (uint32_t i = 0; i < c->mine.count; i++) {
        const intro_i_cluster_access *const seen = &c->mine.list[i];
        intro_cluster *const row = &sorted[i];
        *row = c->list[seen->cluster];
        row->access = seen->access;
        row->doors =
            seen->doors == 0 ? NULL : c->mine.doors.data + seen->first_door;
        row->door_count = seen->doors;
        row->single_door = seen->single_door;
        row->novelty = seen->novelty;
        row->novel = seen->novel;
        row->reach = seen->reach;
    }
    intro_i_free(c->list);
    c->list = sorted;
    return INTRO_OK;
}

/* --- chains --------------------------------------------------------------- */

static intro_status find_chain(intro_ctx *ctx, intro_clusters *c,
                               intro_searcher *searcher, uint32_t row)
{
    const intro_vid me = c->facts.me;
    const uint32_t k = c->list[row].number - 1;
    const intro_paths *paths = NULL;
    intro_paths_query query = INTRO_PATHS_QUERY_INIT;
    query.from = &me;
    query.from_count = 1;
    query.targets = c->members.people + c->members.starts[k];
    query.target_count = intro_i_members_size(&c->members, k);
    query.max_hops = REACH_TIES;
    query.limit = 1;
    query.all_chains = true;
    query.explain_empty = false;
    INTRO_TRY(intro_searcher_find(ctx, searcher, &query, &paths));
    if (intro_paths_count(paths) != 0) {
        const intro_chain found = intro_paths_chain(paths, 0);
        intro_vid *const kept =
            c->chain_people + (size_t)row * (REACH_TIES + 1);
        memcpy(kept, found.people, (found.hops + 1) * sizeof *kept);
        c->chains[row] = found;
        c->chains[row].people = kept;
    }
    return INTRO_OK;
}

intro_status intro_i_clusters_find_chains(intro_ctx *ctx, intro_clusters *c)
{
    intro_searcher *searcher = NULL;
    c->chains = intro_i_alloc_zero(c->members.count, sizeof *c->chains);
    c->chain_people =
        intro_i_alloc(c->members.count, (REACH_TIES + 1) * sizeof(intro_vid));
    if (c->chains == NULL || c->chain_people == NULL) {
        return intro_i_fail_memory(ctx);
    }
    intro_status rc = intro_searcher_new(ctx, c->graph, &searcher);
    for (uint32_t row = 0; row < c->members.count && rc == INTRO_OK; row++) {
        if (c->list[row].reach != 0 &&
            c->list[row].access != INTRO_ACCESS_MEMBER) {
            rc = find_chain(ctx, c, searcher, row);
        }
    }
    intro_searcher_free(searcher);
    return rc;
}
