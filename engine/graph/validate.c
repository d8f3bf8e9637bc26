/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks run over ranges of an array, in parallel. A check that finds something
 * only ends its piece; the words are then made by running the pieces again one
 * after the other up to the first finding, so they never depend on timing and
 * the fast path carries no bookkeeping. */
#include "graph/validate.h"

#include "base/bits.h"
#include "base/calendar.h"
#include "base/context_impl.h"
#include "base/parallel.h"
#include "base/siphash.h"
#include "base/text.h"
#include "graph/validate_impl.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { GRAIN = 1 << 16 };

bool intro_i_find(intro_i_finding *finding, const char *section,
                  const char *format, ...)
{
    va_list args;
    finding->section = section;
    finding->number = -1;
    va_start(args, format);
    (void)vsnprintf(finding->text, sizeof finding->text, format, args);
    va_end(args);
    return false;
}

intro_status intro_i_say_finding(intro_i_validation *run,
                                 const intro_i_finding *finding)
{
    char number[16] = "";
    if (finding->number >= 0) {
        (void)snprintf(number, sizeof number, "[%d]", finding->number);
    }
    return intro_i_fail_at(run->ctx, run->code, run->source, 0, 0,
                           run->code == INTRO_EDAMAGED
                               ? "snapshot section '%s%s' is damaged: %s"
                               : "graph array '%s%s' is wrong: %s",
                           finding->section, number, finding->text);
}

typedef struct piecework {
    intro_i_validation *run;
    intro_i_check_fn *check;
    atomic_bool is_wrong;
} piecework;

static intro_status check_piece(void *arg, intro_i_worker *worker,
                                uint64_t begin, uint64_t end)
{
    piecework *const work = arg;
    intro_i_finding unused;
    if (!work->check(work->run, begin, end, &unused)) {
        atomic_store(&work->is_wrong, true);
        return intro_i_worker_fail(worker, work->run->code, "found");
    }
    return INTRO_OK;
}

intro_status intro_i_check_all(intro_i_validation *run, uint64_t n,
                               uint64_t grain, intro_i_check_fn *check)
{
    piecework work = {.run = run, .check = check};
    const intro_status rc =
        intro_i_parallel_for(run->ctx, n, grain, check_piece, &work);
    if (rc == INTRO_OK || !atomic_load(&work.is_wrong)) {
        return rc;
    }
    intro_i_finding finding = {.section = "", .number = -1};
    for (uint64_t begin = 0; begin < n; begin += grain) {
        const uint64_t end = intro_i_min_u64(n, begin + grain);
        if (!check(run, begin, end, &finding)) {
            break;
        }
    }
    return intro_i_say_finding(run, &finding);
}

bool intro_i_check_offsets(const uint64_t *offsets, uint64_t begin,
                           uint64_t end, uint64_t limit, bool strict,
                           const char *section, intro_i_finding *finding)
{
    const uint64_t step = strict ? 1 : 0;
    for (uint64_t i = begin; i < end; i++) {
        if (offsets[i + 1] > limit || offsets[i] > limit ||
            offsets[i + 1] < offsets[i] + step) {
            return intro_i_find(
                finding, section,
                "offset %" PRIu64 " does not rise, or passes the end", i + 1);
        }
    }
    return true;
}

bool intro_i_check_tail(const uint64_t *words, uint64_t count,
                        const char *section, intro_i_finding *finding)
{
    if (words != NULL && count % 64 != 0 &&
        words[count / 64] >> (count % 64) != 0) {
        return intro_i_find(finding, section, "bits are set beyond the end");
    }
    return true;
}

/* --- strings and people -------------------------------------------------- */

/* A string that ends with its only NUL cannot share a character with the next,
 * so the bytes of many strings may be tested as one text. */
static bool check_strings(intro_i_validation *run, uint64_t begin, uint64_t end,
                          intro_i_finding *finding)
{
    const intro_i_strings *const pool = &run->g->strings;
    if (!intro_i_check_offsets(pool->offsets, begin, end, pool->size, true,
                               "string_offsets", finding)) {
        return false;
    }
    for (uint64_t s = begin; s < end; s++) {
        const char *const text = pool->bytes + pool->offsets[s];
        const size_t size = (size_t)(pool->offsets[s + 1] - pool->offsets[s]);
        if (memchr(text, '\0', size) != text + size - 1) {
            return intro_i_find(
                finding, "string_bytes",
                "string %" PRIu64 " does not end with its only NUL", s);
        }
    }
    const uint64_t first = pool->offsets[begin];
    const size_t size = (size_t)(pool->offsets[end] - first);
    const size_t good = intro_i_utf8_valid_prefix(pool->bytes + first, size);
    if (good != size) {
        return intro_i_find(finding, "string_bytes",
                            "byte %" PRIu64 " is not UTF-8", first + good);
    }
    return true;
}

static bool check_ids(intro_i_validation *run, uint64_t begin, uint64_t end,
                      intro_i_finding *finding)
{
    const intro_i_strings *const pool = &run->g->strings;
    for (uint64_t v = begin; v < end; v++) {
        const char *const before = pool->bytes + pool->offsets[v];
        const char *const id = pool->bytes + pool->offsets[v + 1];
        if (strcmp(before, id) >= 0) { /* string 0 is "": ids are not empty */
            return intro_i_find(
                finding, "string_bytes",
                "id of person %" PRIu64 " is not after the one before it", v);
        }
    }
    return true;
}

static bool check_string_numbers(const intro_graph *g, const uint32_t *strings,
                                 uint64_t begin, uint64_t end,
                                 const char *section, intro_i_finding *finding)
{
    uint32_t greatest = 0;
    for (uint64_t i = begin; i < end; i++) {
        greatest = strings[i] > greatest ? strings[i] : greatest;
    }
    if (greatest >= g->strings.count) {
        return intro_i_find(finding, section,
                            "string %" PRIu32 " of %" PRIu32 " is named",
                            greatest, g->strings.count);
    }
    return true;
}

static bool check_known(intro_i_validation *run, uint64_t begin, uint64_t end,
                        intro_i_finding *finding)
{
    const bool is_finer = run->field == INTRO_FIELD_SUBINDUSTRY;
    if (!check_string_numbers(run->g, run->g->known[run->field], begin, end,
                              is_finer ? "subindustry" : "known", finding)) {
        finding->number = is_finer ? -1 : (int)run->field;
        return false;
    }
    return true;
}

/* What was guessed is there. */
static bool check_guessed(intro_i_validation *run, uint64_t begin, uint64_t end,
                          intro_i_finding *finding)
{
    const unsigned place = (unsigned)run->field - INTRO_I_FIRST_GUESSED;
    const uint64_t *const bits = run->g->guessed[place];
    const uint32_t *const values = run->g->known[run->field];
    bool is_good = true;
    for (uint64_t v = begin; v < end && is_good; v++) {
        if (intro_i_bits_get(bits, v) && (values == NULL || values[v] == 0)) {
            is_good = intro_i_find(finding, "guessed",
                                   "person %" PRIu64 " has no such value", v);
        }
    }
    if (is_good && end == run->g->people && end % 64 != 0 &&
        bits[end / 64] >> (end % 64)) {
        is_good =
            intro_i_find(finding, "guessed", "has bits beyond the people");
    }
    finding->number = is_good ? finding->number : (int)place;
    return is_good;
}

static bool check_lookup(intro_i_validation *run, uint64_t begin, uint64_t end,
                         intro_i_finding *finding)
{
    const intro_graph *const g = run->g;
    for (uint64_t i = begin; i < end; i++) {
        if (g->lookup_people[i] >= g->people) {
            return intro_i_find(finding, "lookup_people",
                                "entry %" PRIu64 " is not a person", i);
        }
        if (i > 0 && (g->lookup_hashes[i] < g->lookup_hashes[i - 1] ||
                      (g->lookup_hashes[i] == g->lookup_hashes[i - 1] &&
                       g->lookup_people[i] <= g->lookup_people[i - 1]))) {
            return intro_i_find(finding, "lookup_hashes",
                                "entry %" PRIu64 " is not in order", i);
        }
    }
    return true;
}

/* --- columns ------------------------------------------------------------- */

static bool check_column(intro_i_validation *run, uint64_t begin, uint64_t end,
                         intro_i_finding *finding)
{
    const intro_column *const column = &run->g->columns[run->column];
    bool is_good = true;
    if (column->kind == INTRO_KIND_STRING) {
        is_good = check_string_numbers(run->g, column->values, begin, end,
                                       "column_values", finding);
    } else if (column->kind == INTRO_KIND_BOOL) {
        const uint8_t *const values = column->values;
        uint8_t all = 0;
        for (uint64_t i = begin; i < end; i++) {
            all |= values[i];
        }
        if (all > 1) {
            is_good = intro_i_find(finding, "column_values",
                                   "a truth value is not 0 or 1");
        }
    } else if (column->kind == INTRO_KIND_DAY) {
        const int32_t *const values = column->values;
        bool is_day = true;
        for (uint64_t i = begin; i < end; i++) {
            is_day &= intro_i_is_day(values[i]);
        }
        if (!is_day) {
            is_good = intro_i_find(finding, "column_values",
                                   "a day is not of the years 1 to 9999");
        }
    }
    if (is_good && end == column->rows) {
        is_good = intro_i_check_tail(column->present, column->rows,
                                     "column_present", finding);
    }
    if (!is_good) {
        finding->number = (int)run->column;
    }
    return is_good;
}

static intro_status check_columns(intro_i_validation *run)
{
    for (uint32_t i = 0; i < run->g->column_count; i++) {
        run->column = i;
        INTRO_TRY(intro_i_check_all(run, run->g->columns[i].rows, GRAIN,
                                    check_column));
    }
    return INTRO_OK;
}

/* --- the whole ----------------------------------------------------------- */

static void begin_run(intro_i_validation *run, intro_ctx *ctx,
                      const intro_graph *g, intro_status code,
                      const char *source)
{
    memset(run, 0, sizeof *run);
    run->ctx = ctx;
    run->g = g;
    run->code = code;
    run->source = source == NULL ? "" : source;
    intro_i_siphash_key key;
    intro_i_siphash_key_make(&key);
    for (size_t i = 0; i < INTRO_COUNT_OF(run->key); i++) {
        run->key[i] = intro_i_siphash(&key, &i, sizeof i);
    }
}

static intro_status check_people(intro_i_validation *run)
{
    const intro_graph *const g = run->g;
    INTRO_TRY(intro_i_check_all(run, g->strings.count, GRAIN, check_strings));
    INTRO_TRY(intro_i_check_all(run, g->people, GRAIN, check_ids));
    for (int f = 0; f < INTRO_FIELD_COUNT; f++) {
        run->field = (intro_field)f;
        if (g->known[f] != NULL) {
            INTRO_TRY(intro_i_check_all(run, g->people, GRAIN, check_known));
        }
    }
    for (int i = 0; i < INTRO_I_GUESSED; i++) {
        run->field = (intro_field)(INTRO_I_FIRST_GUESSED + i);
        if (g->guessed[i] != NULL) {
            INTRO_TRY(intro_i_check_all(run, g->people, GRAIN, check_guessed));
        }
    }
    return intro_i_check_all(run, g->lookup_count, GRAIN, check_lookup);
}

static intro_status say_records(intro_i_validation *run)
{
    intro_i_finding finding = {.section = "", .number = -1};
    return intro_i_check_records(run->g, &finding)
               ? INTRO_OK
               : intro_i_say_finding(run, &finding);
}

intro_status intro_i_graph_validate(intro_ctx *ctx, const intro_graph *graph,
                                    intro_status code, const char *source)
{
    intro_i_validation run;
    begin_run(&run, ctx, graph, code, source);
    INTRO_TRY(say_records(&run));
    INTRO_TRY(check_people(&run));
    INTRO_TRY(intro_i_check_ties(&run));
    INTRO_TRY(intro_i_check_statements(&run));
    return check_columns(&run);
}

intro_status intro_i_graph_validate_strings(intro_ctx *ctx,
                                            const intro_graph *graph,
                                            intro_status code,
                                            const char *source)
{
    intro_i_validation run;
    begin_run(&run, ctx, graph, code, source);
    return intro_i_check_all(&run, graph->strings.count, GRAIN, check_strings);
}

intro_status intro_i_graph_validate_records(intro_ctx *ctx,
                                            const intro_graph *graph,
                                            intro_status code,
                                            const char *source)
{
    intro_i_validation run;
    begin_run(&run, ctx, graph, code, source);
    return say_records(&run);
}
