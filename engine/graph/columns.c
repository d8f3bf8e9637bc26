/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attributes, read side. */
#include "graph/graph_impl.h"

#include "base/bits.h"

uint32_t intro_graph_columns(const intro_graph *graph)
{
    return graph->column_count;
}

const intro_column *intro_graph_column(const intro_graph *graph, uint32_t i)
{
    return &graph->columns[i];
}

static const char *text_of(const intro_column *column, uint32_t string)
{
    return intro_i_has_string(column->strings, string)
               ? column->strings->bytes + column->strings->offsets[string]
               : "";
}

const char *intro_column_name(const intro_column *column)
{
    return text_of(column, column->name);
}

intro_column_of intro_column_owner(const intro_column *column)
{
    return (intro_column_of)column->of;
}

intro_column_kind intro_column_get_kind(const intro_column *column)
{
    return (intro_column_kind)column->kind;
}

const char *intro_column_kind_name(intro_column_kind kind)
{
    static const char *const names[] = {[INTRO_KIND_STRING] = "string",
                                        [INTRO_KIND_INT] = "int",
                                        [INTRO_KIND_DOUBLE] = "double",
                                        [INTRO_KIND_BOOL] = "boolean",
                                        [INTRO_KIND_DAY] = "day"};
    return names[kind];
}

uint64_t intro_column_rows(const intro_column *column)
{
    return column->rows;
}

intro_value intro_column_get(const intro_column *column, uint64_t row)
{
    intro_value value = {.kind = (intro_column_kind)column->kind, .text = ""};
    if (column->present != NULL && !intro_i_bits_get(column->present, row)) {
        return value;
    }
    value.is_known = true;
    switch (value.kind) {
    case INTRO_KIND_STRING:
        value.text = text_of(column, ((const uint32_t *)column->values)[row]);
        break;
    case INTRO_KIND_INT:
        value.integer = ((const int64_t *)column->values)[row];
        break;
    case INTRO_KIND_DOUBLE:
        value.real = ((const double *)column->values)[row];
        break;
    case INTRO_KIND_BOOL:
        value.integer = ((const uint8_t *)column->values)[row];
        break;
    case INTRO_KIND_DAY:
        value.integer = ((const int32_t *)column->values)[row];
        break;
    }
    return value;
}

uint64_t intro_column_known(const intro_column *column)
{
    return column->present == NULL
               ? column->rows
               : intro_i_bits_count(column->present,
                                    intro_i_bits_words(column->rows));
}
