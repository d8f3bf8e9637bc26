/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/class_company.h"

#include "base/names.h"

#include <string.h>

static intro_i_rule_array companies(void)
{
    return (intro_i_rule_array){intro_i_companies, sizeof intro_i_companies[0],
                                intro_i_companies_count,
                                intro_i_companies_endings};
}

static intro_i_rule_array company_words(void)
{
    return (intro_i_rule_array){
        intro_i_company_words, sizeof intro_i_company_words[0],
        intro_i_company_words_count, intro_i_company_words_endings};
}

void intro_i_company_work_init(intro_i_company_work *work)
{
    intro_i_strbuf_init(&work->key, 0);
    intro_i_strbuf_init(&work->stems, 0);
}

void intro_i_company_work_fini(intro_i_company_work *work)
{
    intro_i_strbuf_fini(&work->key);
    intro_i_vec_word_fini(&work->words);
    intro_i_strbuf_fini(&work->stems);
    intro_i_vec_word_fini(&work->stem_words);
}

/* The part of the name in use: words [first, end). */
typedef struct span {
    const intro_i_company_work *work;
    size_t first;
    size_t end;
} span;

/* The words as one text. */
static const char *span_text(const span *s, size_t *length)
{
    const intro_i_word *const words = s->work->words.data;
    const size_t at = words[s->first].at;
    *length = words[s->end - 1].at + words[s->end - 1].length - at;
    return s->work->key.data + at;
}

/* --- well-known employers ------------------------------------------------- */

static void settle(intro_i_company_class *out, intro_i_class_table table,
                   uint32_t row, uint16_t industry)
{
    out->industry = industry;
    out->origin = (intro_i_class_origin){table, row};
}

static bool find_name(const span *s, bool is_stripped,
                      intro_i_company_class *out)
{
    size_t length;
    const char *const text = span_text(s, &length);
    const uint32_t row = intro_i_rule_find(companies(), text, length);
    if (row == 0 || (is_stripped && (intro_i_companies[row - 1].flags &
                                     INTRO_I_RULE_ALONE) != 0)) {
        return false; /* a word like others, unless it stands alone */
    }
    settle(out, INTRO_I_COMPANIES, row, intro_i_companies[row - 1].industry);
    return true;
}

/* The longest "deloitte *" the name begins with. */
static bool find_start(const span *s, intro_i_company_class *out)
{
    char key[INTRO_I_RULE_KEY];
    span start = *s;
    for (start.end = s->end; start.end > s->first; start.end--) {
        size_t length;
        const char *const text = span_text(&start, &length);
        if (length + 3 > sizeof key) {
            continue;
        }
        memcpy(key, text, length);
        memcpy(key + length, " *", 2);
        const uint32_t row = intro_i_rule_find(companies(), key, length + 2);
        if (row != 0) {
            settle(out, INTRO_I_COMPANIES, row,
                   intro_i_companies[row - 1].industry);
            return true;
        }
    }
    return false;
}

/* --- words ---------------------------------------------------------------- */

static const intro_i_company_row *word_row(uint32_t row)
{
    return &intro_i_company_words[row - 1];
}

static size_t find_phrases(const span *s, size_t word,
                           intro_i_phrase found[INTRO_I_PHRASE_WORDS])
{
    return intro_i_rule_phrases(company_words(), s->work->stems.data,
                                &s->work->stem_words, word, found);
}

/* Words that a DROP rule takes off at `word`, up to the end of the span where
 * is_end; 0: none. */
static size_t drop_at(const span *s, size_t word, bool is_end)
{
    intro_i_phrase found[INTRO_I_PHRASE_WORDS];
    for (size_t i = find_phrases(s, word, found); i-- > 0;) {
        if ((word_row(found[i].value)->flags & INTRO_I_RULE_DROP) != 0 &&
            (!is_end || word + found[i].words == s->end)) {
            return found[i].words;
        }
    }
    return 0;
}

/* Takes one phrase off the end, else off the beginning; one word stays. */
static bool strip(span *s)
{
    enum { DROP_WORDS = 3 };
    for (size_t words = DROP_WORDS; words > 0; words--) {
        if (s->end - s->first > words &&
            drop_at(s, s->end - words, true) == words) {
            s->end -= words;
            return true;
        }
    }
    const size_t words = drop_at(s, s->first, false);
    if (words != 0 && s->first + words < s->end) {
        s->first += words;
        return true;
    }
    return false;
}

/* Does the rule hold for the words [at, at + count)? */
static bool holds(const span *s, const intro_i_company_row *row, size_t at,
                  size_t count)
{
    const unsigned places =
        row->flags & (INTRO_I_RULE_BEFORE | INTRO_I_RULE_BEHIND);
    return (row->flags & INTRO_I_RULE_DROP) == 0 && at + count <= s->end &&
           (places != INTRO_I_RULE_BEFORE || at + count == s->end) &&
           (places != INTRO_I_RULE_BEHIND || at == s->first);
}

/* Is a match a better reason than the best so far? It stands behind it. */
static bool is_better(const intro_i_company_row *row, size_t words,
                      const intro_i_company_row *best, size_t best_words)
{
    const bool is_weak = (row->flags & INTRO_I_RULE_WEAK) != 0;
    const bool was_weak = (best->flags & INTRO_I_RULE_WEAK) != 0;
    return is_weak != was_weak ? was_weak : words >= best_words;
}

/* Phrases from left to right, the longest at each word. */
static void find_words(const span *s, intro_i_company_class *out)
{
    intro_i_phrase found[INTRO_I_PHRASE_WORDS];
    uint32_t best = 0;
    size_t best_words = 0;
    for (size_t at = s->first; at < s->end;) {
        size_t count = find_phrases(s, at, found);
        while (count > 0 && !holds(s, word_row(found[count - 1].value), at,
                                   found[count - 1].words)) {
            count--;
        }
        if (count == 0) {
            at++;
            continue;
        }
        const intro_i_phrase p = found[count - 1];
        if (word_row(p.value)->industry != 0 &&
            (best == 0 || is_better(word_row(p.value), p.words, word_row(best),
                                    best_words))) {
            best = p.value;
            best_words = p.words;
        }
        at += p.words;
    }
    if (best != 0) {
        settle(out, INTRO_I_COMPANY_WORDS, best, word_row(best)->industry);
    }
}

/* --- the whole ------------------------------------------------------------ */

static void classify_key(intro_i_company_work *work, intro_i_company_class *out)
{
    span s = {.work = work, .end = work->words.count};
    if (find_name(&s, false, out) || find_start(&s, out)) {
        return;
    }
    bool is_found = false;
    while (!is_found && strip(&s)) {
        is_found = find_name(&s, true, out);
    }
    size_t length;
    work->core_at = (size_t)(span_text(&s, &length) - work->key.data);
    work->core_length = length;
    if (!is_found) {
        find_words(&s, out);
    }
}

intro_status intro_i_company_classify(const char *name, size_t length,
                                      intro_i_company_work *work,
                                      intro_i_company_class *out)
{
    memset(out, 0, sizeof *out);
    intro_i_strbuf_clear(&work->key);
    intro_i_strbuf_clear(&work->stems);
    work->words.count = work->stem_words.count = 0;
    const intro_status rc = intro_i_company_fold(name, length, &work->key);
    if (rc != INTRO_OK && rc != INTRO_EFORMAT) {
        return rc;
    }
    work->core_at = 0;
    work->core_length = work->key.length;
    out->is_none = intro_i_company_is_none(work->key.data, work->key.length);
    if (out->is_none) {
        return INTRO_OK;
    }
    INTRO_TRY(
        intro_i_words_split(work->key.data, work->key.length, &work->words));
    INTRO_TRY(intro_i_words_stem(work->key.data, work->key.length, &work->stems,
                                 &work->stem_words));
    classify_key(work, out);
    return INTRO_OK;
}
