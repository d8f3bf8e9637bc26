/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "network_gen.h"

#include "base/alloc.h"
#include "base/random.h"
#include "network_impl.h"

#include <math.h>
#include <string.h>

enum {
    TEAM_MIN = 8,
    TEAM_MAX = 32,
    /* Draws at a level before the next wider one is tried. */
    LEVEL_TRIES = 64,
    /* Weight of the least connected people; steps of 1/WEIGHT_MIN keep the
     * distribution smooth. */
    WEIGHT_MIN = 32
};

typedef enum level {
    LEVEL_TEAM,
    LEVEL_COMPANY,
    LEVEL_INDUSTRY,
    LEVEL_ANYWHERE,
    LEVEL_COUNT
} level;

static const uint64_t level_percent[LEVEL_COUNT] = {28, 17, 30, 25};

uint64_t bench_i_mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/* --- groups --------------------------------------------------------------- */

/* Teams in a row, companies of 1 to 255 teams (half as many for each doubling),
 * industries of unequal size; all of them ranges of planted numbers. */
static void plant_groups(bench_network *net, intro_i_random *random)
{
    const uint32_t people = (uint32_t)net->spec.people;
    uint32_t at = 0;
    while (at < people) {
        uint32_t in_company = 1;
        while (in_company < 128 && intro_i_random_below(random, 2) == 1) {
            in_company *= 2;
        }
        in_company += (uint32_t)intro_i_random_below(random, in_company);
        const uint32_t company = net->companies++;
        net->company_first[company] = at;
        for (uint32_t i = 0; i < in_company && at < people; i++) {
            uint32_t size = TEAM_MIN + (uint32_t)intro_i_random_below(
                                           random, TEAM_MAX - TEAM_MIN + 1);
            if (people - at < size + TEAM_MIN) {
                size = people - at;
            }
            const uint32_t team = net->teams++;
            net->team_first[team] = at;
            net->company_of_team[team] = company;
            for (uint32_t j = 0; j < size; j++) {
                net->team_of[at++] = team;
            }
        }
    }
    net->team_first[net->teams] = people;
    net->company_first[net->companies] = people;

    /* Industry i takes a share of i + 1 parts, at the borders of companies. */
    const uint64_t parts = BENCH_INDUSTRIES * (BENCH_INDUSTRIES + 1) / 2;
    uint32_t company = 0;
    for (uint64_t i = 0; i < BENCH_INDUSTRIES; i++) {
        const uint64_t start = net->spec.people * (i * (i + 1) / 2) / parts;
        while (company < net->companies &&
               net->company_first[company] < start) {
            company++;
        }
        net->industry_first[i] = net->company_first[company];
    }
    net->industry_first[BENCH_INDUSTRIES] = people;
}

uint32_t bench_i_industry_of(const bench_network *net, uint32_t planted)
{
    uint32_t i = 0;
    while (net->industry_first[i + 1] <= planted) {
        i++;
    }
    return i;
}

/* The range of planted numbers that share the group with `planted`. */
static void find_range(const bench_network *net, uint32_t planted, level at,
                       uint32_t *first, uint32_t *end)
{
    const uint32_t team = net->team_of[planted];
    const uint32_t company = net->company_of_team[team];
    const uint32_t industry = bench_i_industry_of(net, planted);
    switch (at) {
    case LEVEL_TEAM:
        *first = net->team_first[team];
        *end = net->team_first[team + 1];
        return;
    case LEVEL_COMPANY:
        *first = net->company_first[company];
        *end = net->company_first[company + 1];
        return;
    case LEVEL_INDUSTRY:
        *first = net->industry_first[industry];
        *end = net->industry_first[industry + 1];
        return;
    case LEVEL_ANYWHERE:
    case LEVEL_COUNT:
        break;
    }
    *first = 0;
    *end = (uint32_t)net->spec.people;
}

/* --- degrees -------------------------------------------------------------- */

/* The greatest k with P(weight >= k) = (WEIGHT_MIN / k)^1.5 not below u: a
 * power law of exponent 2.5. k sqrt(k) is two operations that round one way
 * only. */
static uint64_t draw_weight(intro_i_random *random, uint64_t most)
{
    const double u = 1.0 - intro_i_random_double(random);
    const double least = (double)WEIGHT_MIN * sqrt((double)WEIGHT_MIN);
    uint64_t low = WEIGHT_MIN;
    uint64_t high = most + 1;
    while (high - low > 1) {
        const uint64_t middle = low + (high - low) / 2;
        const double power = (double)middle * sqrt((double)middle);
        if (power * u <= least) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static void draw_weights(bench_network *net, intro_i_random *random)
{
    /* No weight above sqrt(people) times the least, so that hubs do not run
     * out of people to know. */
    const double root = sqrt((double)net->spec.people);
    const uint64_t most = (uint64_t)WEIGHT_MIN * (1 + (uint64_t)root);
    uint64_t sum = 0;
    for (uint64_t i = 0; i < net->spec.people; i++) {
        net->reach[i] = sum;
        sum += draw_weight(random, most);
    }
    net->reach[net->spec.people] = sum;
}

/* One of [first, end), by weight. */
static uint32_t pick_weighted(const bench_network *net, intro_i_random *random,
                              uint32_t first, uint32_t end)
{
    const uint64_t base = net->reach[first];
    const uint64_t at =
        base + intro_i_random_below(random, net->reach[end] - base);
    uint32_t low = first;
    uint32_t high = end;
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if (net->reach[middle] <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* --- ties ----------------------------------------------------------------- */

static bool insert_tie(bench_network *net, uint32_t a, uint32_t b)
{
    const uint64_t key = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
    uint64_t at = bench_i_mix(key ^ net->salt) & net->mask;
    while (net->slots[at] != 0) {
        if (net->slots[at] == key) {
            return false;
        }
        at = (at + 1) & net->mask;
    }
    net->slots[at] = key;
    return true;
}

/* All pairs of all teams are equally likely, so that no small team is asked for
 * more ties than it has pairs. */
static bool try_team(bench_network *net, intro_i_random *random)
{
    const uint64_t people = net->spec.people;
    const uint32_t a = (uint32_t)intro_i_random_below(random, people);
    uint32_t first;
    uint32_t end;
    find_range(net, a, LEVEL_TEAM, &first, &end);
    if (intro_i_random_below(random, TEAM_MAX - 1) + 1 >= end - first) {
        return false;
    }
    const uint32_t b =
        first + (uint32_t)intro_i_random_below(random, end - first);
    return a != b && insert_tie(net, a, b);
}

static bool try_wider(bench_network *net, intro_i_random *random, level at)
{
    const uint32_t people = (uint32_t)net->spec.people;
    const uint32_t a = pick_weighted(net, random, 0, people);
    uint32_t first;
    uint32_t end;
    find_range(net, a, at, &first, &end);
    const uint32_t b = pick_weighted(net, random, first, end);
    return a != b && insert_tie(net, a, b);
}

static void add_tie(bench_network *net, intro_i_random *random, level at)
{
    for (; at < LEVEL_COUNT; at++) {
        for (int i = 0; i < LEVEL_TRIES; i++) {
            if (at == LEVEL_TEAM ? try_team(net, random)
                                 : try_wider(net, random, at)) {
                return;
            }
        }
    }
    /* At most half of all pairs are taken: two draws on average. */
    const uint64_t people = net->spec.people;
    for (;;) {
        const uint32_t a = (uint32_t)intro_i_random_below(random, people);
        const uint32_t b = (uint32_t)intro_i_random_below(random, people);
        if (a != b && insert_tie(net, a, b)) {
            return;
        }
    }
}

static void add_ties(bench_network *net, intro_i_random *random)
{
    uint64_t done = 0;
    uint64_t percent = 0;
    for (level at = LEVEL_TEAM; at < LEVEL_COUNT; at++) {
        percent += level_percent[at];
        const uint64_t until = net->spec.ties / 100 * percent +
                               net->spec.ties % 100 * percent / 100;
        for (; done < until; done++) {
            add_tie(net, random, at);
        }
    }
}

bool bench_network_next(const bench_network *net, uint64_t *at, bench_tie *tie)
{
    while (*at <= net->mask && net->slots[*at] == 0) {
        (*at)++;
    }
    if (*at > net->mask) {
        return false;
    }
    const uint64_t key = net->slots[(*at)++];
    const uint32_t a = (uint32_t)(key >> 32);
    const uint32_t b = (uint32_t)key;
    const uint64_t drawn = bench_i_mix(key + net->salt);
    const uint32_t team_a = net->team_of[a];
    const uint32_t team_b = net->team_of[b];
    uint32_t least = 20;
    uint32_t range = 230;
    if (team_a == team_b) {
        least = 350;
        range = 675;
    } else if (net->company_of_team[team_a] == net->company_of_team[team_b]) {
        least = 150;
        range = 450;
    } else if (bench_i_industry_of(net, a) == bench_i_industry_of(net, b)) {
        least = 50;
        range = 330;
    }
    tie->strength = least + (uint32_t)((drawn >> 8) % range);
    const bool swap = (drawn & 1) != 0;
    tie->a = net->id_of[swap ? b : a];
    tie->b = net->id_of[swap ? a : b];
    return true;
}

/* --- the whole ------------------------------------------------------------ */

static void permute_ids(bench_network *net, intro_i_random *random)
{
    const uint64_t people = net->spec.people;
    for (uint64_t i = 0; i < people; i++) {
        const uint64_t j = intro_i_random_below(random, i + 1);
        net->planted_of[i] = net->planted_of[j];
        net->planted_of[j] = (uint32_t)i;
    }
    for (uint64_t i = 0; i < people; i++) {
        net->id_of[net->planted_of[i]] = (uint32_t)i;
    }
}

static bool allocate(bench_network *net)
{
    const uint64_t people = net->spec.people;
    const uint64_t teams = people / TEAM_MIN + 2;
    uint64_t slots = 64;
    while (slots / 2 < net->spec.ties / 4 * 3 + 1) {
        slots *= 2;
    }
    net->mask = slots - 1;
    net->planted_of = intro_i_alloc(people, sizeof *net->planted_of);
    net->id_of = intro_i_alloc(people, sizeof *net->id_of);
    net->team_of = intro_i_alloc(people, sizeof *net->team_of);
    net->reach = intro_i_alloc(people + 1, sizeof *net->reach);
    net->team_first = intro_i_alloc(teams, sizeof *net->team_first);
    net->company_of_team = intro_i_alloc(teams, sizeof *net->company_of_team);
    net->company_first = intro_i_alloc(teams, sizeof *net->company_first);
    net->slots = intro_i_alloc_zero(slots, sizeof *net->slots);
    return net->planted_of != NULL && net->id_of != NULL &&
           net->team_of != NULL && net->reach != NULL &&
           net->team_first != NULL && net->company_of_team != NULL &&
           net->company_first != NULL && net->slots != NULL;
}

intro_status bench_network_new(const bench_network_spec *spec,
                               bench_network **out)
{
    const uint64_t n = spec->people;
    if (n < 1 || n > 1000000000 || spec->ties > n * (n - 1) / 4) {
        return INTRO_EARG;
    }
    bench_network *const net = intro_i_alloc_zero(1, sizeof *net);
    if (net == NULL) {
        return INTRO_ENOMEM;
    }
    net->spec = *spec;
    net->salt = bench_i_mix(spec->seed + 0x9e3779b97f4a7c15u);
    if (!allocate(net)) {
        bench_network_free(net);
        return INTRO_ENOMEM;
    }
    intro_i_random random;
    intro_i_random_init_part(&random, spec->seed, 1);
    plant_groups(net, &random);
    intro_i_random_init_part(&random, spec->seed, 2);
    permute_ids(net, &random);
    intro_i_random_init_part(&random, spec->seed, 3);
    draw_weights(net, &random);
    intro_i_random_init_part(&random, spec->seed, 4);
    add_ties(net, &random);
    *out = net;
    return INTRO_OK;
}

void bench_network_free(bench_network *net)
{
    if (net == NULL) {
        return;
    }
    intro_i_free(net->planted_of);
    intro_i_free(net->id_of);
    intro_i_free(net->team_of);
    intro_i_free(net->reach);
    intro_i_free(net->team_first);
    intro_i_free(net->company_of_team);
    intro_i_free(net->company_first);
    intro_i_free(net->slots);
    intro_i_free(net);
}

void bench_network_team(const bench_network *net, uint32_t count, uint32_t *ids)
{
    /* The team in the middle of the largest industry. */
    const uint32_t people = (uint32_t)net->spec.people;
    const uint32_t middle = people - people / 50 - 1;
    uint32_t first = net->team_first[net->team_of[middle]];
    if (first > people - count) {
        first = people - count;
    }
    for (uint32_t i = 0; i < count; i++) {
        ids[i] = net->id_of[first + i];
    }
}
