/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Known fields, employers, and the index that finds people by what they are
 * called. */
#include "graph/freeze.h"

#include "base/bits.h"
#include "base/names.h"
#include "base/parallel.h"
#include "base/strbuf.h"
#include "base/text.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { POLL_BYTES = 1 << 18 };

/* --- known fields ------------------------------------------------------------------ */

static uint32_t said(const intro_i_builder *b, intro_field field, size_t person)
{
    return person < b->known[field].count ? b->known[field].data[person] : 0;
}

static bool is_said(const intro_i_builder *b, intro_field field)
{
    size_t i = 0;
    while (i < b->known[field].count && b->known[field].data[i] == 0) {
        i++;
    }
    return i < b->known[field].count;
}

/* Rounds of choosing: what an export of ours says was guessed, what inputs
 * state, what owners say of themselves. The last word stays. */
enum { OFFERED, STATED, OWN, ROUNDS };

static const uint64_t *offered_bits(const intro_i_builder *b, intro_field field)
{
    const unsigned place = (unsigned)field - INTRO_I_FIRST_GUESSED;
    return place < INTRO_I_GUESSED ? b->offered[place] : NULL;
}

/* What one source says of a field in a round. */
static void choose_of(const intro_i_freeze *f, const intro_i_build_source *s,
                      intro_field field, int round, uint32_t *values)
{
    const intro_i_builder *const b = f->b;
    const uint64_t *const offered = offered_bits(b, field);
    const uint32_t first = round == OWN ? s->owner : 0;
    const uint32_t end = round != OWN             ? s->person_count
                         : s->owner == UINT32_MAX ? first
                                                  : first + 1;
    for (uint32_t row = first; row < end; row++) {
        const uint32_t person = s->first_person + row;
        const uint32_t string = said(b, field, person);
        const bool is_offered =
            offered != NULL && intro_i_bits_get(offered, person);
        if (string == 0 || is_offered != (round == OFFERED)) {
            continue;
        }
        const uint32_t v = f->who.person_of[person];
        values[v] = string;
        if (offered != NULL) {
            uint64_t *const bits = f->offered[field - INTRO_I_FIRST_GUESSED];
            (is_offered ? intro_i_bits_set : intro_i_bits_clear)(bits, v);
        }
    }
}

/* What sources say of one field, the last of rising priority; what the owner of
 * an export says of itself goes before everything. */
static void choose_field(const intro_i_freeze *f, intro_field field,
                         uint32_t *values)
{
    const int first = offered_bits(f->b, field) != NULL ? OFFERED : STATED;
    for (int round = first; round < ROUNDS; round++) {
        for (size_t k = 0; k < f->b->sources.count; k++) {
            choose_of(f, f->b->sources.data[f->priority[k]], field, round,
                      values);
        }
    }
}

intro_status intro_i_freeze_fields(intro_i_freeze *f)
{
    for (size_t i = 0; i < INTRO_I_GUESSED; i++) {
        if (f->b->offered[i] != NULL) {
            f->offered[i] = intro_i_alloc_zero(intro_i_bits_words(f->g->people),
                                               sizeof(uint64_t));
            if (f->offered[i] == NULL) {
                return intro_i_fail_memory(f->ctx);
            }
        }
    }
    for (size_t field = 0; field < INTRO_FIELD_COUNT; field++) {
        if (!is_said(f->b, (intro_field)field)) {
            continue;
        }
        uint32_t *const values =
            intro_i_alloc_zero(f->g->people, sizeof *values);
        if (values == NULL) {
            return intro_i_fail_memory(f->ctx);
        }
        choose_field(f, (intro_field)field, values);
        f->g->known[field] = values;
        INTRO_TRY(intro_i_freeze_own(f, values));
    }
    f->g->known_own = f->b->known_own;
    return INTRO_OK;
}

/* --- employers and evidence --------------------------------------------------------- */

/* Folds each distinct company once. */
typedef struct employers {
    uint32_t *key;    /* by person: folded employer, string of the builder */
    uint32_t *label;  /* by person: as written */
    uint32_t *folded; /* by company string: its key + 1, 0 = not folded yet */
    uint32_t folded_count;
} employers;

static intro_status fold_company(intro_i_freeze *f, employers *e,
                                 uint32_t company, uint32_t *key)
{
    intro_i_builder *const b = f->b;
    if (e->folded[company] != 0) {
        *key = e->folded[company] - 1;
        return INTRO_OK;
    }
    intro_i_strbuf buf;
    intro_i_strbuf_init(&buf, 0);
    intro_status rc = intro_i_company_fold(
        intro_i_strpool_text(&b->strings, company),
        intro_i_strpool_length(&b->strings, company), &buf);
    *key = 0;
    if (rc == INTRO_OK && !intro_i_company_is_none(buf.data, buf.length)) {
        rc = intro_i_builder_string(b, buf.data, buf.length, key);
    }
    intro_i_strbuf_fini(&buf);
    e->folded[company] = *key + 1;
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(f->ctx) : rc;
}

/* What LinkedIn inputs alone say of companies; like choose_field(). */
static void choose_companies(const intro_i_freeze *f, uint32_t *companies)
{
    const intro_i_builder *const b = f->b;
    for (int own = 0; own < 2; own++) {
        for (size_t k = 0; k < b->sources.count; k++) {
            const intro_i_build_source *const s =
                b->sources.data[f->priority[k]];
            for (uint32_t row = 0;
                 s->format != INTRO_I_FORMAT_GRAPHML && row < s->person_count;
                 row++) {
                const uint32_t string =
                    said(b, INTRO_FIELD_COMPANY, s->first_person + row);
                if (string != 0 && (own == 0 || row == s->owner)) {
                    companies[f->who.person_of[s->first_person + row]] = string;
                }
            }
        }
    }
}

/* People of LinkedIn inputs and their present employers. */
static intro_status find_employers(intro_i_freeze *f, employers *e)
{
    e->folded_count = f->b->strings.count;
    e->key = intro_i_alloc_zero(f->g->people, sizeof *e->key);
    e->label = intro_i_alloc_zero(f->g->people, sizeof *e->label);
    e->folded = intro_i_alloc_zero(e->folded_count, sizeof *e->folded);
    if (e->key == NULL || e->label == NULL || e->folded == NULL) {
        return intro_i_fail_memory(f->ctx);
    }
    choose_companies(f, e->label);
    for (uint32_t v = 0; v < f->g->people; v++) {
        if (e->label[v] != 0) {
            INTRO_TRY(fold_company(f, e, e->label[v], &e->key[v]));
        }
    }
    return INTRO_OK;
}

static bool has_linkedin(const intro_i_builder *b)
{
    for (size_t s = 0; s < b->sources.count; s++) {
        if (b->sources.data[s]->format != INTRO_I_FORMAT_GRAPHML) {
            return true;
        }
    }
    return false;
}

intro_status intro_i_freeze_evidence(intro_i_freeze *f)
{
    employers e;
    memset(&e, 0, sizeof e);
    intro_status rc = INTRO_OK;
    if (f->g->known[INTRO_FIELD_COMPANY] != NULL && has_linkedin(f->b)) {
        rc = find_employers(f, &e);
    }
    if (rc == INTRO_OK) {
        rc = intro_i_evidence_collect(f->b, f->who.person_of, f->g->people,
                                      e.key, e.label, &f->evidence);
    }
    intro_i_free(e.key);
    intro_i_free(e.label);
    intro_i_free(e.folded);
    return rc;
}

/* --- lookup index -------------------------------------------------------------------- */

typedef struct entry {
    uint64_t hash;
    uint32_t person;
} entry;

INTRO_VEC(vec_entry, entry);

static intro_status add_entry(intro_i_freeze *f, vec_entry *entries, char kind,
                              const char *text, size_t length, uint32_t person)
{
    const entry e = {.hash = intro_i_lookup_hash(kind, text, length),
                     .person = person};
    return length == 0 || vec_entry_push(entries, e) == INTRO_OK
               ? INTRO_OK
               : intro_i_fail_memory(f->ctx);
}

/* Names folded by chunks of people: entry v is that of person v, or of nobody
 * when there is nothing to find it by. A name that many have is folded once, by
 * whoever comes first: others find the hash of its string, or do the same again. */
typedef struct name_work {
    const intro_i_freeze *f;
    entry *entries;
    _Atomic uint64_t *hashes; /* by string; or: */
} name_work;

enum { NOT_FOLDED = 0, NOTHING = 1 };

static intro_status fold_names(void *arg, intro_i_worker *worker,
                               uint64_t begin, uint64_t end)
{
    const name_work *const work = arg;
    const intro_i_strpool *const pool = &work->f->b->strings;
    const uint32_t *const names = work->f->g->known[INTRO_FIELD_NAME];
    intro_i_strbuf key;
    size_t bytes = 0; /* folded since the last poll */
    intro_i_strbuf_init(&key, 0);
    intro_status rc = INTRO_OK;
    for (uint64_t v = begin; v < end && rc == INTRO_OK; v++) {
        const uint32_t name = names[v];
        uint64_t hash = name == 0 ? NOTHING
                                  : atomic_load_explicit(&work->hashes[name],
                                                         memory_order_relaxed);
        if (hash == NOT_FOLDED) {
            const size_t length = intro_i_strpool_length(pool, name);
            intro_i_strbuf_clear(&key);
            rc = intro_i_name_fold(intro_i_strpool_text(pool, name), length,
                                   &key);
            hash = key.length == 0
                       ? NOTHING
                       : intro_i_lookup_hash('n', key.data, key.length);
            atomic_store_explicit(&work->hashes[name], hash,
                                  memory_order_relaxed);
            bytes += length;
        }
        work->entries[v] = (entry){
            .hash = hash, .person = hash == NOTHING ? UINT32_MAX : (uint32_t)v};
        if (rc == INTRO_OK && bytes > POLL_BYTES) {
            bytes = 0;
            rc = intro_i_worker_poll(worker);
        }
    }
    intro_i_strbuf_fini(&key);
    return rc;
}

static intro_status index_names(intro_i_freeze *f, vec_entry *entries)
{
    enum { GRAIN = 4096 };
    if (f->g->known[INTRO_FIELD_NAME] == NULL) {
        return INTRO_OK;
    }
    name_work work = {.f = f};
    work.hashes = intro_i_alloc_zero(f->b->strings.count, sizeof *work.hashes);
    if (work.hashes == NULL ||
        vec_entry_reserve(entries, f->g->people) != INTRO_OK) {
        intro_i_free(work.hashes);
        return intro_i_fail_memory(f->ctx);
    }
    work.entries = entries->data;
    const intro_status rc =
        intro_i_parallel_for(f->ctx, f->g->people, GRAIN, fold_names, &work);
    intro_i_free(work.hashes);
    INTRO_TRY(rc);
    for (uint32_t v = 0; v < f->g->people; v++) {
        if (entries->data[v].person != UINT32_MAX) {
            entries->data[entries->count++] = entries->data[v];
        }
    }
    return INTRO_OK;
}

static intro_status index_keys(intro_i_freeze *f, vec_entry *entries, char kind,
                               const intro_i_vec_key *keys)
{
    for (size_t i = 0; i < keys->count; i++) {
        const uint32_t s = keys->data[i].string;
        INTRO_TRY(add_entry(f, entries, kind,
                            intro_i_strpool_text(&f->b->strings, s),
                            intro_i_strpool_length(&f->b->strings, s),
                            f->who.person_of[keys->data[i].person]));
    }
    return INTRO_OK;
}

/* By (hash, person): the entries of one kind come in person order for names, so
 * one stable pass per digit would do; keys come in any order, so compare. */
static int compare_entries(const void *left, const void *right)
{
    const entry *const a = left;
    const entry *const b = right;
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    return (a->person > b->person) - (a->person < b->person);
}

/* Entries spread over buckets by the first bits of the hash, each sorted alone:
 * hashes are even, so buckets are small and stay in the cache. */
static intro_status sort_entries(intro_i_freeze *f, vec_entry *entries)
{
    enum { BUCKET_BITS = 12, BUCKETS = 1 << BUCKET_BITS };
    if (entries->count < BUCKETS) {
        if (entries->count != 0) {
            qsort(entries->data, entries->count, sizeof *entries->data,
                  compare_entries);
        }
        return INTRO_OK;
    }
    size_t *const at = intro_i_alloc_zero(BUCKETS + 1, sizeof *at);
    entry *const sorted = intro_i_alloc(entries->count, sizeof *sorted);
    if (at == NULL || sorted == NULL) {
        intro_i_free(at);
        intro_i_free(sorted);
        return intro_i_fail_memory(f->ctx);
    }
    for (size_t i = 0; i < entries->count; i++) {
        at[(entries->data[i].hash >> (64 - BUCKET_BITS)) + 1]++;
    }
    for (size_t i = 0; i < BUCKETS; i++) {
        at[i + 1] += at[i];
    }
    for (size_t i = 0; i < entries->count; i++) {
        sorted[at[entries->data[i].hash >> (64 - BUCKET_BITS)]++] =
            entries->data[i];
    }
    intro_status rc = INTRO_OK;
    for (size_t i = 0; i < BUCKETS && rc == INTRO_OK; i++) {
        const size_t first = i == 0 ? 0 : at[i - 1];
        if (at[i] - first > 1) {
            qsort(sorted + first, at[i] - first, sizeof *sorted,
                  compare_entries);
        }
        rc = intro_i_poll(f->ctx);
    }
    intro_i_free(at);
    intro_i_free(entries->data);
    entries->data = sorted;
    entries->capacity = entries->count;
    return rc;
}

static intro_status store_entries(intro_i_freeze *f, const vec_entry *entries)
{
    uint64_t *const hashes = intro_i_alloc(entries->count, sizeof *hashes);
    uint32_t *const people = intro_i_alloc(entries->count, sizeof *people);
    if (hashes == NULL || people == NULL) {
        intro_i_free(hashes);
        intro_i_free(people);
        return intro_i_fail_memory(f->ctx);
    }
    uint64_t kept = 0;
    for (size_t i = 0; i < entries->count; i++) {
        if (i != 0 &&
            compare_entries(&entries->data[i], &entries->data[i - 1]) == 0) {
            continue;
        }
        hashes[kept] = entries->data[i].hash;
        people[kept] = entries->data[i].person;
        kept++;
    }
    f->g->lookup_count = kept;
    f->g->lookup_hashes = hashes;
    f->g->lookup_people = people;
    const intro_status rc = intro_i_freeze_own(f, hashes);
    if (rc != INTRO_OK) {
        intro_i_free(people);
        return rc;
    }
    return intro_i_freeze_own(f, people);
}

intro_status intro_i_freeze_lookup(intro_i_freeze *f)
{
    vec_entry entries;
    memset(&entries, 0, sizeof entries);
    intro_status rc = index_names(f, &entries);
    if (rc == INTRO_OK) {
        rc = index_keys(f, &entries, 'u', &f->b->slugs);
    }
    if (rc == INTRO_OK) {
        rc = index_keys(f, &entries, 'e', &f->b->emails);
    }
    if (rc == INTRO_OK) {
        rc = sort_entries(f, &entries);
    }
    if (rc == INTRO_OK) {
        rc = store_entries(f, &entries);
    }
    vec_entry_fini(&entries);
    return rc;
}
