/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who is meant. Ids are found by binary search, whole names, profile slugs and
 * e-mails through the stored index of hashes; single words and addresses of other
 * sites by walking all people, and through an index made for it from the third such
 * question on, which batches ask. */
#include <introfind/people.h>

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/names.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "graph/graph_impl.h"
#include "graph/late_index.h"
#include "graph/watch.h"

#include <stdlib.h>
#include <string.h>

/* A name of more words than WORDS_MOST is looked at instead of indexed; a question
 * of more is one for a whole name. Accents and signs go when a name is folded: one
 * of eight times the length is taken to be longer also then. */
enum { WORDS_MOST = 64, LONGER_THAN_FOLDED = 8, POLL_BYTES = 1 << 18 };

struct intro_lookup {
    const intro_graph *graph;
    intro_i_vec_u32 found;
    intro_i_strbuf query; /* folded question */
    intro_i_strbuf key;   /* folded candidate */
    uint32_t key_name;    /* the string that key is the fold of, 0 = another */
    uint32_t asked_name; /* string last compared with the words of the query, */
    bool has_asked;      /* and whether it has them; 0 = none */
    size_t folded;       /* bytes folded since the last poll */
    intro_i_late_index words;
    intro_i_vec_u32 wordy; /* people whose names have too many words for it */
    intro_i_late_index urls;
};

intro_status intro_lookup_new(intro_ctx *ctx, const intro_graph *graph,
                              intro_lookup **out)
{
    intro_i_begin(ctx);
    intro_lookup *const l = intro_i_alloc_zero(1, sizeof *l);
    if (l == NULL) {
        return intro_i_fail_memory(ctx);
    }
    l->graph = graph;
    intro_i_strbuf_init(&l->query, 0);
    intro_i_strbuf_init(&l->key, 0);
    *out = l;
    return INTRO_OK;
}

void intro_lookup_free(intro_lookup *lookup)
{
    if (lookup == NULL) {
        return;
    }
    intro_i_vec_u32_fini(&lookup->found);
    intro_i_late_index_fini(&lookup->words);
    intro_i_vec_u32_fini(&lookup->wordy);
    intro_i_late_index_fini(&lookup->urls);
    intro_i_strbuf_fini(&lookup->query);
    intro_i_strbuf_fini(&lookup->key);
    intro_i_free(lookup);
}

static intro_status add_found(intro_lookup *l, intro_vid v)
{
    return intro_i_vec_u32_push(&l->found, v);
}

/* --- ids, URLs, e-mails ------------------------------------------------------ */

static intro_status find_id(intro_lookup *l, const char *id)
{
    const intro_graph *const g = l->graph;
    uint32_t low = 0;
    uint32_t high = g->people;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (strcmp(intro_graph_id(g, middle), id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < g->people && strcmp(intro_graph_id(g, low), id) == 0
               ? add_found(l, low)
               : INTRO_OK;
}

/* First entry of the index with this hash. */
static uint64_t first_entry(const intro_graph *g, uint64_t hash)
{
    uint64_t low = 0;
    uint64_t high = g->lookup_count;
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (g->lookup_hashes[middle] < hash) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Of an entry; false only under a watch. */
static bool is_person(const intro_graph *g, intro_vid v)
{
    if (INTRO_UNLIKELY(v >= g->people)) {
        intro_i_watch_note(g->strings.watch, "lookup_people");
        return false;
    }
    return true;
}

static intro_status find_hashed(intro_lookup *l, char kind, const char *text,
                                size_t length)
{
    const intro_graph *const g = l->graph;
    const uint64_t hash = intro_i_lookup_hash(kind, text, length);
    for (uint64_t i = first_entry(g, hash);
         i < g->lookup_count && g->lookup_hashes[i] == hash; i++) {
        if (is_person(g, g->lookup_people[i])) {
            INTRO_TRY(add_found(l, g->lookup_people[i]));
        }
    }
    return INTRO_OK;
}

static bool looks_like_url(const char *who)
{
    return strstr(who, "://") != NULL || strncmp(who, "www.", 4) == 0 ||
           strstr(who, "linkedin.com/") != NULL;
}

static intro_status build_urls(intro_ctx *ctx, intro_lookup *l)
{
    intro_i_late_index_begin(&l->urls);
    for (intro_vid v = 0; v < l->graph->people; v++) {
        const char *const url = intro_graph_field(l->graph, v, INTRO_FIELD_URL);
        if (url != NULL) {
            INTRO_TRY(intro_i_late_index_add(
                &l->urls, intro_i_lookup_hash('p', url, strlen(url)), v));
        }
        if ((v & 0xFFF) == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
    }
    intro_i_late_index_end(&l->urls);
    return INTRO_OK;
}

static intro_status check_url(intro_lookup *l, intro_vid v, const char *who)
{
    const char *const url = intro_graph_field(l->graph, v, INTRO_FIELD_URL);
    return url != NULL && strcmp(url, who) == 0 ? add_found(l, v) : INTRO_OK;
}

/* Other addresses than LinkedIn profiles: as the input wrote them. */
static intro_status find_plain_url(intro_ctx *ctx, intro_lookup *l,
                                   const char *who)
{
    if (intro_i_late_index_is_due(&l->urls)) {
        INTRO_TRY(build_urls(ctx, l));
    }
    if (l->urls.is_built) {
        size_t first;
        size_t count;
        intro_i_late_index_run(&l->urls,
                               intro_i_lookup_hash('p', who, strlen(who)),
                               &first, &count);
        for (size_t i = first; i < first + count; i++) {
            INTRO_TRY(check_url(l, l->urls.entries.data[i].person, who));
        }
        return INTRO_OK;
    }
    l->urls.walks++;
    for (intro_vid v = 0; v < l->graph->people; v++) {
        INTRO_TRY(check_url(l, v, who));
        if ((v & 0xFFF) == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
    }
    return INTRO_OK;
}

static intro_status find_url(intro_ctx *ctx, intro_lookup *l, const char *who)
{
    intro_i_strbuf_clear(&l->key);
    const intro_status rc = intro_i_profile_slug(who, strlen(who), &l->key);
    if (rc == INTRO_ENOMEM) {
        return rc;
    }
    if (rc == INTRO_OK) {
        return find_hashed(l, 'u', l->key.data, l->key.length);
    }
    return find_plain_url(ctx, l, who);
}

static intro_status find_email(intro_lookup *l, const char *who)
{
    intro_i_strbuf_clear(&l->key);
    const intro_status rc = intro_i_email_normalise(who, strlen(who), &l->key);
    if (rc != INTRO_OK) {
        return rc == INTRO_ENOMEM ? rc : INTRO_OK;
    }
    return find_hashed(l, 'e', l->key.data, l->key.length);
}

/* --- names ---------------------------------------------------------------------- */

/* 0: not known. */
static uint32_t name_of(const intro_lookup *l, intro_vid v)
{
    const uint32_t *const names = l->graph->known[INTRO_FIELD_NAME];
    return names == NULL ? 0 : names[v];
}

/* Folded name of a person in l->key; empty when the name is unknown. Many may
 * have one name, and it may be long: it is not folded again for the next. */
static intro_status fold_name_of(intro_lookup *l, intro_vid v)
{
    const uint32_t name = name_of(l, v);
    if (name != 0 && name == l->key_name) {
        return INTRO_OK;
    }
    intro_i_strbuf_clear(&l->key);
    l->key_name = 0;
    if (name == 0) {
        return INTRO_OK;
    }
    const size_t length = intro_i_graph_text_length(l->graph, name);
    const intro_status rc =
        intro_i_name_fold(intro_i_graph_text(l->graph, name), length, &l->key);
    l->folded += length;
    l->key_name = rc == INTRO_OK ? name : 0;
    if (rc == INTRO_EFORMAT) { /* not UTF-8: only under a watch */
        intro_i_watch_note(l->graph->strings.watch, "strings");
        return INTRO_OK;
    }
    return rc;
}

/* For walks over people that fold names. */
static intro_status poll_walk(intro_ctx *ctx, intro_lookup *l, intro_vid v)
{
    if ((v & 0xFFF) != 0 && l->folded < POLL_BYTES) {
        return INTRO_OK;
    }
    l->folded = 0;
    return intro_i_poll(ctx);
}

static intro_status find_whole_name(intro_lookup *l)
{
    const intro_graph *const g = l->graph;
    const uint64_t hash =
        intro_i_lookup_hash('n', l->query.data, l->query.length);
    for (uint64_t i = first_entry(g, hash);
         i < g->lookup_count && g->lookup_hashes[i] == hash; i++) {
        if (!is_person(g, g->lookup_people[i])) {
            continue;
        }
        INTRO_TRY(fold_name_of(l, g->lookup_people[i]));
        if (l->key.length == l->query.length &&
            memcmp(l->key.data, l->query.data, l->key.length) == 0) {
            INTRO_TRY(add_found(l, g->lookup_people[i]));
        }
    }
    return INTRO_OK;
}

/* The next word of a folded text: words are divided by single blanks. */
static size_t word_length(const char *text, size_t length)
{
    const char *const blank = memchr(text, ' ', length);
    return blank == NULL ? length : (size_t)(blank - text);
}

static bool has_word(const char *text, size_t length, const char *word,
                     size_t word_size)
{
    for (size_t at = 0; at < length;) {
        const size_t size = word_length(text + at, length - at);
        if (size == word_size && memcmp(text + at, word, size) == 0) {
            return true;
        }
        at += size + 1;
    }
    return false;
}

/* Does the folded text hold every word of the folded query? */
static bool has_all_words(const char *text, size_t length, const char *query,
                          size_t query_length)
{
    for (size_t at = 0; at < query_length;) {
        const size_t size = word_length(query + at, query_length - at);
        if (!has_word(text, length, query + at, size)) {
            return false;
        }
        at += size + 1;
    }
    return query_length != 0;
}

static bool has_many_words(const intro_i_strbuf *key)
{
    size_t words = 0;
    for (size_t at = 0; at < key->length && words <= WORDS_MOST; words++) {
        at += word_length(key->data + at, key->length - at) + 1;
    }
    return words > WORDS_MOST;
}

static intro_status index_words(intro_lookup *l, intro_vid v)
{
    INTRO_TRY(fold_name_of(l, v));
    if (has_many_words(&l->key)) {
        return intro_i_vec_u32_push(&l->wordy, v);
    }
    for (size_t at = 0; at < l->key.length;) {
        const size_t size = word_length(l->key.data + at, l->key.length - at);
        INTRO_TRY(intro_i_late_index_add(
            &l->words, intro_i_lookup_hash('w', l->key.data + at, size), v));
        at += size + 1;
    }
    return INTRO_OK;
}

static intro_status build_words(intro_ctx *ctx, intro_lookup *l)
{
    intro_i_late_index_begin(&l->words);
    l->wordy.count = 0;
    for (intro_vid v = 0; v < l->graph->people; v++) {
        INTRO_TRY(index_words(l, v));
        INTRO_TRY(poll_walk(ctx, l, v));
    }
    intro_i_late_index_end(&l->words);
    return INTRO_OK;
}

static intro_status check_words(intro_ctx *ctx, intro_lookup *l, intro_vid v)
{
    const uint32_t name = name_of(l, v);
    if (name == 0) {
        return INTRO_OK;
    }
    if (name != l->asked_name) {
        INTRO_TRY(fold_name_of(l, v));
        l->folded += l->key.length;
        l->asked_name = name;
        l->has_asked = has_all_words(l->key.data, l->key.length, l->query.data,
                                     l->query.length);
    }
    INTRO_TRY(poll_walk(ctx, l, v));
    return l->has_asked && (l->found.count == 0 ||
                            l->found.data[l->found.count - 1] != v)
               ? add_found(l, v)
               : INTRO_OK;
}

/* Only people who have the rarest word of the question are looked at, and those
 * whose words are not in the index; both rise. */
static intro_status find_indexed_words(intro_ctx *ctx, intro_lookup *l)
{
    size_t best_first = 0;
    size_t best_count = SIZE_MAX;
    for (size_t at = 0; at < l->query.length;) {
        const size_t size =
            word_length(l->query.data + at, l->query.length - at);
        size_t first;
        size_t count;
        intro_i_late_index_run(
            &l->words, intro_i_lookup_hash('w', l->query.data + at, size),
            &first, &count);
        if (count < best_count) {
            best_first = first;
            best_count = count;
        }
        at += size + 1;
    }
    size_t i = 0;
    size_t k = 0;
    best_count = best_count == SIZE_MAX ? 0 : best_count;
    while (i < best_count || k < l->wordy.count) {
        const intro_vid indexed =
            i < best_count ? l->words.entries.data[best_first + i].person
                           : INTRO_NO_VID;
        const intro_vid wordy =
            k < l->wordy.count ? l->wordy.data[k] : INTRO_NO_VID;
        i += indexed < wordy;
        k += wordy < indexed;
        INTRO_TRY(check_words(ctx, l, indexed < wordy ? indexed : wordy));
    }
    return INTRO_OK;
}

static intro_status find_words(intro_ctx *ctx, intro_lookup *l)
{
    if (intro_i_late_index_is_due(&l->words)) {
        INTRO_TRY(build_words(ctx, l));
    }
    if (l->words.is_built) {
        return find_indexed_words(ctx, l);
    }
    l->words.walks++;
    for (intro_vid v = 0; v < l->graph->people; v++) {
        INTRO_TRY(check_words(ctx, l, v));
    }
    return INTRO_OK;
}

static intro_status find_name(intro_ctx *ctx, intro_lookup *l, const char *who)
{
    intro_i_strbuf_clear(&l->query);
    const intro_status rc = intro_i_name_fold(who, strlen(who), &l->query);
    if (rc != INTRO_OK || l->query.length == 0) {
        return rc == INTRO_ENOMEM ? rc : INTRO_OK;
    }
    INTRO_TRY(find_whole_name(l));
    l->asked_name = 0;
    if (has_many_words(&l->query)) {
        return INTRO_OK;
    }
    return l->found.count != 0 ? INTRO_OK : find_words(ctx, l);
}

/* --- the whole -------------------------------------------------------------------- */

static const char *after_prefix(const char *who, const char *prefix)
{
    const size_t length = strlen(prefix);
    return strncmp(who, prefix, length) == 0 ? who + length : NULL;
}

/* 'i', 'u', 'e' or 'n' when the question forces a kind, else '\0'. */
static char forced_kind(const char *who, const char **rest)
{
    static const struct {
        const char *prefix;
        char kind;
    } kinds[] = {{"id:", 'i'}, {"url:", 'u'}, {"email:", 'e'}, {"name:", 'n'}};
    for (size_t i = 0; i < INTRO_COUNT_OF(kinds); i++) {
        const char *const after = after_prefix(who, kinds[i].prefix);
        if (after != NULL) {
            *rest = after;
            return kinds[i].kind;
        }
    }
    *rest = who;
    return '\0';
}

static intro_status find_any(intro_ctx *ctx, intro_lookup *l, const char *who)
{
    const char *rest;
    const char kind = forced_kind(who, &rest);
    /* An id may itself begin like a forced kind. */
    if (kind == '\0' || kind == 'i') {
        INTRO_TRY(find_id(l, rest));
    }
    if (l->found.count == 0 &&
        (kind == 'u' || (kind == '\0' && looks_like_url(rest)))) {
        INTRO_TRY(find_url(ctx, l, rest));
    }
    if (l->found.count == 0 &&
        (kind == 'e' || (kind == '\0' && strchr(rest, '@') != NULL))) {
        INTRO_TRY(find_email(l, rest));
    }
    if (l->found.count == 0 && (kind == 'n' || kind == '\0')) {
        INTRO_TRY(find_name(ctx, l, rest));
    }
    return INTRO_OK;
}

static intro_status speak(intro_ctx *ctx, intro_status rc)
{
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(ctx) : rc;
}

intro_status intro_lookup_find(intro_ctx *ctx, intro_lookup *lookup,
                               const char *who, const intro_vid **people,
                               size_t *count)
{
    intro_i_begin(ctx);
    lookup->found.count = 0;
    const intro_status rc = find_any(ctx, lookup, who);
    INTRO_TRY(intro_i_watch_tell(ctx, lookup->graph->strings.watch));
    INTRO_TRY(speak(ctx, rc));
    *people = lookup->found.data;
    *count = lookup->found.count;
    return INTRO_OK;
}

/* --- suggestions -------------------------------------------------------------------- */

typedef struct candidate {
    size_t distance;
    intro_vid person;
} candidate;

/* Keeps the `wanted` nearest; people come in rising order, so of equally near
 * ones the first stay. */
static void keep_nearest(candidate *best, size_t wanted, size_t *count,
                         candidate next)
{
    if (*count < wanted) {
        ++*count;
    } else if (next.distance >= best[wanted - 1].distance) {
        return;
    }
    size_t at = *count - 1;
    while (at > 0 && best[at - 1].distance > next.distance) {
        best[at] = best[at - 1];
        at--;
    }
    best[at] = next;
}

static size_t distance_of(const intro_lookup *l, const char *text,
                          size_t length, size_t limit)
{
    const size_t query = l->query.length;
    if (length > query + 4 * limit || query > length + 4 * limit) {
        return limit + 1;
    }
    return intro_i_text_distance(l->query.data, query, text, length, limit);
}

intro_status intro_lookup_suggest(intro_ctx *ctx, intro_lookup *lookup,
                                  const char *who, size_t wanted,
                                  const intro_vid **people, size_t *count)
{
    intro_i_begin(ctx);
    lookup->found.count = 0;
    *people = lookup->found.data;
    *count = 0;
    candidate best[16];
    size_t kept = 0;
    wanted = wanted > INTRO_COUNT_OF(best) ? INTRO_COUNT_OF(best) : wanted;
    const char *rest;
    (void)forced_kind(who, &rest);
    intro_i_strbuf_clear(&lookup->query);
    const intro_status folded =
        intro_i_name_fold(rest, strlen(rest), &lookup->query);
    if (folded == INTRO_ENOMEM) {
        return intro_i_fail_memory(ctx);
    }
    if (lookup->query.length == 0 || wanted == 0) {
        return INTRO_OK;
    }
    const size_t limit = lookup->query.length / 4 + 2;
    for (intro_vid v = 0; v < lookup->graph->people; v++) {
        size_t distance = limit + 1;
        /* Folding makes no name of this length short enough. */
        if (intro_i_graph_text_length(lookup->graph, name_of(lookup, v)) <
            LONGER_THAN_FOLDED * (lookup->query.length + 4 * limit)) {
            INTRO_TRY(speak(ctx, fold_name_of(lookup, v)));
            distance = distance_of(lookup, lookup->key.data, lookup->key.length,
                                   limit);
        }
        const char *const id = intro_graph_id(lookup->graph, v);
        const size_t by_id = distance_of(lookup, id, strlen(id), limit);
        distance = by_id < distance ? by_id : distance;
        if (distance <= limit) {
            keep_nearest(best, wanted, &kept,
                         (candidate){.distance = distance, .person = v});
        }
        INTRO_TRY(poll_walk(ctx, lookup, v));
    }
    INTRO_TRY(intro_i_watch_tell(ctx, lookup->graph->strings.watch));
    for (size_t i = 0; i < kept; i++) {
        INTRO_TRY(speak(ctx, add_found(lookup, best[i].person)));
    }
    *people = lookup->found.data;
    *count = lookup->found.count;
    return INTRO_OK;
}
