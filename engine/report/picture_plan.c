/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/picture_plan.h"

#include "analysis/layout.h"
#include "base/alloc.h"
#include "base/context_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An island has at least so many people in the picture. */
enum { ISLAND_LEAST = 3 };

/* --- islands -------------------------------------------------------------- */

/* Islands are clusters where ties make them; where contacts hardly know each
 * other (the export of one person), clusters say nothing and people are told
 * apart by industry. */
static intro_i_page_attribute choose_attribute(const intro_pages *pages,
                                               const intro_i_ego_net *net,
                                               uint8_t *is_tied)
{
    const intro_i_groups *const industries =
        &pages->groups[INTRO_I_PAGE_INDUSTRY];
    uint32_t tied = 0;
    uint32_t known = 0;
    for (uint64_t t = 0; t < net->tie_count; t++) {
        if (net->ties[t].a != 0) {
            is_tied[net->ties[t].a] = 1;
            is_tied[net->ties[t].b] = 1;
        }
    }
    for (uint32_t p = 1; p < net->count; p++) {
        tied += is_tied[p];
        known += industries->count != 0 &&
                 industries->of[net->people[p]] != INTRO_I_NO_GROUP;
    }
    const bool has_clusters = pages->groups[INTRO_I_PAGE_CLUSTER].count != 0;
    const bool is_sparse = tied < net->count / 2;
    return known > net->count / 4 && (!has_clusters || is_sparse)
               ? INTRO_I_PAGE_INDUSTRY
               : INTRO_I_PAGE_CLUSTER;
}

static int compare_falling(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a;
    const uint64_t y = *(const uint64_t *)b;
    return (x < y) - (x > y);
}

/* Numbers the greatest groups; numbers[g] becomes island + 1, or 0. */
static void number_islands(intro_i_picture *picture, uint32_t groups,
                           uint32_t *numbers, uint64_t *keys)
{
    uint32_t count = 0;
    for (uint32_t g = 0; g < groups; g++) {
        keys[g] = (uint64_t)numbers[g] << 32 | (UINT32_MAX - g);
    }
    qsort(keys, groups, sizeof *keys, compare_falling);
    memset(numbers, 0, groups * sizeof *numbers);
    for (; count < groups && count < INTRO_I_PICTURE_ISLANDS; count++) {
        const uint32_t people = (uint32_t)(keys[count] >> 32);
        const uint32_t group = UINT32_MAX - (uint32_t)keys[count];
        if (people < ISLAND_LEAST) {
            break;
        }
        picture->islands[count].group = group;
        picture->islands[count].people = people;
        numbers[group] = count + 1;
    }
    picture->island_count = count;
}

static intro_status make_islands(intro_ctx *ctx, const intro_pages *pages,
                                 intro_i_picture *picture)
{
    const intro_i_ego_net *const net = &picture->net;
    const intro_i_groups *const groups = &pages->groups[picture->attribute];
    uint32_t *const numbers =
        intro_i_alloc_zero((size_t)groups->count + 1, sizeof *numbers);
    uint64_t *const keys =
        intro_i_alloc((size_t)groups->count + 1, sizeof *keys);
    intro_status rc = INTRO_OK;
    if (numbers == NULL || keys == NULL) {
        rc = intro_i_fail_memory(ctx);
        goto out;
    }
    for (uint32_t p = 1; p < net->count && groups->count != 0; p++) {
        const uint32_t group = groups->of[net->people[p]];
        if (group != INTRO_I_NO_GROUP) {
            numbers[group]++;
        }
    }
    number_islands(picture, groups->count, numbers, keys);
    intro_i_island *const rest = &picture->islands[picture->island_count];
    rest->group = INTRO_I_NO_GROUP;
    for (uint32_t p = 0; p < net->count; p++) {
        const uint32_t group =
            groups->count == 0 ? INTRO_I_NO_GROUP : groups->of[net->people[p]];
        const uint32_t number = group == INTRO_I_NO_GROUP ? 0 : numbers[group];
        picture->island_of[p] =
            number == 0 ? picture->island_count : number - 1;
        rest->people += p != 0 && number == 0;
    }
    picture->island_count++;
out:
    intro_i_free(numbers);
    intro_i_free(keys);
    return rc;
}

/* A stable counting sort: places by island, contacts first because they come
 * first among the places. */
static void sort_places(intro_i_picture *picture)
{
    uint32_t starts[INTRO_I_PICTURE_ISLANDS + 2] = {0};
    for (uint32_t k = 0; k < picture->island_count; k++) {
        starts[k + 1] = starts[k] + picture->islands[k].people;
    }
    for (uint32_t p = 1; p < picture->net.count; p++) {
        picture->order[starts[picture->island_of[p]]++] = p;
    }
}

/* --- places --------------------------------------------------------------- */

static double within(double value, double least, double most)
{
    return value < least ? least : value > most ? most : value;
}

/* Discs cover about a sixth of the frame; stronger ties are a little larger, and
 * people two ties away smaller. */
static void size_discs(intro_i_picture *picture)
{
    const intro_i_ego_net *const net = &picture->net;
    const double area = (double)INTRO_I_PICTURE_WIDTH * INTRO_I_PICTURE_HEIGHT;
    const double base =
        within(sqrt(0.16 * area / (3.2 * (double)net->count)), 2.4, 7);
    picture->radii[0] = 11;
    for (uint32_t p = 1; p < net->count; p++) {
        const double size =
            p <= net->contacts ? 0.8 + 0.4 * (double)net->warmth[p] : 0.7;
        picture->radii[p] = (float)within(size * base, 2, 9);
    }
}

static intro_status lay_out(intro_ctx *ctx, intro_i_picture *picture)
{
    const intro_i_layout_plan plan = {
        .count = picture->net.count,
        .ties = picture->net.ties,
        .tie_count = picture->net.tie_count,
        .groups = picture->island_of,
        .group_count = picture->island_count,
        .radii = picture->radii,
        .width = INTRO_I_PICTURE_WIDTH,
        .height = INTRO_I_PICTURE_HEIGHT,
    };
    INTRO_TRY(intro_i_layout_compute(ctx, &plan, picture->x, picture->y));
    for (uint32_t p = 0; p < picture->net.count; p++) {
        picture->x[p] = floor(picture->x[p] + 0.5);
        picture->y[p] = floor(picture->y[p] + 0.5);
    }
    for (uint32_t p = 1; p < picture->net.count; p++) {
        intro_i_island *const island = &picture->islands[picture->island_of[p]];
        island->x += picture->x[p] / (double)island->people;
        island->y += picture->y[p] / (double)island->people;
    }
    return INTRO_OK;
}

static intro_status fill(intro_ctx *ctx, const intro_pages *pages, intro_vid me,
                         intro_i_picture *picture)
{
    INTRO_TRY(intro_i_ego_net_init(ctx, &pages->weak, me, INTRO_I_PICTURE_MOST,
                                   INTRO_I_PICTURE_WANTED, &picture->net));
    const size_t count = picture->net.count;
    picture->island_of = intro_i_alloc(count, sizeof *picture->island_of);
    picture->order = intro_i_alloc(count, sizeof *picture->order);
    picture->radii = intro_i_alloc(count, sizeof *picture->radii);
    picture->x = intro_i_alloc(count, sizeof *picture->x);
    picture->y = intro_i_alloc(count, sizeof *picture->y);
    uint8_t *const is_tied = intro_i_alloc_zero(count, sizeof *is_tied);
    if (picture->island_of == NULL || picture->order == NULL ||
        picture->radii == NULL || picture->x == NULL || picture->y == NULL ||
        is_tied == NULL) {
        intro_i_free(is_tied);
        return intro_i_fail_memory(ctx);
    }
    picture->attribute = choose_attribute(pages, &picture->net, is_tied);
    intro_i_free(is_tied);
    INTRO_TRY(make_islands(ctx, pages, picture));
    sort_places(picture);
    size_discs(picture);
    return lay_out(ctx, picture);
}

intro_status intro_i_picture_init(intro_ctx *ctx, const intro_pages *pages,
                                  intro_vid me, intro_i_picture *out)
{
    memset(out, 0, sizeof *out);
    const intro_status rc = fill(ctx, pages, me, out);
    if (rc != INTRO_OK) {
        intro_i_picture_fini(out);
    }
    return rc;
}

void intro_i_picture_fini(intro_i_picture *picture)
{
    intro_i_ego_net_fini(&picture->net);
    intro_i_free(picture->island_of);
    intro_i_free(picture->order);
    intro_i_free(picture->radii);
    intro_i_free(picture->x);
    intro_i_free(picture->y);
    memset(picture, 0, sizeof *picture);
}
