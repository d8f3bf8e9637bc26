/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records are joined in a union-find whose classes also form rings, so that the
 * members of a class can be walked when a key wants to join two of them: the join
 * is refused when both hold a record of the same source. The sources of the class
 * that the last one was joined to stay marked, because a key joins many to one.
 * Keys are handled in bytewise order, which makes refusals repeatable. */
#include "graph/identity_impl.h"

#include "base/merge_sort.h"
#include "base/names.h"
#include "base/strbuf.h"

#include <string.h>

enum {
    POLL_EVERY_KEYS = 1 << 14,
    POLL_EVERY_NAMES = 256,
    POLL_EVERY_TRIES = 256
};

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

/* Marks the sources of a class, which has one record of each at most. */
static void mark_class(intro_i_classes *c, uint32_t root)
{
    uint32_t i = root;
    do {
        c->marks[intro_i_identity_source(c->b, i)] = c->mark;
        i = c->next[i];
    } while (i != root);
}

/* Do the two classes hold records of one source? */
static bool share_source(intro_i_classes *c, uint32_t p_root, uint32_t q_root)
{
    if (c->marked_root != p_root) {
        c->mark++;
        c->marked_root = p_root;
        mark_class(c, p_root);
    }
    uint32_t i = q_root;
    do {
        if (c->marks[intro_i_identity_source(c->b, i)] == c->mark) {
            return true;
        }
        i = c->next[i];
    } while (i != q_root);
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
    if (c->tries++ % POLL_EVERY_TRIES == 0) {
        INTRO_TRY(intro_i_poll(c->b->ctx));
    }
    if (share_source(c, p_root, q_root)) {
        *joined = false;
        return INTRO_OK;
    }
    mark_class(c, q_root);
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

/* Two texts, of which the second decides where the first are equal. */
typedef struct text_key {
    const char *text;
    const char *more;
    uint32_t length;
    uint32_t more_length;
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

/* Of what many have there is one copy, which is not compared with itself. */
static int compare_texts(const text_key *a, const text_key *b)
{
    const int order =
        a->text == b->text && a->length == b->length
            ? 0
            : intro_i_compare_text(a->text, a->length, b->text, b->length);
    if (order != 0 ||
        (a->more == b->more && a->more_length == b->more_length)) {
        return order;
    }
    return intro_i_compare_text(a->more, a->more_length, b->more,
                                b->more_length);
}

static int compare_keys(const void *left, const void *right)
{
    const text_key *const a = left;
    const text_key *const b = right;
    const int order = compare_texts(a, b);
    if (order != 0) {
        return order;
    }
    if (a->rank != b->rank) {
        return a->rank < b->rank ? -1 : 1;
    }
    return (a->person > b->person) - (a->person < b->person);
}

static intro_status push_key(intro_i_classes *c, vec_text_key *keys,
                             text_key key)
{
    if (keys->count % POLL_EVERY_KEYS == 0) {
        INTRO_TRY(intro_i_poll(c->b->ctx));
    }
    key.rank = c->rank[intro_i_identity_source(c->b, key.person)];
    return vec_text_key_push(keys, key) == INTRO_OK
               ? INTRO_OK
               : intro_i_fail_memory(c->b->ctx);
}

static text_key key_of_string(const intro_i_strpool *pool, uint32_t string,
                              uint32_t person)
{
    return (text_key){.text = intro_i_strpool_text(pool, string),
                      .length = (uint32_t)intro_i_strpool_length(pool, string),
                      .more = "",
                      .person = person};
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
    INTRO_TRY(intro_i_merge_sort(c->b->ctx, keys->data, keys->count,
                                 sizeof *keys->data, compare_keys));
    size_t until_poll = 0;
    for (size_t i = 0; i < keys->count;) {
        size_t end = i + 1;
        while (end < keys->count &&
               compare_texts(&keys->data[i], &keys->data[end]) == 0) {
            end++;
        }
        if (i >= until_poll) {
            INTRO_TRY(intro_i_poll(c->b->ctx));
            until_poll = i + POLL_EVERY_KEYS;
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
        rc = push_key(c, &keys,
                      key_of_string(&c->b->strings, from->data[i].string,
                                    from->data[i].person));
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
            rc = push_key(
                c, &keys,
                key_of_string(&source->ids, i + 1, source->first_person + i));
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

/* Texts folded for comparing, each once, however many have it. */
typedef struct folds {
    intro_i_strpool pool;
    uint32_t *names; /* by the builder's strings: string of the pool, or
                        UINT32_MAX; 0: nothing is left of it */
    uint32_t *companies;
    intro_i_strbuf buf;
} folds;

typedef intro_status fold_fn(const char *text, size_t length,
                             intro_i_strbuf *out);

static intro_status fold_once(folds *f, const intro_i_builder *b, fold_fn *fold,
                              uint32_t *known, uint32_t string)
{
    if (string == 0 || known[string] != UINT32_MAX) {
        return INTRO_OK;
    }
    intro_i_strbuf_clear(&f->buf);
    INTRO_TRY(fold(intro_i_strpool_text(&b->strings, string),
                   intro_i_strpool_length(&b->strings, string), &f->buf));
    INTRO_TRY(f->buf.status);
    return intro_i_strpool_intern(&f->pool, f->buf.data, f->buf.length,
                                  &known[string]);
}

static intro_status fold_names(intro_i_classes *c, folds *f)
{
    intro_i_builder *const b = c->b;
    intro_status rc = intro_i_strpool_init(&f->pool);
    f->names = intro_i_alloc(b->strings.count, sizeof *f->names);
    f->companies = intro_i_alloc(b->strings.count, sizeof *f->companies);
    if (rc != INTRO_OK || f->names == NULL || f->companies == NULL) {
        return intro_i_fail_memory(b->ctx);
    }
    memset(f->names, 0xFF, b->strings.count * sizeof *f->names);
    memset(f->companies, 0xFF, b->strings.count * sizeof *f->companies);
    for (uint32_t p = 0; p < b->people && rc == INTRO_OK; p++) {
        const uint32_t name = intro_i_identity_known(b, p, INTRO_FIELD_NAME);
        const uint32_t company =
            intro_i_identity_known(b, p, INTRO_FIELD_COMPANY);
        if (p % POLL_EVERY_NAMES == 0) {
            INTRO_TRY(intro_i_poll(b->ctx));
        }
        if (name != 0 && company != 0) {
            rc = fold_once(f, b, intro_i_name_fold, f->names, name);
            if (rc == INTRO_OK) {
                rc = fold_once(f, b, intro_i_company_fold, f->companies,
                               company);
            }
        }
    }
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(b->ctx) : rc;
}

/* Both must be known; names without letters say nothing of who it is. */
static intro_status push_names(intro_i_classes *c, const folds *f,
                               vec_text_key *keys)
{
    for (uint32_t p = 0; p < c->b->people; p++) {
        const uint32_t name = intro_i_identity_known(c->b, p, INTRO_FIELD_NAME);
        const uint32_t company =
            intro_i_identity_known(c->b, p, INTRO_FIELD_COMPANY);
        if (name == 0 || company == 0 || f->names[name] == 0 ||
            f->companies[company] == 0) {
            continue;
        }
        text_key key = key_of_string(&f->pool, f->names[name], p);
        key.more = intro_i_strpool_text(&f->pool, f->companies[company]);
        key.more_length =
            (uint32_t)intro_i_strpool_length(&f->pool, f->companies[company]);
        INTRO_TRY(push_key(c, keys, key));
    }
    return INTRO_OK;
}

static intro_status join_by_names(intro_i_classes *c)
{
    vec_text_key keys;
    folds f;
    memset(&keys, 0, sizeof keys);
    memset(&f, 0, sizeof f);
    intro_i_strbuf_init(&f.buf, 0);
    intro_status rc = fold_names(c, &f);
    if (rc == INTRO_OK) {
        rc = push_names(c, &f, &keys);
    }
    if (rc == INTRO_OK) {
        rc = join_by(c, &keys, "merged by name and company (--merge-names)",
                     "name and company refused as identity");
    }
    intro_i_strbuf_fini(&f.buf);
    intro_i_strpool_fini(&f.pool);
    intro_i_free(f.names);
    intro_i_free(f.companies);
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
    c->marks = intro_i_alloc_zero(c->b->sources.count, sizeof *c->marks);
    n->group_of = intro_i_alloc(people, sizeof *n->group_of);
    if (c->parent == NULL || c->next == NULL || c->marks == NULL ||
        n->group_of == NULL) {
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
    intro_i_classes c = {.b = b, .rank = rank, .marked_root = UINT32_MAX};
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
    intro_i_free(c.marks);
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
