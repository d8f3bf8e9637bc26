/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The evidence section of the graph: the rows of every tie that has any, in the
 * order of the ties. */
#include "graph/freeze.h"

#include <string.h>

enum { POLL_EVERY = 1 << 18 };

/* The evidence section: counted, then written into arrays of that size. */
typedef struct collected {
    uint64_t *ties;
    uint64_t *offsets; /* tie_count + 1 */
    intro_i_evidence_row *rows;
    uint64_t tie_count;
    uint64_t row_count;
    bool is_as_pooled; /* its rows are those of the table, from first to last */
} collected;

/* The evidence of a tie, or NULL; *is_stated: an edge speaks for it as well. */
static const intro_i_evidence_pair *pair_of(const intro_i_freeze *f,
                                            uint64_t tie, bool *is_stated)
{
    uint64_t first;
    uint64_t end;
    intro_i_freeze_items(f, tie, &first, &end);
    const uint64_t last = f->csr.items[end - 1];
    *is_stated = end - first > 1;
    return last < f->stated ? NULL : &f->evidence.pairs.data[last - f->stated];
}

static intro_i_evidence_row stated_row(void)
{
    intro_i_evidence_row row;
    memset(&row, 0, sizeof row);
    row.kind = INTRO_EV_WEIGHT;
    row.flags = INTRO_I_EV_UNDATED;
    row.count_ab = 1;
    row.first = row.last = INTRO_NO_DAY;
    return row;
}

/* Returns the end of what was written. */
static intro_i_evidence_row *copy_rows(intro_i_freeze *f,
                                       intro_i_evidence_row *to,
                                       const intro_i_evidence_pair *pair,
                                       bool flip, bool is_stated)
{
    for (uint32_t i = 0; i < pair->count; i++) {
        intro_i_evidence_row row = f->evidence.rows.data[pair->first + i];
        row.label = intro_i_freeze_string(f, row.label);
        if (flip) {
            const uint32_t kept = row.count_ab;
            row.count_ab = row.count_ba;
            row.count_ba = kept;
        }
        *to++ = row;
    }
    if (is_stated) {
        *to++ = stated_row();
    }
    return to;
}

/* Does a tie lead from its greater end to its smaller one? The arc of a tie both
 * ways is that from the smaller end. Strengths are not there yet, so the public
 * accessors cannot be asked. */
static bool leads_down(const intro_graph *g, uint64_t tie)
{
    if (!g->is_directed) {
        return false;
    }
    const uint64_t arc = g->tie_arc[tie];
    uint32_t low = 0;
    uint32_t high = g->people;
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if (g->out_offsets[middle] <= arc) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low > g->out_people[arc];
}

static intro_status count_evidence(intro_i_freeze *f, collected *c)
{
    uint64_t next = 0;
    c->is_as_pooled = true;
    for (uint64_t t = 0; t < f->g->ties; t++) {
        bool is_stated;
        const intro_i_evidence_pair *const pair = pair_of(f, t, &is_stated);
        if (t % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(f->ctx));
        }
        if (pair != NULL) {
            c->is_as_pooled = c->is_as_pooled && !is_stated &&
                              pair->first == next && !leads_down(f->g, t);
            next = pair->first + pair->count;
            c->tie_count++;
            c->row_count += pair->count + is_stated;
        }
    }
    c->is_as_pooled = c->is_as_pooled && next == f->evidence.rows.count;
    return INTRO_OK;
}

/* Rows that stay as they are would stand in memory twice. */
static intro_status make_room(intro_i_freeze *f, collected *c)
{
    c->ties = intro_i_alloc((size_t)c->tie_count, sizeof *c->ties);
    c->offsets = intro_i_alloc((size_t)c->tie_count + 1, sizeof *c->offsets);
    if (c->is_as_pooled) {
        c->rows = f->evidence.rows.data;
        memset(&f->evidence.rows, 0, sizeof f->evidence.rows);
    } else {
        c->rows = intro_i_alloc((size_t)c->row_count, sizeof *c->rows);
    }
    return c->ties == NULL || c->offsets == NULL || c->rows == NULL
               ? intro_i_fail_memory(f->ctx)
               : INTRO_OK;
}

static intro_status fill_evidence(intro_i_freeze *f, collected *c)
{
    uint64_t n = 0;
    intro_i_evidence_row *to = c->rows;
    for (uint64_t t = 0; t < f->g->ties; t++) {
        bool is_stated;
        const intro_i_evidence_pair *const pair = pair_of(f, t, &is_stated);
        if (t % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(f->ctx));
        }
        if (pair == NULL) {
            continue;
        }
        c->ties[n] = t;
        c->offsets[n++] = (uint64_t)(to - c->rows);
        if (c->is_as_pooled) {
            for (uint32_t i = 0; i < pair->count; i++, to++) {
                to->label = intro_i_freeze_string(f, to->label);
            }
        } else {
            to = copy_rows(f, to, pair, leads_down(f->g, t), is_stated);
        }
    }
    c->offsets[n] = c->row_count;
    return INTRO_OK;
}

static intro_status own_evidence(intro_i_freeze *f, collected *c)
{
    void **const blocks[] = {(void **)&c->ties, (void **)&c->offsets,
                             (void **)&c->rows};
    f->g->evidence_tie_count = c->tie_count;
    f->g->evidence_ties = c->ties;
    f->g->evidence_offsets = c->offsets;
    f->g->evidence_row_count = c->row_count;
    f->g->evidence_rows = c->rows;
    for (size_t i = 0; i < INTRO_COUNT_OF(blocks); i++) {
        void *const block = *blocks[i];
        *blocks[i] = NULL;
        INTRO_TRY(intro_i_freeze_own(f, block));
    }
    return INTRO_OK;
}

intro_status intro_i_freeze_tie_evidence(intro_i_freeze *f)
{
    if (f->evidence.pairs.count == 0) {
        return INTRO_OK;
    }
    collected c;
    memset(&c, 0, sizeof c);
    intro_status rc = count_evidence(f, &c);
    if (rc == INTRO_OK) {
        rc = make_room(f, &c);
    }
    if (rc == INTRO_OK) {
        rc = fill_evidence(f, &c);
    }
    if (rc == INTRO_OK) {
        rc = own_evidence(f, &c);
    }
    intro_i_free(c.ties);
    intro_i_free(c.offsets);
    intro_i_free(c.rows);
    return rc;
}
