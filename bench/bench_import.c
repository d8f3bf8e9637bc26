/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Contact data to a network: GraphML plain and gzip beside igraph and beside
 * libxml2 with empty handlers (turn by turn, so that all see the same noise),
 * and LinkedIn exports. */
#include "bench.h"
#include "network_gen.h"
#include "peer_igraph.h"
#include "peer_sax.h"
#include "zip_folder.h"

#include <introfind/import.h>
#include <math.h>
#include <string.h>

/* What was imported: enough to compare with a peer. */
typedef struct counts {
    uint64_t people;
    uint64_t ties;
    double strengths;
} counts;

static void import_file(const bench_options *opt, const char *file,
                        counts *found, bench_result *result)
{
    intro_ctx *const ctx = bench_ctx(opt);
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_graph *graph;
    const double start = bench_now_ms();
    if (intro_import_run(ctx, &file, 1, &options, &graph) != INTRO_OK) {
        bench_fail_ctx(result, "import", ctx);
        intro_ctx_free(ctx);
        return;
    }
    bench_add(result, bench_now_ms() - start);
    found->people = intro_graph_people(graph);
    found->ties = intro_graph_ties(graph);
    for (intro_arc i = 0; i < found->ties; i++) {
        found->strengths += (double)intro_graph_tie(graph, i).strength;
    }
    intro_graph_close(graph);
    intro_ctx_free(ctx);
}

static void import_plain(const bench_options *opt, void *answers,
                         bench_result *result)
{
    import_file(opt, bench_graphml(opt), answers, result);
}

static void import_gz(const bench_options *opt, void *answers,
                      bench_result *result)
{
    import_file(opt, bench_graphml_gz(opt), answers, result);
}

static void read_sax(const bench_options *opt, void *answers,
                     bench_result *result)
{
    (void)answers;
    peer_sax_counts seen;
    const double start = bench_now_ms();
    const bool good = peer_sax_read(bench_graphml(opt), &seen);
    bench_add(result, bench_now_ms() - start);
    bench_check(result, good, "libxml2 cannot read the file");
}

static void linkedin_zip(const bench_options *opt, char path[BENCH_PATH_MAX])
{
    bench_work_file(opt, "-linkedin.zip", path);
}

static void import_linkedin(const bench_options *opt, void *answers,
                            bench_result *result)
{
    char path[BENCH_PATH_MAX];
    linkedin_zip(opt, path);
    import_file(opt, path, answers, result);
}

/* One more trial, in a process of its own. The first is a warm-up. */
static void add_trial(const bench_options *opt, bench_case_fn *work,
                      counts *found, uint32_t trial, bench_result *sum)
{
    bench_result one;
    counts seen = {0, 0, 0};
    bench_run_child(opt, work, &seen, sizeof seen, &one);
    if (found != NULL) {
        *found = seen;
    }
    for (uint32_t i = 0; trial > 0 && i < one.trials; i++) {
        bench_add(sum, one.ms[i]);
    }
    sum->peak_mib = fmax(sum->peak_mib, one.peak_mib);
    bench_check(sum, one.check[0] == '\0' || strcmp(one.check, "ok") == 0, "%s",
                one.check);
    memcpy(sum->extra, one.extra, sizeof sum->extra);
}

/* Counts equal and strengths sum up to the same: to 1e-6, as a strength is a
 * binary32 number here (those of generated files are exact in it). */
static void check_counts(const bench_options *opt, const counts *found,
                         const peer_answers *peer, bench_result *result)
{
    if (strcmp(result->check, "ok") != 0) {
        return;
    }
    bench_check(result,
                opt->file != NULL ||
                    (found->people == opt->people && found->ties == opt->ties),
                "%llu people, %llu ties", (unsigned long long)found->people,
                (unsigned long long)found->ties);
    if (peer == NULL) {
        return;
    }
    bench_check(
        result, found->people == peer->people && found->ties == peer->ties,
        "igraph sees %llu people, %llu ties; introfind %llu, %llu",
        (unsigned long long)peer->people, (unsigned long long)peer->ties,
        (unsigned long long)found->people, (unsigned long long)found->ties);
    bench_check(result,
                opt->file != NULL || fabs(found->strengths - peer->strengths) <=
                                         1e-6 * peer->strengths,
                "strengths sum to %.9g, igraph: %.9g", found->strengths,
                peer->strengths);
    bench_extra(result, "igraph_ms", peer->import_ms);
    bench_extra(result, "igraph_peak_mib", peer->import_peak_mib);
    bench_extra(result, "times_igraph", peer->import_ms / bench_median(result));
}

static void bench_files(const bench_options *opt, const peer_answers *peer)
{
    static bench_result sax;
    static bench_result plain;
    static bench_result gz;
    counts in_plain = {0, 0, 0};
    counts in_gz = {0, 0, 0};
    const bool has_gz = bench_graphml_gz(opt) != NULL;
    for (uint32_t i = 0; i <= opt->trials; i++) {
        add_trial(opt, read_sax, NULL, i, &sax);
        add_trial(opt, import_plain, &in_plain, i, &plain);
        if (has_gz) {
            add_trial(opt, import_gz, &in_gz, i, &gz);
        }
    }
    bench_emit(opt, "limit: SAX, empty handlers", &sax);
    check_counts(opt, &in_plain, peer, &plain);
    bench_extra(&plain, "times_sax", bench_least(&plain) / bench_least(&sax));
    bench_extra(&plain, "ns_a_tie",
                bench_median(&plain) * 1e6 / (double)opt->ties);
    bench_extra(&plain, "bytes_a_tie",
                plain.peak_mib * 1048576 / (double)opt->ties);
    bench_emit(opt, "graphml", &plain);
    if (has_gz) {
        check_counts(opt, &in_gz, peer, &gz);
        bench_extra(&gz, "times_plain", bench_least(&gz) / bench_least(&plain));
        bench_emit(opt, "graphml.gz", &gz);
    }
}

/* One member with many contacts: strangers of the network. */
static void make_linkedin(const bench_options *opt, void *answers,
                          bench_result *result)
{
    (void)answers;
    char folder[BENCH_PATH_MAX];
    char member[BENCH_PATH_MAX + 16];
    char path[BENCH_PATH_MAX];
    bench_work_file(opt, "-linkedin", folder);
    linkedin_zip(opt, path);
    const bench_network_spec spec = {opt->people, opt->ties, opt->seed};
    bench_network *net;
    intro_status rc = bench_network_new(&spec, &net);
    if (rc == INTRO_OK) {
        rc = bench_network_linkedin(net, 1, opt->connections, opt->messages,
                                    folder);
        bench_network_free(net);
    }
    snprintf(member, sizeof member, "%s/member-1", folder);
    bench_check(result, rc == INTRO_OK && zip_folder(member, path),
                "%s: cannot make it", path);
}

static void bench_linkedin(const bench_options *base)
{
    static bench_result result;
    counts found = {0, 0, 0};
    bench_options opt = *base;
    const bool is_small = base->people < 100000;
    opt.size = is_small ? "T" : "S";
    opt.people = is_small ? 10000 : 100000;
    opt.ties = is_small ? 100000 : 1000000;
    opt.connections = is_small ? 3000 : 30000;
    opt.messages = is_small ? 10000 : 100000;
    bench_run_child(&opt, make_linkedin, NULL, 0, &result);
    for (uint32_t i = 0; i <= opt.trials && strcmp(result.check, "ok") == 0;
         i++) {
        add_trial(&opt, import_linkedin, &found, i, &result);
    }
    /* The owner knows everybody in the file. */
    bench_check(&result, found.people == (uint64_t)opt.connections + 1,
                "%llu people instead of %u", (unsigned long long)found.people,
                (unsigned)opt.connections + 1);
    bench_check(&result, found.ties >= opt.connections, "%llu ties",
                (unsigned long long)found.ties);
    bench_extra(&result, "connections", opt.connections);
    bench_extra(&result, "messages", opt.messages);
    bench_emit(&opt, "linkedin zip", &result);
}

int main(int argc, char **argv)
{
    static peer_answers peer;
    bench_options opt;
    bench_start(&opt, "import", argc, argv);
    (void)bench_graphml(&opt);
    const bool has_peer = peer_igraph_answers(&opt, &peer);
    bench_files(&opt, has_peer ? &peer : NULL);
    bench_linkedin(&opt);
    return bench_finish();
}
