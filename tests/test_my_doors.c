/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clusters as one person meets them, against every definition of measures.md 11
 * looked up pair by pair. */
#include "analysis/my_doors.h"
#include "small_graphs.h"
#include "small_groups.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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

/* --- by the definitions ----------------------------------------------------- */

enum { PEOPLE_MOST = 40 };

typedef struct slow {
    const intro_i_weak_graph *weak;
    const intro_i_groups *clusters;
    const intro_i_groups *by;
    uint32_t me;
    double median;
    uint32_t far[PEOPLE_MOST]; /* ties away from me along arcs */
} slow;

static bool is_tied(const intro_i_weak_graph *weak, uint32_t v, uint32_t w)
{
    uint64_t arc;
    return intro_i_weak_find(weak, v, w, &arc);
}

static double strength_of(const intro_i_weak_graph *weak, uint32_t v,
                          uint32_t w)
{
    uint64_t arc;
    assert_true(intro_i_weak_find(weak, v, w, &arc));
    return (double)weak->strengths[arc];
}

static int compare(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

static double find_median(const intro_i_weak_graph *weak)
{
    double list[PEOPLE_MOST * PEOPLE_MOST];
    size_t count = 0;
    for (uint32_t v = 0; v < weak->people; v++) {
        for (uint32_t w = v + 1; w < weak->people; w++) {
            if (is_tied(weak, v, w)) {
                list[count++] = strength_of(weak, v, w);
            }
        }
    }
    qsort(list, count, sizeof *list, compare);
    return count == 0 ? (double)NAN
                      : (list[(count - 1) / 2] + list[count / 2]) / 2;
}

/* Rounds of relaxing every arc. */
static void find_distances(slow *s)
{
    const intro_i_weak_graph *const weak = s->weak;
    for (uint32_t v = 0; v < weak->people; v++) {
        s->far[v] = v == s->me ? 0 : UINT32_MAX;
    }
    for (uint32_t round = 0; round < 3; round++) {
        for (uint32_t v = 0; v < weak->people; v++) {
            for (uint64_t i = weak->offsets[v];
                 s->far[v] == round && i < weak->offsets[v + 1]; i++) {
                const uint32_t w = weak->neighbours[i];
                if ((weak->ways == NULL ||
                     (weak->ways[i] & INTRO_I_WAY_OUT) != 0) &&
                    s->far[w] > round + 1) {
                    s->far[w] = round + 1;
                }
            }
        }
    }
}

static bool is_weak(const slow *s, uint32_t v, uint32_t w)
{
    uint32_t both = 0;
    uint32_t either = 0;
    for (uint32_t x = 0; x < s->weak->people; x++) {
        if (x != v && x != w) {
            both += is_tied(s->weak, v, x) && is_tied(s->weak, w, x);
            either += is_tied(s->weak, v, x) || is_tied(s->weak, w, x);
        }
    }
    return strength_of(s->weak, v, w) < s->median || both * 20 <= either;
}

static bool is_door(const slow *s, uint32_t cluster, uint32_t via, uint32_t to)
{
    const uint32_t *const of = s->clusters->of;
    return of[to] == cluster && of[s->me] != cluster &&
           is_tied(s->weak, via, to) &&
           (via == s->me ||
            (of[via] == of[s->me] && is_tied(s->weak, via, s->me)));
}

/* Doors, those that are weak, and who stands at all of them. */
static void assert_doors(const slow *s, const intro_i_cluster_access *k)
{
    const uint32_t people = s->weak->people;
    uint64_t doors = 0;
    uint64_t weak = 0;
    uint32_t at[PEOPLE_MOST] = {0}; /* doors with this person */
    for (uint32_t via = 0; via < people; via++) {
        for (uint32_t to = 0; to < people; to++) {
            if (is_door(s, k->cluster, via, to)) {
                doors++;
                weak += is_weak(s, via, to);
                at[via]++;
                at[to]++;
            }
        }
    }
    assert_int_equal(k->doors, doors);
    assert_int_equal(k->access, s->clusters->of[s->me] == k->cluster
                                    ? INTRO_ACCESS_MEMBER
                                : doors == 0    ? INTRO_ACCESS_NONE
                                : weak == doors ? INTRO_ACCESS_WEAK
                                                : INTRO_ACCESS_STRONG);
    uint32_t single = INTRO_NO_VID;
    for (uint32_t v = 0; v < people && doors != 0; v++) {
        /* As via before as an end. */
        if (v != s->me && at[v] == doors &&
            (single == INTRO_NO_VID ||
             s->clusters->of[v] == s->clusters->of[s->me])) {
            single = v;
        }
    }
    assert_int_equal(k->single_door, single);
}

static void assert_listed(const slow *s, const intro_i_my_doors *all,
                          const intro_i_cluster_access *k)
{
    const intro_door *const doors = all->doors.data + k->first_door;
    for (size_t i = 0; i < k->doors; i++) {
        const intro_door *const door = &doors[i];
        assert_true(is_door(s, k->cluster, door->via, door->to));
        assert_true((double)door->strength ==
                    strength_of(s->weak, door->via, door->to));
        assert_int_equal(door->weak, is_weak(s, door->via, door->to));
        assert_true(i == 0 || door[-1].strength > door->strength ||
                    (door[-1].strength == door->strength &&
                     (door[-1].via < door->via ||
                      (door[-1].via == door->via && door[-1].to < door->to))));
    }
}

static double novelty_of(const slow *s, uint32_t cluster)
{
    uint32_t known = 0;
    uint32_t novel = 0;
    for (uint32_t v = 0; v < s->weak->people; v++) {
        const uint32_t value = s->by->of[v];
        if (s->clusters->of[v] != cluster || value == INTRO_I_NO_GROUP) {
            continue;
        }
        bool is_had = false;
        for (uint32_t w = 0; w < s->weak->people; w++) {
            is_had |= is_tied(s->weak, s->me, w) && s->by->of[w] == value;
        }
        known++;
        novel += !is_had;
    }
    return known == 0 ? (double)NAN : (double)novel / (double)known;
}

static void assert_rewards(const slow *s, const intro_i_cluster_access *k)
{
    const double novelty = novelty_of(s, k->cluster);
    uint32_t reach = 0;
    for (uint32_t v = 0; v < s->weak->people; v++) {
        reach += s->clusters->of[v] == k->cluster && v != s->me &&
                 s->far[v] != UINT32_MAX;
    }
    assert_true(isnan(novelty) ? isnan(k->novelty) : k->novelty == novelty);
    assert_int_equal(k->reach, reach);
}

static void assert_order(const slow *s, const intro_i_cluster_access *a,
                         const intro_i_cluster_access *b)
{
    const double worth_a = isnan(a->novelty) ? 0 : a->novelty * a->reach;
    const double worth_b = isnan(b->novelty) ? 0 : b->novelty * b->reach;
    assert_true(a->access <= b->access);
    if (a->access == b->access) {
        assert_true(worth_a >= worth_b);
        if (worth_a == worth_b) {
            assert_true(s->clusters->sizes[a->cluster] >
                            s->clusters->sizes[b->cluster] ||
                        (s->clusters->sizes[a->cluster] ==
                             s->clusters->sizes[b->cluster] &&
                         a->cluster < b->cluster));
        }
    }
}

static void check(const intro_graph *g, uint64_t seed, uint32_t clusters)
{
    intro_i_weak_graph weak;
    intro_i_groups groups;
    intro_i_groups by;
    intro_i_members members;
    intro_i_weak_ties ties;
    const intro_i_weak_rule rule = INTRO_I_WEAK_RULE_INIT;
    assert_int_equal(intro_i_weak_graph_init(ctx, g, &weak), INTRO_OK);
    small_groups_draw(&groups, seed, weak.people, clusters, 0);
    small_groups_draw(&by, seed + 1000, weak.people, 7, 0.4);
    assert_int_equal(intro_i_members_init(ctx, groups.of, weak.people,
                                          groups.count, &members),
                     INTRO_OK);
    assert_int_equal(intro_i_weak_ties_init(ctx, &weak, NULL, &rule, &ties),
                     INTRO_OK);
    slow s = {.weak = &weak, .clusters = &groups, .by = &by};
    s.median = find_median(&weak);
    for (s.me = 0; s.me < weak.people; s.me += 3) {
        intro_i_my_doors doors;
        find_distances(&s);
        assert_int_equal(
            intro_i_my_doors_init(ctx, &ties, &members, &by, s.me, &doors),
            INTRO_OK);
        assert_int_equal(doors.count, groups.count);
        for (size_t i = 0; i < doors.count; i++) {
            assert_doors(&s, &doors.list[i]);
            assert_listed(&s, &doors, &doors.list[i]);
            assert_rewards(&s, &doors.list[i]);
            if (i > 0) {
                assert_order(&s, &doors.list[i - 1], &doors.list[i]);
            }
        }
        intro_i_my_doors_fini(&doors);
    }
    intro_i_members_fini(&members);
    intro_i_groups_fini(&groups);
    intro_i_groups_fini(&by);
    intro_i_weak_graph_fini(&weak);
}

static void random_graphs_agree_with_the_definitions(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 80; seed++) {
        const uint32_t people = 2 + (uint32_t)(seed % (PEOPLE_MOST - 1));
        intro_graph *const g =
            small_graph_random(seed, people, people * (1 + seed % 3),
                               seed % 3 == 0, seed % 2 == 0 ? 8 : 0);
        check(g, seed, 2 + (uint32_t)(seed % 5));
        small_graph_free(g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            random_graphs_agree_with_the_definitions, open_context,
            close_context),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("my doors", tests, NULL, NULL);
}
