/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/export_parts.h"

#include "base/alloc.h"
#include "base/bits.h"
#include "base/context_impl.h"
#include "graph/restrength.h"
#include "report/distinct.h"

#include <stdio.h>

/* --- names ---------------------------------------------------------------------- */

/* A name of a column, with a number when it is used. */
static intro_status name_column(intro_i_distinct *used, const char *name,
                                char **out)
{
    *out = intro_i_alloc(strlen(name) + INTRO_I_DISTINCT_ROOM, 1);
    return *out == NULL ? INTRO_ENOMEM
                        : intro_i_distinct_make(used, name, '_', *out);
}

/* Names with our prefix are what an import looks for, letter by letter: they stay
 * as they are, and no attribute that goes out has one of them. */
static intro_status name_ours(intro_i_distinct *used, const char *name,
                              char **out)
{
    const size_t size = strlen(name) + sizeof INTRO_I_RESERVED_PREFIX;
    bool is_free;
    *out = intro_i_alloc(size, 1);
    if (*out == NULL) {
        return INTRO_ENOMEM;
    }
    INTRO_TRY(intro_i_distinct_add(used, name, &is_free));
    const bool is_clash = !is_free && !intro_i_is_reserved(name);
    (void)snprintf(*out, size, "%s%s", is_clash ? INTRO_I_RESERVED_PREFIX : "",
                   name);
    return is_clash ? intro_i_distinct_add(used, *out, &is_free) : INTRO_OK;
}

static intro_status fill_names(const intro_graph *graph,
                               const char *const *ours, intro_i_distinct *used,
                               intro_i_export_names *names)
{
    INTRO_TRY(intro_i_distinct_init(used));
    for (size_t i = 0; i < names->column_count; i++) {
        const intro_column *const column =
            intro_graph_column(graph, names->places[i]);
        INTRO_TRY(
            name_column(used, intro_column_name(column), &names->columns[i]));
    }
    for (size_t i = 0; i < names->our_count; i++) {
        INTRO_TRY(name_ours(used, ours[i], &names->ours[i]));
    }
    return INTRO_OK;
}

intro_status intro_i_export_names_make(intro_ctx *ctx, const intro_graph *graph,
                                       intro_column_of of,
                                       const char *const *ours,
                                       size_t our_count,
                                       intro_i_export_names *out)
{
    const uint32_t columns = intro_graph_columns(graph);
    memset(out, 0, sizeof *out);
    out->ours = intro_i_alloc_zero(our_count, sizeof *out->ours);
    out->columns = intro_i_alloc_zero(columns, sizeof *out->columns);
    out->places = intro_i_alloc(columns, sizeof *out->places);
    intro_status rc = INTRO_ENOMEM;
    if (out->ours != NULL && out->columns != NULL && out->places != NULL) {
        out->our_count = our_count;
        for (uint32_t i = 0; i < columns; i++) {
            const intro_column *const column = intro_graph_column(graph, i);
            if (intro_column_owner(column) == of &&
                !intro_i_is_reserved(intro_column_name(column))) {
                out->places[out->column_count++] = i;
            }
        }
        intro_i_distinct used;
        rc = fill_names(graph, ours, &used, out);
        intro_i_distinct_fini(&used);
    }
    if (rc != INTRO_OK) {
        intro_i_export_names_fini(out);
        return intro_i_fail_memory(ctx);
    }
    return INTRO_OK;
}

void intro_i_export_names_fini(intro_i_export_names *names)
{
    for (size_t i = 0; i < names->our_count; i++) {
        intro_i_free(names->ours[i]);
    }
    for (size_t i = 0; i < names->column_count; i++) {
        intro_i_free(names->columns[i]);
    }
    intro_i_free(names->ours);
    intro_i_free(names->columns);
    intro_i_free(names->places);
    memset(names, 0, sizeof *names);
}

bool intro_i_is_reserved(const char *name)
{
    return strncmp(name, INTRO_I_RESERVED_PREFIX,
                   sizeof INTRO_I_RESERVED_PREFIX - 1) == 0;
}

size_t intro_i_export_fields(const intro_graph *graph,
                             intro_field out[INTRO_FIELD_COUNT])
{
    size_t count = 0;
    for (int f = 0; f < INTRO_FIELD_COUNT; f++) {
        if (graph->known[f] != NULL &&
            (graph->known_own >> (unsigned)f & 1) != 0) {
            out[count++] = (intro_field)f;
        }
    }
    return count;
}

void intro_i_export_guessed(const intro_graph *graph, intro_vid v,
                            char out[INTRO_I_GUESSED_WORDS])
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; i < INTRO_I_GUESSED; i++) {
        const intro_field field = (intro_field)(INTRO_I_FIRST_GUESSED + i);
        if (intro_graph_is_guessed(graph, v, field)) {
            used += (size_t)snprintf(out + used, INTRO_I_GUESSED_WORDS - used,
                                     "%s%s", used == 0 ? "" : ";",
                                     intro_field_name(field));
        }
    }
}

bool intro_i_export_has_guesses(const intro_graph *graph)
{
    return graph->guessed[0] != NULL || graph->guessed[1] != NULL ||
           graph->guessed[2] != NULL;
}

/* --- ties ------------------------------------------------------------------------ */

void intro_i_tie_cursor_init(intro_i_tie_cursor *cursor,
                             const intro_graph *graph)
{
    memset(cursor, 0, sizeof *cursor);
    cursor->graph = graph;
}

/* An undirected tie without evidence, from the arrays at once. */
static intro_tie plain_tie(intro_i_tie_cursor *cursor, intro_arc i)
{
    const intro_graph *const g = cursor->graph;
    while (g->tie_start[cursor->v + 1] <= i) {
        cursor->v++;
    }
    const intro_arc arc =
        g->out_offsets[cursor->v + 1] - (g->tie_start[cursor->v + 1] - i);
    const intro_tie tie = {.tie = i,
                           .a = cursor->v,
                           .b = g->out_people[arc],
                           .strength = g->out_strengths[arc],
                           .inferred = g->tie_inferred != NULL &&
                                       intro_i_bits_get(g->tie_inferred, i),
                           .since = INTRO_NO_DAY,
                           .last = INTRO_NO_DAY};
    return tie;
}

static void view_tie(intro_i_tie_cursor *cursor, intro_arc i,
                     intro_i_tie_view *out)
{
    const intro_graph *const g = cursor->graph;
    const uint64_t at = cursor->evidence;
    const bool has_evidence =
        at < g->evidence_tie_count && g->evidence_ties[at] == i;
    out->rows = NULL;
    out->row_count = 0;
    if (has_evidence) {
        out->rows = g->evidence_rows + g->evidence_offsets[at];
        out->row_count =
            (size_t)(g->evidence_offsets[at + 1] - g->evidence_offsets[at]);
        cursor->evidence++;
    }
    out->tie = has_evidence || g->is_directed ? intro_graph_tie(g, i)
                                              : plain_tie(cursor, i);
    out->is_stated = !has_evidence && g->tie_stated != NULL &&
                     intro_i_bits_get(g->tie_stated, i);
    intro_graph_tie_edges(g, i, &out->first_edge, &out->edges);
}

bool intro_i_tie_cursor_next(intro_i_tie_cursor *cursor, intro_i_tie_view *out)
{
    while (cursor->next < cursor->graph->ties) {
        view_tie(cursor, cursor->next++, out);
        if (out->tie.strength > 0) {
            return true;
        }
    }
    return false;
}
