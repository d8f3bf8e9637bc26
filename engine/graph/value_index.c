/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "graph/value_index.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/merge_sort.h"

#include <string.h>

enum { POLL_EVERY = 1 << 16 };

#define NO_FOLD UINT32_MAX

/* Number `item` belongs to list `list`. */
typedef struct entry {
    uint32_t list;
    uint32_t item;
} entry;

INTRO_VEC(vec_entry, entry);

/* What is needed while an index is made. */
typedef struct making {
    intro_ctx *ctx;
    intro_i_value_index *index;
    uint32_t *fold_of; /* by string: its fold, NO_FOLD: it has none,
                          NO_FOLD - 1: not known yet */
    intro_i_strbuf buf;
    vec_entry entries;
    size_t until_poll; /* bytes and people */
} making;

static intro_status poll_after(making *m, size_t work)
{
    if (work < m->until_poll) {
        m->until_poll -= work;
        return INTRO_OK;
    }
    m->until_poll = POLL_EVERY;
    return intro_i_poll(m->ctx);
}

static intro_status say(const making *m, intro_status rc)
{
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(m->ctx)
           : rc == INTRO_ELIMIT
               ? intro_i_fail(m->ctx, rc, "more values than can be indexed")
               : rc;
}

/* --- folds ---------------------------------------------------------------- */

bool intro_i_value_index_fits(const intro_i_attribute *values)
{
    return values->field != NULL || (values->column != NULL &&
                                     values->column->kind == INTRO_KIND_STRING);
}

static uint32_t string_of(const intro_i_value_index *index, intro_vid v)
{
    const intro_i_attribute *const values = &index->values;
    if (values->field != NULL) {
        return values->field[v];
    }
    return intro_column_get(values->column, v).is_known
               ? ((const uint32_t *)values->column->values)[v]
               : 0;
}

static intro_status fold_string(making *m, uint32_t string, uint32_t *out)
{
    const intro_graph *const g = m->index->graph;
    *out = NO_FOLD;
    if (string == 0 || !intro_i_has_string(&g->strings, string)) {
        return INTRO_OK;
    }
    if (m->fold_of[string] == NO_FOLD - 1) {
        const size_t length = intro_i_graph_text_length(g, string);
        INTRO_TRY(poll_after(m, length));
        intro_i_strbuf_clear(&m->buf);
        const intro_status rc = intro_i_condition_fold(
            m->index->match, intro_i_graph_text(g, string), length, &m->buf);
        m->fold_of[string] = NO_FOLD;
        if (rc == INTRO_ENOMEM) {
            return say(m, rc);
        }
        if (rc == INTRO_OK) {
            INTRO_TRY(say(m, intro_i_strpool_intern(&m->index->folds,
                                                    m->buf.data, m->buf.length,
                                                    &m->fold_of[string])));
        }
    }
    *out = m->fold_of[string];
    return INTRO_OK;
}

static intro_status add_entry(making *m, uint32_t list, uint32_t item)
{
    return say(m, vec_entry_push(&m->entries, (entry){list, item}));
}

static intro_status list_people(making *m)
{
    const intro_i_value_index *const index = m->index;
    for (intro_vid v = 0; v < index->graph->people; v++) {
        uint32_t fold;
        uint32_t finer = NO_FOLD;
        INTRO_TRY(poll_after(m, 1));
        INTRO_TRY(fold_string(m, string_of(index, v), &fold));
        if (index->finer != NULL) {
            INTRO_TRY(fold_string(m, index->finer[v], &finer));
        }
        if (fold != NO_FOLD) {
            INTRO_TRY(add_entry(m, fold, v));
        }
        if (finer != NO_FOLD && finer != fold) {
            INTRO_TRY(add_entry(m, finer, v));
        }
    }
    return INTRO_OK;
}

/* Entries of one list follow each other in its order; forgets them. */
static intro_status make_lists(making *m, uint32_t lists,
                               intro_i_number_lists *out)
{
    out->offsets = intro_i_alloc_zero((size_t)lists + 1, sizeof *out->offsets);
    out->items = intro_i_alloc(m->entries.count, sizeof *out->items);
    if (out->offsets == NULL || out->items == NULL) {
        return intro_i_fail_memory(m->ctx);
    }
    if (m->entries.count > UINT32_MAX) {
        return say(m, INTRO_ELIMIT);
    }
    for (size_t i = 0; i < m->entries.count; i++) {
        out->offsets[m->entries.data[i].list]++;
    }
    uint32_t sum = 0;
    for (uint32_t list = 0; list <= lists; list++) {
        sum += out->offsets[list];
        out->offsets[list] = sum;
    }
    for (size_t i = m->entries.count; i-- > 0;) {
        const entry *const e = &m->entries.data[i];
        out->items[--out->offsets[e->list]] = e->item;
    }
    m->entries.count = 0;
    return intro_i_poll(m->ctx);
}

/* --- words ---------------------------------------------------------------- */

/* The next word of a text from *at on; false when there is none. */
static bool next_word(const char *text, size_t length, size_t *at,
                      const char **word, size_t *size)
{
    if (*at >= length) {
        return false;
    }
    *word = text + *at;
    const char *const blank = memchr(*word, ' ', length - *at);
    *size = blank == NULL ? length - *at : (size_t)(blank - *word);
    *at += *size + 1;
    return true;
}

/* last: by word, the last fold that was listed under it. */
static intro_status list_words(making *m, intro_i_vec_u32 *last)
{
    intro_i_value_index *const index = m->index;
    for (uint32_t fold = 1; fold < index->folds.count; fold++) {
        const char *const text = intro_i_strpool_text(&index->folds, fold);
        const size_t length = intro_i_strpool_length(&index->folds, fold);
        const char *word;
        size_t size;
        for (size_t at = 0; next_word(text, length, &at, &word, &size);) {
            uint32_t number;
            INTRO_TRY(poll_after(m, size + 1));
            INTRO_TRY(say(
                m, intro_i_strpool_intern(&index->words, word, size, &number)));
            while (last->count <= number) {
                INTRO_TRY(say(m, intro_i_vec_u32_push(last, 0)));
            }
            if (last->data[number] != fold) {
                last->data[number] = fold;
                INTRO_TRY(add_entry(m, number, fold));
            }
        }
    }
    return INTRO_OK;
}

static intro_status index_words(making *m)
{
    intro_i_vec_u32 last;
    memset(&last, 0, sizeof last);
    intro_status rc = say(m, intro_i_strpool_init(&m->index->words));
    if (rc == INTRO_OK) {
        rc = list_words(m, &last);
    }
    if (rc == INTRO_OK) {
        rc = make_lists(m, m->index->words.count, &m->index->having);
    }
    intro_i_vec_u32_fini(&last);
    return rc;
}

/* --- the index ------------------------------------------------------------ */

static intro_status make_index(making *m)
{
    intro_i_value_index *const index = m->index;
    const uint32_t strings = index->graph->strings.count;
    INTRO_TRY(say(m, intro_i_strpool_init(&index->folds)));
    m->fold_of = intro_i_alloc(strings, sizeof *m->fold_of);
    if (m->fold_of == NULL) {
        return intro_i_fail_memory(m->ctx);
    }
    for (uint32_t s = 0; s < strings; s++) {
        m->fold_of[s] = NO_FOLD - 1;
    }
    INTRO_TRY(list_people(m));
    INTRO_TRY(make_lists(m, index->folds.count, &index->people));
    return index->match == INTRO_MATCH_WORDS ? index_words(m) : INTRO_OK;
}

intro_status intro_i_value_index_init(intro_ctx *ctx, const intro_graph *graph,
                                      const intro_i_attribute *values,
                                      intro_match match,
                                      intro_i_value_index *out)
{
    making m = {.ctx = ctx, .index = out};
    memset(out, 0, sizeof *out);
    out->graph = graph;
    out->match = match;
    out->values = *values;
    out->finer = intro_i_condition_finer(graph, values, match);
    intro_i_strbuf_init(&m.buf, 0);
    const intro_status rc = make_index(&m);
    intro_i_free(m.fold_of);
    intro_i_strbuf_fini(&m.buf);
    vec_entry_fini(&m.entries);
    if (rc != INTRO_OK) {
        intro_i_value_index_fini(out);
    }
    return rc;
}

static void free_lists(intro_i_number_lists *lists)
{
    intro_i_free(lists->offsets);
    intro_i_free(lists->items);
}

void intro_i_value_index_fini(intro_i_value_index *index)
{
    intro_i_strpool_fini(&index->folds);
    intro_i_strpool_fini(&index->words);
    free_lists(&index->people);
    free_lists(&index->having);
    memset(index, 0, sizeof *index);
}

/* --- asking --------------------------------------------------------------- */

static intro_status push_list(const intro_i_number_lists *lists, uint32_t list,
                              intro_i_vec_u32 *out)
{
    for (uint32_t i = lists->offsets[list]; i < lists->offsets[list + 1]; i++) {
        INTRO_TRY(intro_i_vec_u32_push(out, lists->items[i]));
    }
    return INTRO_OK;
}

/* String 0 is the empty text. */
static bool find_text(const intro_i_strpool *pool, const intro_i_strbuf *text,
                      uint32_t *out)
{
    *out = intro_i_strpool_find(pool, text->data, text->length);
    return *out != 0 || text->length == 0;
}

static int compare_numbers(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left;
    const uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static void drop_repeats(intro_i_vec_u32 *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (kept == 0 || list->data[kept - 1] != list->data[i]) {
            list->data[kept++] = list->data[i];
        }
    }
    list->count = kept;
}

/* Those with a value, or with the class that it is the id of. */
static intro_status find_equal(intro_ctx *ctx, const intro_i_value_index *index,
                               const intro_i_wanted *wanted,
                               intro_i_vec_u32 *out)
{
    uint32_t fold;
    if (find_text(&index->folds, &wanted->text, &fold)) {
        INTRO_TRY(push_list(&index->people, fold, out));
    }
    if (wanted->label.length == 0 ||
        !find_text(&index->folds, &wanted->label, &fold)) {
        return INTRO_OK;
    }
    INTRO_TRY(push_list(&index->people, fold, out));
    INTRO_TRY(intro_i_merge_sort(ctx, out->data, out->count, sizeof *out->data,
                                 compare_numbers));
    drop_repeats(out);
    return INTRO_OK;
}

/* Keeps what is in another rising list as well. */
static void intersect(intro_i_vec_u32 *kept, const uint32_t *other,
                      size_t count)
{
    size_t to = 0;
    size_t low = 0;
    for (size_t i = 0; i < kept->count && low < count; i++) {
        size_t step = 1;
        size_t high = low;
        while (high < count && other[high] < kept->data[i]) {
            low = high + 1;
            high += step;
            step *= 2;
        }
        high = high < count ? high : count;
        while (low < high) {
            const size_t middle = low + (high - low) / 2;
            if (other[middle] < kept->data[i]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low < count && other[low] == kept->data[i]) {
            kept->data[to++] = kept->data[i];
        }
    }
    kept->count = to;
}

/* The words of a text that is wanted, those of the fewest folds first; none of
 * them when one is in no fold. */
static intro_status find_words(intro_ctx *ctx, const intro_i_value_index *index,
                               const intro_i_strbuf *text,
                               intro_i_vec_u32 *folds)
{
    const intro_i_number_lists *const having = &index->having;
    const char *word;
    size_t size;
    uint32_t rarest = 0;
    for (size_t at = 0;
         next_word(text->data, text->length, &at, &word, &size);) {
        const uint32_t w = intro_i_strpool_find(&index->words, word, size);
        if (w == 0) {
            return INTRO_OK;
        }
        if (rarest == 0 ||
            having->offsets[w + 1] - having->offsets[w] <
                having->offsets[rarest + 1] - having->offsets[rarest]) {
            rarest = w;
        }
    }
    if (rarest == 0) {
        return INTRO_OK;
    }
    INTRO_TRY(push_list(having, rarest, folds));
    for (size_t at = 0;
         next_word(text->data, text->length, &at, &word, &size);) {
        const uint32_t w = intro_i_strpool_find(&index->words, word, size);
        INTRO_TRY(intro_i_poll(ctx));
        intersect(folds, having->items + having->offsets[w],
                  having->offsets[w + 1] - having->offsets[w]);
    }
    return INTRO_OK;
}

static intro_status find_having(intro_ctx *ctx,
                                const intro_i_value_index *index,
                                const intro_i_wanted *wanted,
                                intro_i_vec_u32 *out)
{
    intro_i_vec_u32 folds;
    memset(&folds, 0, sizeof folds);
    intro_status rc = find_words(ctx, index, &wanted->text, &folds);
    for (size_t i = 0; i < folds.count && rc == INTRO_OK; i++) {
        rc = push_list(&index->people, folds.data[i], out);
    }
    if (rc == INTRO_OK && folds.count > 1) {
        rc = intro_i_merge_sort(ctx, out->data, out->count, sizeof *out->data,
                                compare_numbers);
    }
    intro_i_vec_u32_fini(&folds);
    return rc;
}

intro_status intro_i_value_index_find(intro_ctx *ctx,
                                      const intro_i_value_index *index,
                                      const intro_condition *condition,
                                      intro_i_vec_u32 *out)
{
    intro_i_wanted wanted;
    intro_status rc = intro_i_wanted_init(ctx, index->graph, &index->values,
                                          condition, &wanted);
    if (rc == INTRO_OK && wanted.is_text) {
        rc = index->match == INTRO_MATCH_WORDS
                 ? find_having(ctx, index, &wanted, out)
                 : find_equal(ctx, index, &wanted, out);
    }
    intro_i_wanted_fini(&wanted);
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(ctx) : rc;
}
