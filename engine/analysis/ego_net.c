/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/ego_net.h"

#include "base/alloc.h"
#include "base/context_impl.h"

#include <stdlib.h>
#include <string.h>

typedef struct candidate {
    float warmth;
    intro_vid person;
} candidate;

static int compare_warmest_first(const void *a, const void *b)
{
    const candidate *const x = a;
    const candidate *const y = b;
    if (x->warmth != y->warmth) {
        return x->warmth > y->warmth ? -1 : 1;
    }
    return (x->person > y->person) - (x->person < y->person);
}

static intro_status take_contacts(intro_ctx *ctx,
                                  const intro_i_weak_graph *weak, intro_vid ego,
                                  candidate **out)
{
    const uint64_t first = weak->offsets[ego];
    const uint64_t degree = intro_i_weak_degree(weak, ego);
    candidate *const list = intro_i_alloc((size_t)degree + 1, sizeof *list);
    if (list == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (uint64_t i = 0; i < degree; i++) {
        list[i] = (candidate){weak->strengths[first + i],
                              weak->neighbours[first + i]};
    }
    qsort(list, (size_t)degree, sizeof *list, compare_warmest_first);
    *out = list;
    return INTRO_OK;
}

/* The warmest way of two ties to everybody behind the contacts; 0 for others. */
static intro_status spread(intro_ctx *ctx, const intro_i_weak_graph *weak,
                           const intro_i_ego_net *net, float *warmth,
                           uint64_t *reached)
{
    uint64_t looked_at = 0;
    for (uint32_t p = 1; p <= net->contacts; p++) {
        const intro_vid v = net->people[p];
        for (uint64_t i = weak->offsets[v]; i < weak->offsets[v + 1]; i++) {
            const intro_vid w = weak->neighbours[i];
            const float product = net->warmth[p] * weak->strengths[i];
            if (++looked_at % 65536 == 0) {
                INTRO_TRY(intro_i_poll(ctx));
            }
            *reached += warmth[w] == 0;
            if (product > warmth[w]) {
                warmth[w] = product;
            }
        }
    }
    return INTRO_OK;
}

/* People two ties away, warmest first. */
static intro_status take_second_ring(intro_ctx *ctx,
                                     const intro_i_weak_graph *weak,
                                     intro_i_ego_net *net, uint32_t wanted)
{
    uint64_t reached = 0;
    candidate *list = NULL;
    float *const warmth = intro_i_alloc_zero(weak->people, sizeof *warmth);
    intro_status rc = INTRO_ENOMEM;
    if (warmth != NULL) {
        rc = spread(ctx, weak, net, warmth, &reached);
        list = intro_i_alloc((size_t)reached + 1, sizeof *list);
    }
    if (warmth == NULL || list == NULL) {
        rc = intro_i_fail_memory(ctx);
    }
    if (rc == INTRO_OK) {
        /* Those who are in already are not taken twice. */
        for (uint32_t p = 0; p < net->count; p++) {
            warmth[net->people[p]] = 0;
        }
        size_t count = 0;
        for (uint32_t v = 0; v < weak->people; v++) {
            if (warmth[v] > 0) {
                list[count++] = (candidate){warmth[v], v};
            }
        }
        qsort(list, count, sizeof *list, compare_warmest_first);
        for (size_t i = 0; i < count && net->count < wanted; i++) {
            net->people[net->count] = list[i].person;
            net->warmth[net->count++] = list[i].warmth;
        }
    }
    intro_i_free(list);
    intro_i_free(warmth);
    return rc;
}

/* --- ties ----------------------------------------------------------------- */

typedef struct place {
    intro_vid person;
    uint32_t at;
} place;

static int compare_people(const void *a, const void *b)
{
    const place *const x = a;
    const place *const y = b;
    return (x->person > y->person) - (x->person < y->person);
}

/* Both lists rise: walks the shorter beside the longer. Calls of counting give
 * NULL. */
static uint64_t find_ties_of(const intro_i_weak_graph *weak,
                             const place *places, uint32_t count,
                             const place *from, intro_i_ego_tie *out)
{
    uint64_t found = 0;
    uint64_t i = weak->offsets[from->person];
    const uint64_t end = weak->offsets[from->person + 1];
    for (uint32_t p = 0; p < count && i < end;) {
        const intro_vid there = weak->neighbours[i];
        if (places[p].person < there) {
            p++;
        } else if (places[p].person > there) {
            i++;
        } else {
            if (from->at < places[p].at) {
                if (out != NULL) {
                    out[found] = (intro_i_ego_tie){from->at, places[p].at,
                                                   weak->strengths[i]};
                }
                found++;
            }
            p++;
            i++;
        }
    }
    return found;
}

static int compare_ties(const void *a, const void *b)
{
    const intro_i_ego_tie *const x = a;
    const intro_i_ego_tie *const y = b;
    if (x->a != y->a) {
        return x->a < y->a ? -1 : 1;
    }
    return (x->b > y->b) - (x->b < y->b);
}

static intro_status find_ties(intro_ctx *ctx, const intro_i_weak_graph *weak,
                              intro_i_ego_net *net)
{
    place *const places = intro_i_alloc(net->count, sizeof *places);
    if (places == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (uint32_t p = 0; p < net->count; p++) {
        places[p] = (place){net->people[p], p};
    }
    qsort(places, net->count, sizeof *places, compare_people);
    intro_status rc = INTRO_OK;
    for (int pass = 0; pass < 2 && rc == INTRO_OK; pass++) {
        uint64_t count = 0;
        for (uint32_t p = 0; p < net->count && rc == INTRO_OK; p++) {
            count += find_ties_of(weak, places, net->count, &places[p],
                                  pass == 0 ? NULL : net->ties + count);
            rc = p % 256 == 0 ? intro_i_poll(ctx) : INTRO_OK;
        }
        if (pass == 0 && rc == INTRO_OK) {
            net->tie_count = count;
            net->ties = intro_i_alloc((size_t)count + 1, sizeof *net->ties);
            rc = net->ties == NULL ? intro_i_fail_memory(ctx) : INTRO_OK;
        }
    }
    if (rc == INTRO_OK) {
        qsort(net->ties, (size_t)net->tie_count, sizeof *net->ties,
              compare_ties);
    }
    intro_i_free(places);
    return rc;
}

static intro_status fill(intro_ctx *ctx, const intro_i_weak_graph *weak,
                         intro_vid ego, uint32_t most, uint32_t wanted,
                         intro_i_ego_net *net)
{
    candidate *list = NULL;
    net->people = intro_i_alloc(most, sizeof *net->people);
    net->warmth = intro_i_alloc(most, sizeof *net->warmth);
    if (net->people == NULL || net->warmth == NULL) {
        return intro_i_fail_memory(ctx);
    }
    INTRO_TRY(take_contacts(ctx, weak, ego, &list));
    net->degree = intro_i_weak_degree(weak, ego);
    net->people[0] = ego;
    net->warmth[0] = 1;
    for (net->count = 1; net->count < most && net->count <= net->degree;
         net->count++) {
        net->people[net->count] = list[net->count - 1].person;
        net->warmth[net->count] = list[net->count - 1].warmth;
    }
    net->contacts = net->count - 1;
    intro_i_free(list);
    if (net->count < wanted) {
        INTRO_TRY(take_second_ring(ctx, weak, net, wanted));
    }
    return find_ties(ctx, weak, net);
}

intro_status intro_i_ego_net_init(intro_ctx *ctx,
                                  const intro_i_weak_graph *weak, intro_vid ego,
                                  uint32_t most, uint32_t wanted,
                                  intro_i_ego_net *out)
{
    memset(out, 0, sizeof *out);
    const intro_status rc =
        fill(ctx, weak, ego, most, wanted < most ? wanted : most, out);
    if (rc != INTRO_OK) {
        intro_i_ego_net_fini(out);
    }
    return rc;
}

void intro_i_ego_net_fini(intro_i_ego_net *net)
{
    intro_i_free(net->people);
    intro_i_free(net->warmth);
    intro_i_free(net->ties);
    memset(net, 0, sizeof *net);
}
