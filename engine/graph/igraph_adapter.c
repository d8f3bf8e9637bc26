/* SPDX-License-Identifier: GPL-2.0-or-later */
/* igraph's handlers carry no user pointer, so the words of the first failure
 * lie in a variable of the thread. A failing call invokes the handler several
 * times, later ones with no text: the first is kept. */
#include "graph/igraph_adapter.h"

#include "base/alloc.h"
#include "base/context_impl.h"

/* igraph's headers test macros that they do not define. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wundef"
#include <igraph.h>
#pragma GCC diagnostic pop

#include <stdio.h>

#if IGRAPH_VERSION_MAJOR >= 1
#define SET_UP() igraph_setup()
#else
#define SET_UP() ((void)0)
#endif

struct intro_i_igraph {
    igraph_t graph;
    igraph_vector_t weights;
    bool has_graph;
    bool has_weights;
};

typedef struct handlers {
    igraph_error_handler_t *error;
    igraph_warning_handler_t *warning;
    igraph_fatal_handler_t *fatal;
} handlers;

static _Thread_local handlers saved;
static _Thread_local char first_words[INTRO_MESSAGE_MAX / 2];

/* --- handlers ------------------------------------------------------------ */

static void keep_words(const char *reason)
{
    if (first_words[0] == '\0' && reason != NULL) {
        (void)snprintf(first_words, sizeof first_words, "%s", reason);
    }
}

/* Must return, and must not use the reason after the release. */
static void handle_error(const char *reason, const char *source, int line,
                         igraph_error_t code)
{
    (void)source;
    (void)line;
    (void)code;
    keep_words(reason);
    IGRAPH_FINALLY_FREE();
}

static void handle_warning(const char *reason, const char *source, int line)
{
    (void)reason;
    (void)source;
    (void)line;
}

void intro_i_igraph_begin(void)
{
    SET_UP();
    first_words[0] = '\0';
    saved.error = igraph_set_error_handler(handle_error);
    saved.warning = igraph_set_warning_handler(handle_warning);
    /* A fatal error is a broken invariant of igraph itself; its handler may not
     * return, and the library's own, which ends the process, is the only one
     * that keeps that promise. */
    saved.fatal = igraph_set_fatal_handler(igraph_fatal_handler_abort);
}

intro_status intro_i_igraph_end(intro_ctx *ctx, int code)
{
    (void)igraph_set_error_handler(saved.error);
    (void)igraph_set_warning_handler(saved.warning);
    (void)igraph_set_fatal_handler(saved.fatal);
    if (code == IGRAPH_SUCCESS) {
        return INTRO_OK;
    }
    if (code == IGRAPH_ENOMEM) {
        return intro_i_fail_memory(ctx);
    }
    if (code == IGRAPH_INTERRUPTED) {
        return intro_i_fail(ctx, INTRO_ECANCELLED, "cancelled");
    }
    return intro_i_fail(ctx, INTRO_EBUG, "igraph failed with code %d: %s", code,
                        first_words[0] == '\0'
                            ? igraph_strerror((igraph_error_t)code)
                            : first_words);
}

const char *intro_i_igraph_version(void)
{
    const char *text = "";
    igraph_version(&text, NULL, NULL, NULL);
    return text;
}

/* --- the view ------------------------------------------------------------ */

/* Edges and weights in order of arcs; of an undirected network each arc that
 * leads to a greater person, which is the order of ties. */
static intro_status fill_edges(intro_ctx *ctx, const intro_graph *graph,
                               igraph_vector_int_t *ends,
                               igraph_vector_t *weights)
{
    const bool is_directed = intro_graph_is_directed(graph);
    igraph_integer_t edges = 0;
    for (intro_vid v = 0; v < intro_graph_people(graph); v++) {
        const intro_row row = intro_graph_row(graph, v);
        for (uint64_t i = 0; i < row.count; i++) {
            const bool is_wanted = is_directed || row.people[i] > v;
            if (is_wanted && row.strengths[i] > 0) {
                VECTOR(*ends)[2 * edges] = (igraph_integer_t)v;
                VECTOR(*ends)[2 * edges + 1] = (igraph_integer_t)row.people[i];
                VECTOR(*weights)[edges] = (igraph_real_t)row.strengths[i];
                edges++;
            }
        }
        if (v % 4096 == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
    }
    /* Shrinking does not allocate. */
    (void)igraph_vector_int_resize(ends, 2 * edges);
    (void)igraph_vector_resize(weights, edges);
    return INTRO_OK;
}

static uint64_t count_edges(const intro_graph *graph)
{
    uint64_t arcs = 0;
    for (intro_vid v = 0; v < intro_graph_people(graph); v++) {
        arcs += intro_graph_row(graph, v).count;
    }
    return intro_graph_is_directed(graph) ? arcs : arcs / 2;
}

/* Between begin and end. */
static igraph_error_t build_view(intro_ctx *ctx, const intro_graph *graph,
                                 igraph_integer_t edges, intro_i_igraph *view,
                                 intro_status *status)
{
    igraph_vector_int_t ends;
    igraph_error_t code = igraph_vector_int_init(&ends, 2 * edges);
    if (code != IGRAPH_SUCCESS) {
        return code;
    }
    code = igraph_vector_init(&view->weights, edges);
    view->has_weights = code == IGRAPH_SUCCESS;
    if (view->has_weights) {
        *status = fill_edges(ctx, graph, &ends, &view->weights);
    }
    if (view->has_weights && *status == INTRO_OK) {
        code = igraph_create(&view->graph, &ends,
                             (igraph_integer_t)intro_graph_people(graph),
                             intro_graph_is_directed(graph));
        view->has_graph = code == IGRAPH_SUCCESS;
    }
    igraph_vector_int_destroy(&ends);
    return code;
}

intro_status intro_i_igraph_new(intro_ctx *ctx, const intro_graph *graph,
                                intro_i_igraph **out)
{
    const uint64_t edges = count_edges(graph);
    /* A quarter of the greatest igraph_integer_t, of 32 or 64 bits. */
    const uint64_t most = UINT64_MAX >> (67 - 8 * sizeof(igraph_integer_t));
    const uint64_t people = intro_graph_people(graph);
    if (edges > most || people > most) {
        return intro_i_fail(ctx, INTRO_ELIMIT,
                            "the network is too large for igraph");
    }
    intro_i_igraph *const view = intro_i_alloc_zero(1, sizeof *view);
    if (view == NULL) {
        return intro_i_fail_memory(ctx);
    }
    intro_status status = INTRO_OK;
    intro_i_igraph_begin();
    const igraph_error_t code =
        build_view(ctx, graph, (igraph_integer_t)edges, view, &status);
    const intro_status rc = intro_i_igraph_end(ctx, (int)code);
    status = rc != INTRO_OK ? rc : status;
    if (status == INTRO_OK) {
        *out = view;
    } else {
        intro_i_igraph_free(view);
    }
    return status;
}

void intro_i_igraph_free(intro_i_igraph *view)
{
    if (view == NULL) {
        return;
    }
    if (view->has_graph) {
        igraph_destroy(&view->graph);
    }
    if (view->has_weights) {
        igraph_vector_destroy(&view->weights);
    }
    intro_i_free(view);
}

const void *intro_i_igraph_graph(const intro_i_igraph *view)
{
    return &view->graph;
}

const void *intro_i_igraph_weights(const intro_i_igraph *view)
{
    return &view->weights;
}
