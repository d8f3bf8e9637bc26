/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page_asks.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "report/page_clusters.h"
#include "report/words.h"

#include <introfind/paths.h>

#include <string.h>

/* Groups asked for, of each attribute. */
enum { INDUSTRIES_MOST = 12, FUNCTIONS_MOST = 6, CLUSTERS_MOST = 6 };

/* --- finding -------------------------------------------------------------- */

static bool is_before(const intro_i_ask *a, const intro_i_ask *b)
{
    if (a->warmth != b->warmth) {
        return a->warmth > b->warmth;
    }
    if (a->hops != b->hops) {
        return a->hops < b->hops;
    }
    return a->people[a->hops] < b->people[b->hops];
}

/* Keeps the warmest; somebody who opens two groups is asked for once. */
static void insert(intro_i_asks *asks, const intro_i_ask *ask)
{
    for (size_t i = 0; i < asks->count; i++) {
        if (asks->list[i].people[asks->list[i].hops] ==
            ask->people[ask->hops]) {
            return;
        }
    }
    size_t at = asks->count;
    if (at == INTRO_I_ASKS_MOST) {
        if (!is_before(ask, &asks->list[at - 1])) {
            return;
        }
        at--;
    } else {
        asks->count++;
    }
    for (; at > 0 && is_before(ask, &asks->list[at - 1]); at--) {
        asks->list[at] = asks->list[at - 1];
    }
    asks->list[at] = *ask;
}

/* The people of a group who are no contacts already. */
static size_t gather(const intro_i_page *page, const intro_i_groups *groups,
                     uint32_t group, intro_vid *members)
{
    const intro_i_weak_graph *const weak = &page->pages->weak;
    uint64_t next = weak->offsets[page->me]; /* contacts rise, too */
    const uint64_t end = weak->offsets[page->me + 1];
    size_t count = 0;
    for (uint32_t v = 0; v < weak->people; v++) {
        while (next < end && weak->neighbours[next] < v) {
            next++;
        }
        const bool is_contact = next < end && weak->neighbours[next] == v;
        if (groups->of[v] == group && v != page->me && !is_contact) {
            members[count++] = v;
        }
    }
    return count;
}

static intro_status ask_for(intro_i_page *page, intro_i_page_attribute of,
                            uint32_t group, intro_vid *members,
                            intro_i_asks *asks)
{
    const intro_pages *const pages = page->pages;
    intro_paths_query query = INTRO_PATHS_QUERY_INIT;
    intro_paths *paths = NULL;
    query.from = &page->me;
    query.from_count = 1;
    query.targets = members;
    query.target_count = gather(page, &pages->groups[of], group, members);
    query.max_hops = INTRO_I_ASK_HOPS;
    query.limit = 1;
    query.explain_empty = false;
    if (query.target_count == 0) {
        return INTRO_OK;
    }
    INTRO_TRY(intro_paths_find(page->ctx, pages->graph, &query, &paths));
    if (intro_paths_count(paths) != 0) {
        const intro_chain chain = intro_paths_chain(paths, 0);
        intro_i_ask ask = {.of = of,
                           .group = group,
                           .hops = chain.hops,
                           .warmth = chain.warmth};
        memcpy(ask.people, chain.people,
               (chain.hops + 1) * sizeof *chain.people);
        insert(asks, &ask);
    }
    intro_paths_free(paths);
    return INTRO_OK;
}

static intro_status ask_for_all(intro_i_page *page, intro_i_page_attribute of,
                                const intro_i_spread *spread, uint32_t most,
                                intro_vid *members, intro_i_asks *asks)
{
    for (uint32_t i = spread->met;
         i < spread->groups->count && i < spread->met + most; i++) {
        INTRO_TRY(ask_for(page, of, spread->order[i], members, asks));
    }
    return INTRO_OK;
}

static intro_status ask_for_clusters(intro_i_page *page,
                                     const intro_i_my_doors *doors,
                                     intro_vid *members, intro_i_asks *asks)
{
    int asked = 0;
    for (size_t i = 0; i < doors->count && asked < CLUSTERS_MOST; i++) {
        const intro_i_cluster_access *const k = &doors->list[i];
        if (k->reach != 0 &&
            page->pages->groups[INTRO_I_PAGE_CLUSTER].sizes[k->cluster] >=
                INTRO_I_CLUSTER_LEAST &&
            (k->access == INTRO_ACCESS_WEAK ||
             k->access == INTRO_ACCESS_NONE)) {
            INTRO_TRY(
                ask_for(page, INTRO_I_PAGE_CLUSTER, k->cluster, members, asks));
            asked++;
        }
    }
    return INTRO_OK;
}

intro_status intro_i_asks_find(intro_i_page *page,
                               const intro_i_spread *industries,
                               const intro_i_spread *functions,
                               const intro_i_my_doors *doors, intro_i_asks *out)
{
    memset(out, 0, sizeof *out);
    intro_vid *const members =
        intro_i_alloc((size_t)page->pages->weak.people + 1, sizeof *members);
    if (members == NULL) {
        return intro_i_fail_memory(page->ctx);
    }
    intro_status rc = ask_for_all(page, INTRO_I_PAGE_INDUSTRY, industries,
                                  INDUSTRIES_MOST, members, out);
    if (rc == INTRO_OK) {
        rc = ask_for_all(page, INTRO_I_PAGE_FUNCTION, functions, FUNCTIONS_MOST,
                         members, out);
    }
    if (rc == INTRO_OK) {
        rc = ask_for_clusters(page, doors, members, out);
    }
    intro_i_free(members);
    return rc;
}

/* --- telling -------------------------------------------------------------- */

/* Stands for the second person while the words are made. */
#define SOMEBODY "\x01"

void intro_i_page_evidence(intro_i_page *page, const intro_tie *tie, bool you)
{
    intro_evidence evidence[INTRO_EV_COUNT];
    intro_i_strbuf words;
    const intro_i_pair_words who = {you ? "you" : "\x02", SOMEBODY};
    const size_t count =
        intro_graph_tie_evidence(page->pages->graph, tie, evidence);
    for (size_t i = 0; i < count && intro_i_is_redacted(&page->pages->names);
         i++) {
        evidence[i].label = "";
    }
    intro_i_strbuf_init(&words, 0);
    intro_i_evidence_words(&words, evidence, count, &who);
    if (words.status != INTRO_OK) {
        intro_i_output_fail(page->html.output, intro_i_fail_memory(page->ctx));
    }
    char *at = words.status == INTRO_OK ? words.data : NULL;
    while (at != NULL && *at != '\0') {
        const size_t length = strcspn(at, SOMEBODY "\x02");
        const char mark = at[length];
        at[length] = '\0';
        intro_i_html_text(&page->html, at);
        if (mark == '\0') {
            break;
        }
        intro_i_put_person(&page->html, &page->pages->names,
                           mark == '\x01' ? tie->b : tie->a);
        at += length + 1;
    }
    intro_i_strbuf_fini(&words);
}

/* you, 0.96, Tomas, 0.84, Soledad: names with what lies between them. */
static void put_chain(intro_i_page *page, const intro_i_ask *ask)
{
    intro_i_html *const html = &page->html;
    intro_i_html_format(html, "<p><span class=\"tag\">%s ",
                        intro_i_warmth_word(ask->warmth));
    intro_i_html_short(html, ask->warmth);
    intro_i_html_put(html, "</span> <span class=\"chain\">you");
    for (uint32_t i = 0; i < ask->hops; i++) {
        intro_tie tie;
        intro_i_html_put(html, " <span class=\"arrow\">\xE2\x80\x94 ");
        if (intro_graph_find_tie(page->pages->graph, ask->people[i],
                                 ask->people[i + 1], &tie)) {
            intro_i_html_short(html, (double)tie.strength);
            intro_i_html_put(html, tie.inferred ? " inferred" : "");
        }
        intro_i_html_put(html, " \xE2\x86\x92</span> ");
        intro_i_put_person(html, &page->pages->names, ask->people[i + 1]);
    }
    intro_i_html_put(html, "</span></p>\n");
}

static bool has_role(const intro_i_page_names *names, intro_vid v)
{
    return intro_i_page_field(names, v, INTRO_FIELD_POSITION) != NULL ||
           intro_i_page_field(names, v, INTRO_FIELD_COMPANY) != NULL;
}

static void put_ask(intro_i_page *page, const intro_i_ask *ask)
{
    intro_i_html *const html = &page->html;
    const intro_pages *const pages = page->pages;
    const intro_vid target = ask->people[ask->hops];
    intro_tie tie;
    intro_i_html_put(html, "<li>\n<h3>Ask ");
    intro_i_put_person(html, &pages->names, ask->people[1]);
    intro_i_html_put(html, " for ");
    intro_i_put_person(html, &pages->names, target);
    intro_i_html_put(html, "</h3>\n");
    put_chain(page, ask);
    intro_i_html_put(html, "<p>Opens ");
    intro_i_put_group(html, &pages->names, &pages->group_names[ask->of],
                      ask->group);
    intro_i_html_put(html, ask->of == INTRO_I_PAGE_CLUSTER
                               ? ", a cluster you reach over weak ties at "
                                 "best; "
                               : ": you know nobody there; ");
    intro_i_html_things(html, pages->groups[ask->of].sizes[ask->group],
                        "person of this network is in it",
                        "people of this network are in it");
    if (has_role(&pages->names, target)) {
        intro_i_html_put(html, ". ");
        intro_i_put_person(html, &pages->names, target);
        intro_i_put_role(html, &pages->names, target);
    }
    intro_i_html_put(html, ".</p>\n");
    if (intro_graph_find_tie(pages->graph, ask->people[0], ask->people[1],
                             &tie)) {
        intro_i_html_put(html, "<details><summary>What ties you and ");
        intro_i_put_person(html, &pages->names, ask->people[1]);
        intro_i_html_put(html, "</summary><p>");
        intro_i_page_evidence(page, &tie, true);
        intro_i_html_put(html, ".</p></details>\n");
    }
    intro_i_html_put(html, "</li>\n");
}

static void put_nothing(intro_i_page *page)
{
    const bool is_alone =
        intro_i_weak_degree(&page->pages->weak, page->me) + 1 >=
        page->pages->weak.people;
    intro_i_html_put(
        &page->html,
        is_alone
            ? "<p>Everybody in this network is your contact already. "
              "Introductions need somebody else\xE2\x80\x99s data: import the "
              "export of a colleague or the graph of a club beside yours.</p>\n"
            : "<p>There is no group in this network that you know nobody of "
              "and that somebody could introduce you to within three ties.</p>"
              "\n");
}

void intro_i_asks_put(intro_i_page *page, const intro_i_asks *asks)
{
    static const intro_i_section section = {"introductions",
                                            "Introductions worth asking for"};
    intro_i_page_section(page, &section);
    if (asks->count == 0) {
        put_nothing(page);
    } else {
        intro_i_html_put(
            &page->html,
            "<p>Into industries and functions where you know nobody "
            "and clusters that you hardly reach, the likeliest "
            "first.</p>\n<ul class=\"asks\">\n");
        for (size_t i = 0; i < asks->count; i++) {
            put_ask(page, &asks->list[i]);
        }
        intro_i_html_put(&page->html, "</ul>\n");
    }
    intro_i_page_define(
        page,
        "For each of these groups the warmest chain of at most three ties to "
        "anybody in it whom you do not know yet. Its warmth is the product of "
        "the strengths of its ties, the estimated chance that the introduction "
        "gets through; the search is exact. hot: from 0.5, warm: from 0.2, "
        "lukewarm: from 0.05, cool: from 0.01.");
    intro_i_html_put(&page->html, "</section>\n");
}
