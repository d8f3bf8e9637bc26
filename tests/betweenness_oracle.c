/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "betweenness_oracle.h"

#include <string.h>

enum { MOST = BETWEENNESS_ORACLE_PEOPLE };

/* How good a path is: the greater product, then the fewer ties that cost. */
typedef struct worth {
    double product;
    uint32_t cost; /* by hops: ties; by warmth: ties of strength 1 */
} worth;

typedef struct walk {
    const intro_graph *graph;
    const uint32_t *groups;
    bool by_warmth;
    bool stepwise;
    float strengths[MOST][MOST];
    uint32_t tie[MOST][MOST];
    worth best[MOST]; /* of paths from the source */
    double count[MOST];
    uint32_t path[MOST];
    uint32_t length;
    bool is_on_path[MOST];
    betweenness_oracle *out;
} walk;

static void read_graph(walk *w)
{
    const intro_graph *const g = w->graph;
    for (uint32_t v = 0; v < g->people; v++) {
        for (uint64_t i = g->out_offsets[v]; i < g->out_offsets[v + 1]; i++) {
            w->strengths[v][g->out_people[i]] = g->out_strengths[i];
        }
    }
    uint32_t ties = 0;
    for (uint32_t a = 0; a < g->people; a++) {
        for (uint32_t b = a + 1; b < g->people; b++) {
            if (w->strengths[a][b] > 0 || w->strengths[b][a] > 0) {
                w->tie[a][b] = ties;
                w->tie[b][a] = ties++;
            }
        }
    }
}

static int compare(worth a, worth b)
{
    if (a.product != b.product) {
        return a.product > b.product ? 1 : -1;
    }
    return a.cost != b.cost ? (a.cost < b.cost ? 1 : -1) : 0;
}

static worth step(const walk *w, worth x, float strength)
{
    if (!w->by_warmth) {
        return (worth){x.product, x.cost + 1};
    }
    return (worth){x.product * (double)strength, x.cost + (strength >= 1)};
}

static void add_share(walk *w)
{
    const uint32_t *const path = w->path;
    const uint32_t s = path[0];
    const uint32_t t = path[w->length - 1];
    const double share = (w->graph->is_directed ? 1 : 0.5) / w->count[t];
    const bool is_across = w->groups != NULL && w->groups[s] != UINT32_MAX &&
                           w->groups[t] != UINT32_MAX &&
                           w->groups[s] != w->groups[t];
    for (uint32_t i = 1; i < w->length; i++) {
        const bool is_inner = i + 1 < w->length;
        w->out->all[path[i]] += is_inner ? share : 0;
        w->out->cross[path[i]] += is_inner && is_across ? share : 0;
        w->out->ties[w->tie[path[i - 1]][path[i]]] += is_across ? share : 0;
    }
}

/* Every path on from its last person; `is_second`: the best are known. */
static void walk_on(walk *w, worth worth_here, bool is_second)
{
    const uint32_t v = w->path[w->length - 1];
    const int order = compare(worth_here, w->best[v]);
    if (!is_second && order > 0) {
        w->best[v] = worth_here;
    }
    if (is_second && order < 0 && w->stepwise) {
        return;
    }
    if (is_second && order == 0 && w->length > 1) {
        add_share(w);
    }
    w->is_on_path[v] = true;
    for (uint32_t u = 0; u < w->graph->people; u++) {
        if (w->strengths[v][u] > 0 && !w->is_on_path[u]) {
            w->path[w->length++] = u;
            walk_on(w, step(w, worth_here, w->strengths[v][u]), is_second);
            w->length--;
        }
    }
    w->is_on_path[v] = false;
}

/* The paths that count to each person. */
static void count_paths(walk *w, worth worth_here)
{
    const uint32_t v = w->path[w->length - 1];
    const int order = compare(worth_here, w->best[v]);
    w->count[v] += order == 0;
    if (order < 0 && w->stepwise) {
        return;
    }
    w->is_on_path[v] = true;
    for (uint32_t u = 0; u < w->graph->people; u++) {
        if (w->strengths[v][u] > 0 && !w->is_on_path[u]) {
            w->path[w->length++] = u;
            count_paths(w, step(w, worth_here, w->strengths[v][u]));
            w->length--;
        }
    }
    w->is_on_path[v] = false;
}

/* The best of each person when every beginning is the best: settled one by one,
 * the best unsettled first. */
static void settle_stepwise(walk *w, uint32_t source)
{
    bool is_settled[MOST] = {false};
    w->best[source] = (worth){1, 0};
    for (;;) {
        uint32_t v = MOST;
        for (uint32_t u = 0; u < w->graph->people; u++) {
            if (!is_settled[u] && w->best[u].product > 0 &&
                (v == MOST || compare(w->best[u], w->best[v]) > 0)) {
                v = u;
            }
        }
        if (v == MOST) {
            return;
        }
        is_settled[v] = true;
        for (uint32_t u = 0; u < w->graph->people; u++) {
            const worth reached = step(w, w->best[v], w->strengths[v][u]);
            if (w->strengths[v][u] > 0 && !is_settled[u] &&
                compare(reached, w->best[u]) > 0) {
                w->best[u] = reached;
            }
        }
    }
}

void betweenness_oracle_solve(const intro_graph *graph, const uint32_t *groups,
                              bool by_warmth, bool stepwise,
                              betweenness_oracle *out)
{
    walk w = {.graph = graph,
              .groups = groups,
              .by_warmth = by_warmth,
              .stepwise = stepwise,
              .out = out};
    memset(out, 0, sizeof *out);
    read_graph(&w);
    for (uint32_t s = 0; s < graph->people; s++) {
        memset(w.best, 0, sizeof w.best);
        memset(w.count, 0, sizeof w.count);
        w.path[0] = s;
        w.length = 1;
        if (stepwise) {
            settle_stepwise(&w, s);
        } else {
            walk_on(&w, (worth){1, 0}, false);
        }
        count_paths(&w, (worth){1, 0});
        walk_on(&w, (worth){1, 0}, true);
    }
}
