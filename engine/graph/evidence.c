/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "graph/evidence.h"

#include "base/names.h"

#include <stdlib.h>
#include <string.h>

/* An employer with more people than this says too little. */
enum { EMPLOYER_MIN = 2, EMPLOYER_MAX = 50, NO_SOURCE = UINT16_MAX };

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

static int compare_flat(const void *left, const void *right)
{
    const flat_item *const x = left;
    const flat_item *const y = right;
    if (x->a != y->a) {
        return x->a < y->a ? -1 : 1;
    }
    if (x->b != y->b) {
        return x->b < y->b ? -1 : 1;
    }
    if (x->row.kind != y->row.kind) {
        return x->row.kind < y->row.kind ? -1 : 1;
    }
    return (x->source > y->source) - (x->source < y->source);
}

/* Stable counting sort of item numbers by one end; at: people + 1 numbers. */
static void sort_by_end(const flat_item *items, size_t count, bool by_b,
                        uint32_t people, uint32_t *at, const uint32_t *from,
                        uint32_t *to)
{
    memset(at, 0, ((size_t)people + 1) * sizeof *at);
    for (size_t i = 0; i < count; i++) {
        at[(by_b ? items[i].b : items[i].a) + 1]++;
    }
    for (uint32_t v = 0; v < people; v++) {
        at[v + 1] += at[v];
    }
    for (size_t i = 0; i < count; i++) {
        const uint32_t item = from == NULL ? (uint32_t)i : from[i];
        to[at[by_b ? items[item].b : items[item].a]++] = item;
    }
}

/* Items of one pair: few as a rule. */
static void sort_pair(flat_item *items, size_t count)
{
    enum { FEW = 16 };
    if (count > FEW) {
        qsort(items, count, sizeof *items, compare_flat);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        const flat_item moved = items[i];
        size_t k = i;
        for (; k > 0 && compare_flat(&items[k - 1], &moved) > 0; k--) {
            items[k] = items[k - 1];
        }
        items[k] = moved;
    }
}

/* By compare_flat(); below 2^32 items. */
static intro_status sort_items(vec_flat *items, uint32_t people)
{
    const size_t count = items->count;
    uint32_t *const at = intro_i_alloc((size_t)people + 1, sizeof *at);
    uint32_t *const by_b = intro_i_alloc(count, sizeof *by_b);
    uint32_t *const order = intro_i_alloc(count, sizeof *order);
    flat_item *const sorted = intro_i_alloc(count, sizeof *sorted);
    intro_status rc = INTRO_ENOMEM;
    if (at != NULL && by_b != NULL && order != NULL && sorted != NULL) {
        sort_by_end(items->data, count, true, people, at, NULL, by_b);
        sort_by_end(items->data, count, false, people, at, by_b, order);
        for (size_t i = 0; i < count; i++) {
            sorted[i] = items->data[order[i]];
        }
        for (size_t i = 0; i < count;) {
            size_t end = i + 1;
            while (end < count && sorted[end].a == sorted[i].a &&
                   sorted[end].b == sorted[i].b) {
                end++;
            }
            sort_pair(sorted + i, end - i);
            i = end;
        }
        rc = INTRO_OK;
    }
    intro_i_free(at);
    intro_i_free(by_b);
    intro_i_free(order);
    if (rc != INTRO_OK) {
        intro_i_free(sorted);
        return rc;
    }
    intro_i_free(items->data);
    items->data = sorted;
    items->capacity = count;
    return INTRO_OK;
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
    return source != NO_SOURCE &&
           b->sources.data[source]->format == INTRO_I_FORMAT_GRAPHML;
}

/* All items of one pair and kind, sorted by source, as one row. */
static intro_i_evidence_row sum_up(const intro_i_builder *b,
                                   const flat_item *items, size_t count)
{
    intro_i_evidence_row row = items[0].row;
    intro_day label_day = row.last;
    row.count_ab = row.count_ba = 0;
    for (size_t i = 0; i < count;) {
        uint32_t ab = 0;
        uint32_t ba = 0;
        const uint16_t source = items[i].source;
        for (; i < count && items[i].source == source; i++) {
            const intro_i_evidence_row *const more = &items[i].row;
            ab = is_export(b, source) ? greater_u32(ab, more->count_ab)
                                      : add_saturating(ab, more->count_ab);
            ba = is_export(b, source) ? greater_u32(ba, more->count_ba)
                                      : add_saturating(ba, more->count_ba);
            join_rows(b, &row, &label_day, more);
        }
        row.count_ab = greater_u32(row.count_ab, ab);
        row.count_ba = greater_u32(row.count_ba, ba);
    }
    if (row.kind == INTRO_EV_MESSAGES_TWO_WAY &&
        (row.count_ab == 0 || row.count_ba == 0)) {
        row.kind = INTRO_EV_MESSAGES_ONE_WAY;
    }
    return row;
}

static intro_status make_pairs(const intro_i_builder *b, const vec_flat *items,
                               intro_i_evidence_table *out)
{
    for (size_t i = 0; i < items->count;) {
        const flat_item *const head = &items->data[i];
        intro_i_evidence_pair pair = {
            .a = head->a, .b = head->b, .first = (uint32_t)out->rows.count};
        while (i < items->count && items->data[i].a == head->a &&
               items->data[i].b == head->b) {
            size_t end = i + 1;
            while (end < items->count && items->data[end].a == head->a &&
                   items->data[end].b == head->b &&
                   items->data[end].row.kind == items->data[i].row.kind) {
                end++;
            }
            INTRO_TRY(intro_i_vec_row_push(
                &out->rows, sum_up(b, items->data + i, end - i)));
            pair.count++;
            i = end;
        }
        INTRO_TRY(intro_i_vec_pair_push(&out->pairs, pair));
    }
    return INTRO_OK;
}

/* --- same employer now -------------------------------------------------------- */

typedef struct employee {
    uint32_t employer;
    uint32_t person;
} employee;

INTRO_VEC(vec_employee, employee);

static int compare_employees(const void *left, const void *right)
{
    const employee *const x = left;
    const employee *const y = right;
    if (x->employer != y->employer) {
        return x->employer < y->employer ? -1 : 1;
    }
    return (x->person > y->person) - (x->person < y->person);
}

static intro_status pair_up(const employee *staff, size_t count,
                            const uint32_t *label, vec_flat *items)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            flat_item item;
            memset(&item, 0, sizeof item);
            item.a = staff[i].person;
            item.b = staff[j].person;
            item.source = NO_SOURCE;
            item.row.kind = INTRO_EV_SAME_EMPLOYER_NOW;
            item.row.flags = INTRO_I_EV_UNDATED;
            item.row.people = (uint16_t)count;
            item.row.count_ab = 1;
            item.row.first = INTRO_NO_DAY;
            item.row.last = INTRO_NO_DAY;
            item.row.label = label[staff[i].person];
            INTRO_TRY(vec_flat_push(items, item));
        }
    }
    return INTRO_OK;
}

static intro_status infer_from_employers(uint32_t people,
                                         const uint32_t *employer,
                                         const uint32_t *label, vec_flat *items)
{
    vec_employee staff;
    memset(&staff, 0, sizeof staff);
    intro_status rc = INTRO_OK;
    for (uint32_t v = 0; v < people && rc == INTRO_OK; v++) {
        if (employer[v] != 0) {
            rc = vec_employee_push(
                &staff, (employee){.employer = employer[v], .person = v});
        }
    }
    if (rc == INTRO_OK && staff.count != 0) {
        qsort(staff.data, staff.count, sizeof *staff.data, compare_employees);
    }
    for (size_t i = 0; i < staff.count && rc == INTRO_OK;) {
        size_t end = i + 1;
        while (end < staff.count &&
               staff.data[end].employer == staff.data[i].employer) {
            end++;
        }
        if (end - i >= EMPLOYER_MIN && end - i <= EMPLOYER_MAX) {
            rc = pair_up(staff.data + i, end - i, label, items);
        }
        i = end;
    }
    vec_employee_fini(&staff);
    return rc;
}

/* --- the whole ----------------------------------------------------------------- */

intro_status intro_i_evidence_collect(intro_i_builder *b,
                                      const uint32_t *person_of,
                                      uint32_t people, const uint32_t *employer,
                                      const uint32_t *employer_label,
                                      intro_i_evidence_table *out)
{
    vec_flat items;
    memset(&items, 0, sizeof items);
    memset(out, 0, sizeof *out);
    intro_status rc = vec_flat_reserve(&items, b->items.count);
    for (size_t i = 0; i < b->items.count && rc == INTRO_OK; i++) {
        flat_item item;
        if (flatten(&b->items.data[i], person_of, &item)) {
            rc = vec_flat_push(&items, item);
        }
    }
    if (rc == INTRO_OK && employer != NULL) {
        rc = infer_from_employers(people, employer, employer_label, &items);
    }
    if (rc == INTRO_OK && items.count >= UINT32_MAX) {
        rc = INTRO_ELIMIT;
    }
    if (rc == INTRO_OK && items.count != 0) {
        rc = sort_items(&items, people);
    }
    if (rc == INTRO_OK) {
        rc = make_pairs(b, &items, out);
    }
    vec_flat_fini(&items);
    if (rc != INTRO_OK) {
        intro_i_evidence_fini(out);
    }
    if (rc == INTRO_ENOMEM) {
        return intro_i_fail_memory(b->ctx);
    }
    return rc == INTRO_ELIMIT
               ? intro_i_fail(b->ctx, rc, "more than %u items of evidence",
                              (unsigned)UINT32_MAX)
               : rc;
}

void intro_i_evidence_fini(intro_i_evidence_table *table)
{
    intro_i_vec_pair_fini(&table->pairs);
    intro_i_vec_row_fini(&table->rows);
}
