/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts that are joined by "and" make a group: one stretch of words, in which
 * phrases may cross ("health & safety"). Groups up to the next bar make a
 * role. */
#include "import/class_title.h"

#include "base/taxonomy.h"
#include "base/text.h"

#include <string.h>

enum { ENTRY = 3 };

void intro_i_title_work_init(intro_i_title_work *work)
{
    intro_i_strbuf_init(&work->folded, 0);
    intro_i_strbuf_init(&work->stems, 0);
}

void intro_i_title_work_fini(intro_i_title_work *work)
{
    intro_i_vec_part_fini(&work->parts);
    intro_i_strbuf_fini(&work->folded);
    intro_i_strbuf_fini(&work->stems);
    intro_i_vec_word_fini(&work->words);
    intro_i_vec_u32_fini(&work->word_part);
}

/* The best rule for the function so far. */
typedef struct best_function {
    uint32_t row;
    bool is_weak;
    uint32_t part;
    uint32_t words;
} best_function;

/* A role while it is read. */
typedef struct role {
    const char *title;
    uint32_t industry;
    intro_i_title_work *work;
    intro_i_title_class *out;
    best_function function;
    bool has_hit;  /* a rule that says something of the person */
    bool has_rank; /* of an earlier group */
    bool is_void;  /* "teacher, retired" */
    uint8_t rank;  /* of the present group */
    uint8_t cap;   /* of the present group, 0 none */
    uint32_t rank_row;
    uint32_t cap_row;
} role;

static const intro_i_title_row *row_of(uint32_t row)
{
    return &intro_i_titles[row - 1];
}

/* Does a row for the same words go before the other? One for a narrower industry
 * does, then one for the words alone. */
static bool goes_before(const intro_i_title_row *a, const intro_i_title_row *b)
{
    if (a->within != b->within) {
        return b->within == 0 || (a->within != 0 && intro_i_industry_is_within(
                                                        a->within, b->within));
    }
    return (a->flags & INTRO_I_RULE_WHOLE) != 0;
}

/* Of the rows of one key, which stand together, the one that holds and goes before
 * the others; 0: none. is_whole: the words are a part of their own. */
static uint32_t choose_row(role *r, uint32_t first, bool is_whole)
{
    uint32_t best = 0;
    for (uint32_t row = first;
         row <= intro_i_titles_count &&
         strcmp(row_of(row)->key, row_of(first)->key) == 0;
         row++) {
        const intro_i_title_row *const rule = row_of(row);
        r->out->depends = r->out->depends || rule->within != 0;
        const bool holds =
            (rule->within == 0 ||
             intro_i_industry_is_within(r->industry, rule->within)) &&
            (is_whole || (rule->flags & INTRO_I_RULE_WHOLE) == 0);
        if (holds && (best == 0 || goes_before(rule, row_of(best)))) {
            best = row;
        }
    }
    return best;
}

static void take_function(role *r, uint32_t row, uint32_t part, uint32_t words)
{
    const intro_i_title_row *const rule = row_of(row);
    best_function *const best = &r->function;
    const bool is_weak = (rule->flags & INTRO_I_RULE_WEAK) != 0;
    if (rule->function == 0) {
        return;
    }
    bool is_better = best->row == 0 || (best->is_weak && !is_weak);
    if (best->row != 0 && best->is_weak == is_weak) {
        is_better = part == best->part && words >= best->words;
    }
    if (is_better) {
        *best = (best_function){row, is_weak, part, words};
    }
}

static void take_rank(role *r, uint32_t row)
{
    const intro_i_title_row *const rule = row_of(row);
    if (rule->seniority == 0) {
        return;
    }
    if (rule->seniority > r->rank) {
        r->rank = rule->seniority;
        r->rank_row = row;
    }
    if ((rule->flags & INTRO_I_RULE_CAP) != 0 &&
        (r->cap == 0 || rule->seniority < r->cap)) {
        r->cap = rule->seniority;
        r->cap_row = row;
    }
}

static void take_hit(role *r, uint32_t row, uint32_t part, uint32_t words)
{
    const intro_i_title_row *const rule = row_of(row);
    if (rule->function == 0 && rule->seniority == 0 && rule->industry == 0) {
        return; /* a phrase that only keeps its words from other rules */
    }
    r->has_hit = true;
    r->work->parts.data[part].use = INTRO_I_PART_USED;
    take_function(r, row, part, words);
    take_rank(r, row);
    if (rule->industry != 0 && r->out->industry_row == 0) {
        r->out->industry = rule->industry;
        r->out->industry_row = (uint16_t)row;
        r->out->industry_alone = (rule->flags & INTRO_I_RULE_ALONE) != 0;
    }
}

/* --- a group -------------------------------------------------------------- */

/* Folds parts [first, end) and appends their stems to one text. */
static intro_status read_group(role *r, size_t first, size_t end)
{
    intro_i_title_work *const w = r->work;
    intro_i_strbuf_clear(&w->stems);
    w->words.count = 0;
    w->word_part.count = 0;
    for (size_t i = first; i < end; i++) {
        const intro_i_title_part *const part = &w->parts.data[i];
        intro_i_strbuf_clear(&w->folded);
        INTRO_TRY(
            intro_i_text_fold(r->title + part->at, part->length, &w->folded));
        INTRO_TRY(intro_i_words_stem(w->folded.data, w->folded.length,
                                     &w->stems, &w->words));
        while (w->word_part.count < w->words.count) {
            INTRO_TRY(intro_i_vec_u32_push(&w->word_part, (uint32_t)i));
        }
    }
    return INTRO_OK;
}

/* Are the words [at, at + count) all there is between two breaks? */
static bool is_part(const role *r, size_t at, size_t count)
{
    const uint32_t *const part = r->work->word_part.data;
    const size_t end = at + count;
    return (at == 0 || part[at - 1] != part[at]) &&
           (end == r->work->word_part.count || part[end] != part[end - 1]);
}

/* The longest phrase at a word of which a row holds. */
static uint32_t find_rule(role *r, size_t at, uint32_t *words)
{
    const intro_i_rule_array titles = {intro_i_titles, sizeof intro_i_titles[0],
                                       intro_i_titles_count,
                                       intro_i_titles_endings};
    intro_i_phrase found[INTRO_I_PHRASE_WORDS];
    size_t count = intro_i_rule_phrases(titles, r->work->stems.data,
                                        &r->work->words, at, found);
    for (; count > 0; count--) {
        const intro_i_phrase *const p = &found[count - 1];
        const uint32_t row = choose_row(r, p->value, is_part(r, at, p->words));
        if (row != 0) {
            *words = p->words;
            return row;
        }
    }
    *words = 1;
    return 0;
}

/* Marks the rest of the group, from the part of word `at`. */
static void mark_rest(role *r, size_t at, size_t end, unsigned flags)
{
    const intro_i_part_use use =
        (flags & INTRO_I_RULE_PAST) != 0   ? INTRO_I_PART_PAST
        : (flags & INTRO_I_RULE_IDLE) != 0 ? INTRO_I_PART_WISH
                                           : INTRO_I_PART_OTHER;
    for (size_t i = r->work->word_part.data[at]; i < end; i++) {
        if (r->work->parts.data[i].use == INTRO_I_PART_UNUSED) {
            r->work->parts.data[i].use = use;
        }
    }
}

static void match_group(role *r, size_t end)
{
    enum { STOPS = INTRO_I_RULE_PAST | INTRO_I_RULE_IDLE | INTRO_I_RULE_OTHER };
    const size_t count = r->work->words.count;
    for (size_t at = 0; at < count;) {
        uint32_t words;
        const uint32_t row = find_rule(r, at, &words);
        if (row != 0) {
            take_hit(r, row, r->work->word_part.data[at], words);
            const unsigned flags = row_of(row)->flags;
            if ((flags & STOPS) != 0) {
                mark_rest(r, at, end, flags);
                r->is_void = r->is_void || (words == count &&
                                            (flags & INTRO_I_RULE_PAST) != 0);
                return;
            }
        }
        at += words;
    }
}

/* The first group with a rank word settles it. */
static void settle_rank(role *r)
{
    if (!r->has_rank && r->rank != 0) {
        r->has_rank = true;
        const bool is_held = r->cap != 0 && r->cap < r->rank;
        r->out->seniority = is_held ? r->cap : r->rank;
        r->out->seniority_row = (uint16_t)(is_held ? r->cap_row : r->rank_row);
    }
    r->rank = r->cap = 0;
}

/* --- a role --------------------------------------------------------------- */

static void note_employer(role *r, size_t part)
{
    intro_i_title_part *const p = &r->work->parts.data[part];
    p->use = INTRO_I_PART_EMPLOYER;
    if (r->out->employer_length == 0) {
        r->out->employer_at = p->at;
        r->out->employer_length = p->length;
    }
}

static intro_status read_role(role *r, size_t first, size_t end)
{
    const intro_i_vec_part *const parts = &r->work->parts;
    for (size_t at = first; at < end;) {
        if (parts->data[at].before == INTRO_I_BREAK_AT) {
            note_employer(r, at++);
            continue;
        }
        size_t next = at + 1;
        while (next < end && parts->data[next].before == INTRO_I_BREAK_AND) {
            next++;
        }
        INTRO_TRY(read_group(r, at, next));
        match_group(r, next);
        settle_rank(r);
        at = next;
    }
    return INTRO_OK;
}

/* The role said nothing: as if it were not there. */
static void forget_role(role *r, size_t first, size_t end)
{
    const bool depends = r->out->depends;
    memset(r->out, 0, sizeof *r->out);
    r->out->depends = depends;
    r->has_rank = false;
    for (size_t i = first; r->is_void && i < end; i++) {
        r->work->parts.data[i].use = INTRO_I_PART_PAST;
    }
}

/* The first role that says something; its rank stays when only a later one has a
 * function ("Manager | Digital Marketing"). */
static intro_status read_roles(role *r)
{
    const intro_i_vec_part *const parts = &r->work->parts;
    bool is_settled = false;
    for (size_t first = 0; first < parts->count && r->function.row == 0;) {
        size_t end = first + 1;
        while (end < parts->count &&
               parts->data[end].before != INTRO_I_BREAK_ROLE) {
            end++;
        }
        r->has_hit = r->is_void = false;
        INTRO_TRY(read_role(r, first, end));
        if (r->is_void) {
            r->function.row = 0;
        }
        if (r->has_hit && !r->is_void) {
            is_settled = r->has_rank = true;
            r->out->seniority =
                r->out->seniority == 0 ? ENTRY : r->out->seniority;
        } else if (!is_settled) {
            forget_role(r, first, end);
        }
        first = end;
    }
    if (r->function.row != 0) {
        r->out->function = row_of(r->function.row)->function;
        r->out->function_row = (uint16_t)r->function.row;
    }
    return INTRO_OK;
}

intro_status intro_i_title_classify(const char *title, size_t length,
                                    uint32_t industry, intro_i_title_work *work,
                                    intro_i_title_class *out)
{
    role r = {.title = title, .industry = industry, .work = work, .out = out};
    memset(out, 0, sizeof *out);
    work->parts.count = 0;
    if (!intro_i_utf8_is_valid(title, length)) {
        return INTRO_OK;
    }
    INTRO_TRY(intro_i_title_cut(title, length, &work->parts));
    return read_roles(&r);
}
