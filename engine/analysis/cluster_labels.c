/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/cluster_labels.h"

#include "base/alloc.h"
#include "base/context_impl.h"

#include <math.h>
#include <string.h>
#include <strings.h>

enum {
    PEOPLE_LEAST = 2,
    SHARE_PARTS = 10,
    CLUSTER_PARTS = 20,
    POLL_EVERY = 1 << 12
};

#define LIFT_LEAST   1.2      /* of a label */
#define SECOND_LEAST 0.5      /* of what the first value says */
#define LIFT_ABOVE   1.000001 /* of top groups: more than rounding */

/* --- what is counted ------------------------------------------------------ */

static bool is_nothing(const char *name)
{
    static const char *const words[] = {
        "unknown",     "(unknown)",     "n/a",   "na",
        "none",        "null",          "other", "others",
        "unspecified", "not specified", "?",     "-"};
    for (size_t i = 0; i < INTRO_COUNT_OF(words); i++) {
        if (strcasecmp(words[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static intro_status init_counts(const intro_i_groups *groups,
                                intro_i_label_counts *out)
{
    out->groups = groups;
    out->counts = intro_i_alloc_zero(groups->count, sizeof *out->counts);
    out->met = intro_i_alloc(groups->count, sizeof *out->met);
    out->is_value = intro_i_alloc(groups->count, sizeof *out->is_value);
    if (out->counts == NULL || out->met == NULL || out->is_value == NULL) {
        return INTRO_ENOMEM;
    }
    for (uint32_t g = 0; g < groups->count; g++) {
        out->is_value[g] = !is_nothing(groups->names[g]);
        out->known += out->is_value[g] ? groups->sizes[g] : 0;
    }
    return INTRO_OK;
}

intro_status intro_i_labeler_init(intro_ctx *ctx,
                                  const intro_i_members *members,
                                  const intro_i_groups *const *attributes,
                                  size_t count, intro_i_labeler *out)
{
    *out = (intro_i_labeler){.members = members, .count = count};
    for (size_t i = 0; i < count; i++) {
        if (init_counts(attributes[i], &out->attributes[i]) != INTRO_OK) {
            intro_i_labeler_fini(out);
            return intro_i_fail_memory(ctx);
        }
    }
    return INTRO_OK;
}

void intro_i_labeler_fini(intro_i_labeler *labeler)
{
    for (size_t i = 0; i < labeler->count; i++) {
        intro_i_free(labeler->attributes[i].counts);
        intro_i_free(labeler->attributes[i].met);
        intro_i_free(labeler->attributes[i].is_value);
    }
    memset(labeler, 0, sizeof *labeler);
}

/* --- the most telling ----------------------------------------------------- */

static double weigh(const intro_top_group *group)
{
    return group->share * log(group->lift);
}

static bool comes_before(const intro_top_group *a, const intro_top_group *b)
{
    if (weigh(a) != weigh(b)) {
        return weigh(a) > weigh(b);
    }
    return strcmp(a->name, b->name) < 0;
}

static uint32_t insert(intro_top_group *list, uint32_t count, uint32_t most,
                       const intro_top_group *group)
{
    uint32_t at = count;
    while (at > 0 && comes_before(group, &list[at - 1])) {
        at--;
    }
    if (at == most) {
        return count;
    }
    count += count < most;
    memmove(&list[at + 1], &list[at], (count - 1 - at) * sizeof *list);
    list[at] = *group;
    return count;
}

/* The top values of an attribute in a cluster. */
static uint32_t find_top(const intro_i_members *members, uint32_t cluster,
                         intro_i_label_counts *c,
                         intro_top_group out[INTRO_CLUSTER_GROUPS])
{
    uint32_t met = 0;
    uint32_t found = 0;
    uint64_t known = 0;
    if (c->groups->count == 0) {
        return 0;
    }
    for (uint32_t i = members->starts[cluster];
         i < members->starts[cluster + 1]; i++) {
        const uint32_t group = c->groups->of[members->people[i]];
        if (group != INTRO_I_NO_GROUP && c->is_value[group]) {
            known++;
            if (c->counts[group]++ == 0) {
                c->met[met++] = group;
            }
        }
    }
    for (uint32_t i = 0; i < met; i++) {
        const uint32_t g = c->met[i];
        const double all = (double)c->groups->sizes[g] / (double)c->known;
        const double share = (double)c->counts[g] / (double)known;
        const intro_top_group group = {c->groups->names[g], c->counts[g], share,
                                       share / all};
        c->counts[g] = 0;
        if (group.people >= PEOPLE_LEAST && group.lift > LIFT_ABOVE) {
            found = insert(out, found, INTRO_CLUSTER_GROUPS, &group);
        }
    }
    return found;
}

uint32_t intro_i_label_groups(intro_i_labeler *labeler, uint32_t cluster,
                              intro_top_group out[INTRO_CLUSTER_GROUPS])
{
    return labeler->count == 0 ? 0
                               : find_top(labeler->members, cluster,
                                          &labeler->attributes[0], out);
}

/* --- words ---------------------------------------------------------------- */

static bool is_label(const intro_top_group *group, uint64_t people)
{
    return group->lift >= LIFT_LEAST &&
           group->share * (double)SHARE_PARTS >= 1 &&
           group->people * CLUSTER_PARTS >= people;
}

/* A value and where it comes from. */
typedef struct word {
    intro_top_group group;
    size_t attribute;
} word;

static void offer_word(word best[2], size_t *count, const word *offered)
{
    const bool is_first =
        *count == 0 || comes_before(&offered->group, &best[0].group);
    if (is_first) {
        best[1] = best[0];
        best[0] = *offered;
    } else if (*count == 1 || comes_before(&offered->group, &best[1].group)) {
        best[1] = *offered;
    }
    *count += *count < 2;
}

void intro_i_label_words(intro_i_labeler *labeler, uint32_t cluster,
                         intro_i_strbuf *buf)
{
    const uint64_t people = intro_i_members_size(labeler->members, cluster);
    word best[2] = {{{NULL, 0, 0, 0}, 0}, {{NULL, 0, 0, 0}, 0}};
    size_t count = 0;
    for (size_t i = 0; i < labeler->count; i++) {
        intro_top_group top[INTRO_CLUSTER_GROUPS];
        const uint32_t found =
            find_top(labeler->members, cluster, &labeler->attributes[i], top);
        for (uint32_t k = 0; k < found; k++) {
            const word offered = {top[k], i};
            if (is_label(&top[k], people)) {
                offer_word(best, &count, &offered);
            }
        }
    }
    if (count == 0) {
        return;
    }
    intro_i_strbuf_puts(buf, best[0].group.name);
    if (count == 2 && strcasecmp(best[0].group.name, best[1].group.name) != 0 &&
        weigh(&best[1].group) >= SECOND_LEAST * weigh(&best[0].group)) {
        intro_i_strbuf_puts(
            buf, best[0].attribute == best[1].attribute ? " and " : ", ");
        intro_i_strbuf_puts(buf, best[1].group.name);
    }
}

intro_status intro_i_label_all(intro_ctx *ctx, intro_i_labeler *labeler,
                               intro_i_arena *texts, const char **out)
{
    intro_i_strbuf words;
    intro_status rc = INTRO_OK;
    intro_i_strbuf_init(&words, 0);
    for (uint32_t k = 0; k < labeler->members->count && rc == INTRO_OK; k++) {
        intro_i_strbuf_clear(&words);
        intro_i_label_words(labeler, k, &words);
        out[k] = NULL;
        if (words.length != 0) {
            out[k] = intro_i_arena_copy(texts, words.data, words.length);
        }
        if (words.status != INTRO_OK || (words.length != 0 && out[k] == NULL)) {
            rc = intro_i_fail_memory(ctx);
        } else if (k % POLL_EVERY == 0) {
            rc = intro_i_poll(ctx);
        }
    }
    intro_i_strbuf_fini(&words);
    return rc;
}
