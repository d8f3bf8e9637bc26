/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chains for people to read: who introduces whom, how well they know each other
 * and what says so; when there is none, what would change it. */
#include "base/context_impl.h"
#include "base/text.h"
#include "report/numbers.h"
#include "report/path_parts.h"
#include "report/text_writer.h"
#include "report/words.h"

#include <stdio.h>

typedef struct view {
    const intro_graph *graph;
    const intro_path_report *report;
    intro_i_text text;
    intro_i_strbuf line; /* a paragraph in the making */
    intro_i_strbuf a;    /* names of a step */
    intro_i_strbuf b;
} view;

static bool is_you(const view *w, intro_vid v)
{
    return w->report->query->from_count == 1 && w->report->query->from[0] == v;
}

/* The name, escaped and cut, or "you". */
static void put_name(const view *w, intro_i_strbuf *buf, intro_vid v)
{
    if (is_you(w, v)) {
        intro_i_strbuf_puts(buf, "you");
    } else {
        intro_i_text_stranger(buf, intro_graph_display_name(w->graph, v));
    }
}

/* Empties a buffer; that it was too small for memory is not forgotten. */
static void reuse(const view *w, intro_i_strbuf *buf)
{
    if (buf->status != INTRO_OK) {
        intro_i_output_fail(w->text.output,
                            intro_i_fail_memory(w->text.output->ctx));
    }
    intro_i_strbuf_clear(buf);
}

static const char *name_of(const view *w, intro_i_strbuf *buf, intro_vid v)
{
    reuse(w, buf);
    put_name(w, buf, v);
    return buf->data;
}

static void put_short(intro_i_strbuf *buf, double value)
{
    char text[32];
    intro_i_format_short(value, text);
    intro_i_strbuf_puts(buf, text);
}

/* Ends the paragraph that was built in w->line. */
static void end_line(view *w, intro_i_style style, size_t first, size_t rest)
{
    intro_i_text_paragraph(&w->text, style, first, rest, w->line.data);
    reuse(w, &w->line);
}

static void put_chain_names(view *w, const intro_chain *chain)
{
    for (uint32_t i = 0; i <= chain->hops; i++) {
        intro_i_strbuf_puts(&w->line, i == 0 ? "" : " -> ");
        put_name(w, &w->line, chain->people[i]);
    }
}

/* --- steps -------------------------------------------------------------------- */

/* "Bo Li, Engineer at Acme (Software)"; nothing when only the name is known. */
static bool put_role(view *w, intro_vid v)
{
    static const struct {
        intro_field field;
        const char *before;
        const char *alone;
        const char *after;
    } parts[] = {{INTRO_FIELD_POSITION, ", ", ", ", ""},
                 {INTRO_FIELD_COMPANY, " at ", ", ", ""},
                 {INTRO_FIELD_INDUSTRY, " (", " (", ")"}};
    bool has_position = false;
    bool has_any = false;
    for (size_t i = 0; i < INTRO_COUNT_OF(parts); i++) {
        const char *const value =
            intro_graph_field(w->graph, v, parts[i].field);
        if (value == NULL || value[0] == '\0') {
            continue;
        }
        if (!has_any) {
            put_name(w, &w->line, v);
        }
        intro_i_strbuf_puts(&w->line,
                            has_position ? parts[i].before : parts[i].alone);
        intro_i_text_stranger(&w->line, value);
        intro_i_strbuf_puts(&w->line, parts[i].after);
        has_position = has_position || i == 0;
        has_any = true;
    }
    return has_any;
}

enum { CELLS = 6 };

static void put_factor_row(view *w, const char *const cells[CELLS])
{
    static const size_t widths[CELLS] = {18, 6, 9, 9, 9, 9};
    intro_i_text_pad_left(&w->line, cells[0], widths[0]);
    for (size_t i = 1; i < CELLS; i++) {
        intro_i_text_pad_right(&w->line, cells[i], widths[i]);
    }
    /* A table keeps its columns: it is not wrapped. */
    intro_i_puts(w->text.output, "       ");
    intro_i_puts(w->text.output, w->line.data);
    intro_i_putc(w->text.output, '\n');
    reuse(w, &w->line);
}

static void put_factors(view *w, const intro_evidence *e)
{
    char count[16];
    char p[32];
    char saturation[32];
    char fading[32];
    char q[32];
    (void)snprintf(count, sizeof count, "%lu", (unsigned long)e->count);
    intro_i_format_short(e->p, p);
    intro_i_format_short(e->saturation, saturation);
    intro_i_format_short(e->fading, fading);
    intro_i_format_short(e->q, q);
    const char *const cells[CELLS] = {
        intro_evidence_name(e->kind), count, p, saturation, fading, q};
    put_factor_row(w, cells);
}

/* How the q become the strength. */
static void put_sum(view *w, const intro_evidence *evidence, size_t count,
                    float strength)
{
    double w_value = 0;
    double miss = 1;
    size_t kinds = 0;
    for (size_t i = 0; i < count; i++) {
        if (evidence[i].kind == INTRO_EV_WEIGHT ||
            evidence[i].kind == INTRO_EV_STATED) {
            w_value = evidence[i].q;
        } else {
            miss *= 1 - evidence[i].q;
            kinds++;
        }
    }
    if (kinds != 0) {
        intro_i_strbuf_puts(&w->line, "e = 1 - product of (1 - q) = ");
        put_short(&w->line, 1 - miss);
        intro_i_strbuf_puts(&w->line, " (kept within 0.01 and 0.98); ");
    }
    if (w_value > 0) {
        intro_i_strbuf_puts(&w->line, "w = ");
        put_short(&w->line, w_value);
        intro_i_strbuf_puts(&w->line, "; ");
    }
    intro_i_strbuf_puts(&w->line, kinds == 0 ? "strength = w = "
                                  : w_value > 0
                                      ? "strength = 1 - (1 - w)(1 - e) = "
                                      : "strength = e = ");
    put_short(&w->line, (double)strength);
    end_line(w, INTRO_I_FAINT, 7, 9);
}

static void put_table(view *w, const intro_evidence *evidence, size_t count,
                      float strength)
{
    static const char *const heads[CELLS] = {"evidence", "n",      "p",
                                             "n/(n+h)",  "fading", "q"};
    put_factor_row(w, heads);
    for (size_t i = 0; i < count; i++) {
        put_factors(w, &evidence[i]);
    }
    put_sum(w, evidence, count, strength);
}

static void put_step(view *w, intro_vid a, intro_vid b)
{
    intro_tie tie;
    intro_evidence evidence[INTRO_EV_COUNT];
    if (!intro_graph_find_tie(w->graph, a, b, &tie)) {
        (void)intro_i_fail(w->text.output->ctx, INTRO_EBUG,
                           "a chain holds two people without a tie");
        intro_i_output_fail(w->text.output, INTRO_EBUG);
        return;
    }
    const size_t count = intro_graph_tie_evidence(w->graph, &tie, evidence);
    const intro_i_pair_words who = {name_of(w, &w->a, a), name_of(w, &w->b, b)};
    intro_i_strbuf_puts(&w->line, who.a);
    intro_i_strbuf_puts(&w->line, " -> ");
    intro_i_strbuf_puts(&w->line, who.b);
    intro_i_strbuf_puts(&w->line, ": ");
    intro_i_strbuf_puts(&w->line, intro_i_strength_word((double)tie.strength));
    intro_i_strbuf_putc(&w->line, ' ');
    put_short(&w->line, (double)tie.strength);
    intro_i_strbuf_puts(&w->line, tie.inferred ? " (inferred)" : "");
    intro_i_strbuf_puts(&w->line, count == 0 ? "" : "; ");
    intro_i_evidence_words(&w->line, evidence, count, &who);
    end_line(w, INTRO_I_PLAIN, 3, 5);
    if (put_role(w, b)) {
        end_line(w, INTRO_I_FAINT, 5, 7);
    }
    if (w->report->explain) {
        put_table(w, evidence, count, tie.strength);
    }
}

static void put_chain(view *w, const intro_chain *chain, size_t rank)
{
    intro_i_strbuf_printf(&w->line, "%llu. ", (unsigned long long)rank);
    put_chain_names(w, chain);
    intro_i_strbuf_puts(&w->line, ": ");
    intro_i_strbuf_puts(&w->line, intro_i_warmth_word(chain->warmth));
    intro_i_strbuf_putc(&w->line, ' ');
    put_short(&w->line, chain->warmth);
    end_line(w, INTRO_I_STRONG, 0, 3);
    for (uint32_t i = 0; i < chain->hops; i++) {
        put_step(w, chain->people[i], chain->people[i + 1]);
    }
    if (w->report->explain && chain->hops > 1) {
        intro_i_strbuf_puts(&w->line, "warmth = ");
        for (uint32_t i = 0; i < chain->hops; i++) {
            intro_tie tie;
            if (intro_graph_find_tie(w->graph, chain->people[i],
                                     chain->people[i + 1], &tie)) {
                intro_i_strbuf_puts(&w->line, i == 0 ? "" : " x ");
                put_short(&w->line, (double)tie.strength);
            }
        }
        intro_i_strbuf_puts(&w->line, " = ");
        put_short(&w->line, chain->warmth);
        end_line(w, INTRO_I_FAINT, 3, 5);
    }
    intro_i_text_blank(&w->text);
}

static void put_direct(view *w, const intro_direct *direct)
{
    const bool you = is_you(w, direct->from);
    intro_i_strbuf_puts(&w->line,
                        you ? "You" : name_of(w, &w->a, direct->from));
    intro_i_strbuf_puts(&w->line, " and ");
    put_name(w, &w->line, direct->target);
    intro_i_strbuf_puts(&w->line, direct->inferred
                                      ? " may know each other directly:"
                                      : " know each other directly:");
    end_line(w, INTRO_I_STRONG, 0, 3);
    put_step(w, direct->from, direct->target);
    intro_i_text_blank(&w->text);
}

/* --- when there is none ---------------------------------------------------------- */

/* The target in the user's words, else by name. */
static void put_asked(view *w)
{
    const intro_path_report *const report = w->report;
    if (report->asked != NULL && report->asked[0] != '\0') {
        intro_i_text_stranger(&w->line, report->asked);
    } else if (report->query->target_count == 1) {
        put_name(w, &w->line, report->query->targets[0]);
    } else {
        intro_i_strbuf_puts(&w->line, "any of ");
        intro_i_text_count(&w->line, report->query->target_count, "target",
                           "targets");
    }
}

static float weakest_of(const view *w, const intro_chain *chain)
{
    float weakest = 1;
    for (uint32_t i = 0; i < chain->hops; i++) {
        intro_tie tie;
        if (intro_graph_find_tie(w->graph, chain->people[i],
                                 chain->people[i + 1], &tie) &&
            tie.strength < weakest) {
            weakest = tie.strength;
        }
    }
    return weakest;
}

static void put_why(view *w, intro_no_path reason)
{
    const intro_paths_query *const query = w->report->query;
    switch (reason) {
    case INTRO_FOUND:
        break;
    case INTRO_NO_OTHER_COMPONENT:
        intro_i_strbuf_puts(&w->line, ": no chain of any length leads there. "
                                      "Another export or input may join the "
                                      "two parts of the network.");
        break;
    case INTRO_NO_HOP_LIMIT:
        intro_i_strbuf_puts(&w->line, " in ");
        intro_i_text_count(&w->line, query->max_hops, "tie", "ties");
        intro_i_strbuf_puts(&w->line, " or fewer.");
        break;
    case INTRO_NO_MIN_STRENGTH:
        intro_i_strbuf_puts(&w->line, " when ties weaker than ");
        put_short(&w->line, query->min_strength);
        intro_i_strbuf_puts(&w->line, " are left out.");
        break;
    case INTRO_NO_AVOID:
        intro_i_strbuf_puts(&w->line, " without the people to avoid.");
        break;
    case INTRO_NO_INFERRED_ONLY:
        intro_i_strbuf_puts(&w->line, " over observed ties: only inferred "
                                      "ones lead there. Without "
                                      "--observed-only they count.");
        break;
    case INTRO_NO_UNKNOWN_PERSON:
        intro_i_strbuf_puts(&w->line, ": nobody of that name.");
        break;
    case INTRO_NO_AMBIGUOUS_PERSON:
        intro_i_strbuf_puts(&w->line, ": several people answer to that name. "
                                      "An id, URL or e-mail tells them apart.");
        break;
    }
}

/* People to avoid on the chain, as options to leave out. */
static void put_avoided(view *w, const intro_chain *chain)
{
    const intro_paths_query *const query = w->report->query;
    for (uint32_t i = 0; i <= chain->hops; i++) {
        for (size_t j = 0; j < query->avoid_count; j++) {
            if (query->avoid[j] == chain->people[i]) {
                intro_i_strbuf_puts(&w->line, " --avoid ");
                intro_i_text_stranger(
                    &w->line, intro_graph_id(w->graph, query->avoid[j]));
            }
        }
    }
}

/* The option that gives the nearest answer, and that answer. */
static void put_beyond(view *w, intro_no_path reason, const intro_chain *chain)
{
    if (chain->hops == 0) {
        if (reason == INTRO_NO_HOP_LIMIT &&
            w->report->query->max_hops < INTRO_MAX_HOPS) {
            intro_i_strbuf_printf(&w->line,
                                  "With up to %d ties (--max-hops %d) there is "
                                  "none either.",
                                  INTRO_MAX_HOPS, INTRO_MAX_HOPS);
            end_line(w, INTRO_I_PLAIN, 0, 0);
        }
        return;
    }
    intro_i_strbuf_puts(&w->line, "The nearest answer: ");
    put_chain_names(w, chain);
    intro_i_strbuf_puts(&w->line, ", ");
    intro_i_strbuf_puts(&w->line, intro_i_warmth_word(chain->warmth));
    intro_i_strbuf_putc(&w->line, ' ');
    put_short(&w->line, chain->warmth);
    if (reason == INTRO_NO_HOP_LIMIT) {
        intro_i_strbuf_printf(&w->line, "; use --max-hops %u",
                              (unsigned)chain->hops);
    } else if (reason == INTRO_NO_MIN_STRENGTH) {
        /* Rounded down, so that the option really lets the tie pass. */
        char text[32];
        const double weakest = (double)weakest_of(w, chain);
        intro_i_format_double((double)(uint64_t)(weakest * 1000) / 1000, text);
        intro_i_strbuf_puts(&w->line, "; use --min-strength ");
        intro_i_strbuf_puts(&w->line, text);
    } else if (reason == INTRO_NO_AVOID) {
        intro_i_strbuf_puts(&w->line, "; leave out");
        put_avoided(w, chain);
    }
    intro_i_strbuf_putc(&w->line, '.');
    end_line(w, INTRO_I_PLAIN, 0, 3);
}

static void put_nothing(view *w, intro_no_path reason)
{
    if (reason == INTRO_NO_UNKNOWN_PERSON ||
        reason == INTRO_NO_AMBIGUOUS_PERSON) {
        put_asked(w);
    } else {
        intro_i_strbuf_puts(&w->line,
                            w->report->query->from_count == 1
                                ? "Nobody can introduce you to "
                                : "Nobody of the team can be led to ");
        put_asked(w);
    }
    put_why(w, reason);
    end_line(w, INTRO_I_STRONG, 0, 3);
    if (w->report->paths != NULL) {
        const intro_chain beyond = intro_paths_beyond(w->report->paths);
        put_beyond(w, reason, &beyond);
    }
    if (w->report->is_batch) {
        intro_i_text_blank(&w->text);
    }
}

/* --- the whole ------------------------------------------------------------------- */

static void put_heading(view *w, size_t chains)
{
    if (w->report->is_batch) {
        intro_i_strbuf_printf(&w->line, "Row %llu",
                              (unsigned long long)w->report->row);
        if (w->report->asked != NULL && w->report->asked[0] != '\0') {
            intro_i_strbuf_puts(&w->line, ": ");
            intro_i_text_stranger(&w->line, w->report->asked);
        }
        end_line(w, INTRO_I_STRONG, 0, 3);
        intro_i_text_blank(&w->text);
    } else if (chains != 0) {
        intro_i_text_count(&w->line, chains, "chain", "chains");
        intro_i_strbuf_puts(&w->line, " to ");
        put_asked(w);
        intro_i_strbuf_putc(&w->line, ':');
        end_line(w, INTRO_I_PLAIN, 0, 3);
        intro_i_text_blank(&w->text);
    }
}

static void write_view(view *w)
{
    const intro_paths *const paths = w->report->paths;
    const size_t chains = paths == NULL ? 0 : intro_paths_count(paths);
    const size_t directs = paths == NULL ? 0 : intro_paths_direct_count(paths);
    const intro_no_path reason =
        paths == NULL ? w->report->row_reason : intro_paths_reason(paths);
    if (w->report->is_batch) {
        put_heading(w, chains);
    }
    for (size_t i = 0; i < directs; i++) {
        const intro_direct direct = intro_paths_direct(paths, i);
        put_direct(w, &direct);
    }
    if (!w->report->is_batch) {
        put_heading(w, chains);
    }
    for (size_t i = 0; i < chains; i++) {
        const intro_chain chain = intro_paths_chain(paths, i);
        put_chain(w, &chain, i + 1);
    }
    if (chains == 0 && directs == 0) {
        put_nothing(w, reason);
    } else if (chains == 0) {
        intro_i_strbuf_puts(&w->line, "Nobody else can introduce you within "
                                      "the limits given.");
        end_line(w, INTRO_I_PLAIN, 0, 3);
    }
}

void intro_i_path_text(const intro_graph *graph,
                       const intro_path_report *report,
                       const intro_report_options *options,
                       intro_output *output)
{
    view w = {.graph = graph, .report = report};
    intro_i_text_init(&w.text, output, options);
    intro_i_strbuf_init(&w.line, 0);
    intro_i_strbuf_init(&w.a, 0);
    intro_i_strbuf_init(&w.b, 0);
    write_view(&w);
    reuse(&w, &w.line);
    reuse(&w, &w.a);
    reuse(&w, &w.b);
    intro_i_strbuf_fini(&w.line);
    intro_i_strbuf_fini(&w.a);
    intro_i_strbuf_fini(&w.b);
}
