/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "peer_igraph.h"

#include "base/random.h"

#include <errno.h>
#include <igraph/igraph.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Milliseconds after which no further pair is asked for. */
enum { PAIRS_BUDGET = 8000, PAIRS_LEAST = 4, YEN_PEOPLE_MAX = 200000 };

typedef struct loaded {
    igraph_t graph;
    igraph_vector_t cost; /* -ln strength */
    intro_i_random random;
} loaded;

const char *peer_igraph_version(void)
{
    return IGRAPH_VERSION;
}

static bool load(const char *file, loaded *l, peer_answers *answers)
{
    const double start = bench_now_ms();
    FILE *const in = fopen(file, "rb");
    if (in == NULL) {
        return false;
    }
    igraph_set_error_handler(igraph_error_handler_printignore);
    igraph_set_attribute_table(&igraph_cattribute_table);
    const bool good =
        igraph_read_graph_graphml(&l->graph, in, 0) == IGRAPH_SUCCESS;
    fclose(in);
    if (!good) {
        return false;
    }
    answers->import_ms = bench_now_ms() - start;
    answers->people = (uint64_t)igraph_vcount(&l->graph);
    answers->ties = (uint64_t)igraph_ecount(&l->graph);
    const igraph_integer_t ties = igraph_ecount(&l->graph);
    igraph_vector_init(&l->cost, ties);
    if (!igraph_cattribute_has_attr(&l->graph, IGRAPH_ATTRIBUTE_EDGE,
                                    "weight")) {
        return false;
    }
    EANV(&l->graph, "weight", &l->cost);
    for (igraph_integer_t e = 0; e < ties; e++) {
        answers->strengths += VECTOR(l->cost)[e];
        VECTOR(l->cost)[e] = -log(VECTOR(l->cost)[e]);
    }
    return true;
}

/* Somebody else within three ties, by a random walk. */
static igraph_integer_t walk_from(loaded *l, igraph_integer_t from)
{
    igraph_vector_int_t near;
    igraph_vector_int_init(&near, 0);
    igraph_integer_t at = from;
    for (int step = 0; step < 3; step++) {
        igraph_neighbors(&l->graph, &near, at, IGRAPH_ALL);
        const uint64_t n = (uint64_t)igraph_vector_int_size(&near);
        if (n == 0) {
            break;
        }
        at = VECTOR(near)[intro_i_random_below(&l->random, n)];
    }
    igraph_vector_int_destroy(&near);
    return at;
}

static void ask_pair(loaded *l, igraph_integer_t from, igraph_integer_t to,
                     peer_pair *pair)
{
    igraph_vector_int_t edges;
    igraph_vector_int_init(&edges, 0);
    igraph_integer_t tie = -1;
    igraph_get_eid(&l->graph, &tie, from, to, IGRAPH_UNDIRECTED, false);
    const double start = bench_now_ms();
    igraph_get_shortest_path_dijkstra(&l->graph, NULL, &edges, from, to,
                                      &l->cost, IGRAPH_ALL);
    pair->ms = bench_now_ms() - start;
    pair->from = (uint32_t)from;
    pair->to = (uint32_t)to;
    pair->is_direct = tie >= 0;
    pair->hops = (uint32_t)igraph_vector_int_size(&edges);
    double distance = 0;
    for (uint32_t i = 0; i < pair->hops; i++) {
        distance += VECTOR(l->cost)[VECTOR(edges)[i]];
    }
    pair->warmth = pair->hops > 0 ? exp(-distance) : 0;
    igraph_vector_int_destroy(&edges);
}

static void ask_pairs(loaded *l, peer_answers *answers)
{
    const uint64_t people = answers->people;
    for (int walked = 0; walked < 2; walked++) {
        double spent = 0;
        uint32_t asked = 0;
        while (asked < PEER_PAIRS / 2 &&
               (asked < PAIRS_LEAST || spent < PAIRS_BUDGET / 2)) {
            const igraph_integer_t from =
                (igraph_integer_t)intro_i_random_below(&l->random, people);
            const igraph_integer_t to =
                walked ? walk_from(l, from)
                       : (igraph_integer_t)intro_i_random_below(&l->random,
                                                                people);
            peer_pair *const pair = &answers->pairs[answers->pairs_count];
            if (from == to) {
                continue;
            }
            ask_pair(l, from, to, pair);
            spent += pair->ms;
            answers->pairs_count++;
            asked++;
        }
        if (!walked) {
            answers->drawn = answers->pairs_count;
        }
    }
}

static void ask_yen(loaded *l, const peer_pair *pair, peer_yen *yen)
{
    igraph_vector_int_list_t paths;
    igraph_vector_int_list_init(&paths, 0);
    const double start = bench_now_ms();
    igraph_get_k_shortest_paths(&l->graph, &l->cost, NULL, &paths, PEER_YEN_K,
                                (igraph_integer_t)pair->from,
                                (igraph_integer_t)pair->to, IGRAPH_ALL);
    yen->ms = bench_now_ms() - start;
    yen->from = pair->from;
    yen->to = pair->to;
    yen->paths = (uint32_t)igraph_vector_int_list_size(&paths);
    for (uint32_t i = 0; i < yen->paths; i++) {
        const igraph_vector_int_t *const edges =
            igraph_vector_int_list_get_ptr(&paths, (igraph_integer_t)i);
        yen->hops[i] = (uint32_t)igraph_vector_int_size(edges);
        double distance = 0;
        for (uint32_t j = 0; j < yen->hops[i]; j++) {
            distance += VECTOR(l->cost)[VECTOR(*edges)[j]];
        }
        yen->warmth[i] = exp(-distance);
    }
    igraph_vector_int_list_destroy(&paths);
}

static void run_case(const bench_options *opt, void *space,
                     bench_result *result)
{
    peer_answers *const answers = space;
    const char *const file = bench_graphml(opt);
    loaded l;
    intro_i_random_init_part(&l.random, opt->seed, 100);
    const bool good = load(file, &l, answers);
    bench_check(result, good, "%s: igraph cannot read it", file);
    if (!good) {
        return;
    }
    bench_add(result, answers->import_ms);
    bench_check(result,
                opt->file != NULL || (answers->people == opt->people &&
                                      answers->ties == opt->ties),
                "igraph sees %llu people, %llu ties",
                (unsigned long long)answers->people,
                (unsigned long long)answers->ties);
    if (answers->people > 1) {
        ask_pairs(&l, answers);
    }
    if (answers->people <= YEN_PEOPLE_MAX) {
        for (uint32_t i = answers->drawn;
             i < answers->pairs_count && answers->yen_count < PEER_YEN_PAIRS;
             i++) {
            ask_yen(&l, &answers->pairs[i],
                    &answers->yen[answers->yen_count++]);
        }
    }
    igraph_vector_destroy(&l.cost);
    igraph_destroy(&l.graph);
}

/* For peers in other languages: from,to,hops,warmth. */
static bool write_pairs(const bench_options *opt, const peer_answers *answers)
{
    char path[BENCH_PATH_MAX];
    bench_work_file(opt, "-igraph.pairs.csv", path);
    FILE *const out = fopen(path, "wb");
    if (out == NULL) {
        return false;
    }
    fprintf(out, "from,to,hops,warmth\n");
    for (uint32_t i = 0; i < answers->pairs_count; i++) {
        const peer_pair *const pair = &answers->pairs[i];
        fprintf(out, "n%u,n%u,%u,%.17g\n", (unsigned)pair->from,
                (unsigned)pair->to, (unsigned)pair->hops, pair->warmth);
    }
    return fclose(out) == 0;
}

void peer_igraph_run(const bench_options *opt, peer_answers *answers,
                     bench_result *result)
{
    memset(answers, 0, sizeof *answers);
    if (opt->people > 2000000) {
        memset(result, 0, sizeof *result);
        snprintf(result->check, sizeof result->check,
                 "skipped: igraph would take minutes and 7 GB");
        return;
    }
    bench_run_child(opt, run_case, answers, sizeof *answers, result);
    answers->import_peak_mib = result->peak_mib;
    char path[BENCH_PATH_MAX];
    bench_work_file(opt, "-igraph.answers", path);
    FILE *const out = fopen(path, "wb");
    bench_check(result, out != NULL, "%s: %s", path, strerror(errno));
    if (out != NULL) {
        const bool done = fwrite(answers, sizeof *answers, 1, out) == 1;
        bench_check(result, (fclose(out) == 0) & done, "%s: not written", path);
        bench_check(result, write_pairs(opt, answers), "no list of pairs");
    }
}

bool peer_igraph_answers(const bench_options *opt, peer_answers *answers)
{
    char path[BENCH_PATH_MAX];
    bench_work_file(opt, "-igraph.answers", path);
    FILE *const in = fopen(path, "rb");
    if (in != NULL) {
        const bool good = bench_file_size(path) == sizeof *answers &&
                          fread(answers, sizeof *answers, 1, in) == 1;
        fclose(in);
        if (good) {
            return true;
        }
    }
    bench_result result;
    peer_igraph_run(opt, answers, &result);
    return strcmp(result.check, "ok") == 0;
}

double peer_igraph_median(const peer_answers *answers, uint32_t first,
                          uint32_t end)
{
    double ms[PEER_PAIRS];
    for (uint32_t i = first; i < end; i++) {
        ms[i - first] = answers->pairs[i].ms;
    }
    return bench_quantile(ms, end - first, 0.5);
}
