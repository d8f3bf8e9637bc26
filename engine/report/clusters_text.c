/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clusters for people to read: what they are, how one comes into each, which weak
 * ties join them, and when the network falls apart without weak ties. */
#include "base/calendar.h"
#include "base/context_impl.h"
#include "report/clusters_parts.h"
#include "report/numbers.h"
#include "report/text_writer.h"
#include "report/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CLUSTERS_SHOWN = 20, SMALL_SHOWN = 3, STEP_COLUMNS = 14 };

typedef struct view {
    const intro_graph *graph;
    const intro_clusters_report *report;
    const intro_clusters *clusters;
    intro_clusters_facts facts;
    intro_i_text text;
    intro_i_strbuf line; /* a paragraph in the making */
    intro_i_strbuf a;    /* names of a tie */
    intro_i_strbuf b;
} view;

/* Empties a buffer; that it was too small for memory is not forgotten. */
static void reuse(const view *w, intro_i_strbuf *buf)
{
    if (buf->status != INTRO_OK) {
        intro_i_output_fail(w->text.output,
                            intro_i_fail_memory(w->text.output->ctx));
    }
    intro_i_strbuf_clear(buf);
}

/* Ends the paragraph that was built in w->line. */
static void end_line(view *w, intro_i_style style, size_t first, size_t rest)
{
    intro_i_text_paragraph(&w->text, style, first, rest, w->line.data);
    reuse(w, &w->line);
}

static void begin_section(view *w, const char *title)
{
    intro_i_text_blank(&w->text);
    intro_i_strbuf_puts(&w->line, title);
    end_line(w, INTRO_I_STRONG, 0, 0);
}

static void put(view *w, const char *words)
{
    intro_i_strbuf_puts(&w->line, words);
}

static void put_short(view *w, double value)
{
    char text[32];
    intro_i_format_short(value, text);
    put(w, isnan(value) ? "undefined" : value == 0 ? "0" : text);
}

static void put_percent(view *w, double share)
{
    intro_i_strbuf_printf(&w->line, "%.0f %%", share * 100);
}

static void put_count(view *w, uint64_t count, const char *one,
                      const char *many)
{
    intro_i_text_count(&w->line, count, one, many);
}

/* The name, escaped and cut, or "you". */
static const char *name_of(const view *w, intro_i_strbuf *buf, intro_vid v)
{
    reuse(w, buf);
    if (v == w->facts.me) {
        intro_i_strbuf_puts(buf, "you");
    } else {
        intro_i_text_stranger(buf, intro_graph_display_name(w->graph, v));
    }
    return buf->data;
}

static void put_name(view *w, intro_vid v)
{
    put(w, name_of(w, &w->a, v));
}

/* "c3", or "c3 Reinsurance and Risk" */
static void put_cluster(view *w, uint32_t number)
{
    char id[INTRO_CLUSTER_ID];
    const char *const label = intro_clusters_label(w->clusters, number);
    put(w, intro_cluster_id(number, id));
    if (label != NULL) {
        put(w, " ");
        intro_i_text_stranger(&w->line, label);
    }
}

/* --- ties ----------------------------------------------------------------- */

/* What is known of a tie, in words, in the direction there is. */
static void put_evidence(view *w, intro_vid a, intro_vid b)
{
    intro_tie tie;
    intro_evidence evidence[INTRO_EV_COUNT];
    if (!intro_graph_find_tie(w->graph, a, b, &tie)) {
        const intro_vid kept = a;
        a = b;
        b = kept;
        if (!intro_graph_find_tie(w->graph, a, b, &tie)) {
            return;
        }
    }
    const size_t count = intro_graph_tie_evidence(w->graph, &tie, evidence);
    const intro_i_pair_words who = {name_of(w, &w->a, a), name_of(w, &w->b, b)};
    put(w, count == 0 ? "" : "; ");
    intro_i_evidence_words(&w->line, evidence, count, &who);
}

/* "weak tie 0.04, inferred, dormant; connected since 2019-03" */
static void put_door(view *w, const intro_door *door)
{
    put(w, door->weak ? "weak tie " : "strong tie ");
    put_short(w, (double)door->strength);
    put(w, door->inferred ? ", inferred" : "");
    put(w, door->dormant ? ", dormant: it was strong once" : "");
    put_evidence(w, door->via, door->to);
}

/* --- clusters ------------------------------------------------------------- */

static void put_size(view *w, const intro_cluster *c)
{
    put_cluster(w, c->number);
    put(w, " (");
    put_count(w, c->people, "person", "people");
    put(w, ")");
}

/* "; 28 of them work in industries you have nobody in" */
static void put_novelty(view *w, const intro_cluster *c)
{
    if (c->novel == 0) {
        return;
    }
    put(w, "; ");
    if (strcmp(w->facts.by, "industry") == 0) {
        intro_i_strbuf_printf(
            &w->line, "%llu of them %s in industries you have nobody in",
            (unsigned long long)c->novel, c->novel == 1 ? "works" : "work");
    } else {
        intro_i_strbuf_printf(&w->line, "%llu of them with a value of ",
                              (unsigned long long)c->novel);
        intro_i_text_stranger(&w->line, w->facts.by);
        put(w, " that nobody you know has");
    }
}

/* "through Ana, a weak tie (…)", "through Ana, who knows Bo: weak tie (…)" */
static void put_way(view *w, const intro_door *door)
{
    if (door->via == w->facts.me) {
        put_name(w, door->to);
    } else {
        put_name(w, door->via);
        put(w, ", who is tied to ");
        put_name(w, door->to);
    }
    put(w, " (");
    put_door(w, door);
    put(w, ")");
}

/* The strongest door, and the strongest that is not weak where there is one. */
static const intro_door *best_door(const intro_cluster *c)
{
    for (uint64_t i = 0; c->access == INTRO_ACCESS_STRONG && i < c->door_count;
         i++) {
        if (!c->doors[i].weak) {
            return &c->doors[i];
        }
    }
    return &c->doors[0];
}

static void put_doors(view *w, const intro_cluster *c)
{
    const bool is_weak = c->access == INTRO_ACCESS_WEAK;
    if (c->single_door != INTRO_NO_VID) {
        put(w, "only through ");
        if (c->door_count > 1) {
            put_name(w, c->single_door);
            put(w, is_weak ? ", by weak ties only, the strongest: "
                           : ", the best way: ");
        }
        put_way(w, best_door(c));
    } else {
        put(w, is_weak ? "only through weak ties, " : "through ");
        intro_i_strbuf_printf(
            &w->line, "%llu %s", (unsigned long long)c->door_count,
            is_weak ? "of them, the strongest: " : "ties, the best: ");
        put_way(w, best_door(c));
    }
}

static void put_dormant(view *w, const intro_cluster *c)
{
    uint64_t dormant = 0;
    for (uint64_t i = 0; i < c->door_count; i++) {
        dormant += c->doors[i].dormant;
    }
    if (dormant != 0 && c->door_count > 1) {
        put(w, "; ");
        put_count(w, dormant, "dormant tie leads there",
                  "dormant ties lead there");
    }
}

static void put_sentence(view *w, const intro_cluster *c)
{
    put_size(w, c);
    put(w, ": ");
    switch (c->access) {
    case INTRO_ACCESS_WEAK:
    case INTRO_ACCESS_STRONG:
        put_doors(w, c);
        put_dormant(w, c);
        put_novelty(w, c);
        break;
    case INTRO_ACCESS_NONE:
        put(w, "no door");
        if (c->reach != 0) {
            put(w, ", but ");
            put_count(w, c->reach, "person is", "people are");
            put(w, " within three ties");
        }
        put_novelty(w, c);
        break;
    case INTRO_ACCESS_MEMBER:
        put(w, "your own; ");
        put_count(w, c->reach, "person", "people");
        put(w, " of it within three ties");
        break;
    case INTRO_ACCESS_UNKNOWN:
        put_count(w, c->inside_ties, "tie inside", "ties inside");
        intro_i_strbuf_printf(&w->line, ", %llu out, conductance ",
                              (unsigned long long)c->outside_ties);
        put_short(w, c->conductance);
        break;
    }
    put(w, ".");
    end_line(w, INTRO_I_PLAIN, 2, 6);
}

static void put_groups(view *w, const intro_cluster *c)
{
    for (uint32_t i = 0; i < c->group_count; i++) {
        put(w, i == 0 ? "" : ", ");
        intro_i_text_stranger(&w->line, c->groups[i].name);
        put(w, " ");
        put_percent(w, c->groups[i].share);
    }
    if (c->group_count != 0) {
        end_line(w, INTRO_I_FAINT, 6, 8);
    }
}

static void put_introduction(view *w, size_t i)
{
    const intro_chain chain = intro_clusters_chain(w->clusters, i);
    if (chain.hops == 0) {
        return;
    }
    put(w, "Ask ");
    put_name(w, chain.people[1]);
    put(w, chain.hops == 1 ? ", who is in it: " : " for an introduction: ");
    for (uint32_t k = 0; k <= chain.hops; k++) {
        put(w, k == 0 ? "" : " -> ");
        put_name(w, chain.people[k]);
    }
    put(w, ", ");
    put(w, intro_i_warmth_word(chain.warmth));
    put(w, " ");
    put_short(w, chain.warmth);
    end_line(w, INTRO_I_PLAIN, 6, 8);
}

static void put_clusters(view *w)
{
    const size_t count = intro_clusters_count(w->clusters);
    const bool has_view = w->facts.me != INTRO_NO_VID;
    size_t shown = 0;
    uint64_t left = 0;
    begin_section(w, has_view ? "The clusters from where you stand"
                              : "The clusters");
    for (size_t i = 0; i < count; i++) {
        const intro_cluster *const c = intro_clusters_at(w->clusters, i);
        /* One's own is always said; dust is not. */
        if (c->access != INTRO_ACCESS_MEMBER &&
            (shown >= CLUSTERS_SHOWN ||
             (shown >= SMALL_SHOWN && c->people == 1))) {
            left++;
            continue;
        }
        put_sentence(w, c);
        put_groups(w, c);
        put_introduction(w, i);
        shown++;
    }
    if (left != 0) {
        put(w, "... and ");
        put_count(w, left, "cluster", "clusters");
        put(w, " more (--format csv lists all)");
        end_line(w, INTRO_I_FAINT, 2, 4);
    }
}

/* --- weak ties ------------------------------------------------------------ */

static void put_weak_tie(view *w, size_t i)
{
    const intro_weak_tie *const tie = intro_clusters_weak_tie(w->clusters, i);
    intro_i_strbuf_printf(&w->line, "%llu. ", (unsigned long long)i + 1);
    put_name(w, tie->a);
    put(w, " - ");
    put_name(w, tie->b);
    put(w, ": ");
    put_short(w, (double)tie->strength);
    put(w, tie->inferred ? " (inferred), " : ", ");
    if (tie->mutual == 0) {
        put(w, "no mutual contact");
    } else {
        put_count(w, tie->mutual, "mutual contact", "mutual contacts");
        put(w, ", overlap ");
        put_short(w, tie->overlap);
    }
    if (tie->cut) {
        put(w, ", nothing else joins them");
    } else {
        intro_i_strbuf_printf(&w->line, ", %lu ties apart without it",
                              (unsigned long)tie->span);
    }
    put_evidence(w, tie->a, tie->b);
    end_line(w, INTRO_I_PLAIN, 2, 5);
    put(w, "from ");
    put_cluster(w, tie->from_cluster);
    put(w, " to ");
    put_cluster(w, tie->to_cluster);
    if (tie->score != 0) {
        put(w, "; ");
        put_count(w, tie->score, "person is", "people are");
        put(w, " within three ties only over it");
    }
    end_line(w, INTRO_I_FAINT, 5, 7);
}

static void put_weak_ties(view *w)
{
    const size_t count = intro_clusters_weak_ties(w->clusters);
    if (count == 0) {
        return;
    }
    begin_section(w, "Weak ties between clusters, without which the way round "
                     "is longest");
    for (size_t i = 0; i < count; i++) {
        put_weak_tie(w, i);
    }
    if (w->facts.weak_ties > count) {
        put(w, "... and ");
        put_count(w, w->facts.weak_ties - count, "weak tie", "weak ties");
        put(w, " more (--top 0 lists all)");
        end_line(w, INTRO_I_FAINT, 2, 4);
    }
}

/* --- percolation ---------------------------------------------------------- */

static void put_cells(view *w, const char *const cells[4])
{
    for (int i = 0; i < 4; i++) {
        intro_i_text_pad_right(&w->line, cells[i], STEP_COLUMNS);
    }
    /* A table keeps its columns: it is not wrapped. */
    intro_i_puts(w->text.output, w->line.data);
    intro_i_putc(w->text.output, '\n');
    reuse(w, &w->line);
}

static void put_step(view *w, const intro_percolation *step)
{
    char below[32];
    char cells[3][24];
    const uint64_t numbers[3] = {step->ties_removed, step->components,
                                 step->largest};
    intro_i_format_short(step->below, below);
    for (int i = 0; i < 3; i++) {
        (void)snprintf(cells[i], sizeof cells[i], "%llu",
                       (unsigned long long)numbers[i]);
    }
    const char *const row[4] = {below, cells[0], cells[1], cells[2]};
    put_cells(w, row);
}

/* The step at which the largest part loses the greatest share of itself. */
static void put_fall(view *w)
{
    uint64_t before = w->facts.largest;
    uint64_t from = 0;
    double greatest = 0;
    intro_percolation worst = {0, 0, 0, 0};
    for (size_t i = 0; i < intro_clusters_steps(w->clusters); i++) {
        const intro_percolation step = intro_clusters_step(w->clusters, i);
        const double loss = 1 - (double)step.largest / (double)before;
        if (loss > greatest) {
            greatest = loss;
            from = before;
            worst = step;
        }
        before = step.largest;
    }
    if (greatest == 0) {
        return;
    }
    put(w, "It falls apart most when ties below ");
    put_short(w, worst.below);
    put(w, " go: the largest part shrinks from ");
    put_count(w, from, "person", "people");
    intro_i_strbuf_printf(&w->line, " to %llu, of %llu parts.",
                          (unsigned long long)worst.largest,
                          (unsigned long long)worst.components);
    end_line(w, INTRO_I_PLAIN, 0, 0);
}

static void put_percolation(view *w)
{
    static const char *const heads[4] = {"ties below", "gone", "parts",
                                         "largest part"};
    const size_t count = intro_clusters_steps(w->clusters);
    if (count == 0) {
        return;
    }
    begin_section(w, "What remains without the weakest ties");
    put_cells(w, heads);
    for (size_t i = 0; i < count; i++) {
        const intro_percolation step = intro_clusters_step(w->clusters, i);
        put_step(w, &step);
    }
    put_fall(w);
}

/* --- the whole ------------------------------------------------------------ */

static void put_head(view *w)
{
    put_count(w, intro_clusters_count(w->clusters), "cluster", "clusters");
    put(w, " of ");
    put_count(w, w->facts.people, "person", "people");
    put(w, ", modularity ");
    put_short(w, w->facts.modularity);
    intro_i_strbuf_printf(&w->line, " (seed %llu)",
                          (unsigned long long)w->facts.seed);
    end_line(w, INTRO_I_STRONG, 0, 0);
    if (w->facts.ties == 0) {
        return;
    }
    put(w, "A tie is weak below strength ");
    put_short(w, w->facts.weak_below);
    put(w, ", or with an overlap of ");
    put_short(w, w->facts.overlap_most);
    put(w, " or less. ");
    put_count(w, w->facts.weak_ties, "weak tie is", "weak ties are");
    intro_i_strbuf_printf(&w->line, " among the %llu between clusters.",
                          (unsigned long long)w->facts.bridging);
    end_line(w, INTRO_I_PLAIN, 0, 0);
}

static void put_membership(view *w)
{
    if (!w->report->membership) {
        return;
    }
    begin_section(w, "Who is where");
    for (intro_vid v = 0; v < intro_graph_people(w->graph) &&
                          intro_i_output_status(w->text.output) == INTRO_OK;
         v++) {
        put_name(w, v);
        put(w, ": ");
        put_cluster(w, intro_clusters_of(w->clusters, v));
        end_line(w, INTRO_I_PLAIN, 2, 4);
    }
}

void intro_i_clusters_text(const intro_graph *graph,
                           const intro_clusters_report *report,
                           const intro_report_options *options,
                           intro_output *output)
{
    view w = {.graph = graph,
              .report = report,
              .clusters = report->clusters,
              .facts = intro_clusters_get_facts(report->clusters)};
    intro_i_text_init(&w.text, output, options);
    intro_i_strbuf_init(&w.line, 0);
    intro_i_strbuf_init(&w.a, 0);
    intro_i_strbuf_init(&w.b, 0);
    put_head(&w);
    put_clusters(&w);
    put_weak_ties(&w);
    put_percolation(&w);
    put_membership(&w);
    reuse(&w, &w.line);
    reuse(&w, &w.a);
    reuse(&w, &w.b);
    intro_i_strbuf_fini(&w.line);
    intro_i_strbuf_fini(&w.a);
    intro_i_strbuf_fini(&w.b);
}
