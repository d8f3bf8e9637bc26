/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said of clusters and weak ties, beside the definitions of measures.md
 * worked out on a matrix of all pairs. */
#include "analysis/cluster_labels.h"
#include "analysis/tie_facts.h"
#include "base/alloc.h"
#include "base/calendar.h"
#include "dense_oracle.h"
#include "small_graphs.h"
#include "small_groups.h"
#include "story_graph.h"

#include <introfind/introfind.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FAR = 1 << 20, MANY = 2048 };

static intro_ctx *ctx;

static int open_context(void **state)
{
    (void)state;
    return intro_ctx_new(&ctx) == INTRO_OK ? 0 : -1;
}

static int close_context(void **state)
{
    (void)state;
    intro_ctx_free(ctx);
    return 0;
}

/* --- by definition -------------------------------------------------------- */

/* Ties from v to everybody (FAR: no way), the tie between a and b left out (a ==
 * b: none); along the arcs, or on the weak graph. */
static void measure_from(const dense *d, bool is_weak, uint32_t v, uint32_t a,
                         uint32_t b, uint32_t *ties)
{
    for (uint32_t w = 0; w < d->people; w++) {
        ties[w] = w == v ? 0 : FAR;
    }
    for (uint32_t round = 0; round < d->people; round++) {
        for (uint32_t x = 0; x < d->people; x++) {
            for (uint32_t y = 0; y < d->people && ties[x] == round; y++) {
                const bool is_tied =
                    x != y &&
                    (is_weak ? dense_tied(d, x, y) : dense_arc(d, x, y) > 0);
                const bool is_out =
                    a != b && ((x == a && y == b) || (x == b && y == a));
                if (is_tied && !is_out && ties[y] > round + 1) {
                    ties[y] = round + 1;
                }
            }
        }
    }
}

static uint32_t count_mutual(const dense *d, uint32_t a, uint32_t b,
                             double *overlap)
{
    uint32_t both = 0;
    uint32_t any = 0;
    for (uint32_t w = 0; w < d->people; w++) {
        if (w != a && w != b) {
            const bool x = dense_tied(d, a, w);
            const bool y = dense_tied(d, b, w);
            both += x && y;
            any += x || y;
        }
    }
    *overlap = any == 0 ? (double)NAN : (double)both / any;
    return both;
}

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* All strengths, rising. */
static size_t list_strengths(const dense *d, double *list)
{
    size_t count = 0;
    for (uint32_t a = 0; a < d->people; a++) {
        for (uint32_t b = a + 1; b < d->people; b++) {
            if (dense_tied(d, a, b)) {
                list[count++] = dense_strength(d, a, b);
            }
        }
    }
    qsort(list, count, sizeof *list, compare_doubles);
    return count;
}

static bool is_weak_tie(const dense *d, uint32_t a, uint32_t b, double below)
{
    double overlap;
    (void)count_mutual(d, a, b, &overlap);
    return dense_strength(d, a, b) < below || isnan(overlap) || overlap <= 0.05;
}

static uint64_t count_only_over(const dense *d, uint32_t a, uint32_t b)
{
    uint32_t with[MANY];
    uint32_t without[MANY];
    bool is_lost[MANY] = {false};
    const uint32_t ends[2] = {a, b};
    uint64_t lost = 0;
    for (int i = 0; i < 2; i++) {
        measure_from(d, true, ends[i], 0, 0, with);
        measure_from(d, true, ends[i], a, b, without);
        for (uint32_t w = 0; w < d->people; w++) {
            is_lost[w] |= with[w] <= 3 && without[w] > 3;
        }
    }
    for (uint32_t w = 0; w < d->people; w++) {
        lost += is_lost[w];
    }
    return lost;
}

static int compare_weak_ties(const void *left, const void *right)
{
    const intro_weak_tie *const x = left;
    const intro_weak_tie *const y = right;
    const double u = isnan(x->overlap) ? 0 : x->overlap;
    const double v = isnan(y->overlap) ? 0 : y->overlap;
    if (x->cut != y->cut) {
        return x->cut ? -1 : 1;
    }
    if (x->span != y->span) {
        return x->span > y->span ? -1 : 1;
    }
    if (u < v || u > v) {
        return u < v ? -1 : 1;
    }
    if (x->strength < y->strength || x->strength > y->strength) {
        return x->strength > y->strength ? -1 : 1;
    }
    return x->a != y->a ? (x->a > y->a) - (x->a < y->a)
                        : (x->b > y->b) - (x->b < y->b);
}

static size_t list_weak_ties(const dense *d, const intro_clusters *c,
                             double below, intro_weak_tie *list)
{
    uint32_t ties[MANY];
    size_t count = 0;
    for (uint32_t a = 0; a < d->people; a++) {
        for (uint32_t b = a + 1; b < d->people; b++) {
            if (!dense_tied(d, a, b) ||
                intro_clusters_of(c, a) == intro_clusters_of(c, b) ||
                !is_weak_tie(d, a, b, below)) {
                continue;
            }
            intro_weak_tie *const t = &list[count++];
            memset(t, 0, sizeof *t);
            t->a = a;
            t->b = b;
            t->strength = (float)dense_strength(d, a, b);
            t->mutual = count_mutual(d, a, b, &t->overlap);
            measure_from(d, true, a, a, b, ties);
            t->cut = ties[b] == FAR;
            t->span = t->cut ? 0 : ties[b];
            t->from_cluster = intro_clusters_of(c, a);
            t->to_cluster = intro_clusters_of(c, b);
            t->score = count_only_over(d, a, b);
        }
    }
    qsort(list, count, sizeof *list, compare_weak_ties);
    return count;
}

/* --- the whole, beside it ------------------------------------------------- */

static void check_weak_ties(const dense *d, const intro_clusters *c,
                            double below)
{
    intro_weak_tie *const list = calloc(MANY, sizeof *list);
    assert_non_null(list);
    const size_t count = list_weak_ties(d, c, below, list);
    assert_int_equal(intro_clusters_weak_ties(c), count);
    assert_int_equal(intro_clusters_get_facts(c).weak_ties, count);
    for (size_t i = 0; i < count; i++) {
        const intro_weak_tie *const got = intro_clusters_weak_tie(c, i);
        assert_int_equal(got->a, list[i].a);
        assert_int_equal(got->b, list[i].b);
        assert_true(got->strength == list[i].strength);
        assert_int_equal(got->mutual, list[i].mutual);
        assert_true(got->overlap == list[i].overlap ||
                    (isnan(got->overlap) && isnan(list[i].overlap)));
        assert_int_equal(got->cut, list[i].cut);
        assert_int_equal(got->span, list[i].span);
        assert_int_equal(got->from_cluster, list[i].from_cluster);
        assert_int_equal(got->to_cluster, list[i].to_cluster);
        assert_int_equal(got->score, list[i].score);
        assert_false(got->inferred);
    }
    free(list);
}

static void check_ties(const dense *d, const intro_clusters *c,
                       const intro_cluster *k)
{
    uint64_t people = 0;
    uint64_t inside = 0;
    uint64_t outside = 0;
    uint64_t volume = 0;
    uint64_t others = 0;
    for (uint32_t a = 0; a < d->people; a++) {
        const bool is_in = intro_clusters_of(c, a) == k->number;
        people += is_in;
        volume += is_in ? dense_degree(d, a) : 0;
        others += is_in ? 0 : dense_degree(d, a);
        for (uint32_t b = a + 1; b < d->people; b++) {
            const bool is_too = intro_clusters_of(c, b) == k->number;
            inside += dense_tied(d, a, b) && is_in && is_too;
            outside += dense_tied(d, a, b) && is_in != is_too;
        }
    }
    assert_int_equal(k->people, people);
    assert_int_equal(k->inside_ties, inside);
    assert_int_equal(k->outside_ties, outside);
    const uint64_t least = volume < others ? volume : others;
    if (least == 0) {
        assert_true(isnan(k->conductance));
    } else {
        assert_true(k->conductance == (double)outside / (double)least);
    }
}

static bool is_door(const dense *d, const intro_clusters *c, uint32_t me,
                    uint32_t via, uint32_t to, uint32_t number)
{
    const bool is_mine =
        via == me || (dense_tied(d, me, via) &&
                      intro_clusters_of(c, via) == intro_clusters_of(c, me));
    return is_mine && via != to && dense_tied(d, via, to) &&
           intro_clusters_of(c, to) == number &&
           intro_clusters_of(c, me) != number;
}

/* Somebody at all the doors: first as their near end, then as the far one. */
static intro_vid find_single(const dense *d, const intro_cluster *k,
                             uint32_t me)
{
    for (int side = 0; side < 2; side++) {
        for (uint32_t v = 0; v < d->people; v++) {
            bool is_at_all = v != me && k->door_count > 0;
            bool is_side = false;
            for (uint64_t i = 0; i < k->door_count; i++) {
                const intro_door *const door = &k->doors[i];
                is_at_all = is_at_all && (door->via == v || door->to == v);
                is_side |= (side == 0 ? door->via : door->to) == v;
            }
            if (is_at_all && is_side) {
                return v;
            }
        }
    }
    return INTRO_NO_VID;
}

static void check_doors(const dense *d, const intro_clusters *c, uint32_t me,
                        const intro_cluster *k, double below)
{
    uint64_t count = 0;
    bool has_strong = false;
    for (uint32_t via = 0; via < d->people; via++) {
        for (uint32_t to = 0; to < d->people; to++) {
            if (is_door(d, c, me, via, to, k->number)) {
                count++;
                has_strong |= !is_weak_tie(d, via, to, below);
            }
        }
    }
    assert_int_equal(k->door_count, count);
    for (uint64_t i = 0; i < count; i++) {
        const intro_door *const door = &k->doors[i];
        double overlap;
        (void)count_mutual(d, door->via, door->to, &overlap);
        assert_true(is_door(d, c, me, door->via, door->to, k->number));
        assert_true((double)door->strength ==
                    dense_strength(d, door->via, door->to));
        assert_true(door->overlap == overlap ||
                    (isnan(door->overlap) && isnan(overlap)));
        assert_int_equal(door->weak,
                         is_weak_tie(d, door->via, door->to, below));
        assert_false(door->dormant);
        if (i > 0) {
            const intro_door *const before = &door[-1];
            assert_true(
                before->strength > door->strength ||
                (before->strength == door->strength &&
                 (before->via < door->via ||
                  (before->via == door->via && before->to < door->to))));
        }
    }
    assert_int_equal(k->access, intro_clusters_of(c, me) == k->number
                                    ? INTRO_ACCESS_MEMBER
                                : count == 0 ? INTRO_ACCESS_NONE
                                : has_strong ? INTRO_ACCESS_STRONG
                                             : INTRO_ACCESS_WEAK);
    assert_int_equal(k->single_door, find_single(d, k, me));
}

/* By cluster: the values are the clusters, so a cluster is new to me as a whole
 * or not at all. */
static void check_reach(const dense *d, const intro_clusters *c, uint32_t me,
                        const intro_cluster *k)
{
    uint32_t ties[MANY];
    uint64_t reach = 0;
    bool is_new = true;
    measure_from(d, false, me, 0, 0, ties);
    for (uint32_t v = 0; v < d->people; v++) {
        const bool is_in = intro_clusters_of(c, v) == k->number;
        reach += is_in && v != me && ties[v] <= 3;
        is_new = is_new && !(is_in && v != me && dense_tied(d, me, v));
    }
    assert_int_equal(k->reach, reach);
    assert_true(k->novelty == (is_new ? 1 : 0));
    assert_int_equal(k->novel, is_new ? k->people : 0);
}

static void check_order(const intro_cluster *x, const intro_cluster *y)
{
    const double u = x->novelty * (double)x->reach;
    const double v = y->novelty * (double)y->reach;
    assert_true(x->access < y->access ||
                (x->access == y->access &&
                 (u > v || (u == v && (x->people > y->people ||
                                       (x->people == y->people &&
                                        x->number < y->number))))));
}

static void check_percolation(const dense *d, const intro_clusters *c,
                              const double *strengths, size_t count)
{
    uint32_t ties[MANY];
    assert_int_equal(intro_clusters_steps(c),
                     count == 0 ? 0 : INTRO_CLUSTER_DECILES);
    for (size_t i = 0; i < intro_clusters_steps(c); i++) {
        const intro_percolation step = intro_clusters_step(c, i);
        const size_t at = (i + 1) * count / 10;
        const double below = (i + 1) * count % 10 == 0
                                 ? (strengths[at - 1] + strengths[at]) / 2
                                 : strengths[at];
        dense left = *d;
        uint64_t removed = 0;
        uint64_t parts = 0;
        uint64_t largest = 0;
        assert_true(step.below == below);
        left.arcs = calloc((size_t)d->people * d->people, sizeof *left.arcs);
        assert_non_null(left.arcs);
        for (uint32_t a = 0; a < d->people; a++) {
            for (uint32_t b = 0; b < d->people; b++) {
                if (a != b && dense_tied(d, a, b)) {
                    const double s = dense_strength(d, a, b);
                    left.arcs[(size_t)a * d->people + b] = s < below ? 0 : s;
                    removed += a < b && s < below;
                }
            }
        }
        for (uint32_t v = 0; v < d->people; v++) {
            uint64_t size = 0;
            bool is_first = true;
            measure_from(&left, true, v, 0, 0, ties);
            for (uint32_t w = 0; w < d->people; w++) {
                size += ties[w] != FAR;
                is_first = is_first && !(w < v && ties[w] != FAR);
            }
            parts += is_first;
            largest = size > largest ? size : largest;
        }
        free(left.arcs);
        assert_int_equal(step.ties_removed, removed);
        assert_int_equal(step.components, parts);
        assert_int_equal(step.largest, largest);
    }
}

static void check_all(intro_graph *g, uint32_t me, uint64_t seed)
{
    intro_clusters_options options = INTRO_CLUSTERS_OPTIONS_INIT;
    intro_clusters *c = NULL;
    dense d = dense_new(g);
    double *const strengths = calloc(MANY, sizeof *strengths);
    assert_non_null(strengths);
    options.me = me;
    options.seed = seed;
    options.top = 0;
    options.by = "cluster";
    options.expand = true;
    assert_int_equal(intro_clusters_find(ctx, g, &options, &c), INTRO_OK);
    const intro_clusters_facts facts = intro_clusters_get_facts(c);
    const size_t count = list_strengths(&d, strengths);
    assert_int_equal(facts.ties, count);
    if (count != 0) {
        assert_true(facts.weak_below ==
                    (strengths[(count - 1) / 2] + strengths[count / 2]) / 2);
    }
    check_weak_ties(&d, c, facts.weak_below);
    check_percolation(&d, c, strengths, count);
    for (size_t i = 0; i < intro_clusters_count(c); i++) {
        const intro_cluster *const k = intro_clusters_at(c, i);
        check_ties(&d, c, k);
        check_doors(&d, c, me, k, facts.weak_below);
        check_reach(&d, c, me, k);
        if (i > 0) {
            check_order(intro_clusters_at(c, i - 1), k);
        }
    }
    intro_clusters_free(c);
    free(strengths);
    dense_free(&d);
}

static void everything_is_as_it_is_defined(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        const uint32_t people = 2 + (uint32_t)(seed * 7 % 30);
        intro_graph *const g =
            small_graph_random(seed, people, people + seed % 23, seed % 3 == 0,
                               seed % 2 == 0 ? 8 : 0);
        check_all(g, (uint32_t)(seed % people), seed);
        small_graph_free(g);
    }
}

static void so_it_is_of_odd_networks(void **state)
{
    (void)state;
    intro_graph *const graphs[] = {
        small_graph_new(1, false, NULL, 0), small_graph_new(4, true, NULL, 0),
        small_graph_path(40, 0.5f),         small_graph_ring(36, 0.02f),
        small_graph_star(30, 0.9f),         small_graph_complete(12, 1.0f),
        small_graph_two_cliques(8, 0.3f),   small_graph_barbell(6, 9, 0.5f),
        small_graph_grid(5, 8, 0.1f),
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(graphs); i++) {
        check_all(graphs[i], 0, i);
        small_graph_free(graphs[i]);
    }
}

static void assert_same_tie(const intro_weak_tie *x, const intro_weak_tie *y)
{
    assert_int_equal(x->a, y->a);
    assert_int_equal(x->b, y->b);
    assert_int_equal(x->cut, y->cut);
    assert_int_equal(x->span, y->span);
    assert_int_equal(x->mutual, y->mutual);
    assert_int_equal(x->from_cluster, y->from_cluster);
    assert_int_equal(x->to_cluster, y->to_cluster);
    assert_int_equal(x->score, y->score);
}

/* --- few instead of all --------------------------------------------------- */

static void the_first_weak_ties_are_the_first_of_all(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        intro_graph *const g =
            seed % 2 == 0
                ? small_graph_hubs(seed, 1500, 2)
                : small_graph_random(seed, 900, 1500, seed % 3 == 0, 8);
        intro_clusters_options options = INTRO_CLUSTERS_OPTIONS_INIT;
        intro_clusters *all = NULL;
        intro_clusters *few = NULL;
        options.top = 0;
        assert_int_equal(intro_clusters_find(ctx, g, &options, &all), INTRO_OK);
        const uint64_t tops[] = {1, 7, 60};
        for (size_t t = 0; t < INTRO_COUNT_OF(tops); t++) {
            options.top = tops[t];
            assert_int_equal(intro_clusters_find(ctx, g, &options, &few),
                             INTRO_OK);
            assert_int_equal(intro_clusters_weak_ties(few), tops[t]);
            for (size_t i = 0; i < tops[t]; i++) {
                assert_same_tie(intro_clusters_weak_tie(few, i),
                                intro_clusters_weak_tie(all, i));
            }
            intro_clusters_free(few);
        }
        intro_clusters_free(all);
        small_graph_free(g);
    }
}

static void threads_change_nothing(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_hubs(5, 9000, 3);
    intro_clusters *c[2] = {NULL, NULL};
    intro_clusters_options options = INTRO_CLUSTERS_OPTIONS_INIT;
    options.me = 17;
    for (uint32_t i = 0; i < 2; i++) {
        assert_int_equal(intro_ctx_set_threads(ctx, 1 + 4 * i), INTRO_OK);
        assert_int_equal(intro_clusters_find(ctx, g, &options, &c[i]),
                         INTRO_OK);
    }
    const intro_clusters_facts a = intro_clusters_get_facts(c[0]);
    const intro_clusters_facts b = intro_clusters_get_facts(c[1]);
    assert_true(a.modularity == b.modularity);
    assert_int_equal(intro_clusters_count(c[0]), intro_clusters_count(c[1]));
    for (size_t i = 0; i < intro_clusters_weak_ties(c[0]); i++) {
        assert_same_tie(intro_clusters_weak_tie(c[0], i),
                        intro_clusters_weak_tie(c[1], i));
    }
    for (size_t i = 0; i < INTRO_CLUSTER_DECILES; i++) {
        const intro_percolation x = intro_clusters_step(c[0], i);
        const intro_percolation y = intro_clusters_step(c[1], i);
        assert_true(x.below == y.below);
        assert_int_equal(x.ties_removed, y.ties_removed);
        assert_int_equal(x.components, y.components);
        assert_int_equal(x.largest, y.largest);
    }
    intro_clusters_free(c[0]);
    intro_clusters_free(c[1]);
    small_graph_free(g);
}

/* --- introductions -------------------------------------------------------- */

static void the_warmest_chain_into_a_cluster_is_that_of_path(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        intro_graph *const g =
            small_graph_random(seed, 60, 90, seed % 3 == 0, 0);
        intro_clusters_options options = INTRO_CLUSTERS_OPTIONS_INIT;
        intro_clusters *c = NULL;
        const intro_vid me = (intro_vid)(seed % 60);
        options.me = me;
        options.expand = true;
        assert_int_equal(intro_clusters_find(ctx, g, &options, &c), INTRO_OK);
        for (size_t i = 0; i < intro_clusters_count(c); i++) {
            const intro_cluster *const k = intro_clusters_at(c, i);
            const intro_chain chain = intro_clusters_chain(c, i);
            double best = 0;
            for (intro_vid v = 0; v < 60; v++) {
                intro_paths_query query = INTRO_PATHS_QUERY_INIT;
                intro_paths *paths = NULL;
                if (intro_clusters_of(c, v) != k->number ||
                    k->access == INTRO_ACCESS_MEMBER) {
                    continue;
                }
                query.from = &me;
                query.targets = &v;
                query.from_count = query.target_count = query.limit = 1;
                query.all_chains = true;
                assert_int_equal(intro_paths_find(ctx, g, &query, &paths),
                                 INTRO_OK);
                if (intro_paths_count(paths) > 0) {
                    const double warmth = intro_paths_chain(paths, 0).warmth;
                    best = warmth > best ? warmth : best;
                }
                intro_paths_free(paths);
            }
            assert_true(chain.warmth == best);
            if (best > 0) {
                assert_int_equal(chain.people[0], me);
                assert_int_equal(intro_clusters_of(c, chain.people[chain.hops]),
                                 k->number);
            }
        }
        intro_clusters_free(c);
        small_graph_free(g);
    }
}

/* --- words ---------------------------------------------------------------- */

/* Twenty people of cluster 0, then forty of cluster 1. */
enum { LABELLED = 60, FIRST = 20 };

static void check_label(const char *const *values, uint32_t value_count,
                        const uint32_t *value_of, const char *wanted)
{
    uint32_t of[LABELLED];
    intro_i_members members;
    intro_i_groups groups;
    intro_i_labeler labeler;
    intro_i_strbuf words;
    const intro_i_groups *const list[] = {&groups};
    for (uint32_t v = 0; v < LABELLED; v++) {
        of[v] = v >= FIRST;
    }
    small_groups_set(&groups, value_of, LABELLED, value_count);
    groups.names = intro_i_alloc(value_count, sizeof *groups.names);
    assert_non_null(groups.names);
    for (uint32_t g = 0; g < value_count; g++) {
        groups.names[g] = values[g];
    }
    assert_int_equal(intro_i_members_init(ctx, of, LABELLED, 2, &members),
                     INTRO_OK);
    assert_int_equal(intro_i_labeler_init(ctx, &members, list, 1, &labeler),
                     INTRO_OK);
    intro_i_strbuf_init(&words, 0);
    intro_i_label_words(&labeler, 0, &words);
    assert_string_equal(words.data, wanted);
    intro_i_strbuf_fini(&words);
    intro_i_labeler_fini(&labeler);
    intro_i_members_fini(&members);
    intro_i_groups_fini(&groups);
}

static void labels_are_what_is_more_frequent_than_elsewhere(void **state)
{
    (void)state;
    static const char *const values[] = {"Banking", "Risk", "Unknown"};
    uint32_t of[LABELLED];
    /* Everybody is in banking, but for half of the first cluster. */
    for (uint32_t v = 0; v < LABELLED; v++) {
        of[v] = v < FIRST / 2 ? 1 : 0;
    }
    check_label(values, 3, of, "Risk");
    /* Most of the first cluster is unknown, and only there. */
    for (uint32_t v = 0; v < LABELLED; v++) {
        of[v] = v < 15 ? 2 : v < FIRST ? 1 : 0;
    }
    check_label(values, 3, of, "Risk");
    /* What everybody has, labels nobody. */
    for (uint32_t v = 0; v < LABELLED; v++) {
        of[v] = 0;
    }
    check_label(values, 3, of, "");
    /* Nor does what one person has. */
    of[3] = 1;
    check_label(values, 3, of, "");
    /* Two halves of a cluster, none of them elsewhere. */
    static const char *const many[] = {"Banking", "Insurance", "Risk"};
    for (uint32_t v = 0; v < LABELLED; v++) {
        of[v] = v >= FIRST ? 0 : 1 + v % 2;
    }
    check_label(many, 3, of, "Insurance and Risk");
}

/* --- dormant -------------------------------------------------------------- */

/* p0 and p1 of the story wrote to each other last on 2026-01-05. */
static void a_tie_sleeps_three_years_after_its_last_news(void **state)
{
    (void)state;
    const story told = {{"A", "B", "C", "D", "E"}, "Acme", NULL};
    const struct {
        int32_t year;
        int32_t month;
        int32_t day;
        double least;
        bool is_dormant;
    } cases[] = {
        {2029, 1, 5, 0.5, false},  {2029, 1, 6, 0.5, true},
        {2029, 1, 6, 0.7, false},  {2040, 2, 29, 0.5, true},
        {2040, 2, 29, NAN, false}, {2026, 3, 1, 0.1, false},
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(cases); i++) {
        intro_graph *const g = story_graph(&told);
        intro_i_weak_graph weak;
        g->strength.as_of =
            intro_i_day_from_civil(cases[i].year, cases[i].month, cases[i].day);
        assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
        assert_int_equal(intro_i_tie_is_dormant(&weak, 1, 0, cases[i].least),
                         cases[i].is_dormant);
        /* Stated by GraphML: no date. */
        assert_false(intro_i_tie_is_dormant(&weak, 2, 3, 0.1));
        assert_true(intro_i_tie_is_inferred(&weak, 3, 0));
        assert_false(intro_i_tie_is_inferred(&weak, 0, 1));
        intro_i_weak_graph_fini(&weak);
        intro_graph_close(g);
    }
}

/* --- mistakes ------------------------------------------------------------- */

static void values_out_of_range_are_refused(void **state)
{
    (void)state;
    intro_graph *const g = small_graph_path(4, 0.5f);
    intro_clusters *c = NULL;
    for (int i = 0; i < 6; i++) {
        intro_clusters_options options = INTRO_CLUSTERS_OPTIONS_INIT;
        switch (i) {
        case 0:
            options.resolution = 0;
            break;
        case 1:
            options.weak_below = (double)NAN;
            break;
        case 2:
            options.overlap_most = 1.1;
            break;
        case 3:
            options.overlap_most = (double)NAN;
            break;
        case 4:
            options.me = 4;
            break;
        default:
            options.by = "shoes";
            break;
        }
        assert_int_equal(intro_clusters_find(ctx, g, &options, &c), INTRO_EARG);
        assert_null(c);
    }
    small_graph_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_as_it_is_defined),
        cmocka_unit_test(so_it_is_of_odd_networks),
        cmocka_unit_test(the_first_weak_ties_are_the_first_of_all),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(the_warmest_chain_into_a_cluster_is_that_of_path),
        cmocka_unit_test(labels_are_what_is_more_frequent_than_elsewhere),
        cmocka_unit_test(a_tie_sleeps_three_years_after_its_last_news),
        cmocka_unit_test(values_out_of_range_are_refused),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("clusters", tests, open_context,
                                       close_context);
}
