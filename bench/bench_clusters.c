/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clusters of everybody, and the whole answer of the command for one person. The
 * ties are left in the work folder, for tie_peers.py to cluster the same. */
#include "analysis/communities.h"
#include "base/alloc.h"
#include "group_desk.h"

#include <errno.h>
#include <introfind/clusters.h>
#include <string.h>

enum { SAME_BELOW = 2000000 }; /* ties: with one thread, too */

static bool find(bench_groups *d, intro_i_communities *out,
                 bench_result *result)
{
    if (intro_i_communities_find(d->ctx, &d->weak, 1, 1, out) != INTRO_OK) {
        bench_fail_ctx(result, "communities", d->ctx);
        return false;
    }
    return true;
}

/* Any number of threads gives the same clusters. */
static void check_threads(bench_groups *d, const intro_i_communities *all,
                          bench_result *result)
{
    intro_i_communities one;
    bench_check(result, intro_ctx_set_threads(d->ctx, 1) == INTRO_OK,
                "no thread");
    if (find(d, &one, result)) {
        bench_check(
            result,
            one.count == all->count &&
                memcmp(one.of, all->of, d->weak.people * sizeof *one.of) == 0,
            "one thread gives other clusters");
        intro_i_communities_fini(&one);
    }
}

static void communities(const bench_options *opt, void *answers,
                        bench_result *result)
{
    bench_groups d;
    intro_i_communities found;
    (void)answers;
    if (!bench_groups_open(opt, &d, result)) {
        return;
    }
    memset(&found, 0, sizeof found);
    for (uint32_t i = 0; i <= opt->trials; i++) {
        const double start = bench_now_ms();
        intro_i_communities_fini(&found);
        if (!find(&d, &found, result)) {
            break;
        }
        if (i > 0) {
            bench_add(result, bench_now_ms() - start);
        }
    }
    if (found.of != NULL) {
        bench_extra(result, "modularity", found.modularity);
        bench_extra(result, "clusters", found.count);
        if (d.weak.ties < SAME_BELOW) {
            check_threads(&d, &found, result);
        }
    }
    intro_i_communities_fini(&found);
    bench_groups_close(&d);
}

static void one_person(const bench_options *opt, void *answers,
                       bench_result *result)
{
    bench_groups d;
    intro_clusters_options options = INTRO_CLUSTERS_OPTIONS_INIT;
    (void)answers;
    if (!bench_groups_open(opt, &d, result)) {
        return;
    }
    options.me = 0;
    options.expand = true;
    for (uint32_t i = 0; i <= opt->trials; i++) {
        intro_clusters *clusters = NULL;
        const double start = bench_now_ms();
        if (intro_clusters_find(d.ctx, d.graph, &options, &clusters) !=
            INTRO_OK) {
            bench_fail_ctx(result, "clusters", d.ctx);
            break;
        }
        if (i > 0) {
            bench_add(result, bench_now_ms() - start);
        }
        if (i == opt->trials) {
            const intro_clusters_facts facts =
                intro_clusters_get_facts(clusters);
            bench_extra(result, "weak_ties", (double)facts.weak_ties);
        }
        intro_clusters_free(clusters);
    }
    bench_groups_close(&d);
}

/* Number of people and of ties, then of each tie its ends and its strength, all in
 * 32 bits. */
static void leave_ties(const bench_options *opt, void *answers,
                       bench_result *result)
{
    bench_groups d;
    char path[BENCH_PATH_MAX];
    (void)answers;
    if (!bench_groups_open(opt, &d, result)) {
        return;
    }
    bench_work_file(opt, "-ties.bin", path);
    FILE *const out = fopen(path, "wb");
    const uint32_t counts[2] = {d.weak.people, (uint32_t)d.weak.ties};
    bool is_fine = out != NULL && fwrite(counts, sizeof counts, 1, out) == 1;
    for (uint32_t v = 0; is_fine && v < d.weak.people; v++) {
        for (uint64_t i = intro_i_weak_upper(&d.weak, v);
             i < d.weak.offsets[v + 1]; i++) {
            struct {
                uint32_t ends[2];
                float strength;
            } const tie = {{v, d.weak.neighbours[i]}, d.weak.strengths[i]};
            is_fine = is_fine && fwrite(&tie, sizeof tie, 1, out) == 1;
        }
    }
    is_fine = (out == NULL || fclose(out) == 0) && is_fine;
    bench_check(result, is_fine, "%s: %s", path, strerror(errno));
    bench_groups_close(&d);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        bench_case_fn *work;
    } cases[] = {{"communities", communities},
                 {"one person's clusters", one_person},
                 {"ties for the peers", leave_ties}};
    bench_options opt;
    bench_result result;
    bench_start(&opt, "clusters", argc, argv);
    (void)bench_graphml(&opt);
    bench_run_child(&opt, bench_groups_make, NULL, 0, &result);
    if (strcmp(result.check, "ok") != 0) {
        bench_emit(&opt, "snapshot", &result);
        return bench_finish();
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(cases); i++) {
        bench_run_child(&opt, cases[i].work, NULL, 0, &result);
        bench_emit(&opt, cases[i].name, &result);
    }
    return bench_finish();
}
