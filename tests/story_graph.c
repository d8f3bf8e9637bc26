/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "story_graph.h"

#include "base/alloc.h"
#include "base/bits.h"
#include "base/calendar.h"
#include "graph/strength.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { STRINGS = 24, ROWS = 5, ARCS = 2 * STORY_TIES };

static void *take(intro_graph *g, size_t count, size_t size)
{
    void *const block = intro_i_alloc_zero(count, size);
    assert_non_null(block);
    assert_int_equal(intro_i_graph_own(g, block), INTRO_OK);
    return block;
}

/* The strings of the graph while they are collected. */
typedef struct texts {
    const char *list[STRINGS];
    uint32_t count;
} texts;

static uint32_t add(texts *all, const char *text)
{
    for (uint32_t i = 0; i < all->count; i++) {
        if (i > STORY_PEOPLE && strcmp(all->list[i], text) == 0) {
            return i;
        }
    }
    assert_true(all->count < STRINGS);
    all->list[all->count] = text;
    return all->count++;
}

static void pack(intro_graph *g, const texts *all)
{
    uint64_t *const offsets = take(g, all->count + 1U, sizeof *offsets);
    for (uint32_t i = 0; i < all->count; i++) {
        offsets[i + 1] = offsets[i] + strlen(all->list[i]) + 1;
    }
    char *const bytes = take(g, (size_t)offsets[all->count], 1);
    for (uint32_t i = 0; i < all->count; i++) {
        memcpy(bytes + offsets[i], all->list[i], strlen(all->list[i]) + 1);
    }
    g->strings = (intro_i_strings){bytes, offsets, all->count,
                                   offsets[all->count], NULL};
}

static void make_evidence(intro_graph *g, uint32_t employer)
{
    static const uint64_t ties[] = {0, 1, 2};
    static const uint64_t offsets[] = {0, 2, 3, 5};
    intro_i_evidence_row *const rows = take(g, ROWS, sizeof *rows);
    rows[0] =
        (intro_i_evidence_row){.kind = INTRO_EV_CONNECTION,
                               .count_ab = 1,
                               .first = intro_i_day_from_civil(2019, 2, 21),
                               .last = intro_i_day_from_civil(2019, 2, 21)};
    rows[1] =
        (intro_i_evidence_row){.kind = INTRO_EV_MESSAGES_TWO_WAY,
                               .count_ab = 12,
                               .count_ba = 15,
                               .first = intro_i_day_from_civil(2020, 5, 1),
                               .last = intro_i_day_from_civil(2026, 1, 5)};
    rows[2] = (intro_i_evidence_row){.kind = INTRO_EV_SAME_EMPLOYER_NOW,
                                     .flags = INTRO_I_EV_UNDATED,
                                     .people = 3,
                                     .count_ab = 1,
                                     .first = INTRO_NO_DAY,
                                     .last = INTRO_NO_DAY,
                                     .label = employer};
    rows[3] =
        (intro_i_evidence_row){.kind = INTRO_EV_RECOMMENDATION,
                               .count_ba = 1,
                               .first = intro_i_day_from_civil(2021, 1, 1),
                               .last = intro_i_day_from_civil(2021, 1, 1)};
    rows[4] =
        (intro_i_evidence_row){.kind = INTRO_EV_COLLEAGUE,
                               .count_ab = 1,
                               .first = intro_i_day_from_civil(2015, 3, 1),
                               .last = intro_i_day_from_civil(2019, 9, 30),
                               .label = employer};
    g->evidence_tie_count = INTRO_COUNT_OF(ties);
    g->evidence_ties = ties;
    g->evidence_offsets = offsets;
    g->evidence_rows = rows;
    g->evidence_row_count = ROWS;
    uint64_t *const inferred = take(g, 1, sizeof *inferred);
    intro_i_bits_set(inferred, 1);
    g->tie_inferred = inferred;
}

static void make_ties(intro_graph *g)
{
    static const uint64_t offsets[] = {0, 2, 4, 6, 8, 8};
    static const uint32_t people[ARCS] = {1, 3, 0, 2, 1, 3, 0, 2};
    static const uint8_t tie_of[ARCS] = {0, 1, 0, 2, 2, 3, 1, 3};
    static const uint64_t tie_start[] = {0, 2, 3, 4, 4, 4};
    float *const strengths = take(g, ARCS, sizeof *strengths);
    for (size_t i = 0; i < ARCS; i++) {
        size_t count;
        const intro_i_evidence_row *const rows =
            intro_i_graph_evidence(g, tie_of[i], &count);
        strengths[i] =
            intro_i_strength_of(&g->strength.model, g->strength.as_of, rows,
                                count, tie_of[i] == 3 ? 0.5 : 0, false);
    }
    g->ties = STORY_TIES;
    g->arcs = ARCS;
    g->out_offsets = g->in_offsets = offsets;
    g->out_people = g->in_people = people;
    g->out_strengths = g->in_strengths = strengths;
    g->tie_start = tie_start;
}

static void make_columns(intro_graph *g, uint32_t strength, uint32_t note,
                         const char *note_text, uint32_t note_value)
{
    static const uint64_t tie_edges[] = {0, 0, 0, 0, 1};
    double *const weights = take(g, 1, sizeof *weights);
    uint32_t *const notes = take(g, STORY_PEOPLE, sizeof *notes);
    weights[0] = 0.5;
    for (uint32_t v = 0; v < STORY_PEOPLE; v++) {
        notes[v] = note_value;
    }
    g->edges = 1;
    g->tie_edges = tie_edges;
    g->columns = intro_i_alloc_zero(2, sizeof *g->columns);
    assert_non_null(g->columns);
    g->column_count = note_text == NULL ? 1 : 2;
    g->columns[0] = (struct intro_column){.strings = &g->strings,
                                          .name = strength,
                                          .kind = INTRO_KIND_DOUBLE,
                                          .of = INTRO_OF_TIE,
                                          .rows = 1,
                                          .values = weights};
    g->columns[1] = (struct intro_column){.strings = &g->strings,
                                          .name = note,
                                          .kind = INTRO_KIND_STRING,
                                          .of = INTRO_OF_PERSON,
                                          .rows = STORY_PEOPLE,
                                          .values = notes};
}

intro_graph *story_graph(const story *told)
{
    static const uint32_t owners[] = {0};
    texts all = {{"", "p0", "p1", "p2", "p3", "p4"}, 1 + STORY_PEOPLE};
    intro_graph *g;
    assert_int_equal(intro_i_graph_new(&g), INTRO_OK);
    uint32_t *const names = take(g, STORY_PEOPLE, sizeof *names);
    uint32_t *const companies = take(g, STORY_PEOPLE, sizeof *companies);
    const uint32_t employer = add(&all, told->employer);
    for (uint32_t v = 0; v < STORY_PEOPLE; v++) {
        names[v] = told->names[v] == NULL ? 0 : add(&all, told->names[v]);
        companies[v] = employer;
    }
    const uint32_t strength = add(&all, "strength");
    const uint32_t note = add(&all, "note");
    const uint32_t value = told->note == NULL ? 0 : add(&all, told->note);
    pack(g, &all);
    g->people = STORY_PEOPLE;
    intro_i_model_default(&g->strength.model);
    g->strength.as_of = intro_i_day_from_civil(2026, 3, 1);
    g->known[INTRO_FIELD_NAME] = names;
    g->known[INTRO_FIELD_COMPANY] = companies;
    g->known_own = 1U << INTRO_FIELD_NAME | 1U << INTRO_FIELD_COMPANY;
    g->owner_count = 1;
    g->owners = owners;
    make_evidence(g, employer);
    make_ties(g);
    make_columns(g, strength, note, told->note, value);
    return g;
}
