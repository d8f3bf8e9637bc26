/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records are joined in a union-find whose classes also form rings, so that the
 * members of a small class can be walked when a key wants to join two of them:
 * the join is refused when both hold a record of the same source. Keys are
 * handled in bytewise order, which makes refusals repeatable. */
#include "graph/identity_impl.h"

#include "base/names.h"
#include "base/strbuf.h"

#include <stdlib.h>
#include <string.h>

size_t intro_i_identity_source(const intro_i_builder *b, uint32_t person)
{
    size_t low = 0;
    size_t high = b->sources.count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (b->sources.data[middle]->first_person <= person) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

uint32_t intro_i_classes_root(intro_i_classes *c, uint32_t person)
{
    while (c->parent[person] != person) {
        c->parent[person] = c->parent[c->parent[person]];
        person = c->parent[person];
    }
    return person;
}

/* Do the two classes hold records of one source? */
static bool share_source(const intro_i_classes *c, uint32_t p, uint32_t q)
{
    uint32_t i = p;
    do {
        const size_t source = intro_i_identity_source(c->b, i);
        uint32_t j = q;
        do {
            if (intro_i_identity_source(c->b, j) == source) {
                return true;
            }
            j = c->next[j];
        } while (j != q);
        i = c->next[i];
    } while (i != p);
    return false;
}

static intro_status count_reason(intro_i_classes *c, size_t source,
                                 const char *reason, uint64_t count)
{
    intro_i_build_source *const saved = c->b->present;
    c->b->present = c->b->sources.data[source];
    const intro_status rc = intro_i_builder_reason(c->b, reason, 0, count);
    c->b->present = saved;
    return rc;
}

/* Joins two records for a reason; false in *joined when they may not be. */
static intro_status join(intro_i_classes *c, uint32_t p, uint32_t q,
                         const char *reason, bool *joined)
{
    const uint32_t p_root = intro_i_classes_root(c, p);
    const uint32_t q_root = intro_i_classes_root(c, q);
    *joined = true;
    if (p_root == q_root) {
        return INTRO_OK;
    }
    if (share_source(c, p_root, q_root)) {
        *joined = false;
        return INTRO_OK;
    }
    const size_t p_source = intro_i_identity_source(c->b, p);
    const size_t q_source = intro_i_identity_source(c->b, q);
    const size_t later =
        c->rank[p_source] > c->rank[q_source] ? p_source : q_source;
    c->b->sources.data[later]->account.merged++;
    INTRO_TRY(count_reason(c, later, reason, 1));
    c->parent[q_root] = p_root;
    const uint32_t after = c->next[p_root];
    c->next[p_root] = c->next[q_root];
    c->next[q_root] = after;
    return INTRO_OK;
}

typedef struct text_key {
    const char *text;
    uint32_t length;
    uint32_t person;
    uint16_t rank;
} text_key;

INTRO_VEC(vec_text_key, text_key);

int intro_i_compare_text(const char *a, size_t a_length, const char *b,
                         size_t b_length)
{
    const size_t shorter = a_length < b_length ? a_length : b_length;
    const int order = memcmp(a, b, shorter);
    if (order != 0) {
        return order;
    }
    return (a_length > b_length) - (a_length < b_length);
}

static int compare_keys(const void *left, const void *right)
{
    const text_key *const a = left;
    const text_key *const b = right;
    const int order =
        intro_i_compare_text(a->text, a->length, b->text, b->length);
    if (order != 0) {
        return order;
    }
    if (a->rank != b->rank) {
        return a->rank < b->rank ? -1 : 1;
    }
    return (a->person > b->person) - (a->person < b->person);
}

static intro_status push_key(intro_i_classes *c, vec_text_key *keys,
                             const char *text, size_t length, uint32_t person)
{
    const text_key key = {.text = text,
                          .length = (uint32_t)length,
                          .person = person,
                          .rank =
                              c->rank[intro_i_identity_source(c->b, person)]};
    return vec_text_key_push(keys, key) == INTRO_OK
               ? INTRO_OK
               : intro_i_fail_memory(c->b->ctx);
}

/* One run of equal keys: joins its records unless one source has two of them
 * that are different people. */
static intro_status join_run(intro_i_classes *c, const text_key *run,
                             size_t count, const char *reason,
                             const char *refused)
{
    for (size_t i = 1; i < count; i++) {
        if (run[i].rank == run[i - 1].rank &&
            intro_i_classes_root(c, run[i].person) !=
                intro_i_classes_root(c, run[i - 1].person)) {
            return count_reason(c, intro_i_identity_source(c->b, run[i].person),
                                refused, 1);
        }
    }
    for (size_t i = 1; i < count; i++) {
        bool joined;
        INTRO_TRY(join(c, run[0].person, run[i].person, reason, &joined));
        if (!joined) {
            INTRO_TRY(count_reason(
                c, intro_i_identity_source(c->b, run[i].person), refused, 1));
        }
    }
    return INTRO_OK;
}

static intro_status join_by(intro_i_classes *c, vec_text_key *keys,
                            const char *reason, const char *refused)
{
    if (keys->count != 0) {
        qsort(keys->data, keys->count, sizeof *keys->data, compare_keys);
    }
    for (size_t i = 0; i < keys->count;) {
        size_t end = i + 1;
        while (end < keys->count &&
               intro_i_compare_text(keys->data[i].text, keys->data[i].length,
                                    keys->data[end].text,
                                    keys->data[end].length) == 0) {
            end++;
        }
        INTRO_TRY(join_run(c, keys->data + i, end - i, reason, refused));
        i = end;
    }
    return INTRO_OK;
}

static intro_status join_by_strings(intro_i_classes *c,
                                    const intro_i_vec_key *from,
                                    const char *reason, const char *refused)
{
    vec_text_key keys;
    memset(&keys, 0, sizeof keys);
    intro_status rc = INTRO_OK;
    for (size_t i = 0; i < from->count && rc == INTRO_OK; i++) {
        const uint32_t s = from->data[i].string;
        rc = push_key(c, &keys, intro_i_strpool_text(&c->b->strings, s),
                      intro_i_strpool_length(&c->b->strings, s),
                      from->data[i].person);
    }
    if (rc == INTRO_OK) {
        rc = join_by(c, &keys, reason, refused);
    }
    vec_text_key_fini(&keys);
    return rc;
}

static intro_status join_by_ids(intro_i_classes *c)
{
    vec_text_key keys;
    memset(&keys, 0, sizeof keys);
    intro_status rc = INTRO_OK;
    for (size_t s = 0; s < c->b->sources.count && rc == INTRO_OK; s++) {
        const intro_i_build_source *const source = c->b->sources.data[s];
        if (source->format != INTRO_I_FORMAT_GRAPHML) {
            continue;
        }
        for (uint32_t i = 0; i < source->person_count && rc == INTRO_OK; i++) {
            rc = push_key(c, &keys, intro_i_strpool_text(&source->ids, i + 1),
                          intro_i_strpool_length(&source->ids, i + 1),
                          source->first_person + i);
        }
    }
    if (rc == INTRO_OK) {
        rc = join_by(c, &keys, "merged by equal id",
                     "equal id refused as identity");
    }
    vec_text_key_fini(&keys);
    return rc;
}

uint32_t intro_i_identity_known(const intro_i_builder *b, uint32_t person,
                                intro_field field)
{
    return person < b->known[field].count ? b->known[field].data[person] : 0;
}

/* "name \n company", both folded; nothing when either is unknown. */
static intro_status name_company_key(intro_i_builder *b, uint32_t person,
                                     intro_i_strbuf *buf)
{
    const uint32_t name = intro_i_identity_known(b, person, INTRO_FIELD_NAME);
    const uint32_t company =
        intro_i_identity_known(b, person, INTRO_FIELD_COMPANY);
    intro_i_strbuf_clear(buf);
    if (name == 0 || company == 0) {
        return INTRO_OK;
    }
    intro_status rc =
        intro_i_name_fold(intro_i_strpool_text(&b->strings, name),
                          intro_i_strpool_length(&b->strings, name), buf);
    const size_t name_length = buf->length;
    intro_i_strbuf_putc(buf, '\n');
    if (rc == INTRO_OK) {
        rc = intro_i_company_fold(intro_i_strpool_text(&b->strings, company),
                                  intro_i_strpool_length(&b->strings, company),
                                  buf);
    }
    if (rc == INTRO_OK) {
        rc = buf->status;
    }
    /* Names without letters say nothing of who it is. */
    if (name_length == 0 || buf->length == name_length + 1) {
        intro_i_strbuf_clear(buf);
    }
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(b->ctx) : rc;
}

static intro_status join_by_names(intro_i_classes *c)
{
    vec_text_key keys;
    intro_i_strbuf buf;
    memset(&keys, 0, sizeof keys);
    intro_i_strbuf_init(&buf, 0);
    intro_status rc = INTRO_OK;
    for (uint32_t p = 0; p < c->b->people && rc == INTRO_OK; p++) {
        rc = name_company_key(c->b, p, &buf);
        if (rc == INTRO_OK && buf.length != 0) {
            const char *const copy =
                intro_i_arena_copy(&c->b->arena, buf.data, buf.length);
            rc = copy == NULL ? intro_i_fail_memory(c->b->ctx)
                              : push_key(c, &keys, copy, buf.length, p);
        }
    }
    if (rc == INTRO_OK) {
        rc = join_by(c, &keys, "merged by name and company (--merge-names)",
                     "name and company refused as identity");
    }
    intro_i_strbuf_fini(&buf);
    vec_text_key_fini(&keys);
    return rc;
}

static intro_status intro_i_classes_join(intro_i_classes *c)
{
    if (c->b->sources.count < 2 && c->b->slugs.count == 0) {
        return INTRO_OK;
    }
    INTRO_TRY(join_by_strings(c, &c->b->slugs, "merged by profile URL",
                              "several people share a profile URL"));
    INTRO_TRY(join_by_strings(c, &c->b->emails, "merged by e-mail",
                              "several people share an e-mail"));
    if (c->b->options.same_ids) {
        INTRO_TRY(join_by_ids(c));
    }
    return c->b->options.merge_names ? join_by_names(c) : INTRO_OK;
}

/* Numbers the classes in canonical order of their first records. */
static void number_groups(intro_i_classes *c, intro_i_naming *n,
                          const uint16_t *order)
{
    const intro_i_builder *const b = c->b;
    for (uint32_t p = 0; p < b->people; p++) {
        n->group_of[p] = UINT32_MAX;
    }
    for (size_t k = 0; k < b->sources.count; k++) {
        const intro_i_build_source *const s = b->sources.data[order[k]];
        for (uint32_t row = 0; row < s->person_count; row++) {
            const uint32_t root =
                intro_i_classes_root(c, s->first_person + row);
            if (n->group_of[root] == UINT32_MAX) {
                n->group_of[root] = n->groups++;
            }
        }
    }
}

static intro_status prepare(intro_i_classes *c, intro_i_naming *n,
                            const uint16_t *order)
{
    const uint32_t people = c->b->people;
    c->parent = intro_i_alloc(people, sizeof *c->parent);
    c->next = intro_i_alloc(people, sizeof *c->next);
    n->group_of = intro_i_alloc(people, sizeof *n->group_of);
    if (c->parent == NULL || c->next == NULL || n->group_of == NULL) {
        return intro_i_fail_memory(c->b->ctx);
    }
    for (uint32_t p = 0; p < people; p++) {
        c->parent[p] = p;
        c->next[p] = p;
    }
    INTRO_TRY(intro_i_classes_join(c));
    number_groups(c, n, order);
    n->ids = intro_i_alloc_zero(n->groups, sizeof *n->ids);
    n->id_lengths = intro_i_alloc_zero(n->groups, sizeof *n->id_lengths);
    return n->ids == NULL || n->id_lengths == NULL
               ? intro_i_fail_memory(c->b->ctx)
               : INTRO_OK;
}

intro_status intro_i_identity_find(intro_i_builder *b, const uint16_t *rank,
                                   intro_i_identity *out)
{
    intro_i_classes c = {.b = b, .rank = rank};
    intro_i_naming n;
    memset(&n, 0, sizeof n);
    memset(out, 0, sizeof *out);
    n.c = &c;
    uint16_t *const order = intro_i_alloc(b->sources.count, sizeof *order);
    intro_status rc = INTRO_OK;
    if (order == NULL || intro_i_strpool_init(&n.taken) != INTRO_OK) {
        rc = intro_i_fail_memory(b->ctx);
        goto out;
    }
    for (size_t s = 0; s < b->sources.count; s++) {
        order[rank[s]] = (uint16_t)s;
    }
    rc = prepare(&c, &n, order);
    if (rc == INTRO_OK) {
        rc = intro_i_person_ids_find(&n, order);
    }
    if (rc == INTRO_OK) {
        rc = intro_i_poll(b->ctx);
    }
    if (rc == INTRO_OK) {
        rc = intro_i_person_ids_order(&n, out);
    }
out:
    intro_i_free(order);
    intro_i_free(c.parent);
    intro_i_free(c.next);
    intro_i_free(n.group_of);
    intro_i_free(n.ids);
    intro_i_free(n.id_lengths);
    intro_i_strpool_fini(&n.taken);
    if (rc != INTRO_OK) {
        intro_i_identity_fini(out);
    }
    return rc;
}

void intro_i_identity_fini(intro_i_identity *identity)
{
    intro_i_free(identity->person_of);
    intro_i_free(identity->ids);
    intro_i_free(identity->id_lengths);
    memset(identity, 0, sizeof *identity);
}
