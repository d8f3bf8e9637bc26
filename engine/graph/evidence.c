/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "graph/evidence.h"

#include "graph/colleagues.h"

#include <string.h>

enum { POLL_EVERY = 1 << 16 };

static const char *const kind_names[INTRO_EV_COUNT] = {
    [INTRO_EV_CONNECTION] = "connection",
    [INTRO_EV_MESSAGES_TWO_WAY] = "messages_two_way",
    [INTRO_EV_MESSAGES_ONE_WAY] = "messages_one_way",
    [INTRO_EV_RECOMMENDATION] = "recommendation",
    [INTRO_EV_ENDORSEMENT] = "endorsement",
    [INTRO_EV_INVITATION_NOTE] = "invitation_note",
    [INTRO_EV_COLLEAGUE] = "colleague",
    [INTRO_EV_SAME_EMPLOYER_NOW] = "same_employer_now",
    [INTRO_EV_SMALL_THREAD] = "small_thread",
    [INTRO_EV_WEIGHT] = "weight",
    [INTRO_EV_STATED] = "stated"};

const char *intro_evidence_name(intro_evidence_kind kind)
{
    return kind_names[kind];
}

bool intro_evidence_is_inferred(intro_evidence_kind kind)
{
    return kind == INTRO_EV_SAME_EMPLOYER_NOW || kind == INTRO_EV_SMALL_THREAD;
}

static bool has_direction(intro_evidence_kind kind)
{
    return kind == INTRO_EV_MESSAGES_TWO_WAY ||
           kind == INTRO_EV_MESSAGES_ONE_WAY ||
           kind == INTRO_EV_RECOMMENDATION || kind == INTRO_EV_ENDORSEMENT ||
           kind == INTRO_EV_INVITATION_NOTE;
}

/* --- one item between two final people --------------------------------------- */

typedef struct flat_item {
    uint32_t a;
    uint32_t b;
    uint16_t source;
    intro_i_evidence_row row;
} flat_item;

INTRO_VEC(vec_flat, flat_item);

/* What items are sorted by. */
typedef enum item_key { KEY_A, KEY_B, KEY_KIND, KEY_SOURCE } item_key;

static uint32_t key_of(const flat_item *item, item_key key)
{
    switch (key) {
    case KEY_A:
        return item->a;
    case KEY_B:
        return item->b;
    case KEY_KIND:
        return item->row.kind;
    case KEY_SOURCE:
        break;
    }
    return item->source;
}

/* Items and their order. */
typedef struct item_list {
    vec_flat items;
    uint32_t *order; /* by pair, kind and source */
} item_list;

/* Stable counting sort of item numbers by one key of `keys` values; at: a number
 * for each and one more. from NULL: as they stand. */
static intro_status sort_by_key(intro_ctx *ctx, const vec_flat *items,
                                item_key key, uint32_t keys, uint32_t *at,
                                const uint32_t *from, uint32_t *to)
{
    memset(at, 0, ((size_t)keys + 1) * sizeof *at);
    for (size_t i = 0; i < items->count; i++) {
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        at[key_of(&items->data[i], key) + 1]++;
    }
    for (uint32_t k = 0; k < keys; k++) {
        at[k + 1] += at[k];
    }
    for (size_t i = 0; i < items->count; i++) {
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
        const uint32_t item = from == NULL ? (uint32_t)i : from[i];
        to[at[key_of(&items->data[item], key)]++] = item;
    }
    return INTRO_OK;
}

/* Fewest significant keys first; below 2^32 items. */
static intro_status sort_items(intro_i_builder *b, uint32_t people,
                               item_list *list)
{
    const uint32_t sources = (uint32_t)b->sources.count;
    const uint32_t fewest =
        sources > INTRO_EV_COUNT ? sources : (uint32_t)INTRO_EV_COUNT;
    const uint32_t keys = people > fewest ? people : fewest;
    uint32_t *const at = intro_i_alloc((size_t)keys + 1, sizeof *at);
    uint32_t *const other = intro_i_alloc(list->items.count, sizeof *other);
    list->order = intro_i_alloc(list->items.count, sizeof *list->order);
    const struct {
        item_key key;
        uint32_t keys;
    } passes[] = {{KEY_SOURCE, sources},
                  {KEY_KIND, INTRO_EV_COUNT},
                  {KEY_B, people},
                  {KEY_A, people}};
    intro_status rc = at == NULL || other == NULL || list->order == NULL
                          ? intro_i_fail_memory(b->ctx)
                          : INTRO_OK;
    const uint32_t *from = NULL;
    for (size_t i = 0; i < INTRO_COUNT_OF(passes) && rc == INTRO_OK; i++) {
        uint32_t *const to = i % 2 == 0 ? other : list->order;
        rc = sort_by_key(b->ctx, &list->items, passes[i].key, passes[i].keys,
                         at, from, to);
        from = to;
    }
    intro_i_free(at);
    intro_i_free(other);
    return rc;
}

static bool flatten(const intro_i_build_item *from, const uint32_t *person_of,
                    flat_item *out)
{
    const intro_i_item *const item = &from->item;
    const uint32_t a = person_of[item->a];
    const uint32_t b = person_of[item->b];
    if (a == b) {
        return false;
    }
    const bool forward = a < b || !has_direction(item->kind);
    memset(out, 0, sizeof *out);
    out->a = a < b ? a : b;
    out->b = a < b ? b : a;
    out->source = from->source;
    out->row.kind = (uint8_t)(item->kind == INTRO_EV_MESSAGES_ONE_WAY
                                  ? INTRO_EV_MESSAGES_TWO_WAY
                                  : item->kind);
    out->row.flags = item->last == INTRO_NO_DAY ? INTRO_I_EV_UNDATED : 0;
    out->row.people = item->people;
    out->row.count_ab = forward ? item->count : 0;
    out->row.count_ba = forward ? 0 : item->count;
    out->row.first = item->first;
    out->row.last = item->last;
    out->row.label = item->label;
    return true;
}

static uint32_t add_saturating(uint32_t a, uint32_t b)
{
    return a > UINT32_MAX - b ? UINT32_MAX : a + b;
}

static uint32_t greater_u32(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* Dates, thread size and label of `more` into `row`; labels of equal age: the
 * bytewise smaller, so that no order of inputs shows. */
static void join_rows(const intro_i_builder *b, intro_i_evidence_row *row,
                      intro_day *label_day, const intro_i_evidence_row *more)
{
    row->flags |= more->flags;
    if (more->first != INTRO_NO_DAY &&
        (row->first == INTRO_NO_DAY || more->first < row->first)) {
        row->first = more->first;
    }
    if (more->people != 0 && (row->people == 0 || more->people < row->people)) {
        row->people = more->people;
    }
    if (more->label != 0 &&
        (row->label == 0 || more->last > *label_day ||
         (more->last == *label_day &&
          strcmp(intro_i_strpool_text(&b->strings, more->label),
                 intro_i_strpool_text(&b->strings, row->label)) < 0))) {
        row->label = more->label;
        *label_day = more->last;
    }
    if (more->last > row->last) {
        row->last = more->last;
    }
}

/* Items of a GraphML source come from our own export, which repeats the sums of
 * a tie on each of its parallel edges. */
static bool is_export(const intro_i_builder *b, uint16_t source)
{
    return b->sources.data[source]->format == INTRO_I_FORMAT_GRAPHML;
}

/* Two people whose present employer, of so many people, is the same. */
static intro_i_evidence_row colleague_row(uint16_t staff, uint32_t label)
{
    intro_i_evidence_row row;
    memset(&row, 0, sizeof row);
    row.kind = INTRO_EV_SAME_EMPLOYER_NOW;
    row.flags = INTRO_I_EV_UNDATED;
    row.people = staff;
    row.count_ab = 1;
    row.first = INTRO_NO_DAY;
    row.last = INTRO_NO_DAY;
    row.label = label;
    return row;
}

/* All items of one pair and kind, sorted by source, as one row; `inferred` is
 * one more of a source of its own, or NULL. */
static intro_i_evidence_row sum_up(const intro_i_builder *b,
                                   const flat_item *items,
                                   const uint32_t *order, size_t count,
                                   const intro_i_evidence_row *inferred)
{
    if (count == 0) {
        return *inferred;
    }
    intro_i_evidence_row row = items[order[0]].row;
    intro_day label_day = row.last;
    row.count_ab = row.count_ba = 0;
    for (size_t i = 0; i < count;) {
        uint32_t ab = 0;
        uint32_t ba = 0;
        const uint16_t source = items[order[i]].source;
        for (; i < count && items[order[i]].source == source; i++) {
            const intro_i_evidence_row *const more = &items[order[i]].row;
            ab = is_export(b, source) ? greater_u32(ab, more->count_ab)
                                      : add_saturating(ab, more->count_ab);
            ba = is_export(b, source) ? greater_u32(ba, more->count_ba)
                                      : add_saturating(ba, more->count_ba);
            join_rows(b, &row, &label_day, more);
        }
        row.count_ab = greater_u32(row.count_ab, ab);
        row.count_ba = greater_u32(row.count_ba, ba);
    }
    if (inferred != NULL) {
        row.count_ab = greater_u32(row.count_ab, inferred->count_ab);
        join_rows(b, &row, &label_day, inferred);
    }
    if (row.kind == INTRO_EV_MESSAGES_TWO_WAY &&
        (row.count_ab == 0 || row.count_ba == 0)) {
        row.kind = INTRO_EV_MESSAGES_ONE_WAY;
    }
    return row;
}

/* --- pairs in order ----------------------------------------------------------- */

/* Everything that speaks for one pair. */
typedef struct pair_run {
    uint32_t a;
    uint32_t b;
    size_t first; /* items order[first .. end) */
    size_t end;
    uint16_t staff; /* of the employer they share, 0: none */
} pair_run;

/* Merges the sorted items with the pairs of colleagues. */
typedef struct pair_walk {
    const item_list *list;
    const intro_i_colleagues *colleagues;
    size_t at;       /* items passed */
    uint32_t person; /* whose colleagues are next */
    uint32_t passed; /* of those */
} pair_walk;

/* The next two colleagues, who stay the next; NULL: there are no more. */
static const intro_i_colleague *next_colleagues(pair_walk *w)
{
    for (; w->person < w->colleagues->people; w->person++, w->passed = 0) {
        const intro_i_colleague *const one =
            intro_i_colleagues_of(w->colleagues, w->person);
        if (one != NULL && w->passed < one->after) {
            return one;
        }
    }
    return NULL;
}

static const flat_item *item_at(const item_list *list, size_t i)
{
    return &list->items.data[list->order[i]];
}

static bool is_of(const flat_item *item, const pair_run *run)
{
    return item->a == run->a && item->b == run->b;
}

static bool next_pair(pair_walk *w, pair_run *out)
{
    const size_t count = w->list->items.count;
    const flat_item *const head =
        w->at < count ? item_at(w->list, w->at) : NULL;
    const intro_i_colleague *const one = next_colleagues(w);
    if (head == NULL && one == NULL) {
        return false;
    }
    *out = (pair_run){.first = w->at};
    if (one != NULL) {
        out->a = one->person;
        out->b = one[w->passed + 1].person;
    }
    if (head != NULL && (one == NULL || head->a < out->a ||
                         (head->a == out->a && head->b < out->b))) {
        out->a = head->a;
        out->b = head->b;
    } else {
        out->staff = (uint16_t)(one->before + 1 + one->after);
        w->passed++;
    }
    while (w->at < count && is_of(item_at(w->list, w->at), out)) {
        w->at++;
    }
    out->end = w->at;
    return true;
}

/* End of the items of the kind of item i; without one, i. *is_inferred: what a
 * common employer says is of that kind, or comes before it and stands alone. */
static size_t end_of_kind(const item_list *list, const pair_run *run, size_t i,
                          bool is_pending, bool *is_inferred)
{
    const uint8_t kind = i < run->end ? item_at(list, i)->row.kind : UINT8_MAX;
    *is_inferred = is_pending && kind >= INTRO_EV_SAME_EMPLOYER_NOW;
    if (*is_inferred && kind != INTRO_EV_SAME_EMPLOYER_NOW) {
        return i;
    }
    while (i < run->end && item_at(list, i)->row.kind == kind) {
        i++;
    }
    return i;
}

/* --- the whole ----------------------------------------------------------------- */

typedef struct collecting {
    intro_i_builder *b;
    item_list list;
    intro_i_colleagues colleagues;
    const uint32_t *label; /* people: the employer as it was written */
    intro_i_evidence_table *out;
} collecting;

/* The rows of one pair; counted only, without room for them. */
static uint32_t add_rows(const collecting *c, const pair_run *run,
                         intro_i_evidence_row *rows)
{
    bool is_pending = run->staff != 0;
    uint32_t count = 0;
    for (size_t i = run->first; i < run->end || is_pending; count++) {
        bool is_inferred;
        const size_t end =
            end_of_kind(&c->list, run, i, is_pending, &is_inferred);
        if (rows != NULL) {
            const intro_i_evidence_row inferred =
                is_inferred ? colleague_row(run->staff, c->label[run->a])
                            : (intro_i_evidence_row){0};
            rows[count] = sum_up(c->b, c->list.items.data, c->list.order + i,
                                 end - i, is_inferred ? &inferred : NULL);
        }
        is_pending = is_pending && !is_inferred;
        i = end;
    }
    return count;
}

/* All pairs: counted (is_counting), then with the room that the counts say. */
static intro_status walk_pairs(const collecting *c, bool is_counting,
                               uint64_t *pairs, uint64_t *rows)
{
    pair_walk walk = {.list = &c->list, .colleagues = &c->colleagues};
    pair_run run;
    *pairs = *rows = 0;
    for (; next_pair(&walk, &run); ++*pairs) {
        if (*pairs % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(c->b->ctx));
        }
        const uint32_t count =
            add_rows(c, &run, is_counting ? NULL : c->out->rows.data + *rows);
        if (!is_counting) {
            c->out->pairs.data[*pairs] =
                (intro_i_evidence_pair){.a = run.a,
                                        .b = run.b,
                                        .first = (uint32_t)*rows,
                                        .count = count};
        }
        *rows += count;
    }
    return INTRO_OK;
}

static intro_status refuse_count(intro_ctx *ctx)
{
    return intro_i_fail(ctx, INTRO_ELIMIT, "more than %u items of evidence",
                        (unsigned)UINT32_MAX);
}

static intro_status make_pairs(const collecting *c)
{
    uint64_t pairs;
    uint64_t rows;
    INTRO_TRY(walk_pairs(c, true, &pairs, &rows));
    if (rows >= UINT32_MAX) {
        return refuse_count(c->b->ctx);
    }
    intro_i_evidence_table *const out = c->out;
    if (pairs == 0) {
        return INTRO_OK;
    }
    out->pairs.data = intro_i_alloc((size_t)pairs, sizeof *out->pairs.data);
    out->rows.data = intro_i_alloc((size_t)rows, sizeof *out->rows.data);
    if (out->pairs.data == NULL || out->rows.data == NULL) {
        return intro_i_fail_memory(c->b->ctx);
    }
    INTRO_TRY(walk_pairs(c, false, &pairs, &rows));
    out->pairs.count = out->pairs.capacity = (size_t)pairs;
    out->rows.count = out->rows.capacity = (size_t)rows;
    return INTRO_OK;
}

static intro_status list_items(const intro_i_builder *b,
                               const uint32_t *person_of, vec_flat *items)
{
    if (b->items.count >= UINT32_MAX) {
        return refuse_count(b->ctx);
    }
    items->data = intro_i_alloc(b->items.count, sizeof *items->data);
    if (items->data == NULL) {
        return intro_i_fail_memory(b->ctx);
    }
    items->capacity = b->items.count;
    for (size_t i = 0; i < b->items.count; i++) {
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(b->ctx));
        }
        items->count +=
            flatten(&b->items.data[i], person_of, &items->data[items->count]);
    }
    return INTRO_OK;
}

intro_status intro_i_evidence_collect(intro_i_builder *b,
                                      const uint32_t *person_of,
                                      uint32_t people, const uint32_t *employer,
                                      const uint32_t *employer_label,
                                      intro_i_evidence_table *out)
{
    collecting c = {.b = b, .label = employer_label, .out = out};
    memset(out, 0, sizeof *out);
    intro_status rc = list_items(b, person_of, &c.list.items);
    if (rc == INTRO_OK && c.list.items.count != 0) {
        rc = sort_items(b, people, &c.list);
    }
    if (rc == INTRO_OK && employer != NULL) {
        rc = intro_i_colleagues_init(b->ctx, employer, people, &c.colleagues);
    }
    if (rc == INTRO_OK) {
        rc = make_pairs(&c);
    }
    vec_flat_fini(&c.list.items);
    intro_i_free(c.list.order);
    intro_i_colleagues_fini(&c.colleagues);
    if (rc != INTRO_OK) {
        intro_i_evidence_fini(out);
    }
    return rc;
}

void intro_i_evidence_fini(intro_i_evidence_table *table)
{
    intro_i_vec_pair_fini(&table->pairs);
    intro_i_vec_row_fini(&table->rows);
}
