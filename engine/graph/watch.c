/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a snapshot that nobody has verified in full.
 *
 * Accessors cannot fail, so on damage they give something harmless (no text, no
 * tie) and note the section here; every public call that may have used them ends
 * by asking whether something was noted.
 *
 * Many queries read the same rows again and again: a bit a person says that a
 * row was found sound. Threads that check a row at once find the same. */
#include "graph/watch.h"

#include "base/alloc.h"
#include "base/bits.h"
#include "base/context_impl.h"
#include "graph/validate.h"

#include <stdatomic.h>
#include <string.h>

typedef _Atomic uint64_t seen_word;

struct intro_i_watch {
    _Atomic(const char *) section; /* the first one found damaged, or NULL */
    atomic_bool is_verified;
    char *file;
    seen_word *sound[INTRO_I_WATCH_KINDS]; /* bits by person */
};

intro_status intro_i_watch_new(intro_ctx *ctx, const char *file,
                               uint32_t people, intro_i_watch **out)
{
    const size_t size = strlen(file) + 1;
    intro_i_watch *const watch = intro_i_alloc_zero(1, sizeof *watch);
    if (watch == NULL) {
        return intro_i_fail_memory(ctx);
    }
    watch->file = intro_i_alloc(size, 1);
    bool is_made = watch->file != NULL;
    for (int i = 0; i < INTRO_I_WATCH_KINDS; i++) {
        watch->sound[i] = intro_i_alloc_zero(intro_i_bits_words(people),
                                             sizeof *watch->sound[i]);
        is_made = is_made && watch->sound[i] != NULL;
    }
    if (!is_made) {
        intro_i_watch_free(watch);
        return intro_i_fail_memory(ctx);
    }
    memcpy(watch->file, file, size);
    *out = watch;
    return INTRO_OK;
}

void intro_i_watch_free(intro_i_watch *watch)
{
    if (watch != NULL) {
        for (int i = 0; i < INTRO_I_WATCH_KINDS; i++) {
            intro_i_free(watch->sound[i]);
        }
        intro_i_free(watch->file);
        intro_i_free(watch);
    }
}

bool intro_i_watch_is_sound(const intro_i_watch *watch, intro_i_watch_kind kind,
                            intro_vid v)
{
    const uint64_t word =
        atomic_load_explicit(&watch->sound[kind][v >> 6], memory_order_relaxed);
    return (word >> (v & 63) & 1) != 0;
}

void intro_i_watch_sound(intro_i_watch *watch, intro_i_watch_kind kind,
                         intro_vid v)
{
    (void)atomic_fetch_or_explicit(&watch->sound[kind][v >> 6],
                                   UINT64_C(1) << (v & 63),
                                   memory_order_relaxed);
}

void intro_i_watch_note(intro_i_watch *watch, const char *section)
{
    const char *none = NULL;
    if (watch != NULL) {
        (void)atomic_compare_exchange_strong(&watch->section, &none, section);
    }
}

bool intro_i_watch_has_noted(const intro_i_watch *watch)
{
    return atomic_load(&watch->section) != NULL;
}

intro_status intro_i_watch_tell(intro_ctx *ctx, intro_i_watch *watch)
{
    const char *const section =
        watch == NULL ? NULL : atomic_load(&watch->section);
    return section == NULL
               ? INTRO_OK
               : intro_i_fail_at(ctx, INTRO_EDAMAGED, watch->file, 0, 0,
                                 "snapshot section '%s' is damaged: a value "
                                 "is out of range",
                                 section);
}

intro_status intro_i_watch_verify(intro_ctx *ctx, const intro_graph *g)
{
    intro_i_watch *const watch = g->strings.watch;
    if (watch == NULL || atomic_load(&watch->is_verified)) {
        return INTRO_OK;
    }
    INTRO_TRY(intro_i_graph_validate(ctx, g, INTRO_EDAMAGED, watch->file));
    atomic_store(&watch->is_verified, true);
    return INTRO_OK;
}

bool intro_i_watch_string(const intro_i_strings *strings, uint32_t s)
{
    if (s < strings->count && strings->offsets[s] < strings->offsets[s + 1] &&
        strings->offsets[s + 1] <= strings->size &&
        strings->bytes[strings->offsets[s + 1] - 1] == '\0') {
        return true;
    }
    intro_i_watch_note(strings->watch, "string_offsets");
    return false;
}

/* The whole of a row that is read for the first time. */
static bool check_row(const intro_graph *g, const uint64_t *offsets,
                      const uint32_t *people, const float *strengths,
                      intro_vid v)
{
    const bool is_out = offsets == g->out_offsets;
    if (!intro_i_check_range(offsets, v, g->arcs)) {
        intro_i_watch_note(g->strings.watch,
                           is_out ? "out_offsets" : "in_offsets");
        return false;
    }
    uint64_t next = 0; /* least person that may come */
    bool is_rising = true;
    bool is_strength = true;
    for (uint64_t i = offsets[v]; i < offsets[v + 1]; i++) {
        is_rising &= people[i] >= next;
        is_strength &= strengths[i] >= 0 && strengths[i] <= 1;
        next = (uint64_t)people[i] + 1;
    }
    if (!is_rising || next > g->people) {
        intro_i_watch_note(g->strings.watch,
                           is_out ? "out_people" : "in_people");
        return false;
    }
    if (!is_strength) {
        intro_i_watch_note(g->strings.watch,
                           is_out ? "out_strengths" : "in_strengths");
    }
    return is_strength;
}

bool intro_i_watch_row(const intro_graph *g, const uint64_t *offsets,
                       const uint32_t *people, const float *strengths,
                       intro_vid v)
{
    intro_i_watch *const watch = g->strings.watch;
    const intro_i_watch_kind kind = offsets == g->out_offsets
                                        ? INTRO_I_WATCH_ROW_OUT
                                        : INTRO_I_WATCH_ROW_IN;
    if (intro_i_watch_is_sound(watch, kind, v)) {
        return true;
    }
    if (!check_row(g, offsets, people, strengths, v)) {
        return false;
    }
    intro_i_watch_sound(watch, kind, v);
    return true;
}

/* The ties that are v's own are the last arcs of his row. */
static bool check_own_ties(const intro_graph *g, intro_vid v)
{
    return intro_i_check_range(g->out_offsets, v, g->arcs) &&
           intro_i_check_range(g->tie_start, v, g->ties) &&
           g->tie_start[v + 1] - g->tie_start[v] <=
               g->out_offsets[v + 1] - g->out_offsets[v];
}

bool intro_i_watch_tie_of(const intro_graph *g, intro_vid v, intro_arc arc)
{
    const bool is_sound = g->is_directed
                              ? intro_i_check_tie_of(g, v, arc)
                              : check_own_ties(g, v) &&
                                    g->out_people[arc] < g->people &&
                                    check_own_ties(g, g->out_people[arc]);
    if (!is_sound) {
        intro_i_watch_note(g->strings.watch,
                           g->is_directed ? "arc_tie" : "tie_start");
    }
    return is_sound;
}

bool intro_i_watch_evidence(const intro_graph *g, uint64_t i)
{
    const bool is_sound = intro_i_check_evidence(g, i);
    if (!is_sound) {
        intro_i_watch_note(g->strings.watch, "evidence_rows");
    }
    return is_sound;
}
