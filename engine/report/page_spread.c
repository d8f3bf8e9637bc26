/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page_spread.h"

#include "base/alloc.h"
#include "base/context_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct key {
    uint32_t count;
    uint32_t group;
    uint64_t size;
} key;

static int compare_keys(const void *a, const void *b)
{
    const key *const x = a;
    const key *const y = b;
    if (x->count != y->count) {
        return x->count > y->count ? -1 : 1;
    }
    if (x->size != y->size) {
        return x->size > y->size ? -1 : 1;
    }
    return (x->group > y->group) - (x->group < y->group);
}

static void count_contacts(const intro_pages *pages, intro_vid me,
                           intro_i_spread *spread)
{
    const intro_i_weak_graph *const weak = &pages->weak;
    for (uint64_t i = weak->offsets[me]; i < weak->offsets[me + 1]; i++) {
        const uint32_t group = spread->groups->of[weak->neighbours[i]];
        if (group != INTRO_I_NO_GROUP) {
            spread->counts[group]++;
            spread->single[group] = weak->neighbours[i];
        }
    }
}

static intro_status sort_groups(intro_ctx *ctx, intro_i_spread *spread)
{
    const uint32_t count = spread->groups->count;
    key *const keys = intro_i_alloc((size_t)count + 1, sizeof *keys);
    if (keys == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (uint32_t g = 0; g < count; g++) {
        keys[g] = (key){spread->counts[g], g, spread->groups->sizes[g]};
        spread->met += spread->counts[g] != 0;
        spread->everybody += spread->groups->sizes[g];
    }
    qsort(keys, count, sizeof *keys, compare_keys);
    for (uint32_t g = 0; g < count; g++) {
        spread->order[g] = keys[g].group;
    }
    intro_i_free(keys);
    return INTRO_OK;
}

static intro_status measure(intro_ctx *ctx, const intro_pages *pages,
                            intro_vid me, intro_i_spread *spread)
{
    const uint32_t *const of = spread->groups->of;
    const intro_i_weak_graph *const weak = &pages->weak;
    intro_i_tally tally;
    if (intro_i_tally_init(&tally, spread->groups, false) != INTRO_OK) {
        return intro_i_fail_memory(ctx);
    }
    for (uint64_t i = weak->offsets[me]; i < weak->offsets[me + 1]; i++) {
        intro_i_tally_add(&tally, of[weak->neighbours[i]], 1);
    }
    spread->figures = intro_i_tally_figures(&tally, of[me]);
    intro_i_tally_fini(&tally);
    return INTRO_OK;
}

intro_status intro_i_spread_init(intro_ctx *ctx, const intro_pages *pages,
                                 intro_i_page_attribute of, intro_vid me,
                                 intro_i_spread *out)
{
    memset(out, 0, sizeof *out);
    out->groups = &pages->groups[of];
    const size_t count = (size_t)out->groups->count + 1;
    out->counts = intro_i_alloc_zero(count, sizeof *out->counts);
    out->single = intro_i_alloc(count, sizeof *out->single);
    out->order = intro_i_alloc(count, sizeof *out->order);
    intro_status rc = INTRO_OK;
    if (out->counts == NULL || out->single == NULL || out->order == NULL) {
        rc = intro_i_fail_memory(ctx);
    }
    if (rc == INTRO_OK) {
        count_contacts(pages, me, out);
        rc = sort_groups(ctx, out);
    }
    if (rc == INTRO_OK) {
        rc = measure(ctx, pages, me, out);
    }
    if (rc != INTRO_OK) {
        intro_i_spread_fini(out);
    }
    return rc;
}

void intro_i_spread_fini(intro_i_spread *spread)
{
    intro_i_free(spread->counts);
    intro_i_free(spread->single);
    intro_i_free(spread->order);
    memset(spread, 0, sizeof *spread);
}

double intro_i_spread_share(const intro_i_spread *spread, uint32_t group)
{
    return spread->figures.known == 0
               ? (double)NAN
               : (double)spread->counts[group] / (double)spread->figures.known;
}

double intro_i_spread_everybody(const intro_i_spread *spread, uint32_t group)
{
    return (double)spread->groups->sizes[group] / (double)spread->everybody;
}
