/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Both keys are made in two steps: a cleaned copy in which words are separated
 * by single blanks and still have their capitals and dots (these tell "MA" from
 * "Ma" and "S.A." from "Plan A"), and its fold.
 *
 * Tables hold what stood in exports; an entry that is a name as well (Ma, Do, Her)
 * counts only where its spelling says so. Every word is looked up once. */
#include "base/names.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_ROOM = 24, ACRONYM_MAX = 16, EMAIL_MAX = 320, TITLES_MAX = 8 };

/* All tables are sorted, for the search by halves. */
static const char *const credentials[] = {
    "acca",    "aphr",     "aprn",   "assoccipd", "bakk",       "bba",
    "bca",     "bcc",      "bcom",   "beng",      "bfa",        "bsc",
    "bsn",     "bsw",      "btech",  "caia",      "capm",       "cbap",
    "cbe",     "cbp",      "ccba",   "ccie",      "ccna",       "ccnp",
    "ccp",     "ccsp",     "ccwp",   "cdmp",      "cdp",        "cebs",
    "cefa",    "ceh",      "ceng",   "certified", "cfa",        "cfcm",
    "cfe",     "cfp",      "cgma",   "chfc",      "chrl",       "chro",
    "chrp",    "ciob",     "cipd",   "cipm",      "cipp",       "cippe",
    "cippus",  "cips",     "cisa",   "cism",      "cissp",      "citp",
    "cltd",    "clu",      "cmm",    "cmp",       "cpa",        "cpcc",
    "cpcm",    "cpcu",     "cpim",   "cpp",       "cppm",       "cpsm",
    "cqa",     "cqe",      "crna",   "cscp",      "csep",       "csm",
    "csp",     "cspo",     "ctp",    "dds",       "dess",       "dipling",
    "dmd",     "dnp",      "dphil",  "dpt",       "drph",       "dsc",
    "dvm",     "ebp",      "edd",    "eit",       "emba",       "esq",
    "faan",    "facc",     "fache",  "facs",      "fbcs",       "fcca",
    "fcipd",   "fcips",    "fhea",   "fiet",      "fiod",       "fnp",
    "fpac",    "fpc",      "frics",  "frm",       "frs",        "frsa",
    "gcp",     "gphr",     "icaew",  "ieng",      "itil",       "jd",
    "kbe",     "lcsw",     "leedap", "leedga",    "licenciado", "llb",
    "llm",     "lmft",     "lmsw",   "lpc",       "lssbb",      "lssgb",
    "mba",     "mbas",     "mbcs",   "mbe",       "mca",        "mcc",
    "mciob",   "mcipd",    "mcips",  "mcom",      "mcsa",       "mcse",
    "md",      "meng",     "mfa",    "mft",       "mha",        "miet",
    "mimeche", "mlis",     "mls",    "mpa",       "mpac",       "mph",
    "mphil",   "mpp",      "mres",   "mrics",     "msc",        "msn",
    "msw",     "mtech",    "obe",    "ocp",       "oscp",       "otr",
    "pcc",     "pfmp",     "pgce",   "pgcert",    "pgd",        "pgdip",
    "pgdm",    "pgmp",     "pharmd", "phd",       "phr",        "phri",
    "pmi",     "pmiacp",   "pmp",    "postdoc",   "prince2",    "psm",
    "psmi",    "psmii",    "pspo",   "psyd",      "rhca",       "rhce",
    "riba",    "rics",     "rn",     "rpa",       "shrm",       "shrmcp",
    "shrmscp", "sixsigma", "spc",    "sphr",      "sphri",      "ssbb",
    "ssgb",    "togaf",
};

/* Words or names as well, so they count only in capitals or with dots. */
static const char *const capital_credentials[] = {
    "ab",  "abd", "aca",  "acc", "acp", "aia",  "asq",  "aws", "ba",
    "bed", "bs",  "cams", "cap", "cem", "cia",  "clp",  "cma", "cpo",
    "cre", "csr", "dba",  "do",  "fca", "fice", "gba",  "icf", "leed",
    "ma",  "mag", "mas",  "mct", "med", "mice", "ms",   "mvp", "np",
    "ot",  "pba", "pe",   "pra", "ra",  "rac",  "safe",
};

static const char *const pronouns[] = {
    "dela", "el",  "ele", "ella",   "elle", "he",   "her", "hers", "him", "hir",
    "his",  "lui", "she", "theirs", "them", "they", "xe",  "xem",  "ze",
};

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

/* Before a name; with `dotted` only when written with a dot ("Eng Tan"). */
static const struct {
    const char *word;
    bool dotted;
} titles[] = {
    {"dr", false},  {"drs", false},       {"prof", false},  {"profdr", false},
    {"mr", false},  {"mrs", false},       {"ms", false},    {"miss", false},
    {"mx", false},  {"engr", false},      {"dring", false}, {"dipling", false},
    {"rev", false}, {"professor", false}, {"capt", true},   {"eng", true},
    {"ing", true},  {"ir", true},         {"mag", true},    {"dipl", true},
    {"adv", true},  {"er", true},         {"ca", true},     {"med", true},
    {"sir", false}, {"lt", true},         {"col", true},
};

/* Ends of a folded company name that are more than one word. */
static const char *const legal_phrases[] = {
    " sa de cv",   " s de rl de cv", " s de rl", " sapi de cv",
    " sab de cv",  " sa de rl",      " sp z oo", " sp z o o",
    " spol s r o", " sp zoo",        " a s",
};

/* A word as the tables see it, and how it was written. */
typedef struct word {
    char key[KEY_ROOM]; /* lower-case letters and digits; "" when not ASCII */
    bool has_lower;
    bool has_dot; /* inside: M.A. */
    bool has_slash;
    bool is_title_case; /* Mba */
    size_t capitals;
    size_t length;
} word;

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_letter(char c)
{
    return is_lower(c) || is_upper(c);
}

static char lower(char c)
{
    return (char)(is_upper(c) ? c + ('a' - 'A') : c);
}

/* Is the word in the sorted table? */
static bool is_listed(const char *const *table, size_t count, const char *key,
                      size_t length)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        int order = strncmp(table[middle], key, length);
        if (order == 0 && table[middle][length] != '\0') {
            order = 1;
        }
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

#define IS_LISTED(table, key, length)                                          \
    is_listed(table, INTRO_COUNT_OF(table), key, length)

static void read_word(const char *text, size_t length, word *out)
{
    size_t used = 0;
    bool is_known = true;
    memset(out, 0, sizeof *out);
    out->length = length;
    for (size_t i = 0; i < length; i++) {
        const char c = text[i];
        out->has_lower |= is_lower(c);
        out->has_slash |= c == '/';
        out->has_dot |= c == '.' && i > 0 && i + 1 < length;
        out->capitals += is_upper(c);
        if (is_letter(c) || (c >= '0' && c <= '9')) {
            is_known = is_known && used < KEY_ROOM - 1;
            if (is_known) {
                out->key[used++] = lower(c);
            }
        } else if ((unsigned char)c >= 0x80) {
            is_known = false;
        }
    }
    out->is_title_case = out->has_lower && out->capitals == 1;
    if (!is_known) {
        out->key[0] = '\0';
    }
}

/* she/her, they/them/theirs */
static bool is_pronouns(const char *text, size_t length)
{
    size_t parts = 0;
    for (size_t i = 0; i < length;) {
        char part[8];
        size_t used = 0;
        for (; i < length && text[i] != '/'; i++) {
            if (used == sizeof part || !is_letter(text[i])) {
                return false;
            }
            part[used++] = lower(text[i]);
        }
        i++;
        if (used == 0 || !IS_LISTED(pronouns, part, used)) {
            return false;
        }
        parts++;
    }
    return parts >= 2;
}

static bool is_credential(const word *item)
{
    const size_t length = strlen(item->key);
    if (length == 0) {
        return false;
    }
    return IS_LISTED(credentials, item->key, length) ||
           ((!item->has_lower || item->has_dot) &&
            IS_LISTED(capital_credentials, item->key, length));
}

/* Letters in capitals and nothing else, but no number of a monarch. */
static bool is_acronym(const word *item)
{
    return item->key[0] != '\0' && !item->has_lower && item->capitals >= 2 &&
           item->length <= ACRONYM_MAX &&
           strspn(item->key, "iv") < strlen(item->key);
}

/* Length of the word at text, up to a blank or comma. */
static size_t measure_word(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length && text[i] != ' ' && text[i] != ',') {
        i++;
    }
    return i;
}

/* Does the part after a comma look like credentials or pronouns? `mixed`: the
 * name before it has small letters, so capitals mean something. */
static bool is_credential_part(const char *text, size_t length, bool mixed)
{
    bool is_first = true;
    bool all_acronyms = true;
    for (size_t i = 0; i < length;) {
        const size_t step = measure_word(text + i, length - i);
        if (step == 0) {
            i++;
            continue;
        }
        word item;
        read_word(text + i, step, &item);
        if (is_pronouns(text + i, step) || (is_first && is_credential(&item))) {
            return true;
        }
        all_acronyms = all_acronyms && is_acronym(&item);
        is_first = false;
        i += step;
    }
    return mixed && all_acronyms && !is_first;
}

static bool has_lower(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (is_lower(text[i])) {
            return true;
        }
    }
    return false;
}

static bool has_word(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const char c = text[i];
        if (is_letter(c) || (c >= '0' && c <= '9') ||
            (unsigned char)c >= 0x80) {
            return true;
        }
    }
    return false;
}

/* Length of the name before the first comma that begins credentials. */
static size_t cut_at_comma(const char *text, size_t length)
{
    bool mixed = false;
    bool begun = false;
    size_t from = 0;
    while (from < length) {
        const char *const comma = memchr(text + from, ',', length - from);
        if (comma == NULL) {
            return length;
        }
        const size_t at = (size_t)(comma - text);
        mixed = mixed || has_lower(text + from, at - from);
        begun = begun || has_word(text + from, at - from);
        const char *const next = memchr(comma + 1, ',', length - at - 1);
        const size_t end = next == NULL ? length : (size_t)(next - text);
        if (begun && is_credential_part(text + at + 1, end - at - 1, mixed)) {
            return at;
        }
        from = at + 1;
    }
    return length;
}

/* Length without credentials, pronouns and lone signs at the end. */
static size_t cut_last_words(const char *text, size_t length)
{
    const bool mixed = has_lower(text, length);
    for (;;) {
        while (length > 0 &&
               (text[length - 1] == ' ' || text[length - 1] == ',')) {
            length--;
        }
        size_t start = length;
        while (start > 0 && text[start - 1] != ' ' && text[start - 1] != ',') {
            start--;
        }
        if (start == 0) {
            return length;
        }
        word item;
        read_word(text + start, length - start, &item);
        const size_t key_length = strlen(item.key);
        /* Two words must stay where a surname may look like this. */
        const bool is_doubtful =
            item.is_title_case || !IS_LISTED(credentials, item.key, key_length);
        const bool two_stay = memchr(text, ' ', start - 1) != NULL;
        const bool goes =
            !has_word(text + start, length - start) ||
            is_pronouns(text + start, length - start) ||
            (is_credential(&item) &&
             (!is_doubtful || (two_stay && (mixed || item.has_dot))));
        if (!goes) {
            return length;
        }
        length = start;
    }
}

/* Bytes of the title the text begins with, 0 for none: "Dr. ", "Dr.Jane". */
static size_t measure_title(const char *text, size_t length)
{
    const size_t step = measure_word(text, length);
    word item;
    read_word(text, step, &item);
    const bool dotted = memchr(text, '.', step) != NULL;
    for (size_t i = 0; i < INTRO_COUNT_OF(titles); i++) {
        if (titles[i].dotted && !dotted) {
            continue;
        }
        if (strcmp(item.key, titles[i].word) == 0) {
            return step;
        }
        const size_t stem = strlen(titles[i].word);
        if (dotted && stem + 1 < step && text[stem] == '.' &&
            strncmp(item.key, titles[i].word, stem) == 0 &&
            is_letter(text[stem + 1])) {
            return stem + 1;
        }
    }
    return 0;
}

static size_t skip_titles(const char *text, size_t length)
{
    size_t at = 0;
    for (int titles_seen = 0;; titles_seen++) {
        while (at < length && text[at] == ' ') {
            at++;
        }
        /* "Dr.Dr.Dr..." is one word: a bound keeps this linear. */
        const size_t step = titles_seen < TITLES_MAX
                                ? measure_title(text + at, length - at)
                                : 0;
        if (step == 0 || !has_word(text + at + step, length - at - step)) {
            return at;
        }
        at += step;
    }
}

static bool is_bracket(uint32_t c, bool opens)
{
    return opens
               ? c == '(' || c == '[' || c == '{' || c == 0xFF08 || c == 0x3010
               : c == ')' || c == ']' || c == '}' || c == 0xFF09 || c == 0x3011;
}

/* Where a tagline begins. */
static bool is_bar(uint32_t c)
{
    return c == '|' || c == 0x2022 || c == 0xB7 || c == 0x2219 || c == 0x25CF ||
           c == 0x25AA || c == 0x2023 || c == 0xFF5C;
}

static void put_blank(intro_i_strbuf *out)
{
    if (out->length > 0 && out->data[out->length - 1] != ' ') {
        intro_i_strbuf_putc(out, ' ');
    }
}

/* Copies up to a bar, blanks and foreign signs as single blanks, invisible
 * characters not at all; without what stands in brackets if asked. */
static void clean(const char *text, size_t length, bool drop_brackets,
                  intro_i_strbuf *out)
{
    size_t depth = 0;
    bool begun = false;
    for (size_t i = 0; i < length;) {
        uint32_t codepoint;
        const size_t step = intro_i_utf8_next(text + i, length - i, &codepoint);
        const char *const at = text + i;
        i += step;
        if (drop_brackets && is_bracket(codepoint, true)) {
            depth++;
            put_blank(out);
        } else if (drop_brackets && is_bracket(codepoint, false)) {
            depth -= depth > 0;
        } else if (depth > 0) {
            continue;
        } else if (begun && is_bar(codepoint)) {
            break;
        } else if (codepoint == 0xFF0C) {
            intro_i_strbuf_putc(out, ',');
        } else if (codepoint > ' ' && codepoint < 0x7F) {
            intro_i_strbuf_append(out, at, 1);
            begun = begun || has_word(at, 1);
        } else {
            const intro_i_text_kind kind = intro_i_text_classify(codepoint);
            if (kind == INTRO_I_TEXT_BLANK) {
                put_blank(out);
            } else if (kind == INTRO_I_TEXT_WORD) {
                intro_i_strbuf_append(out, at, step);
                begun = true;
            }
        }
    }
}

intro_status intro_i_name_fold(const char *name, size_t length,
                               intro_i_strbuf *out)
{
    const size_t before = out->length;
    if (!intro_i_utf8_is_valid(name, length)) {
        return INTRO_EFORMAT;
    }
    intro_i_strbuf copy;
    intro_i_strbuf_init(&copy, 0);
    clean(name, length, true, &copy);
    intro_status rc = copy.status;
    if (rc == INTRO_OK) {
        size_t end = cut_at_comma(copy.data, copy.length);
        const size_t start = skip_titles(copy.data, end);
        end = start + cut_last_words(copy.data + start, end - start);
        rc = intro_i_text_fold(copy.data + start, end - start, out);
    }
    intro_i_strbuf_fini(&copy);
    if (rc == INTRO_OK && out->length == before) {
        rc = intro_i_text_fold(name, length, out);
    }
    return rc;
}

/* Letters with a dot after each but perhaps the last, at least two: S.A., I.B.M;
 * or the one form that has a slash. */
static bool is_dotted(const char *text, size_t length)
{
    if (length == 3 && text[1] == '/') {
        return lower(text[0]) == 'a' && lower(text[2]) == 's';
    }
    for (size_t i = 0; i < length; i++) {
        if (i % 2 == 0 ? !is_letter(text[i]) : text[i] != '.') {
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
        const size_t step = measure_word(text->data + i, text->length - i);
        if (step == 0) {
            text->data[to++] = ' ';
            i++;
            continue;
        }
        const bool joins = is_dotted(text->data + i, step);
        for (size_t k = i; k < i + step; k++) {
            const char c = text->data[k];
            if (!joins || is_letter(c)) {
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
        if (is_lower(text[open])) {
            return length;
        }
        capitals += is_upper(text[open]);
        open--;
    }
    const bool goes = text[open] == '(' && capitals > 0 && has_word(text, open);
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
    while (length > 0 && !is_letter(raw[length - 1])) {
        length--;
    }
    return length > 3 && (memcmp(raw + length - 3, "SpA", 3) == 0 ||
                          (memcmp(raw + length - 3, "SPA", 3) == 0 &&
                           has_lower(raw, length)));
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
            (IS_LISTED(legal_forms, last, size) ||
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
    clean(name, length, false, &copy);
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
    if (!has_word(folded, length) || IS_LISTED(no_employers, folded, length)) {
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

/* What is left of a URL. */
typedef struct cursor {
    const char *at;
    const char *end;
} cursor;

/* Takes the prefix, in any case; written in lower case here. */
static bool take_prefix(cursor *url, const char *prefix)
{
    const size_t size = strlen(prefix);
    if ((size_t)(url->end - url->at) < size) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        if (lower(url->at[i]) != prefix[i]) {
            return false;
        }
    }
    url->at += size;
    return true;
}

/* The next part of the path, without slashes; empty at the end. */
static cursor take_part(cursor *url)
{
    while (url->at < url->end && *url->at == '/') {
        url->at++;
    }
    cursor part = {url->at, url->at};
    while (part.end < url->end && *part.end != '/') {
        part.end++;
    }
    url->at = part.end;
    return part;
}

static bool is_part(cursor part, const char *word_wanted)
{
    return take_prefix(&part, word_wanted) && part.at == part.end;
}

/* linkedin.com after at most two labels (www, de, www.de). */
static bool take_host(cursor *url)
{
    for (int labels = 0; labels < 3; labels++) {
        cursor rest = *url;
        if (take_prefix(&rest, "linkedin.com")) {
            take_prefix(&rest, ":443");
            *url = rest;
            return rest.at < rest.end && *rest.at == '/';
        }
        const char *p = url->at;
        while (p < url->end && (is_letter(*p) || *p == '-')) {
            p++;
        }
        if (p == url->at || p == url->end || *p != '.') {
            return false;
        }
        url->at = p + 1;
    }
    return false;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char small = lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/* One round of percent-decoding; a sign that is no escape stays. */
static void put_decoded(cursor part, intro_i_strbuf *out)
{
    while (part.at < part.end) {
        const bool is_escape = *part.at == '%' && part.end - part.at >= 3 &&
                               hex_value(part.at[1]) >= 0 &&
                               hex_value(part.at[2]) >= 0;
        if (is_escape) {
            intro_i_strbuf_putc(
                out, (char)(unsigned char)(hex_value(part.at[1]) * 16 +
                                           hex_value(part.at[2])));
        } else {
            intro_i_strbuf_putc(out, *part.at);
        }
        part.at += is_escape ? 3 : 1;
    }
}

/* The numbers of an old /pub/ address, in the order newer slugs have them. */
static void put_old_numbers(cursor *path, intro_i_strbuf *slug)
{
    static const size_t widths[] = {2, 3, 3};
    cursor parts[3];
    for (size_t i = 0; i < 3; i++) {
        parts[i] = take_part(path);
        const size_t size = (size_t)(parts[i].end - parts[i].at);
        if (size == 0 || size > widths[i]) {
            return;
        }
        for (const char *p = parts[i].at; p < parts[i].end; p++) {
            if (hex_value(*p) < 0) {
                return;
            }
        }
    }
    intro_i_strbuf_putc(slug, '-');
    for (size_t i = 3; i-- > 0;) {
        const size_t size = (size_t)(parts[i].end - parts[i].at);
        intro_i_strbuf_append(slug, "000", widths[i] - size);
        intro_i_strbuf_append(slug, parts[i].at, size);
    }
}

/* Checks the decoded slug and appends its normal form. */
static intro_status put_slug(const char *slug, size_t length,
                             intro_i_strbuf *out)
{
    intro_i_text_trim(&slug, &length);
    if (length == 0) {
        return INTRO_ENOTFOUND;
    }
    for (size_t i = 0; i < length;) {
        uint32_t codepoint;
        i += intro_i_utf8_next(slug + i, length - i, &codepoint);
        if (codepoint < ' ' || (codepoint >= 0x7F && codepoint < 0xA0) ||
            codepoint == '/' || codepoint == INTRO_I_NOT_UTF8) {
            return INTRO_EFORMAT;
        }
    }
    return intro_i_text_lower(slug, length, out);
}

intro_status intro_i_profile_slug(const char *url, size_t length,
                                  intro_i_strbuf *out)
{
    intro_i_text_trim(&url, &length);
    cursor path = {url, url + length};
    if (!take_prefix(&path, "https:")) {
        take_prefix(&path, "http:");
    }
    take_prefix(&path, "//");
    if (!take_host(&path)) {
        return INTRO_ENOTFOUND;
    }
    for (const char *p = path.at; p < path.end; p++) {
        if (*p == '?' || *p == '#') {
            path.end = p;
        }
    }
    cursor part = take_part(&path);
    if (is_part(part, "mwlite")) {
        part = take_part(&path);
    }
    const bool is_old = is_part(part, "pub");
    if (!is_old && !is_part(part, "in")) {
        return INTRO_ENOTFOUND;
    }
    part = take_part(&path);
    /* /pub/dir/ lists namesakes. */
    if (part.at == part.end || (is_old && is_part(part, "dir"))) {
        return INTRO_ENOTFOUND;
    }
    intro_i_strbuf slug;
    intro_i_strbuf_init(&slug, 0);
    put_decoded(part, &slug);
    if (is_old) {
        put_old_numbers(&path, &slug);
    }
    intro_status rc = slug.status;
    if (rc == INTRO_OK) {
        rc = put_slug(slug.data, slug.length, out);
    }
    intro_i_strbuf_fini(&slug);
    return rc;
}

intro_status intro_i_email_normalise(const char *text, size_t length,
                                     intro_i_strbuf *out)
{
    intro_i_text_trim(&text, &length);
    cursor rest = {text, text + length};
    take_prefix(&rest, "mailto:");
    const size_t size = (size_t)(rest.end - rest.at);
    const char *const at = size == 0 ? NULL : memchr(rest.at, '@', size);
    if (at == NULL || at == rest.at || at + 1 == rest.end || size > EMAIL_MAX) {
        return INTRO_ENOTFOUND;
    }
    if (!intro_i_utf8_is_valid(rest.at, size)) {
        return INTRO_EFORMAT;
    }
    size_t signs = 0;
    for (size_t i = 0; i < size;) {
        uint32_t codepoint;
        i += intro_i_utf8_next(rest.at + i, size - i, &codepoint);
        signs += codepoint == '@';
        if (codepoint <= ' ' || (codepoint >= 0x7F && codepoint < 0xA0) ||
            intro_i_text_is_blank(codepoint) ||
            (codepoint < 0x80 &&
             strchr(",;:<>()[]\\\"", (int)codepoint) != NULL)) {
            return INTRO_ENOTFOUND;
        }
    }
    if (signs != 1 || at[1] == '.' || rest.end[-1] == '.') {
        return INTRO_ENOTFOUND;
    }
    return intro_i_text_lower(rest.at, size, out);
}
