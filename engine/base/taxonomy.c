/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/taxonomy.h"

#include "base/taxonomy_impl.h"

#include <string.h>

typedef struct table {
    const intro_i_class *rows;
    const uint16_t *by_label;
    size_t count;
} table;

static table table_of(intro_i_taxonomy taxonomy)
{
    switch (taxonomy) {
    case INTRO_I_INDUSTRIES:
        return (table){intro_i_industries, intro_i_industries_by_label,
                       intro_i_industries_count};
    case INTRO_I_FUNCTIONS:
        return (table){intro_i_functions, intro_i_functions_by_label,
                       intro_i_functions_count};
    case INTRO_I_SENIORITIES:
        return (table){intro_i_seniorities, intro_i_seniorities_by_label,
                       intro_i_seniorities_count};
    case INTRO_I_TAXONOMIES:
        break;
    }
    return (table){NULL, NULL, 0};
}

static const intro_i_class *find(table t, uint32_t id)
{
    size_t low = 0;
    size_t high = t.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (t.rows[middle].id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < t.count && t.rows[low].id == id ? &t.rows[low] : NULL;
}

const char *intro_i_class_label(intro_i_taxonomy taxonomy, uint32_t id)
{
    const intro_i_class *const found = find(table_of(taxonomy), id);
    return found == NULL ? NULL : found->label;
}

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

/* Order of a text against a label, without case. */
static int compare(const char *text, size_t length, const char *label)
{
    for (size_t i = 0; i < length; i++) {
        const int difference = lower(text[i]) - lower(label[i]);
        if (difference != 0 || label[i] == '\0') {
            return difference;
        }
    }
    return label[length] == '\0' ? 0 : -1;
}

uint32_t intro_i_class_of_label(intro_i_taxonomy taxonomy, const char *label,
                                size_t length)
{
    const table t = table_of(taxonomy);
    size_t low = 0;
    size_t high = t.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const intro_i_class *const row = &t.rows[t.by_label[middle]];
        const int order = compare(label, length, row->label);
        if (order == 0) {
            return row->id;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return 0;
}

uint32_t intro_i_industry_parent(uint32_t id)
{
    const intro_i_class *const found = find(table_of(INTRO_I_INDUSTRIES), id);
    return found == NULL ? 0 : found->parent;
}

uint32_t intro_i_industry_sector(uint32_t id)
{
    const intro_i_class *found = find(table_of(INTRO_I_INDUSTRIES), id);
    while (found != NULL && found->parent != 0) {
        found = find(table_of(INTRO_I_INDUSTRIES), found->parent);
    }
    return found == NULL ? 0 : found->id;
}

uint32_t intro_i_industry_next_sector(uint32_t after)
{
    const table t = table_of(INTRO_I_INDUSTRIES);
    size_t i = 0;
    while (i < t.count && (t.rows[i].parent != 0 || t.rows[i].id <= after)) {
        i++;
    }
    return i < t.count ? t.rows[i].id : 0;
}

bool intro_i_industry_is_within(uint32_t id, uint32_t whole)
{
    while (id != 0 && id != whole) {
        id = intro_i_industry_parent(id);
    }
    return id != 0;
}
