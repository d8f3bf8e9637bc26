/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The key of an employer is made in two steps: a cleaned copy that still has
 * its capitals and dots (these tell "S.A." from "Plan A"), and its fold, from
 * whose end legal forms are cut. Tables hold what stood in exports. */
#include "base/names_impl.h"

#include "base/text.h"

#include <string.h>

enum { ACRONYM_MAX = 16 };

/* Tables that are searched by halves are sorted. */
static const char *const legal_forms[] = {
    "ab",          "abp",  "ag",   "aps",  "as",           "asa",     "bhd",
    "bv",          "bvba", "cie",  "cjsc", "co",           "company", "corp",
    "corporation", "cvba", "doo",  "ehf",  "eireli",       "eurl",    "gbr",
    "gk",          "gmbh", "hf",   "inc",  "incorporated", "ivs",     "jsc",
    "kft",         "kg",   "kgaa", "kk",   "lda",          "limited", "llc",
    "lllp",        "llp",  "lp",   "ltd",  "ltda",         "mbh",     "nv",
    "oao",         "ohg",  "ojsc", "ooo",  "opc",          "oy",      "oyj",
    "pao",         "pjsc", "plc",  "pllc", "pte",          "pty",     "pvt",
    "sa",          "sapi", "sarl", "sas",  "sasu",         "sca",     "scs",
    "sdn",         "se",   "sl",   "slu",  "snc",          "spzoo",   "srl",
    "srls",        "sro",  "tbk",  "uab",  "ug",           "zao",     "zrt",
};

static const char *const no_employers[] = {"actively looking",
                                           "actively seeking",
                                           "anonymous",
                                           "aposentado",
                                           "arbeitslos",
                                           "arbeitssuchend",
                                           "auto entrepreneur",
                                           "autonoma",
                                           "autonomo",
                                           "between jobs",
                                           "between roles",
                                           "career break",
                                           "career transition",
                                           "college student",
                                           "confidential",
                                           "confidential client",
                                           "consultant",
                                           "contractor",
                                           "currently unemployed",
                                           "desempregado",
                                           "en recherche d emploi",
                                           "estudante",
                                           "estudiante",
                                           "etudiant",
                                           "freelance",
                                           "freelance consultant",
                                           "freelancer",
                                           "freelancing",
                                           "freiberufler",
                                           "freiberuflich",
                                           "freischaffend",
                                           "gap year",
                                           "homemaker",
                                           "housewife",
                                           "im ruhestand",
                                           "in transition",
                                           "independant",
                                           "independante",
                                           "independent",
                                           "independent consultant",
                                           "independent consulting",
                                           "independent contractor",
                                           "independent professional",
                                           "independent researcher",
                                           "job seeker",
                                           "job seeking",
                                           "jubilado",
                                           "libero professionista",
                                           "looking for a job",
                                           "looking for a new opportunity",
                                           "looking for job",
                                           "looking for my next opportunity",
                                           "looking for new opportunities",
                                           "looking for new opportunity",
                                           "looking for opportunities",
                                           "looking for work",
                                           "maternity leave",
                                           "n a",
                                           "na",
                                           "nil",
                                           "no",
                                           "no company",
                                           "none",
                                           "not applicable",
                                           "not disclosed",
                                           "not employed",
                                           "null",
                                           "open to new opportunities",
                                           "open to opportunities",
                                           "open to work",
                                           "opentowork",
                                           "other",
                                           "own business",
                                           "parental leave",
                                           "por cuenta propia",
                                           "private",
                                           "rentner",
                                           "retired",
                                           "retiree",
                                           "retraite",
                                           "retraitee",
                                           "ruhestand",
                                           "sabbatical",
                                           "seeking employment",
                                           "seeking new opportunities",
                                           "seeking opportunities",
                                           "selbstandig",
                                           "selbststandig",
                                           "self",
                                           "self employed",
                                           "self employment",
                                           "selfemployed",
                                           "semi retired",
                                           "startup stealth",
                                           "stay at home parent",
                                           "stealth",
                                           "stealth mode",
                                           "stealth mode start up",
                                           "stealth mode startup",
                                           "stealth start up",
                                           "stealth startup",
                                           "student",
                                           "tba",
                                           "tbd",
                                           "undisclosed",
                                           "unemployed",
                                           "university student",
                                           "unknown",
                                           "various",
                                           "various companies",
                                           "zelfstandig",
                                           "zzp",
                                           "zzp er"};

/* Ends of a folded company name that are more than one word. */
static const char *const legal_phrases[] = {
    " sa de cv",   " s de rl de cv", " s de rl", " sapi de cv",
    " sab de cv",  " sa de rl",      " sp z oo", " sp z o o",
    " spol s r o", " sp zoo",        " a s",
};

/* Letters with a dot after each but perhaps the last, at least two: S.A.,
 * I.B.M; or the one form that has a slash. */
static bool is_dotted(const char *text, size_t length)
{
    if (length == 3 && text[1] == '/') {
        return intro_i_lower(text[0]) == 'a' && intro_i_lower(text[2]) == 's';
    }
    for (size_t i = 0; i < length; i++) {
        if (i % 2 == 0 ? !intro_i_is_letter(text[i]) : text[i] != '.') {
            return false;
        }
    }
    return length >= 3;
}

/* Joins dotted acronyms and turns commas into blanks, in place. */
static void join_acronyms(intro_i_strbuf *text)
{
    size_t to = 0;
    for (size_t i = 0; i < text->length;) {
        const size_t step =
            intro_i_word_length(text->data + i, text->length - i);
        if (step == 0) {
            text->data[to++] = ' ';
            i++;
            continue;
        }
        const bool joins = is_dotted(text->data + i, step);
        for (size_t k = i; k < i + step; k++) {
            const char c = text->data[k];
            if (!joins || intro_i_is_letter(c)) {
                text->data[to++] = c;
            }
        }
        i += step;
    }
    intro_i_strbuf_truncate(text, to);
}

/* Length without an "(ACRONYM)" at the end. */
static size_t cut_bracketed(const char *text, size_t length)
{
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    if (length == 0 || text[length - 1] != ')') {
        return length;
    }
    size_t open = length - 1;
    size_t capitals = 0;
    while (open > 0 && length - open <= ACRONYM_MAX && text[open] != '(') {
        if (intro_i_is_lower(text[open])) {
            return length;
        }
        capitals += intro_i_is_upper(text[open]);
        open--;
    }
    const bool goes =
        text[open] == '(' && capitals > 0 && intro_i_has_word(text, open);
    return goes ? open : length;
}

static bool ends_with(const char *text, size_t length, const char *end)
{
    const size_t size = strlen(end);
    return length > size && memcmp(text + length - size, end, size) == 0;
}

/* "SpA" is a legal form, "Day Spa" a place; `raw` still has the capitals. */
static bool is_spa(const char *raw, size_t length)
{
    while (length > 0 && !intro_i_is_letter(raw[length - 1])) {
        length--;
    }
    return length > 3 && (memcmp(raw + length - 3, "SpA", 3) == 0 ||
                          (memcmp(raw + length - 3, "SPA", 3) == 0 &&
                           intro_i_has_lower(raw, length)));
}

/* Length of the folded name without legal forms; one word always stays. */
static size_t cut_legal(const char *text, size_t length, bool spa)
{
    bool was_limited = false;
    bool was_company = false;
    for (;;) {
        size_t cut = 0;
        for (size_t i = 0; i < INTRO_COUNT_OF(legal_phrases); i++) {
            if (ends_with(text, length, legal_phrases[i])) {
                cut = strlen(legal_phrases[i]);
            }
        }
        size_t start = length;
        while (start > 0 && text[start - 1] != ' ') {
            start--;
        }
        if (start == 0) {
            return length;
        }
        const char *const last = text + start;
        const size_t size = length - start;
        const bool is_private =
            (size == 7 && memcmp(last, "private", 7) == 0) ||
            (size == 11 && memcmp(last, "proprietary", 11) == 0);
        const bool is_and = (size == 3 && memcmp(last, "and", 3) == 0) ||
                            (size == 3 && memcmp(last, "und", 3) == 0) ||
                            (size == 2 && memcmp(last, "et", 2) == 0);
        if (cut == 0 &&
            (INTRO_I_IS_LISTED(legal_forms, last, size) ||
             (was_limited && is_private) || (was_company && is_and) ||
             (spa && size == 3 && memcmp(last, "spa", 3) == 0))) {
            cut = size + 1;
        }
        if (cut == 0) {
            return length;
        }
        was_limited = is_private || ends_with(text, length, " ltd") ||
                      ends_with(text, length, " limited");
        was_company = ends_with(text, length, " co") ||
                      ends_with(text, length, " company") ||
                      ends_with(text, length, " cie");
        length -= cut;
    }
}

/* Folds the cleaned copy and strips it; appends nothing when it folds to
 * nothing. */
static intro_status fold_company(intro_i_strbuf *copy, intro_i_strbuf *out)
{
    intro_i_strbuf folded;
    intro_i_strbuf_init(&folded, 0);
    intro_i_strbuf_truncate(copy, cut_bracketed(copy->data, copy->length));
    join_acronyms(copy);
    intro_status rc = intro_i_text_fold(copy->data, copy->length, &folded);
    if (rc == INTRO_OK) {
        const char *text = folded.data;
        size_t length = folded.length;
        if (length > 4 && memcmp(text, "the ", 4) == 0) {
            text += 4;
            length -= 4;
        }
        length = cut_legal(text, length, is_spa(copy->data, copy->length));
        intro_i_strbuf_append(out, text, length);
        rc = out->status;
    }
    intro_i_strbuf_fini(&folded);
    return rc;
}

/* The text with its white space trimmed and collapsed. */
static void put_collapsed(const char *text, size_t length, intro_i_strbuf *out)
{
    bool owes_blank = false;
    bool begun = false;
    for (size_t i = 0; i < length;) {
        uint32_t codepoint;
        const size_t step = intro_i_utf8_next(text + i, length - i, &codepoint);
        if (intro_i_text_is_blank(codepoint)) {
            owes_blank = begun;
        } else {
            if (owes_blank) {
                intro_i_strbuf_putc(out, ' ');
            }
            intro_i_strbuf_append(out, text + i, step);
            owes_blank = false;
            begun = true;
        }
        i += step;
    }
}

intro_status intro_i_company_fold(const char *name, size_t length,
                                  intro_i_strbuf *out)
{
    const size_t before = out->length;
    if (!intro_i_utf8_is_valid(name, length)) {
        return INTRO_EFORMAT;
    }
    intro_i_strbuf copy;
    intro_i_strbuf_init(&copy, 0);
    intro_i_name_clean(name, length, false, &copy);
    intro_status rc = copy.status;
    if (rc == INTRO_OK) {
        rc = fold_company(&copy, out);
    }
    intro_i_strbuf_fini(&copy);
    if (rc == INTRO_OK && out->length == before) {
        rc = intro_i_text_fold(name, length, out);
    }
    if (rc == INTRO_OK && out->length == before) {
        put_collapsed(name, length, out);
        rc = out->status;
        if (rc != INTRO_OK) {
            intro_i_strbuf_truncate(out, before);
        }
    }
    return rc;
}

static bool begins_with(const char *text, size_t length, const char *start)
{
    const size_t size = strlen(start);
    return length > size && memcmp(text, start, size) == 0;
}

bool intro_i_company_is_none(const char *folded, size_t length)
{
    static const char *const starts[] = {
        "self employed ", "looking for ",       "seeking ",
        "open to work ",  "actively seeking ",  "actively looking ",
        "retired from ",  "student at ",        "currently looking ",
        "freelance ",     "currently seeking ", "confidential ",
    };
    if (!intro_i_has_word(folded, length) ||
        INTRO_I_IS_LISTED(no_employers, folded, length)) {
        return true;
    }
    if (begins_with(folded, length, "stealth ")) {
        return ends_with(folded, length, " startup") ||
               ends_with(folded, length, " start up") ||
               ends_with(folded, length, " mode") ||
               ends_with(folded, length, " venture");
    }
    /* A market place of that name. */
    if (ends_with(folded, length, " com")) {
        return false;
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(starts); i++) {
        if (begins_with(folded, length, starts[i])) {
            return true;
        }
    }
    return false;
}
