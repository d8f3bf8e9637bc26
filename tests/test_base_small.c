/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checksum, SipHash, random numbers and the best-k heap. */
#include "base/alloc.h"
#include "base/checksum.h"
#include "base/random.h"
#include "base/siphash.h"
#include "base/topk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void a_streamed_checksum_equals_the_one_of_the_whole(void **state)
{
    (void)state;
    unsigned char bytes[5000];
    intro_i_random random;
    intro_i_random_init(&random, 1);
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)intro_i_random_u64(&random);
    }
    intro_i_checksum *const sum = intro_i_checksum_new();
    assert_non_null(sum);
    for (size_t size = 0; size <= sizeof bytes; size += 1 + size / 3) {
        intro_i_checksum_reset(sum);
        for (size_t at = 0; at < size;) {
            const size_t part =
                (size_t)intro_i_random_below(&random, size - at) + 1;
            intro_i_checksum_update(sum, bytes + at, part);
            at += part;
        }
        assert_true(intro_i_checksum_value(sum) ==
                    intro_i_checksum_of(bytes, size));
    }
    intro_i_checksum_free(sum);
    intro_i_checksum_free(NULL);
}

static void the_checksum_is_xxh3_and_sees_every_bit(void **state)
{
    (void)state;
    unsigned char bytes[100] = {0};
    const uint64_t whole = intro_i_checksum_of(bytes, sizeof bytes);
    /* The published value for no input and seed 0. */
    assert_true(intro_i_checksum_of("", 0) == 0x2d06800538d394c2u);
    for (size_t bit = 0; bit < 8 * sizeof bytes; bit++) {
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_true(intro_i_checksum_of(bytes, sizeof bytes) != whole);
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
}

/* The algorithm a second time, byte by byte and with the number of rounds open,
 * so that it can be held against the published vectors of SipHash-2-4. */
static uint64_t turn(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

static void do_round(uint64_t *a, uint64_t *b, uint64_t *c, uint64_t *d)
{
    *a += *b;
    *b = turn(*b, 13) ^ *a;
    *a = turn(*a, 32);
    *c += *d;
    *d = turn(*d, 16) ^ *c;
    *a += *d;
    *d = turn(*d, 21) ^ *a;
    *c += *b;
    *b = turn(*b, 17) ^ *c;
    *c = turn(*c, 32);
}

static uint64_t slow_siphash(int c_rounds, int d_rounds, uint64_t k0,
                             uint64_t k1, const unsigned char *bytes,
                             size_t size)
{
    uint64_t a = k0 ^ 0x736f6d6570736575u;
    uint64_t b = k1 ^ 0x646f72616e646f6du;
    uint64_t c = k0 ^ 0x6c7967656e657261u;
    uint64_t d = k1 ^ 0x7465646279746573u;
    for (size_t at = 0; at < size / 8 * 8 + 8; at += 8) {
        uint64_t word = 0;
        for (size_t i = 0; i < 8; i++) {
            uint64_t byte = at + i < size ? bytes[at + i] : 0;
            if (at + i == size / 8 * 8 + 7) {
                byte = size & 0xff;
            }
            word |= byte << (8 * i);
        }
        d ^= word;
        for (int i = 0; i < c_rounds; i++) {
            do_round(&a, &b, &c, &d);
        }
        a ^= word;
    }
    c ^= 0xff;
    for (int i = 0; i < d_rounds; i++) {
        do_round(&a, &b, &c, &d);
    }
    return a ^ b ^ c ^ d;
}

static void siphash_agrees_with_a_slow_one_held_against_the_paper(void **state)
{
    (void)state;
    const intro_i_siphash_key key = {0x0706050403020100u, 0x0f0e0d0c0b0a0908u};
    unsigned char bytes[64];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)i;
    }
    /* Appendix A of the paper: 15 bytes, SipHash-2-4. */
    assert_true(slow_siphash(2, 4, key.k0, key.k1, bytes, 15) ==
                0xa129ca6149be45e5u);
    for (size_t size = 0; size <= sizeof bytes; size++) {
        assert_true(intro_i_siphash(&key, bytes, size) ==
                    slow_siphash(1, 3, key.k0, key.k1, bytes, size));
    }
}

static void two_made_keys_differ(void **state)
{
    (void)state;
    intro_i_siphash_key one;
    intro_i_siphash_key two;
    intro_i_siphash_key_make(&one);
    intro_i_siphash_key_make(&two);
    assert_true(one.k0 != two.k0 && one.k1 != two.k1);
}

static void the_generator_follows_its_published_definition(void **state)
{
    (void)state;
    intro_i_random random = {{1, 2, 3, 4}};
    /* First numbers of xoshiro256** from the state 1, 2, 3, 4. */
    assert_true(intro_i_random_u64(&random) == 11520);
    assert_true(intro_i_random_u64(&random) == 0);
    assert_true(intro_i_random_u64(&random) == 1509978240);
    /* First number of splitmix64 from 0. */
    intro_i_random_init(&random, 0);
    assert_true(random.state[0] == 0xe220a8397b1dcdafu);
}

static void ranges_are_kept_and_every_value_comes_equally_often(void **state)
{
    (void)state;
    enum { BOUND = 7, DRAWS = 70000 };
    intro_i_random random;
    unsigned seen[BOUND] = {0};
    intro_i_random_init(&random, 42);
    for (int i = 0; i < DRAWS; i++) {
        const uint64_t value = intro_i_random_below(&random, BOUND);
        assert_true(value < BOUND);
        seen[value]++;
    }
    double chi_squared = 0;
    for (size_t i = 0; i < BOUND; i++) {
        const double off = seen[i] - (double)DRAWS / BOUND;
        chi_squared += off * off / ((double)DRAWS / BOUND);
    }
    assert_true(chi_squared < 30); /* 6 degrees: 30 is passed 4 times in 10^5 */
    assert_true(intro_i_random_below(&random, 0) == 0);
    assert_true(intro_i_random_below(&random, 1) == 0);
}

static void a_range_of_three_quarters_has_no_bias(void **state)
{
    (void)state;
    /* With a plain remainder the lowest third would come half the time. */
    const uint64_t bound = (uint64_t)3 << 62;
    intro_i_random random;
    unsigned low = 0;
    intro_i_random_init(&random, 7);
    for (int i = 0; i < 30000; i++) {
        const uint64_t value = intro_i_random_below(&random, bound);
        assert_true(value < bound);
        low += value < bound / 3;
    }
    assert_in_range(low, 9500, 10500);
}

static void doubles_lie_in_the_half_open_unit_interval(void **state)
{
    (void)state;
    intro_i_random random;
    double sum = 0;
    intro_i_random_init(&random, 9);
    for (int i = 0; i < 10000; i++) {
        const double x = intro_i_random_double(&random);
        assert_true(x >= 0 && x < 1);
        sum += x;
    }
    assert_true(sum > 4800 && sum < 5200);
}

static void parts_of_a_seed_are_repeatable_and_unlike(void **state)
{
    (void)state;
    intro_i_random a;
    intro_i_random b;
    intro_i_random_init_part(&a, 5, 0);
    intro_i_random_init_part(&b, 5, 1);
    assert_true(intro_i_random_u64(&a) != intro_i_random_u64(&b));
    intro_i_random_init_part(&a, 5, 1);
    intro_i_random_init_part(&b, 5, 1);
    assert_true(intro_i_random_u64(&a) == intro_i_random_u64(&b));
}

typedef struct item {
    double score;
    uint32_t id;
    char padding[90]; /* more than one piece of a swap */
} item;

static bool is_better(const void *a, const void *b, void *user)
{
    const item *const x = a;
    const item *const y = b;
    ++*(unsigned *)user;
    return x->score != y->score ? x->score > y->score : x->id < y->id;
}

static int compare_items(const void *a, const void *b)
{
    unsigned unused = 0;
    if (is_better(a, b, &unused)) {
        return -1;
    }
    return is_better(b, a, &unused) ? 1 : 0;
}

static void the_heap_keeps_what_sorting_everything_would(void **state)
{
    (void)state;
    enum { COUNT = 200 };
    static item all[COUNT];
    intro_i_random random;
    intro_i_random_init(&random, 3);
    for (uint64_t k = 0; k < COUNT + 20; k += 1 + k / 4) {
        unsigned calls = 0;
        intro_i_topk topk;
        intro_i_topk_init(&topk, k, sizeof(item), is_better, &calls);
        for (uint32_t i = 0; i < COUNT; i++) {
            memset(&all[i], (int)i, sizeof all[i]);
            all[i].score = (double)intro_i_random_below(&random, 20);
            all[i].id = i;
            assert_int_equal(intro_i_topk_offer(&topk, &all[i]), INTRO_OK);
            assert_true((intro_i_topk_bar(&topk) != NULL) ==
                        (k != 0 && i + 1 >= k));
        }
        qsort(all, COUNT, sizeof all[0], compare_items);
        const size_t kept = k < COUNT ? (size_t)k : COUNT;
        assert_int_equal(topk.count, kept);
        if (k != 0 && k <= COUNT) {
            assert_memory_equal(intro_i_topk_bar(&topk), &all[k - 1],
                                sizeof(item));
        }
        const void *const best = intro_i_topk_sort(&topk);
        if (kept != 0) {
            assert_memory_equal(best, all, kept * sizeof(item));
        }
        intro_i_topk_fini(&topk);
    }
}

static void a_huge_k_takes_no_memory_by_itself(void **state)
{
    (void)state;
    unsigned calls = 0;
    intro_i_topk topk;
    const uint64_t before = intro_i_alloc_bytes();
    const item one = {.score = 1, .id = 1};
    intro_i_topk_init(&topk, UINT64_MAX, sizeof(item), is_better, &calls);
    assert_int_equal(intro_i_topk_offer(&topk, &one), INTRO_OK);
    assert_true(intro_i_alloc_bytes() - before < 10000);
    intro_i_topk_fini(&topk);
    assert_true(intro_i_alloc_bytes() == before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_streamed_checksum_equals_the_one_of_the_whole),
        cmocka_unit_test(the_checksum_is_xxh3_and_sees_every_bit),
        cmocka_unit_test(siphash_agrees_with_a_slow_one_held_against_the_paper),
        cmocka_unit_test(two_made_keys_differ),
        cmocka_unit_test(the_generator_follows_its_published_definition),
        cmocka_unit_test(ranges_are_kept_and_every_value_comes_equally_often),
        cmocka_unit_test(a_range_of_three_quarters_has_no_bias),
        cmocka_unit_test(doubles_lie_in_the_half_open_unit_interval),
        cmocka_unit_test(parts_of_a_seed_are_repeatable_and_unlike),
        cmocka_unit_test(the_heap_keeps_what_sorting_everything_would),
        cmocka_unit_test(a_huge_k_takes_no_memory_by_itself),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
