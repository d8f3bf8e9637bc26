/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The contacts and closed ways of some of the people asked for are put down; each
 * shuffle then only looks up other groups. The ways of all of them would be three
 * times the triangles of the network, which a small one can have very many of: so
 * they go by in batches, and the same shuffles are made for each. Mean and
 * deviation of one person are updated shuffle by shuffle (Welford 1962), in
 * order: batches change nothing in them. */
#include "analysis/role_chance.h"

#include "analysis/role_tally.h"
#include "base/context_impl.h"
#include "base/parallel.h"
#include "base/random.h"

#include <math.h>

/* A batch has ways for so many bytes, or so many ways for each person of the
 * network, so that looking them up takes longer than the shuffle; one person more
 * than that. */
enum {
    GRAIN = 4,
    POLL_EVERY = 1 << 20,
    BATCH_BYTES = 8 << 20,
    BATCH_WAYS_A_PERSON = 4
};

/* Mean and sum of squared deviations. */
typedef struct moments {
    double mean;
    double squares;
} moments;

/* One person: where his own things end in the arrays of his batch. */
typedef struct subject {
    uint32_t person;
    size_t contacts_end;
    size_t closed_end;
    intro_i_roles roles;               /* by the true groups */
    moments chance[INTRO_I_ROLES + 1]; /* the last: brokerage */
} subject;

typedef struct trial {
    const intro_i_groups *groups;
    subject *subjects;
    size_t count;
    size_t first; /* subjects of the batch: from here up to, not with, end */
    size_t end;
    size_t ways_most;
    intro_i_vec_contact contacts;
    intro_i_vec_way closed;
    uint32_t *shuffled; /* person: group */
    uint32_t *known;    /* people with a group */
    uint32_t known_count;
    intro_i_role_tally *tallies; /* one a worker */
    uint32_t workers;
    bool is_directed;
    uint64_t done; /* shuffles */
} trial;

/* --- what does not change ---------------------------------------------------------------- */

static intro_status put_down(trial *t, intro_i_view *view, subject *s)
{
    INTRO_TRY(intro_i_view_contacts(view, s->person));
    INTRO_TRY(intro_i_view_closed(view));
    const size_t first = t->contacts.count;
    INTRO_TRY(intro_i_vec_contact_reserve(&t->contacts,
                                          first + view->contacts.count));
    INTRO_TRY(intro_i_vec_way_reserve(&t->closed,
                                      t->closed.count + view->closed.count));
    for (size_t i = 0; i < view->contacts.count; i++) {
        t->contacts.data[t->contacts.count++] = view->contacts.data[i];
    }
    for (size_t i = 0; i < view->closed.count; i++) {
        t->closed.data[t->closed.count++] = view->closed.data[i];
    }
    s->contacts_end = t->contacts.count;
    s->closed_end = t->closed.count;
    return INTRO_OK;
}

/* The next batch. */
static intro_status put_down_batch(intro_ctx *ctx, trial *t,
                                   const intro_i_orientation *o)
{
    intro_i_view view;
    intro_status rc = intro_i_view_init(&view, o, t->groups);
    t->first = t->end;
    t->contacts.count = 0;
    t->closed.count = 0;
    while (rc == INTRO_OK && t->end < t->count &&
           (t->end == t->first || t->closed.count < t->ways_most)) {
        rc = put_down(t, &view, &t->subjects[t->end]);
        t->end++;
        if (rc == INTRO_OK && intro_i_poll(ctx) != INTRO_OK) {
            rc = INTRO_ECANCELLED;
        }
    }
    intro_i_view_fini(&view);
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(ctx) : rc;
}

/* --- one shuffle -------------------------------------------------------------------------- */

static intro_i_roles count_roles(const trial *t, intro_i_role_tally *tally,
                                 size_t i, const uint32_t *of)
{
    const subject *const s = &t->subjects[i];
    const size_t first = i == t->first ? 0 : s[-1].contacts_end;
    const size_t closed = i == t->first ? 0 : s[-1].closed_end;
    const intro_i_view_contact *const contacts = t->contacts.data + first;
    const size_t count = s->contacts_end - first;
    const uint32_t own = of[s->person];
    for (size_t k = 0; k < count; k++) {
        intro_i_role_tally_add(tally, own, of[contacts[k].person],
                               contacts[k].ways);
    }
    intro_i_roles roles = intro_i_role_tally_take(tally, own);
    for (size_t k = 0; k < count; k++) {
        intro_i_role_tally_forget(tally, of[contacts[k].person]);
    }
    for (size_t k = closed; k < s->closed_end; k++) {
        const intro_i_view_way *const way = &t->closed.data[k];
        const uint32_t a = of[contacts[way->from].person];
        const uint32_t c = of[contacts[way->to].person];
        roles.counts[intro_i_role(a, own, c)]--;
        if (!t->is_directed && (a == own) != (c == own)) {
            roles.counts[intro_i_role(c, own, a)]--;
        }
    }
    return roles;
}

static void add_moment(moments *m, double value, uint64_t n)
{
    const double off = value - m->mean;
    m->mean += off / (double)n;
    m->squares += off * (value - m->mean);
}

static bool has_group(const trial *t, const subject *s)
{
    return t->groups->of[s->person] != INTRO_I_NO_GROUP;
}

static intro_status try_subjects(void *arg, intro_i_worker *worker,
                                 uint64_t begin, uint64_t end)
{
    const trial *const t = arg;
    intro_i_role_tally *const tally = &t->tallies[worker->index];
    for (size_t i = t->first + begin; i < t->first + end; i++) {
        subject *const s = &t->subjects[i];
        if (!has_group(t, s)) {
            continue;
        }
        INTRO_TRY(intro_i_worker_poll(worker));
        const intro_i_roles roles = count_roles(t, tally, i, t->shuffled);
        for (int role = 0; role < INTRO_I_ROLES; role++) {
            add_moment(&s->chance[role], (double)roles.counts[role], t->done);
        }
        add_moment(&s->chance[INTRO_I_ROLES],
                   (double)intro_i_brokerage(&roles, t->is_directed), t->done);
    }
    return INTRO_OK;
}

/* Fisher and Yates, among the people with a group. */
static intro_status shuffle(intro_ctx *ctx, trial *t, uint64_t seed)
{
    intro_i_random random;
    intro_i_random_init_part(&random, seed, t->done);
    for (uint32_t i = t->known_count; i > 1; i--) {
        const uint64_t k = intro_i_random_below(&random, i);
        uint32_t *const a = &t->shuffled[t->known[i - 1]];
        uint32_t *const b = &t->shuffled[t->known[k]];
        const uint32_t group = *a;
        *a = *b;
        *b = group;
        if (i % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(ctx));
        }
    }
    return INTRO_OK;
}

static double z_of(double value, const moments *m, uint64_t n)
{
    const double deviation = sqrt(m->squares / (double)n);
    return deviation > 0 ? (value - m->mean) / deviation : (double)NAN;
}

static void tell(const trial *t, intro_i_role_z *out)
{
    for (size_t i = 0; i < t->count; i++) {
        const subject *const s = &t->subjects[i];
        const double n = (double)intro_i_brokerage(&s->roles, t->is_directed);
        for (int role = 0; role < INTRO_I_ROLES; role++) {
            out[i].roles[role] =
                z_of((double)s->roles.counts[role], &s->chance[role], t->done);
        }
        out[i].brokerage = z_of(n, &s->chance[INTRO_I_ROLES], t->done);
    }
}

/* The groups as they are, before the first shuffle. */
static void start_batch(trial *t, uint32_t people)
{
    t->done = 0;
    t->known_count = 0;
    for (uint32_t v = 0; v < people; v++) {
        t->shuffled[v] = t->groups->of[v];
        if (t->groups->of[v] != INTRO_I_NO_GROUP) {
            t->known[t->known_count++] = v;
        }
    }
    for (size_t i = t->first; i < t->end; i++) {
        subject *const s = &t->subjects[i];
        if (has_group(t, s)) {
            s->roles = count_roles(t, &t->tallies[0], i, t->groups->of);
        }
    }
}

/* Shuffles are told as if all people were in one batch. */
static intro_status tell_progress(intro_ctx *ctx, const trial *t,
                                  uint64_t permutations)
{
    const double before = (double)t->first / (double)t->count;
    const double share = (double)(t->end - t->first) / (double)t->count;
    const double done = (double)permutations * before + (double)t->done * share;
    return intro_i_progress(ctx, "shuffling groups", "shuffles", (uint64_t)done,
                            permutations);
}

static intro_status run_trial(intro_ctx *ctx, trial *t,
                              const intro_i_orientation *o,
                              uint64_t permutations, uint64_t seed)
{
    while (t->end < t->count) {
        INTRO_TRY(put_down_batch(ctx, t, o));
        start_batch(t, o->weak->people);
        while (t->done < permutations) {
            INTRO_TRY(tell_progress(ctx, t, permutations));
            t->done++;
            INTRO_TRY(shuffle(ctx, t, seed));
            INTRO_TRY(intro_i_parallel_for(ctx, t->end - t->first, GRAIN,
                                           try_subjects, t));
        }
    }
    return INTRO_OK;
}

/* --- the whole ---------------------------------------------------------------------------- */

static intro_status start_trial(intro_ctx *ctx, trial *t,
                                const intro_i_orientation *o,
                                const uint32_t *people)
{
    const size_t n = o->weak->people;
    t->ways_most =
        BATCH_BYTES / sizeof(intro_i_view_way) > BATCH_WAYS_A_PERSON * n
            ? BATCH_BYTES / sizeof(intro_i_view_way)
            : BATCH_WAYS_A_PERSON * n;
    t->workers = intro_i_parallel_workers(ctx, t->count, GRAIN);
    t->subjects = intro_i_alloc_zero(t->count, sizeof *t->subjects);
    t->shuffled = intro_i_alloc(n, sizeof *t->shuffled);
    t->known = intro_i_alloc(n, sizeof *t->known);
    t->tallies = intro_i_alloc_zero(t->workers, sizeof *t->tallies);
    if (t->subjects == NULL || t->shuffled == NULL || t->known == NULL ||
        t->tallies == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (size_t i = 0; i < t->count; i++) {
        t->subjects[i].person = people[i];
    }
    for (uint32_t i = 0; i < t->workers; i++) {
        if (!intro_i_role_tally_init(&t->tallies[i], t->groups->count,
                                     t->is_directed)) {
            return intro_i_fail_memory(ctx);
        }
    }
    return INTRO_OK;
}

intro_status intro_i_role_chance(intro_ctx *ctx, const intro_i_orientation *o,
                                 const intro_i_groups *groups,
                                 const uint32_t *people, size_t count,
                                 uint64_t permutations, uint64_t seed,
                                 intro_i_role_z *out)
{
    trial t = {
        .groups = groups, .count = count, .is_directed = o->weak->ways != NULL};
    intro_status rc = start_trial(ctx, &t, o, people);
    if (rc == INTRO_OK) {
        rc = run_trial(ctx, &t, o, permutations, seed);
    }
    if (rc == INTRO_OK) {
        tell(&t, out);
    }
    for (uint32_t i = 0; t.tallies != NULL && i < t.workers; i++) {
        intro_i_role_tally_fini(&t.tallies[i]);
    }
    intro_i_free(t.tallies);
    intro_i_free(t.subjects);
    intro_i_free(t.shuffled);
    intro_i_free(t.known);
    intro_i_vec_contact_fini(&t.contacts);
    intro_i_vec_way_fini(&t.closed);
    return rc;
}
