/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Spelling distance in a band of the full table: row i holds columns i - limit
 * to i + limit, the cell of column j at j - i + limit. Three rows suffice, and
 * of b only the characters in the band, kept in a ring. */
#include "base/text.h"

#include <string.h>

enum { BAND = 2 * INTRO_I_DISTANCE_MAX + 1, RING = 128 };
_Static_assert(RING > BAND + 1, "the ring holds a band");

typedef struct band {
    size_t limit;
    size_t b_count; /* characters of b read so far */
    bool b_ended;
    uint32_t ring[RING]; /* character j of b, from 1, at j modulo RING */
    size_t rows[3][BAND];
} band;

/* A cell of row i, or "too far" outside the band. */
static size_t cell(const band *table, size_t i, size_t j)
{
    const size_t at = j + table->limit;
    if (at < i || at - i > 2 * table->limit) {
        return table->limit + 1;
    }
    return table->rows[i % 3][at - i];
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Fills row i for the character c of a, before it p; answers its minimum. */
static size_t fill_row(band *table, size_t i, uint32_t c, uint32_t p)
{
    size_t smallest = table->limit + 1;
    const size_t first = i > table->limit ? i - table->limit : 0;
    size_t *const row = table->rows[i % 3];
    for (size_t k = 0; k < 2 * table->limit + 1; k++) {
        row[k] = table->limit + 1;
    }
    for (size_t j = first; j <= i + table->limit && j <= table->b_count; j++) {
        size_t best = i;
        if (i == 0 || j == 0) {
            best = i + j;
        } else {
            const uint32_t d = table->ring[j % RING];
            best = cell(table, i - 1, j - 1) + (c != d);
            best = least(best, cell(table, i - 1, j) + 1);
            if (j > first) {
                best = least(best, cell(table, i, j - 1) + 1);
            }
            if (i > 1 && j > 1 && p == d && c == table->ring[(j - 1) % RING]) {
                best = least(best, cell(table, i - 2, j - 2) + 1);
            }
        }
        best = least(best, table->limit + 1);
        row[j + table->limit - i] = best;
        smallest = least(smallest, best);
    }
    return smallest;
}

static size_t read_ahead(band *table, const char *b, size_t length,
                         size_t wanted)
{
    size_t used = 0;
    while (!table->b_ended && table->b_count < wanted) {
        uint32_t codepoint = 0;
        const size_t step =
            intro_i_utf8_next(b + used, length - used, &codepoint);
        if (step == 0) {
            table->b_ended = true;
            break;
        }
        used += step;
        table->ring[++table->b_count % RING] = codepoint;
    }
    return used;
}

size_t intro_i_text_distance(const char *a, size_t a_length, const char *b,
                             size_t b_length, size_t limit)
{
    band table;
    memset(&table, 0, sizeof table);
    table.limit = least(limit, INTRO_I_DISTANCE_MAX);
    size_t b_used = read_ahead(&table, b, b_length, table.limit);
    (void)fill_row(&table, 0, 0, 0);

    size_t i = 0;
    size_t hopeless = 0;
    uint32_t previous = 0;
    for (size_t at = 0; at < a_length;) {
        uint32_t codepoint = 0;
        at += intro_i_utf8_next(a + at, a_length - at, &codepoint);
        i++;
        b_used +=
            read_ahead(&table, b + b_used, b_length - b_used, i + table.limit);
        /* A swap looks two rows back, so two hopeless rows are the end. */
        const size_t smallest = fill_row(&table, i, codepoint, previous);
        hopeless = smallest > table.limit ? hopeless + 1 : 0;
        if (hopeless == 2) {
            return limit + 1;
        }
        previous = codepoint;
    }
    if (b_used < b_length) {
        return limit + 1;
    }
    const size_t distance = cell(&table, i, table.b_count);
    return distance > table.limit ? limit + 1 : distance;
}
