/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Items of evidence pooled into rows, against sums taken pair by pair. */
#include "base/alloc.h"
#include "base/context_impl.h"
#include "graph/evidence.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 5, SOURCES = 3, ITEMS = 40 };

typedef struct drawn {
    intro_i_item item;
    uint32_t source;
} drawn;

static intro_ctx *ctx;

static int set_up(void **state)
{
    (void)state;
    return intro_ctx_new(&ctx) == INTRO_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    intro_ctx_free(ctx);
    return 0;
}

/* Every person has a record in every source; items of small_thread only, or of
 * messages, endorsements, connections and common employers. */
static size_t draw(uint64_t seed, drawn *out)
{
    static const intro_evidence_kind kinds[] = {
        INTRO_EV_MESSAGES_TWO_WAY, INTRO_EV_ENDORSEMENT, INTRO_EV_CONNECTION,
        INTRO_EV_SAME_EMPLOYER_NOW, INTRO_EV_SMALL_THREAD};
    uint64_t random = seed;
    const size_t count = world_random(&random) % ITEMS;
    for (size_t i = 0; i < count; i++) {
        intro_i_item *const item = &out[i].item;
        memset(&out[i], 0, sizeof out[i]);
        out[i].source = (uint32_t)(world_random(&random) % SOURCES);
        item->kind = kinds[world_random(&random) % INTRO_COUNT_OF(kinds)];
        item->a = (uint32_t)(world_random(&random) % PEOPLE);
        item->b = (uint32_t)(world_random(&random) % PEOPLE);
        item->count = 1 + (uint32_t)(world_random(&random) % 9);
        item->people = (uint16_t)(item->kind == INTRO_EV_SMALL_THREAD
                                      ? 3 + world_random(&random) % 6
                                      : 0);
        item->first = (intro_day)(world_random(&random) % 100);
        item->last = item->first + (intro_day)(world_random(&random) % 100);
        if (world_random(&random) % 6 == 0) {
            item->first = item->last = INTRO_NO_DAY;
        }
        item->label = (uint32_t)(world_random(&random) % 4);
    }
    return count;
}

/* Sources in an order, items of each from the last to the first when asked;
 * employers of the people, or NULL. */
static void collect(const drawn *items, size_t count, const uint32_t *order,
                    bool backwards, const uint32_t *employers,
                    intro_i_evidence_table *out)
{
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_i_builder *b;
    uint32_t person_of[PEOPLE * SOURCES];
    assert_int_equal(intro_i_builder_new(ctx, &options, &b), INTRO_OK);
    static const char *const labels[] = {"x", "y", "z"};
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t string;
        assert_int_equal(intro_i_builder_string(b, labels[i], 1, &string),
                         INTRO_OK);
        assert_int_equal(string, i + 1);
    }
    for (uint32_t k = 0; k < SOURCES; k++) {
        assert_int_equal(
            intro_i_builder_source_begin(b, "in", INTRO_I_FORMAT_LINKEDIN),
            INTRO_OK);
        for (uint32_t p = 0; p < PEOPLE; p++) {
            uint32_t row;
            assert_int_equal(intro_i_builder_person(b, &row), INTRO_OK);
            person_of[k * PEOPLE + p] = p;
        }
        for (size_t i = 0; i < count; i++) {
            const drawn *const d = &items[backwards ? count - 1 - i : i];
            if (d->source == order[k]) {
                assert_int_equal(intro_i_builder_evidence(b, &d->item),
                                 INTRO_OK);
            }
        }
        assert_int_equal(intro_i_builder_source_end(b), INTRO_OK);
    }
    assert_int_equal(intro_i_evidence_collect(b, person_of, PEOPLE, employers,
                                              employers, out),
                     INTRO_OK);
    intro_i_builder_free(b);
}

static intro_i_evidence_row slow_row(const drawn *items, size_t count,
                                     uint32_t a, uint32_t b,
                                     intro_evidence_kind kind)
{
    uint32_t ab[SOURCES + 1] = {0};
    uint32_t ba[SOURCES + 1] = {0};
    intro_i_evidence_row row = {
        .kind = (uint8_t)kind, .first = INTRO_NO_DAY, .last = INTRO_NO_DAY};
    intro_day label_day = INTRO_NO_DAY;
    for (size_t i = 0; i < count; i++) {
        const intro_i_item *const item = &items[i].item;
        const bool forward = item->a == a && item->b == b;
        if (item->kind != kind ||
            !(forward || (item->a == b && item->b == a))) {
            continue;
        }
        const bool counts_forward = forward || kind == INTRO_EV_CONNECTION ||
                                    kind == INTRO_EV_SAME_EMPLOYER_NOW ||
                                    kind == INTRO_EV_SMALL_THREAD;
        *(counts_forward ? &ab[items[i].source] : &ba[items[i].source]) +=
            item->count;
        if (item->last == INTRO_NO_DAY) {
            row.flags = INTRO_I_EV_UNDATED;
        } else if (row.first == INTRO_NO_DAY || item->first < row.first) {
            row.first = item->first;
        }
        if (item->label != 0 &&
            (row.label == 0 || item->last > label_day ||
             (item->last == label_day && item->label < row.label))) {
            row.label = item->label;
            label_day = item->last;
        }
        row.last = item->last > row.last ? item->last : row.last;
        if (item->people != 0 &&
            (row.people == 0 || item->people < row.people)) {
            row.people = item->people;
        }
    }
    for (size_t s = 0; s <= SOURCES; s++) {
        row.count_ab = ab[s] > row.count_ab ? ab[s] : row.count_ab;
        row.count_ba = ba[s] > row.count_ba ? ba[s] : row.count_ba;
    }
    if (kind == INTRO_EV_MESSAGES_TWO_WAY &&
        (row.count_ab == 0 || row.count_ba == 0)) {
        row.kind = INTRO_EV_MESSAGES_ONE_WAY;
    }
    return row;
}

static void check_table(const drawn *items, size_t count,
                        const intro_i_evidence_table *table)
{
    size_t pair = 0;
    size_t next = 0;
    for (uint32_t a = 0; a < PEOPLE; a++) {
        for (uint32_t b = a + 1; b < PEOPLE; b++) {
            uint32_t rows = 0;
            for (int kind = 0; kind < INTRO_EV_WEIGHT; kind++) {
                const intro_i_evidence_row wanted =
                    slow_row(items, count, a, b, (intro_evidence_kind)kind);
                if (wanted.count_ab == 0 && wanted.count_ba == 0) {
                    continue;
                }
                assert_memory_equal(&table->rows.data[next], &wanted,
                                    sizeof wanted);
                next++;
                rows++;
            }
            if (rows != 0) {
                const intro_i_evidence_pair *const p =
                    &table->pairs.data[pair++];
                assert_int_equal(p->a, a);
                assert_int_equal(p->b, b);
                assert_int_equal(p->count, rows);
                assert_int_equal(p->first, next - rows);
            }
        }
    }
    assert_int_equal(table->pairs.count, pair);
    assert_int_equal(table->rows.count, next);
}

static void pooled_rows_agree_with_sums_in_every_order(void **state)
{
    (void)state;
    static const uint32_t orders[6][SOURCES] = {
        {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (uint64_t seed = 1; seed <= 400; seed++) {
        drawn items[ITEMS];
        const size_t count = draw(seed, items);
        for (size_t o = 0; o < INTRO_COUNT_OF(orders); o++) {
            intro_i_evidence_table table;
            collect(items, count, orders[o], o % 2 == 0, NULL, &table);
            check_table(items, count, &table);
            intro_i_evidence_fini(&table);
        }
    }
}

/* Adds what is inferred as items of one more source. */
static size_t add_colleagues(drawn *items, size_t count,
                             const uint32_t *employers)
{
    for (uint32_t a = 0; a < PEOPLE; a++) {
        for (uint32_t b = a + 1; b < PEOPLE; b++) {
            if (employers[a] == 0 || employers[a] != employers[b]) {
                continue;
            }
            uint16_t staff = 0;
            for (uint32_t v = 0; v < PEOPLE; v++) {
                staff = (uint16_t)(staff + (employers[v] == employers[a]));
            }
            items[count++] =
                (drawn){.source = SOURCES,
                        .item = {.kind = INTRO_EV_SAME_EMPLOYER_NOW,
                                 .a = a,
                                 .b = b,
                                 .count = 1,
                                 .people = staff,
                                 .first = INTRO_NO_DAY,
                                 .last = INTRO_NO_DAY,
                                 .label = employers[a]}};
        }
    }
    return count;
}

static void colleagues_are_one_source_more(void **state)
{
    (void)state;
    static const uint32_t order[] = {0, 1, 2};
    for (uint64_t seed = 1; seed <= 400; seed++) {
        drawn items[ITEMS + PEOPLE * PEOPLE];
        uint32_t employers[PEOPLE];
        uint64_t random = seed;
        const size_t count = draw(seed, items);
        for (size_t v = 0; v < PEOPLE; v++) {
            employers[v] = (uint32_t)(world_random(&random) % 4);
        }
        intro_i_evidence_table table;
        collect(items, count, order, false, employers, &table);
        check_table(items, add_colleagues(items, count, employers), &table);
        intro_i_evidence_fini(&table);
    }
}

/* --- many colleagues ------------------------------------------------------ */

enum { FIRMS = 120, STAFF = 50, STAFF_PAIRS = STAFF * (STAFF - 1) / 2 };

/* Firms of fifty, the most that still are colleagues, each over the whole list;
 * one of fifty-one people; and nobody else. */
static intro_status collect_firms(intro_i_evidence_table *out)
{
    enum { MANY = FIRMS * STAFF, ALL = MANY + STAFF + 1 };
    static uint32_t employers[ALL];
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_i_builder *b;
    for (uint32_t v = 0; v < ALL; v++) {
        employers[v] = v < MANY ? 1 + v % FIRMS : FIRMS + 1;
    }
    assert_int_equal(intro_i_builder_new(ctx, &options, &b), INTRO_OK);
    const intro_status rc =
        intro_i_evidence_collect(b, NULL, ALL, employers, employers, out);
    intro_i_builder_free(b);
    return rc;
}

static void firms_of_fifty_are_all_pairs_in_order(void **state)
{
    (void)state;
    intro_i_evidence_table table;
    assert_int_equal(collect_firms(&table), INTRO_OK);
    assert_int_equal(table.pairs.count, FIRMS * STAFF_PAIRS);
    assert_int_equal(table.rows.count, FIRMS * STAFF_PAIRS);
    for (size_t i = 0; i < table.pairs.count; i++) {
        const intro_i_evidence_pair *const p = &table.pairs.data[i];
        assert_true(p->a < p->b && p->a % FIRMS == p->b % FIRMS);
        assert_true(i == 0 || p[-1].a < p->a ||
                    (p[-1].a == p->a && p[-1].b < p->b));
        assert_int_equal(p->first, i);
        assert_int_equal(p->count, 1);
        assert_int_equal(table.rows.data[i].people, STAFF);
    }
    intro_i_evidence_fini(&table);
}

/* Nothing is held for a pair but what it becomes. */
static void pairs_of_colleagues_take_the_room_of_the_result(void **state)
{
    (void)state;
    const uint64_t result =
        FIRMS * (uint64_t)STAFF_PAIRS *
        (sizeof(intro_i_evidence_pair) + sizeof(intro_i_evidence_row));
    const uint64_t people = (uint64_t)FIRMS * STAFF + STAFF + 1;
    const uint64_t held = intro_i_alloc_bytes();
    intro_i_alloc_set_limit(held + result + 100 * people + (64 << 10));
    intro_i_evidence_table table;
    assert_int_equal(collect_firms(&table), INTRO_OK);
    intro_i_alloc_set_limit(0);
    intro_i_evidence_fini(&table);
    assert_int_equal(intro_i_alloc_bytes(), held);
}

static void a_cancelled_collecting_leaves_nothing(void **state)
{
    (void)state;
#ifdef INTRO_FAULT_INJECTION
    const uint64_t held = intro_i_alloc_bytes();
    intro_i_evidence_table table;
    intro_status rc = INTRO_ECANCELLED;
    uint64_t polls = 0;
    for (; rc == INTRO_ECANCELLED; polls++) {
        intro_i_cancel_after(polls);
        rc = collect_firms(&table);
        intro_i_evidence_fini(&table);
        assert_int_equal(intro_i_alloc_bytes(), held);
    }
    intro_i_cancel_after(UINT64_MAX);
    assert_int_equal(rc, INTRO_OK);
    assert_true(polls > 8);
#else
    skip();
#endif
}

static void counts_saturate(void **state)
{
    (void)state;
    drawn items[2];
    memset(items, 0, sizeof items);
    for (size_t i = 0; i < 2; i++) {
        items[i].item = (intro_i_item){.kind = INTRO_EV_MESSAGES_TWO_WAY,
                                       .a = 0,
                                       .b = 1,
                                       .count = UINT32_MAX - 1};
    }
    intro_i_evidence_table table;
    collect(items, 2, (const uint32_t[]){0, 1, 2}, false, NULL, &table);
    assert_int_equal(table.rows.data[0].count_ab, UINT32_MAX);
    intro_i_evidence_fini(&table);
}

static void only_derived_kinds_are_inferred(void **state)
{
    (void)state;
    for (int kind = 0; kind < INTRO_EV_COUNT; kind++) {
        assert_int_equal(intro_evidence_is_inferred((intro_evidence_kind)kind),
                         kind == INTRO_EV_SAME_EMPLOYER_NOW ||
                             kind == INTRO_EV_SMALL_THREAD);
    }
    assert_string_equal(intro_evidence_name(INTRO_EV_MESSAGES_TWO_WAY),
                        "messages_two_way");
    assert_string_equal(intro_evidence_name(INTRO_EV_STATED), "stated");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pooled_rows_agree_with_sums_in_every_order),
        cmocka_unit_test(colleagues_are_one_source_more),
        cmocka_unit_test(firms_of_fifty_are_all_pairs_in_order),
        cmocka_unit_test(pairs_of_colleagues_take_the_room_of_the_result),
        cmocka_unit_test(a_cancelled_collecting_leaves_nothing),
        cmocka_unit_test(counts_saturate),
        cmocka_unit_test(only_derived_kinds_are_inferred),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
