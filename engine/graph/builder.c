/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recording. Everything is appended: a source that must be taken back is cut off
 * at the marks set when it began. */
#include "graph/builder_impl.h"

#include "base/bits.h"
#include "base/text.h"

#include <stdarg.h>
#include <string.h>

/* 32 bits number edges and people, with room for "none"; tests make it less. */
#ifndef INTRO_I_MOST_EDGES
#define INTRO_I_MOST_EDGES ((uint64_t)UINT32_MAX - 1)
#endif
#ifndef INTRO_I_MOST_PEOPLE
#define INTRO_I_MOST_PEOPLE INTRO_MAX_PEOPLE
#endif

const char *intro_i_format_name(intro_i_format format)
{
    static const char *const names[INTRO_I_FORMAT_COUNT] = {
        [INTRO_I_FORMAT_GRAPHML] = "graphml",
        [INTRO_I_FORMAT_LINKEDIN] = "linkedin",
        [INTRO_I_FORMAT_LINKEDIN_CSV] = "linkedin-csv"};
    return names[format];
}

intro_status intro_i_builder_new(intro_ctx *ctx,
                                 const intro_import_options *options,
                                 intro_i_builder **out)
{
    intro_i_builder *const b = intro_i_alloc_zero(1, sizeof *b);
    if (b == NULL || intro_i_strpool_init(&b->strings) != INTRO_OK) {
        intro_i_free(b);
        return intro_i_fail_memory(ctx);
    }
    b->ctx = ctx;
    b->options = *options;
    *out = b;
    return INTRO_OK;
}

static void free_column(intro_i_build_column *column)
{
    column->builder->column_bytes -=
        intro_i_column_bytes(column->kind, column->rows);
    column->builder->column_values -= column->counted;
    intro_i_free(column->values);
    intro_i_free(column->present);
    intro_i_free(column);
}

static void free_source(intro_i_build_source *source)
{
    for (size_t i = 0; i < source->columns.count; i++) {
        free_column(source->columns.data[i]);
    }
    intro_i_vec_column_fini(&source->columns);
    intro_i_vec_reason_fini(&source->reasons);
    intro_i_strpool_fini(&source->ids);
    intro_i_free(source);
}

void intro_i_builder_free(intro_i_builder *b)
{
    if (b == NULL) {
        return;
    }
    if (b->present != NULL) {
        intro_i_builder_source_drop(b);
    }
    for (size_t i = 0; i < b->sources.count; i++) {
        free_source(b->sources.data[i]);
    }
    intro_i_vec_source_fini(&b->sources);
    for (size_t f = 0; f < INTRO_FIELD_COUNT; f++) {
        intro_i_vec_u32_fini(&b->known[f]);
    }
    intro_i_vec_key_fini(&b->slugs);
    intro_i_vec_key_fini(&b->emails);
    intro_i_vec_order_fini(&b->orders);
    intro_i_vec_u32_fini(&b->edge_a);
    intro_i_vec_u32_fini(&b->edge_b);
    intro_i_vec_u32_fini(&b->edge_line);
    intro_i_free(b->edge_one_way);
    intro_i_vec_item_fini(&b->items);
    intro_i_vec_text_fini(&b->warnings);
    intro_i_vec_class_record_fini(&b->class_rules);
    for (size_t i = 0; i < INTRO_I_GUESSED; i++) {
        intro_i_free(b->offered[i]);
    }
    intro_i_strpool_fini(&b->strings);
    intro_i_arena_fini(&b->arena);
    intro_i_free(b);
}

/* --- sources ---------------------------------------------------------------- */

intro_status intro_i_builder_source_begin(intro_i_builder *b, const char *file,
                                          intro_i_format format)
{
    if (b->sources.count >= UINT16_MAX) {
        return intro_i_fail(b->ctx, INTRO_ELIMIT, "more than %u inputs",
                            (unsigned)UINT16_MAX);
    }
    intro_i_build_source *const s = intro_i_alloc_zero(1, sizeof *s);
    if (s == NULL || intro_i_vec_source_reserve(
                         &b->sources, b->sources.count + 1) != INTRO_OK) {
        intro_i_free(s);
        return intro_i_fail_memory(b->ctx);
    }
    s->file = intro_i_arena_copy(&b->arena, file, strlen(file));
    if (s->file == NULL || (format == INTRO_I_FORMAT_GRAPHML &&
                            intro_i_strpool_init(&s->ids) != INTRO_OK)) {
        intro_i_free(s);
        return intro_i_fail_memory(b->ctx);
    }
    s->format = format;
    s->date = INTRO_NO_DAY;
    s->owner = UINT32_MAX;
    s->first_person = b->people;
    s->first_edge = b->edge_a.count;
    s->first_item = b->items.count;
    s->first_key = b->slugs.count;
    s->first_order = b->orders.count;
    s->first_warning = b->warnings.count;
    s->known_own = b->known_own;
    b->present = s;
    return INTRO_OK;
}

void intro_i_builder_source_digest(intro_i_builder *b, uint64_t digest,
                                   uint64_t bytes, bool *is_repeat)
{
    intro_i_build_source *const s = b->present;
    s->digest = digest;
    s->bytes = bytes;
    *is_repeat = false;
    for (size_t i = 0; i < b->sources.count; i++) {
        const intro_i_build_source *const other = b->sources.data[i];
        if (other->digest == digest && other->bytes == bytes &&
            other->format == s->format) {
            *is_repeat = true;
        }
    }
}

void intro_i_builder_source_date(intro_i_builder *b, intro_day date)
{
    b->present->date = date;
}

intro_status intro_i_builder_source_end(intro_i_builder *b)
{
    intro_i_build_source *const s = b->present;
    if (s->format == INTRO_I_FORMAT_GRAPHML) {
        INTRO_TRY(intro_i_builder_people_up_to(b, s->ids.count - 1));
    }
    if (intro_i_vec_source_push(&b->sources, s) != INTRO_OK) {
        return intro_i_fail_memory(b->ctx);
    }
    b->present = NULL;
    return INTRO_OK;
}

static void cut_keys(intro_i_vec_key *keys, uint32_t people)
{
    while (keys->count > 0 && keys->data[keys->count - 1].person >= people) {
        keys->count--;
    }
}

void intro_i_builder_source_drop(intro_i_builder *b)
{
    intro_i_build_source *const s = b->present;
    b->people = s->first_person;
    b->known_own = s->known_own;
    for (size_t f = 0; f < INTRO_FIELD_COUNT; f++) {
        if (b->known[f].count > b->people) {
            b->known[f].count = b->people;
        }
    }
    cut_keys(&b->slugs, b->people);
    cut_keys(&b->emails, b->people);
    b->orders.count = s->first_order;
    for (uint64_t e = s->first_edge;
         e < b->edge_a.count && e / 64 < b->edge_one_way_words; e++) {
        intro_i_bits_clear(b->edge_one_way, e);
    }
    b->edge_a.count = (size_t)s->first_edge;
    b->edge_b.count = (size_t)s->first_edge;
    b->edge_line.count = (size_t)s->first_edge;
    b->items.count = s->first_item;
    b->warnings.count = s->first_warning;
    free_source(s);
    b->present = NULL;
}

/* --- accounting ------------------------------------------------------------- */

intro_i_account *intro_i_builder_account(intro_i_builder *b)
{
    return &b->present->account;
}

intro_status intro_i_builder_reason(intro_i_builder *b, const char *reason,
                                    uint64_t line, uint64_t count)
{
    intro_i_vec_reason *const all = &b->present->reasons;
    const size_t length = strlen(reason);
    for (size_t i = 0; i < all->count; i++) {
        if (all->data[i].length == length &&
            memcmp(all->data[i].text, reason, length) == 0) {
            all->data[i].count += count;
            return INTRO_OK;
        }
    }
    intro_i_build_reason fresh = {
        .length = length,
        .count = count,
        .first_line = line,
        .text = intro_i_arena_copy(&b->arena, reason, length)};
    if (fresh.text == NULL || intro_i_vec_reason_push(all, fresh) != INTRO_OK) {
        return intro_i_fail_memory(b->ctx);
    }
    return INTRO_OK;
}

intro_status intro_i_builder_decide(intro_i_builder *b, const char *reason,
                                    uint64_t line, uint64_t count)
{
    if (b->options.strict) {
        return intro_i_fail_at(b->ctx, INTRO_EFORMAT, b->present->file, line, 0,
                               "%s (--strict)", reason);
    }
    return intro_i_builder_reason(b, reason, line, count);
}

intro_status intro_i_builder_warn(intro_i_builder *b, const char *format, ...)
{
    char text[INTRO_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    const size_t length = intro_i_vformat(text, sizeof text, format, args);
    va_end(args);
    const char *const copy = intro_i_arena_copy(&b->arena, text, length);
    if (copy == NULL || intro_i_vec_text_push(&b->warnings, copy) != INTRO_OK) {
        return intro_i_fail_memory(b->ctx);
    }
    return INTRO_OK;
}

intro_read_counts *intro_i_builder_read(intro_i_builder *b)
{
    return &b->present->read;
}

intro_ctx *intro_i_builder_ctx(intro_i_builder *b)
{
    return b->ctx;
}

const intro_import_options *intro_i_builder_options(const intro_i_builder *b)
{
    return &b->options;
}

const char *intro_i_builder_file(const intro_i_builder *b)
{
    return b->present->file;
}

/* --- strings and people ----------------------------------------------------- */

/* A code of a leaf into words. */
static intro_status speak(intro_i_builder *b, intro_status rc)
{
    if (rc == INTRO_ENOMEM) {
        return intro_i_fail_memory(b->ctx);
    }
    if (rc == INTRO_ELIMIT) {
        return intro_i_fail(b->ctx, rc, "more than %llu people or strings",
                            (unsigned long long)INTRO_I_MOST_PEOPLE);
    }
    return rc;
}

intro_status intro_i_builder_string(intro_i_builder *b, const char *bytes,
                                    size_t length, uint32_t *string)
{
    return speak(b, intro_i_strpool_intern(&b->strings, bytes, length, string));
}

intro_status intro_i_builder_raw_string(intro_i_builder *b, const char *bytes,
                                        uint32_t *string)
{
    const size_t length = strlen(bytes);
    if (intro_i_utf8_is_valid(bytes, length)) {
        return intro_i_builder_string(b, bytes, length, string);
    }
    intro_i_strbuf text;
    intro_i_strbuf_init(&text, 0);
    intro_status rc = speak(b, intro_i_utf8_repair(bytes, length, &text));
    if (rc == INTRO_OK) {
        rc = intro_i_builder_string(b, text.data, text.length, string);
    }
    intro_i_strbuf_fini(&text);
    return rc;
}

intro_status intro_i_builder_expect(intro_i_builder *b,
                                    intro_i_strpool_key *keys, size_t count)
{
    return speak(b, intro_i_strpool_expect(&b->strings, keys, count));
}

intro_status intro_i_builder_expected(intro_i_builder *b,
                                      intro_i_strpool_key *key)
{
    return speak(b, intro_i_strpool_intern_expected(&b->strings, key));
}

const char *intro_i_builder_text(const intro_i_builder *b, uint32_t string)
{
    return intro_i_strpool_text(&b->strings, string);
}

uint32_t intro_i_builder_string_count(const intro_i_builder *b)
{
    return b->strings.count;
}

intro_i_strpool *intro_i_builder_ids(intro_i_builder *b)
{
    return &b->present->ids;
}

intro_status intro_i_builder_people_up_to(intro_i_builder *b, uint32_t rows)
{
    intro_i_build_source *const s = b->present;
    if (rows <= s->person_count) {
        return INTRO_OK;
    }
    if ((uint64_t)s->first_person + rows > INTRO_I_MOST_PEOPLE) {
        return speak(b, INTRO_ELIMIT);
    }
    s->person_count = rows;
    b->people = s->first_person + rows;
    return INTRO_OK;
}

intro_status intro_i_builder_person(intro_i_builder *b, uint32_t *row)
{
    *row = b->present->person_count;
    return intro_i_builder_people_up_to(b, *row + 1);
}

/* Unknown people between the last one known and `person` hold 0. */
static intro_status reach(intro_i_vec_u32 *v, size_t person)
{
    INTRO_TRY(intro_i_vec_u32_reserve(v, person + 1));
    if (v->count <= person) {
        memset(v->data + v->count, 0,
               (person + 1 - v->count) * sizeof *v->data);
        v->count = person + 1;
    }
    return INTRO_OK;
}

intro_status intro_i_builder_field(intro_i_builder *b, uint32_t row,
                                   intro_field field, uint32_t string, bool own)
{
    const size_t person = (size_t)b->present->first_person + row;
    INTRO_TRY(speak(b, reach(&b->known[field], person)));
    b->known[field].data[person] = string;
    if (own && string != 0) {
        b->known_own |= (uint32_t)1 << field;
    }
    return INTRO_OK;
}

uint32_t intro_i_builder_get_field(const intro_i_builder *b, uint32_t row,
                                   intro_field field)
{
    const size_t person = (size_t)b->present->first_person + row;
    return person < b->known[field].count ? b->known[field].data[person] : 0;
}

static intro_status add_key(intro_i_builder *b, intro_i_vec_key *keys,
                            uint32_t row, uint32_t string)
{
    const intro_i_build_key key = {.person = b->present->first_person + row,
                                   .string = string};
    return string == 0 ? INTRO_OK : speak(b, intro_i_vec_key_push(keys, key));
}

intro_status intro_i_builder_slug(intro_i_builder *b, uint32_t row,
                                  uint32_t string)
{
    return add_key(b, &b->slugs, row, string);
}

intro_status intro_i_builder_email(intro_i_builder *b, uint32_t row,
                                   uint32_t string)
{
    return add_key(b, &b->emails, row, string);
}

intro_status intro_i_builder_order(intro_i_builder *b, uint32_t row,
                                   intro_day date, uint64_t file_row)
{
    const intro_i_build_order order = {.person = b->present->first_person + row,
                                       .date = date,
                                       .file_row = file_row};
    return speak(b, intro_i_vec_order_push(&b->orders, order));
}

void intro_i_builder_owner(intro_i_builder *b, uint32_t row,
                           uint64_t connections_digest)
{
    b->present->owner = row;
    b->present->owner_digest = connections_digest;
}

/* --- ties ------------------------------------------------------------------- */

static intro_status edges_limit(intro_i_builder *b)
{
    return intro_i_fail_at(b->ctx, INTRO_ELIMIT, b->present->file, 0, 0,
                           "more than %llu edges in the inputs",
                           (unsigned long long)INTRO_I_MOST_EDGES);
}

static intro_status mark_one_way(intro_i_builder *b, uint64_t edge)
{
    const size_t words = (size_t)(edge / 64 + 1);
    if (words > b->edge_one_way_words) {
        const size_t wanted = words + words / 2 + 16;
        uint64_t *const moved =
            intro_i_realloc(b->edge_one_way, wanted, sizeof *moved);
        if (moved == NULL) {
            return intro_i_fail_memory(b->ctx);
        }
        memset(moved + b->edge_one_way_words, 0,
               (wanted - b->edge_one_way_words) * sizeof *moved);
        b->edge_one_way = moved;
        b->edge_one_way_words = wanted;
    }
    intro_i_bits_set(b->edge_one_way, edge);
    return INTRO_OK;
}

static uint32_t short_line(uint64_t line)
{
    return line < UINT32_MAX ? (uint32_t)line : UINT32_MAX;
}

intro_status intro_i_builder_edge(intro_i_builder *b, uint32_t row_a,
                                  uint32_t row_b, bool one_way, uint64_t line)
{
    const uint32_t first = b->present->first_person;
    const uint64_t edge = b->edge_a.count;
    if (edge >= INTRO_I_MOST_EDGES) {
        return edges_limit(b);
    }
    if (intro_i_vec_u32_reserve(&b->edge_a, b->edge_a.count + 1) != INTRO_OK ||
        intro_i_vec_u32_reserve(&b->edge_b, b->edge_a.count + 1) != INTRO_OK ||
        intro_i_vec_u32_reserve(&b->edge_line, b->edge_a.count + 1) !=
            INTRO_OK) {
        return intro_i_fail_memory(b->ctx);
    }
    if (one_way) {
        INTRO_TRY(mark_one_way(b, edge));
    }
    b->edge_a.data[b->edge_a.count++] = first + row_a;
    b->edge_b.data[b->edge_b.count++] = first + row_b;
    b->edge_line.data[b->edge_line.count++] = short_line(line);
    b->present->edge_count++;
    return INTRO_OK;
}

intro_status intro_i_builder_edges(intro_i_builder *b, const uint32_t *a,
                                   const uint32_t *c, const uint64_t *lines,
                                   size_t count)
{
    const uint32_t first = b->present->first_person;
    const size_t start = b->edge_a.count;
    const size_t end = start + count;
    if (end > INTRO_I_MOST_EDGES) {
        return edges_limit(b);
    }
    if (intro_i_vec_u32_reserve(&b->edge_a, end) != INTRO_OK ||
        intro_i_vec_u32_reserve(&b->edge_b, end) != INTRO_OK ||
        intro_i_vec_u32_reserve(&b->edge_line, end) != INTRO_OK) {
        return intro_i_fail_memory(b->ctx);
    }
    for (size_t i = 0; i < count; i++) {
        b->edge_a.data[start + i] = first + a[i];
        b->edge_b.data[start + i] = first + c[i];
        b->edge_line.data[start + i] = short_line(lines[i]);
    }
    b->edge_a.count = b->edge_b.count = b->edge_line.count = end;
    b->present->edge_count += count;
    return INTRO_OK;
}

uint64_t intro_i_builder_edge_count(const intro_i_builder *b)
{
    return b->present->edge_count;
}

intro_status intro_i_builder_evidence(intro_i_builder *b,
                                      const intro_i_item *item)
{
    const uint32_t first = b->present->first_person;
    intro_i_build_item kept = {.item = *item,
                               .source = (uint16_t)b->sources.count};
    kept.item.a += first;
    kept.item.b += first;
    return speak(b, intro_i_vec_item_push(&b->items, kept));
}

/* --- classes ---------------------------------------------------------------- */

void intro_i_builder_classifier(intro_i_builder *b,
                                intro_i_classify_fn *classify, void *user)
{
    b->classify = classify;
    b->classify_user = user;
}

intro_status intro_i_builder_class_rule(intro_i_builder *b,
                                        const intro_i_class_record *rule)
{
    return speak(b, intro_i_vec_class_record_push(&b->class_rules, *rule));
}
