/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `bridges` for people: the groups among each other, and pairs of them. */
#include "base/context_impl.h"
#include "base/text.h"
#include "report/bridges_lines.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Groups of the table, as many as fit. */
enum {
    NUMBER_COLUMNS = 5,
    NAME_COLUMNS = 17,
    LABEL_COLUMNS = 24,
    CELL_COLUMNS = 6,
    TABLE_MOST = 12
};

/* --- groups ------------------------------------------------------------------------------ */

static void put_cell(intro_i_lines *w, double ratio)
{
    char text[32];
    if (isnan(ratio)) {
        (void)snprintf(text, sizeof text, "-");
    } else {
        (void)snprintf(text, sizeof text, ratio < 10 ? "%.2f" : "%.0f", ratio);
    }
    intro_i_text_pad_right(&w->line, text, CELL_COLUMNS);
}

/* The place, the name and how many people there are. */
static void put_label(intro_i_lines *w, size_t i, const intro_group *g)
{
    char number[16];
    intro_i_strbuf label;
    intro_i_strbuf_init(&label, 0);
    (void)snprintf(number, sizeof number, "%zu ", i + 1);
    intro_i_text_pad_right(&w->line, number, NUMBER_COLUMNS);
    /* A failure stays in the buffer. */
    const intro_status rc =
        intro_i_text_escape_cut(g->name, strlen(g->name), NAME_COLUMNS, &label);
    (void)rc;
    intro_i_strbuf_printf(&label, " (%llu)", (unsigned long long)g->people);
    if (label.status != INTRO_OK) {
        intro_i_output_fail(w->text.output,
                            intro_i_fail_memory(w->text.output->ctx));
    }
    intro_i_text_pad_left(&w->line, label.data, LABEL_COLUMNS);
    intro_i_strbuf_fini(&label);
}

static void put_ei(intro_i_lines *w, double ei)
{
    char text[32];
    (void)snprintf(text, sizeof text, isnan(ei) ? "-" : "%+.2f", ei);
    intro_i_text_pad_right(&w->line, text, CELL_COLUMNS);
}

static void put_columns(intro_i_lines *w, size_t shown)
{
    intro_i_text_pad_left(&w->line, "", NUMBER_COLUMNS + LABEL_COLUMNS);
    intro_i_text_pad_right(&w->line, "E-I", CELL_COLUMNS);
    for (size_t k = 0; k < shown; k++) {
        char number[16];
        (void)snprintf(number, sizeof number, "%zu", k + 1);
        intro_i_text_pad_right(&w->line, number, CELL_COLUMNS);
    }
    intro_i_lines_end_row(w);
}

static size_t fitting(const intro_i_lines *w, size_t groups)
{
    const size_t before = NUMBER_COLUMNS + LABEL_COLUMNS + CELL_COLUMNS;
    const size_t room = w->text.width > before + 2 * CELL_COLUMNS
                            ? (w->text.width - before) / CELL_COLUMNS
                            : 2;
    const size_t most = room < TABLE_MOST ? room : TABLE_MOST;
    return groups < most ? groups : most;
}

void intro_i_bridges_text_groups(intro_i_lines *w)
{
    const size_t groups = intro_bridges_groups(w->what->bridges);
    const size_t shown = fitting(w, groups);
    if (groups == 0) {
        return;
    }
    intro_i_lines_section(
        w,
        "Ties between the groups, 1.00 = as many as chance would give (people "
        "in brackets; E-I: +1 all ties lead out, -1 none)");
    put_columns(w, shown);
    for (size_t i = 0; i < shown; i++) {
        const intro_group g = intro_bridges_group(w->what->bridges, i);
        put_label(w, i, &g);
        put_ei(w, g.ei_index);
        for (size_t k = 0; k < shown; k++) {
            put_cell(w, intro_bridges_between(w->what->bridges, i, k).ratio);
        }
        intro_i_lines_end_row(w);
    }
    if (groups > shown) {
        intro_i_strbuf_puts(&w->line, "... and ");
        intro_i_text_count(&w->line, groups - shown, "group", "groups");
        intro_i_strbuf_puts(&w->line,
                            " more (--format csv --table groups lists all)");
        intro_i_lines_end(w, INTRO_I_FAINT, 2, 4);
    }
}

static void put_pair(intro_i_lines *w, const intro_group_pair *p)
{
    const bool is_within = p->a == p->b;
    intro_i_lines_word(w, p->a);
    if (is_within) {
        intro_i_strbuf_puts(&w->line, ", inside: ");
    } else {
        intro_i_strbuf_puts(&w->line, " and ");
        intro_i_lines_word(w, p->b);
        intro_i_strbuf_puts(&w->line, ": ");
    }
    intro_i_text_count(&w->line, p->ties, "tie", "ties");
    if (!isnan(p->ratio)) {
        intro_i_strbuf_puts(&w->line, ", ");
        intro_i_lines_short(w, p->ratio);
        intro_i_strbuf_puts(&w->line, " times what chance would give");
    }
    intro_i_lines_end(w, INTRO_I_PLAIN, 2, 4);
    for (uint32_t k = 0; k < p->broker_count; k++) {
        intro_i_strbuf_puts(&w->line, k == 0 ? "best brokers: " : ", ");
        intro_i_lines_name(w, p->brokers[k]);
        intro_i_strbuf_printf(&w->line, " (%llu)",
                              (unsigned long long)p->open[k]);
    }
    if (p->broker_count != 0) {
        intro_i_lines_end(w, INTRO_I_FAINT, 4, 6);
    }
}

void intro_i_bridges_text_pairs(intro_i_lines *w)
{
    const size_t count = intro_bridges_pairs(w->what->bridges);
    if (count == 0) {
        return;
    }
    intro_i_lines_section(
        w, "Pairs of groups, most ties first (brokers with the open "
           "pairs around them)");
    for (size_t i = 0;
         i < count && intro_i_output_status(w->text.output) == INTRO_OK; i++) {
        const intro_group_pair p = intro_bridges_pair(w->what->bridges, i);
        put_pair(w, &p);
    }
    intro_i_lines_more(w, w->facts.pairs, count, "pair", "pairs");
}
