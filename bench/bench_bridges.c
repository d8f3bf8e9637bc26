/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who and what joins groups: the parts of it for everybody, and the whole
 * command. Each beside igraph where that has the question: the sum of all
 * constraints and the greatest, three times the triangles, the cut people, and
 * up to T exact betweenness are the same. */
#include "analysis/betweenness.h"
#include "analysis/brokerage.h"
#include "analysis/cut_ties.h"
#include "analysis/structural_holes.h"
#include "analysis/triangles.h"
#include "base/alloc.h"
#include "group_igraph.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

static bench_peer_answer peer[PEER_QUESTIONS];

static bool is_near(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(1, fabs(b));
}

static void beside_igraph(int question, bench_result *result)
{
    if (peer[question].is_there) {
        bench_extra(result, "igraph_ms", peer[question].ms);
        bench_extra(result, "times_igraph",
                    peer[question].ms / bench_median(result));
    }
}

/* --- one part of it, for everybody --------------------------------------------------- */

/* What a part fills: one value of somebody, in all and the greatest. */
typedef struct outcome {
    double sum;
    double greatest;
} outcome;

typedef intro_status part_fn(const bench_groups *d, outcome *out);

static intro_status find_holes(const bench_groups *d, outcome *out)
{
    intro_i_orientation o;
    const uint32_t people = d->weak.people;
    intro_i_holes *const holes = intro_i_alloc(people, sizeof *holes);
    intro_status rc = holes == NULL
                          ? INTRO_ENOMEM
                          : intro_i_orientation_init(d->ctx, &d->weak, &o);
    if (rc == INTRO_OK) {
        rc = intro_i_holes_of_all(d->ctx, &o, false, holes);
        intro_i_orientation_fini(&o);
    }
    for (uint32_t v = 0; v < people && rc == INTRO_OK; v++) {
        const double c = holes[v].constraint;
        out->sum += isnan(c) ? 0 : c;
        out->greatest = isnan(c) ? out->greatest : fmax(out->greatest, c);
    }
    intro_i_free(holes);
    return rc;
}

static intro_status find_mutual(const bench_groups *d, outcome *out)
{
    intro_i_orientation o;
    uint32_t *mutual = NULL;
    intro_status rc = intro_i_orientation_init(d->ctx, &d->weak, &o);
    if (rc == INTRO_OK) {
        rc = intro_i_mutual_count(d->ctx, &o, &mutual);
        intro_i_orientation_fini(&o);
    }
    for (uint64_t i = 0; i < d->weak.ties && rc == INTRO_OK; i++) {
        out->sum += mutual[i] / 3.0;
    }
    intro_i_free(mutual);
    return rc;
}

static intro_status find_roles(const bench_groups *d, outcome *out)
{
    intro_i_orientation o;
    const uint32_t people = d->weak.people;
    intro_i_roles *const roles = intro_i_alloc(people, sizeof *roles);
    intro_status rc = roles == NULL
                          ? INTRO_ENOMEM
                          : intro_i_orientation_init(d->ctx, &d->weak, &o);
    if (rc == INTRO_OK) {
        rc = intro_i_roles_of_all(d->ctx, &o, &d->groups[0], roles);
        intro_i_orientation_fini(&o);
    }
    for (uint32_t v = 0; v < people && rc == INTRO_OK; v++) {
        out->sum += (double)intro_i_brokerage(&roles[v], false);
    }
    intro_i_free(roles);
    return rc;
}

static intro_status find_cuts(const bench_groups *d, outcome *out)
{
    intro_i_cuts cuts = {0};
    const intro_status rc = intro_i_cuts_init(d->ctx, &d->weak, &cuts);
    out->sum = (double)cuts.cut_people;
    intro_i_cuts_fini(&cuts);
    return rc;
}

static intro_status find_betweenness(const bench_groups *d, uint64_t sources,
                                     outcome *out)
{
    const intro_i_betweenness_options options = {
        .with_ties = true, .sources = sources, .seed = 1};
    intro_i_betweenness b = {0};
    const intro_status rc =
        intro_i_betweenness_init(d->ctx, &d->weak, &d->groups[0], &options, &b);
    for (uint32_t v = 0; v < d->weak.people && rc == INTRO_OK; v++) {
        out->sum += b.all[v];
        out->greatest = fmax(out->greatest, b.all[v]);
    }
    intro_i_betweenness_fini(&b);
    return rc;
}

static intro_status find_sampled(const bench_groups *d, outcome *out)
{
    return find_betweenness(d, BENCH_SOURCES, out);
}

static intro_status find_exact(const bench_groups *d, outcome *out)
{
    return find_betweenness(d, 0, out);
}

static void time_part(const bench_options *opt, uint32_t trials, part_fn *find,
                      outcome *out, bench_result *result)
{
    bench_groups d;
    if (!bench_groups_open(opt, &d, result)) {
        return;
    }
    for (uint32_t i = 0; i <= trials; i++) {
        *out = (outcome){0, 0};
        const double start = bench_now_ms();
        const intro_status rc = find(&d, out);
        const double ms = bench_now_ms() - start;
        bench_check(result, rc == INTRO_OK, "status %d", (int)rc);
        if (i > 0) {
            bench_add(result, ms);
        }
    }
    bench_extra(result, "ns_a_tie",
                bench_median(result) * 1e6 / (double)d.weak.ties);
    bench_groups_close(&d);
}

/* --- cases ------------------------------------------------------------------------------ */

static void constraint(const bench_options *opt, void *answers,
                       bench_result *result)
{
    const bench_peer_answer *const p = &peer[PEER_CONSTRAINT];
    outcome out;
    (void)answers;
    time_part(opt, opt->trials, find_holes, &out, result);
    bench_check(result,
                !p->is_there || (is_near(out.sum, p->sum) &&
                                 is_near(out.greatest, p->greatest)),
                "constraint %.17g in all, igraph %.17g", out.sum, p->sum);
    beside_igraph(PEER_CONSTRAINT, result);
}

static void mutual(const bench_options *opt, void *answers,
                   bench_result *result)
{
    const bench_peer_answer *const p = &peer[PEER_TRIANGLES];
    outcome out;
    (void)answers;
    time_part(opt, opt->trials, find_mutual, &out, result);
    bench_check(result, !p->is_there || is_near(out.sum, p->sum),
                "%.17g triangles, igraph %.17g", out.sum, p->sum);
    bench_extra(result, "triangles", out.sum);
    beside_igraph(PEER_TRIANGLES, result);
}

/* Everybody has an industry, so that the open ways are all pairs of contacts
 * less those that igraph finds closed. */
static double open_pairs(const bench_options *opt, double triangles,
                         bench_result *result)
{
    bench_groups d;
    double pairs = 0;
    if (!bench_groups_open(opt, &d, result)) {
        return 0;
    }
    bench_check(result, d.groups[0].unknown == 0, "people without industry");
    for (uint32_t v = 0; v < d.weak.people; v++) {
        const double k = (double)intro_i_weak_degree(&d.weak, v);
        pairs += k * (k - 1) / 2;
    }
    bench_groups_close(&d);
    return pairs - 3 * triangles;
}

static void roles(const bench_options *opt, void *answers, bench_result *result)
{
    const bench_peer_answer *const p = &peer[PEER_TRIANGLES];
    outcome out;
    (void)answers;
    time_part(opt, opt->trials, find_roles, &out, result);
    if (p->is_there) {
        const double owed = open_pairs(opt, p->sum, result);
        bench_check(result, is_near(out.sum, owed),
                    "%.17g open ways, not %.17g", out.sum, owed);
    }
}

static void cut_people(const bench_options *opt, void *answers,
                       bench_result *result)
{
    const bench_peer_answer *const p = &peer[PEER_CUT_PEOPLE];
    outcome out;
    (void)answers;
    time_part(opt, opt->trials, find_cuts, &out, result);
    bench_check(result, !p->is_there || is_near(out.sum, p->sum),
                "%.17g cut people, igraph %.17g", out.sum, p->sum);
    beside_igraph(PEER_CUT_PEOPLE, result);
}

static void sampled(const bench_options *opt, void *answers,
                    bench_result *result)
{
    outcome out;
    (void)answers;
    time_part(opt, opt->trials, find_sampled, &out, result);
    bench_check(result, out.sum > 0, "no betweenness");
    beside_igraph(PEER_SOURCES, result);
}

static void exact(const bench_options *opt, void *answers, bench_result *result)
{
    const bench_peer_answer *const p = &peer[PEER_BETWEENNESS];
    outcome out;
    (void)answers;
    if (opt->people >= bench_peer_limits[PEER_BETWEENNESS]) {
        snprintf(result->check, sizeof result->check,
                 "skipped: minutes at this size");
        return;
    }
    time_part(opt, 1, find_exact, &out, result);
    bench_check(result,
                !p->is_there || (is_near(out.sum, p->sum) &&
                                 is_near(out.greatest, p->greatest)),
                "betweenness %.17g in all, igraph %.17g", out.sum, p->sum);
    beside_igraph(PEER_BETWEENNESS, result);
}

static void whole_command(const bench_options *opt, void *answers,
                          bench_result *result)
{
    char snapshot[BENCH_PATH_MAX];
    (void)answers;
    if (access(opt->introfind, X_OK) != 0) {
        snprintf(result->check, sizeof result->check, "skipped: no %.400s",
                 opt->introfind);
        return;
    }
    bench_groups_file(opt, snapshot);
    const char *const words[] = {
        opt->introfind, "bridges",  "-n",   snapshot,  "--by",
        "industry",     "--format", "json", "--quiet", NULL};
    for (uint32_t i = 0; i < opt->trials; i++) {
        const double start = bench_now_ms();
        const int status = bench_command(words, NULL);
        bench_add(result, bench_now_ms() - start);
        bench_check(result, status == 0, "exit status %d", status);
    }
}

/* --- all of it ----------------------------------------------------------------------------- */

static void ask_peer(const bench_options *opt, int question)
{
    bench_result result;
    if (opt->people >= bench_peer_limits[question]) {
        memset(&result, 0, sizeof result);
        snprintf(result.check, sizeof result.check,
                 "skipped: igraph would take minutes");
    } else {
        bench_run_child(opt, bench_peer_cases[question], &peer[question],
                        sizeof peer[question], &result);
    }
    bench_emit(opt, bench_peer_names[question], &result);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        bench_case_fn *work;
    } cases[] = {
        {"constraint, everybody", constraint},
        {"common neighbours, every tie", mutual},
        {"five roles, everybody", roles},
        {"cut people", cut_people},
        {"betweenness, 64 sources", sampled},
        {"betweenness, exact", exact},
        {"bridges", whole_command},
    };
    bench_options opt;
    bench_result result;
    bench_start(&opt, "bridges", argc, argv);
    if (opt.file != NULL) {
        fprintf(stderr, "bridges: wants a generated network\n");
        return 2;
    }
    (void)bench_graphml(&opt);
    bench_run_child(&opt, bench_groups_make, NULL, 0, &result);
    if (strcmp(result.check, "ok") != 0) {
        bench_emit(&opt, "snapshot", &result);
        return bench_finish();
    }
    for (int question = 0; question < PEER_QUESTIONS; question++) {
        ask_peer(&opt, question);
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(cases); i++) {
        bench_run_child(&opt, cases[i].work, NULL, 0, &result);
        bench_emit(&opt, cases[i].name, &result);
    }
    return bench_finish();
}
