/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The people around one, and where a picture puts them. */
#include "analysis/layout.h"
#include "base/random.h"
#include "base/text.h"
#include "report/labels.h"

#include "small_graphs.h"

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

static uint64_t first_seed(void)
{
    const char *const word = getenv("INTRO_TEST_SEED");
    return word == NULL ? 1 : strtoull(word, NULL, 10);
}

/* --- the people around ------------------------------------------------------ */

/* The warmest way of at most two ties, by looking at every way. */
static float slow_warmth(const intro_i_weak_graph *weak, intro_vid from,
                         intro_vid to)
{
    uint64_t arc;
    if (intro_i_weak_find(weak, from, to, &arc)) {
        return weak->strengths[arc];
    }
    float best = 0;
    for (intro_vid v = 0; v < weak->people; v++) {
        uint64_t in;
        if (intro_i_weak_find(weak, from, v, &arc) &&
            intro_i_weak_find(weak, v, to, &in)) {
            const float product = weak->strengths[arc] * weak->strengths[in];
            best = product > best ? product : best;
        }
    }
    return best;
}

static void assert_net(const intro_i_weak_graph *weak, intro_vid ego,
                       const intro_i_ego_net *net, uint32_t most,
                       uint32_t wanted)
{
    uint32_t direct = 0;
    uint32_t second = 0;
    for (intro_vid v = 0; v < weak->people; v++) {
        uint64_t arc;
        const bool is_tied = intro_i_weak_find(weak, ego, v, &arc);
        direct += is_tied;
        second += v != ego && !is_tied && slow_warmth(weak, ego, v) > 0;
    }
    const uint32_t contacts = direct < most - 1 ? direct : most - 1;
    const uint32_t room = wanted < most ? wanted : most;
    const uint32_t left = contacts + 1 < room ? room - contacts - 1 : 0;
    assert_int_equal(net->degree, direct);
    assert_int_equal(net->contacts, contacts);
    assert_int_equal(net->count,
                     contacts + 1 + (left < second ? left : second));
    assert_int_equal(net->people[0], ego);
    for (uint32_t p = 1; p < net->count; p++) {
        assert_true(net->warmth[p] == slow_warmth(weak, ego, net->people[p]));
        for (uint32_t q = 0; q < p; q++) {
            assert_int_not_equal(net->people[p], net->people[q]);
        }
        if (p > 1 && p != contacts + 1) {
            assert_true(net->warmth[p] < net->warmth[p - 1] ||
                        (net->warmth[p] == net->warmth[p - 1] &&
                         net->people[p] > net->people[p - 1]));
        }
    }
    uint64_t ties = 0;
    for (uint32_t p = 0; p < net->count; p++) {
        for (uint32_t q = p + 1; q < net->count; q++) {
            uint64_t arc;
            if (intro_i_weak_find(weak, net->people[p], net->people[q], &arc)) {
                assert_true(ties < net->tie_count);
                assert_int_equal(net->ties[ties].a, p);
                assert_int_equal(net->ties[ties].b, q);
                assert_true(net->ties[ties].strength == weak->strengths[arc]);
                ties++;
            }
        }
    }
    assert_int_equal(ties, net->tie_count);
}

static void test_a_net_is_what_a_slow_search_finds(void **state)
{
    (void)state;
    for (uint64_t seed = first_seed(); seed < first_seed() + 60; seed++) {
        const uint32_t people = 2 + (uint32_t)(seed % 40);
        intro_graph *const graph = small_graph_random(
            seed, people, 3 * people, seed % 2 == 0, seed % 3 == 0 ? 0 : 4);
        intro_i_weak_graph weak;
        assert_int_equal(intro_i_weak_graph_init(ctx, graph, &weak), INTRO_OK);
        for (uint32_t most = 1; most < people + 3; most += 3) {
            intro_i_ego_net net;
            const intro_vid ego = (intro_vid)(seed % people);
            const uint32_t wanted = (uint32_t)(seed * 7 % (people + 2));
            assert_int_equal(
                intro_i_ego_net_init(ctx, &weak, ego, most, wanted, &net),
                INTRO_OK);
            assert_net(&weak, ego, &net, most, wanted);
            intro_i_ego_net_fini(&net);
        }
        intro_i_weak_graph_fini(&weak);
        small_graph_free(graph);
    }
}

/* --- places --------------------------------------------------------------- */

enum { NODES = 160, TIES = 400 };

typedef struct plan {
    intro_i_layout_plan layout;
    intro_i_ego_tie ties[TIES];
    uint32_t groups[NODES];
    float radii[NODES];
    double x[NODES];
    double y[NODES];
} plan;

static void draw_plan(plan *p, uint64_t seed)
{
    intro_i_random random;
    intro_i_random_init(&random, seed);
    memset(p, 0, sizeof *p);
    p->layout.count = 1 + (uint32_t)intro_i_random_below(&random, NODES);
    p->layout.group_count = 1 + (uint32_t)intro_i_random_below(&random, 8);
    for (uint32_t i = 0; i < p->layout.count; i++) {
        p->groups[i] =
            (uint32_t)intro_i_random_below(&random, p->layout.group_count);
        p->radii[i] = (float)(2 + 6 * intro_i_random_double(&random));
    }
    for (uint32_t t = 0; t < TIES && p->layout.count > 1; t++) {
        const uint32_t a =
            (uint32_t)intro_i_random_below(&random, p->layout.count);
        const uint32_t b =
            (uint32_t)intro_i_random_below(&random, p->layout.count);
        if (a < b) {
            p->ties[p->layout.tie_count++] =
                (intro_i_ego_tie){a, b, (float)intro_i_random_double(&random)};
        }
    }
    p->layout.ties = p->ties;
    p->layout.groups = p->groups;
    p->layout.radii = p->radii;
    p->layout.width = 1000;
    p->layout.height = 700;
}

static void test_discs_lie_apart_inside_the_frame(void **state)
{
    (void)state;
    for (uint64_t seed = first_seed(); seed < first_seed() + 40; seed++) {
        plan p;
        draw_plan(&p, seed);
        assert_int_equal(intro_i_layout_compute(ctx, &p.layout, p.x, p.y),
                         INTRO_OK);
        for (uint32_t i = 0; i < p.layout.count; i++) {
            const double r = (double)p.radii[i];
            assert_true(p.x[i] >= r && p.x[i] <= 1000 - r);
            assert_true(p.y[i] >= r && p.y[i] <= 700 - r);
            for (uint32_t j = 0; j < i; j++) {
                const double apart = hypot(p.x[i] - p.x[j], p.y[i] - p.y[j]);
                if (apart < r + (double)p.radii[j]) {
                    fail_msg("seed %llu: %u and %u overlap",
                             (unsigned long long)seed, i, j);
                }
            }
        }
    }
}

static void test_a_plan_has_one_layout(void **state)
{
    (void)state;
    plan a;
    plan b;
    draw_plan(&a, first_seed());
    draw_plan(&b, first_seed());
    assert_int_equal(intro_i_layout_compute(ctx, &a.layout, a.x, a.y),
                     INTRO_OK);
    assert_int_equal(intro_ctx_set_threads(ctx, 7), INTRO_OK);
    assert_int_equal(intro_i_layout_compute(ctx, &b.layout, b.x, b.y),
                     INTRO_OK);
    assert_memory_equal(a.x, b.x, sizeof a.x);
    assert_memory_equal(a.y, b.y, sizeof a.y);
}

/* Mean distance of pairs of one group, or of two. */
static double mean_distance(const plan *p, bool same)
{
    double sum = 0;
    double pairs = 0;
    for (uint32_t i = 1; i < p->layout.count; i++) {
        for (uint32_t j = 1; j < i; j++) {
            if ((p->groups[i] == p->groups[j]) == same) {
                sum += hypot(p->x[i] - p->x[j], p->y[i] - p->y[j]);
                pairs++;
            }
        }
    }
    return sum / pairs;
}

static void test_groups_are_islands(void **state)
{
    (void)state;
    for (uint64_t seed = first_seed(); seed < first_seed() + 20; seed++) {
        plan p;
        draw_plan(&p, seed);
        p.layout.count = NODES;
        p.layout.group_count = 4;
        for (uint32_t i = 0; i < NODES; i++) {
            p.groups[i] = i % 4;
            p.radii[i] = 4;
        }
        assert_int_equal(intro_i_layout_compute(ctx, &p.layout, p.x, p.y),
                         INTRO_OK);
        assert_true(mean_distance(&p, true) < 0.6 * mean_distance(&p, false));
    }
}

static void test_tied_people_lie_nearer_than_others_of_their_group(void **state)
{
    (void)state;
    plan p;
    memset(&p, 0, sizeof p);
    draw_plan(&p, 5);
    p.layout.count = 61;
    p.layout.group_count = 1;
    p.layout.tie_count = 0;
    memset(p.groups, 0, sizeof p.groups);
    for (uint32_t i = 1; i < 61; i++) { /* six cliques of ten */
        p.radii[i] = 4;
        for (uint32_t j = i + 1; j < 61; j++) {
            if (i % 6 == j % 6) {
                p.ties[p.layout.tie_count++] = (intro_i_ego_tie){i, j, 0.5F};
            }
        }
    }
    assert_int_equal(intro_i_layout_compute(ctx, &p.layout, p.x, p.y),
                     INTRO_OK);
    for (uint32_t i = 0; i < 61; i++) {
        p.groups[i] = i % 6;
    }
    assert_true(mean_distance(&p, true) < 0.7 * mean_distance(&p, false));
}

static void test_a_cancelled_layout_ends(void **state)
{
    (void)state;
    plan p;
    draw_plan(&p, 3);
    intro_ctx_cancel(ctx);
    assert_int_equal(intro_i_layout_compute(ctx, &p.layout, p.x, p.y),
                     INTRO_ECANCELLED);
}

/* --- labels --------------------------------------------------------------- */

static void test_labels_never_overlap(void **state)
{
    (void)state;
    for (uint64_t seed = first_seed(); seed < first_seed() + 50; seed++) {
        intro_i_label labels[60];
        intro_i_random random;
        size_t placed = 0;
        intro_i_random_init(&random, seed);
        for (size_t i = 0; i < 60; i++) {
            labels[i] = (intro_i_label){
                .x = 400 * intro_i_random_double(&random),
                .y = 300 * intro_i_random_double(&random),
                .radius = 5,
                .width = 10 + 80 * intro_i_random_double(&random),
                .height = 14,
                .is_centred = i < 5};
        }
        intro_i_labels_place(labels, 60, 400, 300);
        for (size_t i = 0; i < 60; i++) {
            const intro_i_label *const a = &labels[i];
            if (!a->is_placed) {
                continue;
            }
            placed++;
            assert_true(a->left >= 0 && a->left + a->width <= 400);
            assert_true(a->top >= 0 && a->top + a->height <= 300);
            for (size_t j = 0; j < i; j++) {
                const intro_i_label *const b = &labels[j];
                assert_true(!b->is_placed || a->left >= b->left + b->width ||
                            b->left >= a->left + a->width ||
                            a->top >= b->top + b->height ||
                            b->top >= a->top + a->height);
            }
        }
        assert_true(labels[0].is_placed && placed > 15);
    }
}

static void test_widths_follow_the_letters(void **state)
{
    (void)state;
    assert_true(intro_i_label_width("", 10) == 0);
    assert_true(intro_i_label_width("iii", 10) <
                intro_i_label_width("WWW", 10));
    assert_true(intro_i_label_width("WWW", 20) ==
                2 * intro_i_label_width("WWW", 10));
    assert_true(intro_i_label_width("\xE6\x9D\x8E", 10) >= 10);
    /* a cut's ellipsis fills the square in DejaVu Sans */
    assert_true(intro_i_label_width("\xE2\x80\xA6", 10) >= 10);
    for (char c = ' '; c <= '~'; c++) {
        const char text[] = {c, '\0'};
        assert_true(intro_i_label_width_bold(text, 10) >=
                    intro_i_label_width(text, 10));
    }
    assert_true(intro_i_label_width_bold("Media", 10) >
                intro_i_label_width("Media", 10));
    /* A combining accent is not wider than its letter. */
    assert_true(intro_i_label_width("e\xCC\x81", 10) ==
                intro_i_label_width("e", 10));
}

static double square(double x)
{
    return x * x;
}

/* The middle of an island's name is nowhere nearer to another island's. */
static void test_names_of_islands_stand_at_their_own(void **state)
{
    (void)state;
    uint32_t moved = 0;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        intro_i_random random;
        intro_i_label labels[20];
        intro_i_random_init(&random, seed);
        for (int i = 0; i < 20; i++) {
            labels[i] = (intro_i_label){
                .x = intro_i_random_double(&random) * 500,
                .y = intro_i_random_double(&random) * 300,
                .width = 40 + intro_i_random_double(&random) * 80,
                .height = 14,
                .is_centred = i % 4 != 3};
        }
        intro_i_labels_place(labels, 20, 500, 300);
        for (int i = 0; i < 20; i++) {
            const intro_i_label *const a = &labels[i];
            const double x = a->left + a->width / 2;
            const double y = a->top + a->height / 2;
            const double own = square(x - a->x) + square(y - a->y);
            if (!a->is_placed || !a->is_centred) {
                continue;
            }
            moved += own > 1;
            for (int j = 0; j < 20; j++) {
                assert_true(!labels[j].is_centred ||
                            square(x - labels[j].x) + square(y - labels[j].y) >=
                                own);
            }
        }
    }
    assert_true(moved > 20);
}

static void test_cut_labels_fit(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Software Development", "WWWWWWWWWWWWWWWW", "iiiiiiiiiiiiiiiiiiii",
        "\xE6\x9D\x8E\xE6\x9D\x8E\xE6\x9D\x8E\xE6\x9D\x8E", "a"};
    for (size_t i = 0; i < INTRO_COUNT_OF(texts); i++) {
        for (double room = 20; room < 300; room += 7) {
            intro_i_strbuf cut;
            intro_i_strbuf_init(&cut, 0);
            const size_t columns =
                intro_i_label_columns(texts[i], 12, room, 40);
            assert_int_equal(intro_i_text_escape_cut(texts[i], strlen(texts[i]),
                                                     columns, &cut),
                             INTRO_OK);
            assert_true(intro_i_label_width(cut.data, 12) <= room);
            assert_true(intro_i_label_width(texts[i], 12) > room ||
                        columns == 40);
            intro_i_strbuf_fini(&cut);
        }
    }
}

int main(void)
{
#define WITH_CONTEXT(test)                                                     \
    cmocka_unit_test_setup_teardown(test, open_context, close_context)
    const struct CMUnitTest tests[] = {
        WITH_CONTEXT(test_a_net_is_what_a_slow_search_finds),
        WITH_CONTEXT(test_discs_lie_apart_inside_the_frame),
        WITH_CONTEXT(test_a_plan_has_one_layout),
        WITH_CONTEXT(test_groups_are_islands),
        WITH_CONTEXT(test_tied_people_lie_nearer_than_others_of_their_group),
        WITH_CONTEXT(test_a_cancelled_layout_ends),
        cmocka_unit_test(test_labels_never_overlap),
        cmocka_unit_test(test_widths_follow_the_letters),
        cmocka_unit_test(test_names_of_islands_stand_at_their_own),
        cmocka_unit_test(test_cut_labels_fit),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
