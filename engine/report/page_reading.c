/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page_reading.h"

#include <stdlib.h>
#include <string.h>

/* In the order of the breadth's attributes. */
static const struct {
    intro_i_page_attribute of;
    const char *name;
} columns[] = {{INTRO_I_PAGE_INDUSTRY, "industry"},
               {INTRO_I_PAGE_FUNCTION, "function"}};

bool intro_i_reading_column(const intro_pages *pages, intro_i_page_attribute of,
                            size_t *column)
{
    *column = 0;
    for (size_t i = 0; i < INTRO_COUNT_OF(columns); i++) {
        const bool is_there = pages->groups[columns[i].of].count != 0;
        if (columns[i].of == of) {
            return is_there;
        }
        *column += is_there;
    }
    return false;
}

intro_status intro_i_reading_breadth(intro_ctx *ctx, const intro_pages *pages,
                                     const intro_vid *people, size_t count,
                                     intro_breadth **out)
{
    intro_breadth_options options = INTRO_BREADTH_OPTIONS_INIT;
    const char *by[INTRO_COUNT_OF(columns)];
    for (size_t i = 0; i < INTRO_COUNT_OF(columns); i++) {
        if (pages->groups[columns[i].of].count != 0) {
            by[options.by_count++] = columns[i].name;
        }
    }
    options.by = by;
    options.people = people;
    options.people_count = count;
    return intro_breadth_new(ctx, pages->graph, &options, out);
}

static int compare_people(const void *a, const void *b)
{
    const intro_vid x = *(const intro_vid *)a;
    const intro_vid y = *(const intro_vid *)b;
    return (x > y) - (x < y);
}

static const intro_vid *find_member(const intro_pages *pages, intro_vid who)
{
    return pages->member_count == 0
               ? NULL
               : bsearch(&who, pages->members, pages->member_count,
                         sizeof *pages->members, compare_people);
}

const intro_breadth_row *intro_i_reading_member(const intro_pages *pages,
                                                intro_vid who)
{
    const intro_vid *const member = find_member(pages, who);
    return member == NULL
               ? NULL
               : intro_breadth_row_at(pages->breadth,
                                      (uint64_t)(member - pages->members));
}

static intro_status find_row(intro_ctx *ctx, const intro_pages *pages,
                             intro_vid who, intro_i_reading *reading)
{
    const intro_vid *const member = find_member(pages, who);
    if (member != NULL) {
        reading->breadth = pages->breadth;
        reading->row = (uint64_t)(member - pages->members);
        return INTRO_OK;
    }
    INTRO_TRY(intro_i_reading_breadth(ctx, pages, &who, 1, &reading->own));
    reading->breadth = reading->own;
    return INTRO_OK;
}

intro_status intro_i_reading_init(intro_ctx *ctx, const intro_pages *pages,
                                  intro_vid who, intro_i_reading *out)
{
    memset(out, 0, sizeof *out);
    intro_status rc = find_row(ctx, pages, who, out);
    if (rc == INTRO_OK) {
        rc = intro_portrait_new(ctx, out->breadth, out->row, 0, &out->portrait);
    }
    if (rc != INTRO_OK) {
        intro_i_reading_fini(out);
        return rc;
    }
    out->figures = intro_portrait_row(out->portrait);
    return INTRO_OK;
}

void intro_i_reading_fini(intro_i_reading *reading)
{
    intro_portrait_free(reading->portrait);
    intro_breadth_free(reading->own);
    memset(reading, 0, sizeof *reading);
}
