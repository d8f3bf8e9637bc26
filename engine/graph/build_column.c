/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attributes while a source is read: a dense array and a bitset that grow with
 * the highest row set. */
#include "graph/builder_impl.h"

#include "base/bits.h"

#include <stdio.h>
#include <string.h>

/* What columns may take: so much in any case, and so many times the text that
 * must have been there: <node id="x"/>, <edge source="x" target="y"/>,
 * <data key="x">y</data>. */
enum {
    ROOM_FREE = 16 << 20,
    ROOM_RATIO = 32,
    PERSON_TEXT = 14,
    EDGE_TEXT = 29,
    VALUE_TEXT = 22
};

size_t intro_i_kind_size(intro_column_kind kind)
{
    switch (kind) {
    case INTRO_KIND_STRING:
    case INTRO_KIND_DAY:
        return 4;
    case INTRO_KIND_INT:
    case INTRO_KIND_DOUBLE:
        return 8;
    case INTRO_KIND_BOOL:
        return 1;
    }
    return 1;
}

static uint64_t room_of(const intro_i_builder *b)
{
    const uint64_t text = b->people * (uint64_t)PERSON_TEXT +
                          b->edge_a.count * (uint64_t)EDGE_TEXT +
                          b->column_values * VALUE_TEXT;
    return ROOM_FREE + ROOM_RATIO * text;
}

bool intro_i_builder_has_room(const intro_i_builder *b, uint64_t bytes)
{
    return bytes <= room_of(b);
}

intro_status intro_i_builder_fail_column(intro_i_builder *b, intro_status rc)
{
    if (rc != INTRO_ELIMIT) {
        return intro_i_fail_memory(b->ctx);
    }
    static const char words[] =
        "attributes that hardly anybody has would take more than %llu MiB";
    const unsigned long long most = room_of(b) >> 20;
    if (b->present != NULL) {
        (void)intro_i_fail_at(b->ctx, rc, b->present->file, 0, 0, words, most);
    } else {
        (void)intro_i_fail(b->ctx, rc, words, most);
    }
    intro_i_hint(b->ctx, "leave them out of the file");
    return rc;
}

static bool name_is_taken(const intro_i_build_source *s, intro_column_of of,
                          const char *name, size_t length)
{
    for (size_t i = 0; i < s->columns.count; i++) {
        const intro_i_build_column *const c = s->columns.data[i];
        if (c->of == of && c->name_length == length &&
            memcmp(c->name, name, length) == 0) {
            return true;
        }
    }
    return false;
}

/* The name, or name.2, name.3, ... when it is taken. */
static const char *free_name(intro_i_builder *b, intro_column_of of,
                             const char *name, size_t *length)
{
    const size_t base = *length;
    char *copy = intro_i_arena_copy(&b->arena, name, base);
    for (unsigned n = 2;
         copy != NULL && name_is_taken(b->present, of, copy, *length); n++) {
        copy = intro_i_arena_take(&b->arena, base + 12);
        if (copy != NULL) {
            memcpy(copy, name, base);
            const int tail = snprintf(copy + base, 12, ".%u", n);
            *length = base + (size_t)(tail > 0 ? tail : 0);
        }
    }
    return copy;
}

intro_status intro_i_builder_column(intro_i_builder *b, intro_column_of of,
                                    const char *name, size_t name_length,
                                    intro_column_kind kind,
                                    intro_i_build_column **out)
{
    intro_i_build_column *const c = intro_i_alloc_zero(1, sizeof *c);
    if (c == NULL) {
        return intro_i_fail_memory(b->ctx);
    }
    c->builder = b;
    c->name_length = name_length;
    c->name = free_name(b, of, name, &c->name_length);
    c->kind = kind;
    c->of = of;
    if (c->name == NULL ||
        intro_i_vec_column_push(&b->present->columns, c) != INTRO_OK) {
        intro_i_free(c);
        return intro_i_fail_memory(b->ctx);
    }
    *out = c;
    return INTRO_OK;
}

void intro_i_build_column_feeds(intro_i_build_column *column, intro_field field)
{
    column->feeds = (uint8_t)(field + 1);
}

intro_column_kind intro_i_build_column_kind(const intro_i_build_column *column)
{
    return column->kind;
}

intro_status intro_i_build_column_to_double(intro_i_build_column *column)
{
    if (column->kind != INTRO_KIND_INT) {
        return INTRO_OK;
    }
    double *const reals = intro_i_alloc((size_t)column->rows, sizeof(double));
    if (reals == NULL) {
        return INTRO_ENOMEM;
    }
    const int64_t *const integers = column->values;
    for (uint64_t i = 0; i < column->rows; i++) {
        reals[i] = (double)integers[i];
    }
    intro_i_free(column->values);
    column->values = reals;
    column->kind = INTRO_KIND_DOUBLE;
    column->default_double = (double)column->default_int;
    return INTRO_OK;
}

/* Counts the values so far, those of a default apart, which are filled in when
 * the column has all its room. */
static void count_values(intro_i_build_column *c)
{
    const uint64_t values =
        c->present == NULL
            ? 0
            : intro_i_bits_count(c->present, intro_i_bits_words(c->rows));
    c->builder->column_values += values - c->counted;
    c->counted = values;
}

static intro_status make_room(intro_i_build_column *c, uint64_t row)
{
    const uint64_t step = c->rows > ((uint64_t)8 << 20) ? c->rows / 2 : c->rows;
    uint64_t wanted = c->rows + step;
    if (wanted < row + 1) {
        wanted = row + 1;
    }
    wanted = (wanted + 255) & ~(uint64_t)255;
    const size_t size = intro_i_kind_size(c->kind);
    const uint64_t more = intro_i_column_bytes(c->kind, wanted) -
                          intro_i_column_bytes(c->kind, c->rows);
    count_values(c);
    if (!intro_i_builder_has_room(c->builder,
                                  c->builder->column_bytes + more)) {
        return INTRO_ELIMIT;
    }
    void *const values = intro_i_realloc(c->values, (size_t)wanted, size);
    if (values == NULL) {
        return INTRO_ENOMEM;
    }
    c->values = values;
    uint64_t *const present = intro_i_realloc(
        c->present, intro_i_bits_words(wanted), sizeof *present);
    if (present == NULL) {
        return INTRO_ENOMEM;
    }
    c->present = present;
    memset((char *)c->values + c->rows * size, 0,
           (size_t)(wanted - c->rows) * size);
    memset(present + intro_i_bits_words(c->rows), 0,
           (intro_i_bits_words(wanted) - intro_i_bits_words(c->rows)) *
               sizeof *present);
    c->builder->column_bytes += more;
    c->rows = wanted;
    return INTRO_OK;
}

static inline intro_status touch(intro_i_build_column *c, uint64_t row)
{
    if (INTRO_UNLIKELY(row >= c->rows)) {
        INTRO_TRY(make_room(c, row));
    }
    intro_i_bits_set(c->present, row);
    return INTRO_OK;
}

intro_status intro_i_build_column_set_int(intro_i_build_column *c, uint64_t row,
                                          int64_t value)
{
    INTRO_TRY(touch(c, row));
    switch (c->kind) {
    case INTRO_KIND_INT:
        ((int64_t *)c->values)[row] = value;
        break;
    case INTRO_KIND_BOOL:
        ((uint8_t *)c->values)[row] = value != 0;
        break;
    case INTRO_KIND_DAY:
        ((int32_t *)c->values)[row] = (int32_t)value;
        break;
    case INTRO_KIND_DOUBLE:
        ((double *)c->values)[row] = (double)value;
        break;
    case INTRO_KIND_STRING:
        return INTRO_EBUG;
    }
    return INTRO_OK;
}

intro_status intro_i_build_column_set_double(intro_i_build_column *c,
                                             uint64_t row, double value)
{
    if (c->kind != INTRO_KIND_DOUBLE) {
        return INTRO_EBUG;
    }
    INTRO_TRY(touch(c, row));
    ((double *)c->values)[row] = value;
    return INTRO_OK;
}

intro_status intro_i_build_column_set_string(intro_i_build_column *c,
                                             uint64_t row, uint32_t string)
{
    if (c->kind != INTRO_KIND_STRING) {
        return INTRO_EBUG;
    }
    INTRO_TRY(touch(c, row));
    ((uint32_t *)c->values)[row] = string;
    return INTRO_OK;
}

intro_status intro_i_build_column_reserve(intro_i_build_column *c,
                                          uint64_t rows)
{
    return rows <= c->rows ? INTRO_OK : make_room(c, rows - 1);
}

bool intro_i_build_column_has(const intro_i_build_column *c, uint64_t row)
{
    return row < c->rows && intro_i_bits_get(c->present, row);
}

void intro_i_build_column_default_int(intro_i_build_column *c, int64_t value)
{
    c->has_default = true;
    c->default_int = value;
    c->default_double = (double)value;
}

void intro_i_build_column_default_double(intro_i_build_column *c, double value)
{
    c->has_default = true;
    c->default_double = value;
}

void intro_i_build_column_default_string(intro_i_build_column *c,
                                         uint32_t string)
{
    c->has_default = true;
    c->default_string = string;
}
