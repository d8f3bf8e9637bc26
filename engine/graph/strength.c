/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "graph/strength.h"

#include "base/alloc.h"
#include "base/bits.h"
#include "base/calendar.h"
#include "base/context_impl.h"
#include "base/source.h"
#include "base/text.h"
#include "graph/lower_halves.h"

#include <math.h>
#include <string.h>

#define NONE ((double)NAN)

void intro_i_model_default(intro_i_model *model)
{
    static const intro_i_kind_model kinds[INTRO_EV_COUNT] = {
        [INTRO_EV_CONNECTION] = {0.15, NONE, NONE, 1},
        [INTRO_EV_MESSAGES_TWO_WAY] = {0.70, 4, 730, 0.40},
        [INTRO_EV_MESSAGES_ONE_WAY] = {0.05, 4, 365, 0.20},
        [INTRO_EV_RECOMMENDATION] = {0.60, NONE, 3650, 0.60},
        [INTRO_EV_ENDORSEMENT] = {0.20, 3, 1095, 0.50},
        [INTRO_EV_INVITATION_NOTE] = {0.08, NONE, 1095, 0.30},
        [INTRO_EV_COLLEAGUE] = {0.35, NONE, 3650, 0.40},
        [INTRO_EV_SAME_EMPLOYER_NOW] = {0.25, NONE, NONE, 1},
        [INTRO_EV_SMALL_THREAD] = {0.40, NONE, 1095, 0.30},
        [INTRO_EV_WEIGHT] = {NONE, NONE, NONE, NONE},
        [INTRO_EV_STATED] = {0.5, NONE, NONE, NONE}};
    memcpy(model->kinds, kinds, sizeof kinds);
    model->clamp_low = 0.01;
    model->clamp_high = 0.98;
}

/* --- a user's file -------------------------------------------------------------- */

static bool kind_by_name(const char *name, size_t length,
                         intro_evidence_kind *out)
{
    for (size_t k = 0; k < INTRO_EV_COUNT; k++) {
        const char *const known = intro_evidence_name((intro_evidence_kind)k);
        if (strlen(known) == length && memcmp(known, name, length) == 0) {
            *out = (intro_evidence_kind)k;
            return true;
        }
    }
    return false;
}

/* The number a parameter names; NULL when there is none of the name or the kind
 * does not have it. */
static double *parameter_of(intro_i_model *model, intro_evidence_kind kind,
                            const char *name, size_t length)
{
    intro_i_kind_model *const k = &model->kinds[kind];
    double *at = NULL;
    if (length == 1) {
        at = name[0] == 'p'   ? &k->p
             : name[0] == 'h' ? &k->h
             : name[0] == 'H' ? &k->half_life_days
             : name[0] == 'f' ? &k->floor
                              : NULL;
    }
    return at == NULL || isnan(*at) ? NULL : at;
}

/* A name in a message is cut, not left out. */
static int shown(size_t length)
{
    return length < 60 ? (int)length : 60;
}

static intro_status set_parameter(intro_ctx *ctx, const char *file,
                                  uint64_t line, const char *text,
                                  size_t length, intro_i_model *model)
{
    const char *const equals = memchr(text, '=', length);
    const char *const dot =
        equals == NULL ? NULL : memchr(text, '.', (size_t)(equals - text));
    intro_evidence_kind kind;
    if (dot == NULL) {
        return intro_i_fail_at(ctx, INTRO_EARG, file, line, 0,
                               "expected \"kind.parameter = value\"");
    }
    const char *name = dot + 1;
    size_t name_length = (size_t)(equals - name);
    intro_i_text_trim(&name, &name_length);
    const char *kind_name = text;
    size_t kind_length = (size_t)(dot - text);
    intro_i_text_trim(&kind_name, &kind_length);
    double *const at = kind_by_name(kind_name, kind_length, &kind)
                           ? parameter_of(model, kind, name, name_length)
                           : NULL;
    if (at == NULL) {
        return intro_i_fail_at(ctx, INTRO_EARG, file, line, 0,
                               "the model has no parameter \"%.*s.%.*s\"",
                               shown(kind_length), kind_name,
                               shown(name_length), name);
    }
    double value;
    const bool is_share = name[0] == 'p' || name[0] == 'f';
    if (intro_i_parse_double(equals + 1, length - (size_t)(equals + 1 - text),
                             &value) != INTRO_OK ||
        !isfinite(value) || value < 0 || (is_share && value > 1) ||
        (name[0] == 'H' && value <= 0)) {
        return intro_i_fail_at(ctx, INTRO_EARG, file, line, 0, "%s is %s",
                               is_share ? "p and f" : "h and H",
                               is_share ? "a number from 0 to 1"
                                        : "a number of at least 0, H above 0");
    }
    *at = value;
    return INTRO_OK;
}

static intro_status read_line(intro_ctx *ctx, const char *file, uint64_t line,
                              const char *text, size_t length,
                              intro_i_model *model)
{
    const char *const comment = memchr(text, '#', length);
    if (comment != NULL) {
        length = (size_t)(comment - text);
    }
    intro_i_text_trim(&text, &length);
    return length == 0 ? INTRO_OK
                       : set_parameter(ctx, file, line, text, length, model);
}

intro_status intro_i_model_read(intro_ctx *ctx, const char *file,
                                intro_i_model *model)
{
    enum { MODEL_FILE_MAX = 64 << 10 };
    intro_i_source *source = NULL;
    INTRO_TRY(intro_i_source_open_file(ctx, file, 0, &source));
    char *const text = intro_i_alloc(MODEL_FILE_MAX, 1);
    size_t length = 0;
    size_t got = 1;
    intro_status rc = text == NULL ? intro_i_fail_memory(ctx) : INTRO_OK;
    while (rc == INTRO_OK && got != 0) {
        rc = intro_i_source_read(ctx, source, text + length,
                                 MODEL_FILE_MAX - length, &got);
        length += got;
        if (rc == INTRO_OK && length == MODEL_FILE_MAX) {
            rc = intro_i_fail_at(ctx, INTRO_ELIMIT, file, 0, 0,
                                 "a model file has less than %d bytes",
                                 MODEL_FILE_MAX);
        }
    }
    size_t at = 0;
    for (uint64_t line = 1; rc == INTRO_OK && at < length; line++) {
        const char *const end = memchr(text + at, '\n', length - at);
        const size_t next = end == NULL ? length : (size_t)(end - text);
        rc = read_line(ctx, file, line, text + at, next - at, model);
        at = next + 1;
    }
    intro_i_free(text);
    intro_i_source_close(source);
    return rc;
}

/* --- the formula ---------------------------------------------------------------- */

static uint32_t count_of(const intro_i_evidence_row *row)
{
    if (row->kind == INTRO_EV_MESSAGES_TWO_WAY) {
        return row->count_ab < row->count_ba ? row->count_ab : row->count_ba;
    }
    const uint64_t sum = (uint64_t)row->count_ab + row->count_ba;
    return sum > UINT32_MAX ? UINT32_MAX : (uint32_t)sum;
}

static double base_of(const intro_i_model *model,
                      const intro_i_evidence_row *row)
{
    const double p = model->kinds[row->kind].p;
    if (row->kind == INTRO_EV_SAME_EMPLOYER_NOW) {
        const double share = 2.0 / (row->people < 2 ? 2 : row->people);
        return share < p ? share : p;
    }
    if (row->kind == INTRO_EV_SMALL_THREAD) {
        return p / (row->people < 3 ? 1 : row->people - 2);
    }
    return p;
}

intro_status intro_i_check_as_of(intro_ctx *ctx, intro_day as_of)
{
    return intro_i_is_day(as_of)
               ? INTRO_OK
               : intro_i_fail(ctx, INTRO_EARG,
                              "as_of is a day of the years 1 to 9999");
}

static double fading_of(const intro_i_kind_model *kind, intro_day as_of,
                        const intro_i_evidence_row *row)
{
    if (isnan(kind->half_life_days) || as_of == INTRO_NO_DAY ||
        (row->flags & INTRO_I_EV_UNDATED) != 0 || row->last == INTRO_NO_DAY) {
        return 1;
    }
    const double age = (double)as_of - (double)row->last;
    const double faded = exp2(-(age < 0 ? 0 : age) / kind->half_life_days);
    return faded > kind->floor ? faded : kind->floor;
}

void intro_i_evidence_explain(const intro_i_model *model, intro_day as_of,
                              const intro_i_evidence_row *row,
                              intro_evidence *out)
{
    memset(out, 0, sizeof *out);
    out->kind = (intro_evidence_kind)row->kind;
    out->count = count_of(row);
    out->count_ab = row->count_ab;
    out->count_ba = row->count_ba;
    out->people = row->people;
    out->first = row->first;
    out->last = row->last;
    out->undated = (row->flags & INTRO_I_EV_UNDATED) != 0;
    out->label = "";
    out->saturation = 1;
    out->fading = 1;
    if (out->kind == INTRO_EV_WEIGHT || out->kind == INTRO_EV_STATED) {
        out->p = row->value;
        out->q = row->value;
        return;
    }
    const intro_i_kind_model *const kind = &model->kinds[row->kind];
    out->p = base_of(model, row);
    if (!isnan(kind->h)) {
        const double n = out->count;
        out->saturation = n > 0 ? n / (n + kind->h) : 0;
    }
    out->fading = fading_of(kind, as_of, row);
    out->q = out->p * out->saturation * out->fading;
}

float intro_i_strength_of(const intro_i_model *model, intro_day as_of,
                          const intro_i_evidence_row *rows, size_t count,
                          double w, bool observed_only)
{
    double missed = 1;
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        const intro_evidence_kind kind = (intro_evidence_kind)rows[i].kind;
        if (kind == INTRO_EV_WEIGHT || kind == INTRO_EV_STATED ||
            (observed_only && intro_evidence_is_inferred(kind))) {
            continue;
        }
        intro_evidence item;
        intro_i_evidence_explain(model, as_of, &rows[i], &item);
        missed *= 1 - item.q;
        any = true;
    }
    double e = 0;
    if (any) {
        e = 1 - missed;
        e = e < model->clamp_low    ? model->clamp_low
            : e > model->clamp_high ? model->clamp_high
                                    : e;
    }
    if (!any) {
        return (float)w;
    }
    return (float)(w > 0 ? 1 - (1 - w) * (1 - e) : e);
}

intro_day intro_i_evidence_newest(const intro_i_evidence_row *rows,
                                  uint64_t count)
{
    intro_day newest = INTRO_NO_DAY;
    for (uint64_t i = 0; i < count; i++) {
        newest = rows[i].last > newest ? rows[i].last : newest;
    }
    return newest;
}

/* --- every tie ------------------------------------------------------------------ */

/* The blocks being made. */
typedef struct fill {
    intro_ctx *ctx;
    intro_graph *g;
    const float *w;
    const uint64_t *is_stated;
    bool observed_only;
    float *tie_strength;
    uint64_t *inferred;
    uint64_t *stated;
    intro_i_evidence_row *rows;
    float *out_strengths;
    float *in_strengths;
    bool any_inferred;
    bool any_stated;
    bool any_left_out;
} fill;

static void fill_stated_tie(fill *f, uint64_t tie)
{
    const float w = f->w == NULL ? -1 : f->w[tie];
    f->tie_strength[tie] = w > 0 ? w : 0;
    if (w > 0 && f->is_stated != NULL && intro_i_bits_get(f->is_stated, tie)) {
        intro_i_bits_set(f->stated, tie);
        f->any_stated = true;
    }
}

/* A tie with evidence rows; its weight row takes the present w. */
static void fill_evidence_tie(fill *f, uint64_t tie, uint64_t first,
                              uint64_t end)
{
    const float w = f->w == NULL ? -1 : f->w[tie];
    bool all_inferred = true;
    for (uint64_t r = first; r < end; r++) {
        intro_i_evidence_row *const row = &f->rows[r];
        if (row->kind == INTRO_EV_WEIGHT || row->kind == INTRO_EV_STATED) {
            const bool stated =
                f->is_stated != NULL && intro_i_bits_get(f->is_stated, tie);
            row->kind = (uint8_t)(stated ? INTRO_EV_STATED : INTRO_EV_WEIGHT);
            row->value = w > 0 ? (double)w : 0;
        }
        all_inferred &=
            intro_evidence_is_inferred((intro_evidence_kind)row->kind);
    }
    const float strength = intro_i_strength_of(
        &f->g->strength.model, f->g->strength.as_of, f->rows + first,
        (size_t)(end - first), w > 0 ? (double)w : 0, f->observed_only);
    f->tie_strength[tie] = strength > 0 ? strength : 0;
    if (all_inferred) {
        intro_i_bits_set(f->inferred, tie);
        f->any_inferred = true;
    }
}

static void fill_ties(fill *f)
{
    const intro_graph *const g = f->g;
    uint64_t next = 0;
    for (uint64_t t = 0; t < g->ties; t++) {
        if (next < g->evidence_tie_count && g->evidence_ties[next] == t) {
            fill_evidence_tie(f, t, g->evidence_offsets[next],
                              g->evidence_offsets[next + 1]);
            next++;
        } else {
            fill_stated_tie(f, t);
        }
        f->any_left_out |= f->tie_strength[t] <= 0;
    }
}

/* A tie's strength is that of both its arcs: the own ties of v are its last arcs,
 * the others follow from them. */
static intro_status spread_undirected(fill *f)
{
    const intro_graph *const g = f->g;
    const intro_i_lower_halves halves = {.people = g->people,
                                         .offsets = g->out_offsets,
                                         .tie_start = g->tie_start,
                                         .arcs = g->out_people,
                                         .values = f->tie_strength,
                                         .out = f->out_strengths};
    for (uint32_t v = 0; v < g->people; v++) {
        const uint64_t ties = g->tie_start[v + 1] - g->tie_start[v];
        if (ties != 0) {
            memcpy(f->out_strengths + (g->out_offsets[v + 1] - ties),
                   f->tie_strength + g->tie_start[v],
                   (size_t)ties * sizeof *f->tie_strength);
        }
    }
    return intro_i_lower_halves_fill(f->ctx, &halves);
}

static intro_status spread_directed(fill *f)
{
    const intro_graph *const g = f->g;
    uint64_t *const next = intro_i_alloc(g->people, sizeof *next);
    if (next == NULL) {
        return intro_i_fail_memory(f->ctx);
    }
    if (g->people != 0) {
        memcpy(next, g->in_offsets, (size_t)g->people * sizeof *next);
    }
    for (uint64_t i = 0; i < g->arcs; i++) {
        f->out_strengths[i] = f->tie_strength[g->arc_tie[i]];
        f->in_strengths[next[g->out_people[i]]++] = f->out_strengths[i];
    }
    intro_i_free(next);
    return INTRO_OK;
}

static intro_status take_blocks(fill *f)
{
    const intro_graph *const g = f->g;
    const size_t words = intro_i_bits_words(g->ties);
    f->tie_strength = intro_i_alloc((size_t)g->ties, sizeof(float));
    f->inferred = intro_i_alloc_zero(words, sizeof(uint64_t));
    f->stated = intro_i_alloc_zero(words, sizeof(uint64_t));
    f->out_strengths = intro_i_alloc((size_t)g->arcs, sizeof(float));
    f->in_strengths =
        g->is_directed ? intro_i_alloc((size_t)g->arcs, sizeof(float)) : NULL;
    f->rows = intro_i_alloc((size_t)g->evidence_row_count, sizeof *f->rows);
    if (f->tie_strength == NULL || f->inferred == NULL || f->stated == NULL ||
        f->out_strengths == NULL || f->rows == NULL ||
        (g->is_directed && f->in_strengths == NULL)) {
        return intro_i_fail_memory(f->ctx);
    }
    if (g->evidence_row_count != 0) {
        memcpy(f->rows, g->evidence_rows,
               (size_t)g->evidence_row_count * sizeof *f->rows);
    }
    return INTRO_OK;
}

/* Puts *fresh in the place of a block; room was reserved, so it cannot fail. */
static void hand_over(intro_graph *g, const void *old, void *fresh)
{
    intro_i_graph_disown(g, old);
    if (fresh != NULL) {
        g->owned.data[g->owned.count++] = fresh;
    }
}

/* From here on nothing fails: a graph has all new blocks or all old ones. */
static void hand_over_all(fill *f)
{
    intro_graph *const g = f->g;
    if (g->is_directed) {
        hand_over(g, g->in_strengths, f->in_strengths);
        g->in_strengths = f->in_strengths;
    } else {
        g->in_strengths = f->out_strengths;
    }
    hand_over(g, g->out_strengths, f->out_strengths);
    g->out_strengths = f->out_strengths;
    hand_over(g, g->evidence_rows, f->rows);
    g->evidence_rows = f->rows;
    if (!f->any_inferred) {
        intro_i_free(f->inferred);
        f->inferred = NULL;
    }
    hand_over(g, g->tie_inferred, f->inferred);
    g->tie_inferred = f->inferred;
    if (!f->any_stated) {
        intro_i_free(f->stated);
        f->stated = NULL;
    }
    hand_over(g, g->tie_stated, f->stated);
    g->tie_stated = f->stated;
    g->observed_only = f->observed_only;
    g->has_left_out = f->any_left_out;
    f->out_strengths = f->in_strengths = NULL;
    f->rows = NULL;
    f->inferred = f->stated = NULL;
}

/* Room for the blocks in the graph's list. */
static intro_status reserve_places(fill *f)
{
    enum { BLOCKS = 5 };
    void *data = f->g->owned.data;
    const intro_status rc =
        intro_i_vec_grow(&data, &f->g->owned.capacity,
                         f->g->owned.count + BLOCKS, sizeof(void *));
    f->g->owned.data = data;
    return rc == INTRO_OK ? rc : intro_i_fail_memory(f->ctx);
}

intro_status intro_i_strength_fill(intro_ctx *ctx, intro_graph *graph,
                                   const float *w, const uint64_t *is_stated,
                                   bool observed_only)
{
    fill f = {.ctx = ctx,
              .g = graph,
              .w = w,
              .is_stated = is_stated,
              .observed_only = observed_only};
    intro_status rc = reserve_places(&f);
    if (rc == INTRO_OK) {
        rc = take_blocks(&f);
    }
    if (rc == INTRO_OK) {
        fill_ties(&f);
        rc = graph->is_directed ? spread_directed(&f) : spread_undirected(&f);
    }
    if (rc == INTRO_OK) {
        hand_over_all(&f);
    }
    intro_i_free(f.tie_strength);
    intro_i_free(f.inferred);
    intro_i_free(f.stated);
    intro_i_free(f.rows);
    intro_i_free(f.out_strengths);
    intro_i_free(f.in_strengths);
    return rc;
}
