/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The key of a person is made in two steps: a cleaned copy in which words are
 * separated by single blanks and still have their capitals and dots (these tell
 * "MA" from "Ma"), and its fold.
 *
 * Tables hold what stood in exports; an entry that is a name as well (Ma, Do,
 * Her) counts only where its spelling says so. */
#include "base/names_impl.h"

#include "base/text.h"

#include <string.h>

enum { KEY_ROOM = 24, ACRONYM_MAX = 16, TITLES_MAX = 8 };

/* Tables that are searched by halves are sorted. */
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

/* A word as the tables see it, and how it was written. */
typedef struct word {
    char key[KEY_ROOM]; /* lower-case letters and digits; "" when not ASCII */
    bool has_lower;
    bool has_dot;       /* inside: M.A. */
    bool is_title_case; /* Mba */
    size_t capitals;
    size_t length;
} word;

static void read_word(const char *text, size_t length, word *out)
{
    size_t used = 0;
    bool is_known = true;
    memset(out, 0, sizeof *out);
    out->length = length;
    for (size_t i = 0; i < length; i++) {
        const char c = text[i];
        out->has_lower |= intro_i_is_lower(c);
        out->has_dot |= c == '.' && i > 0 && i + 1 < length;
        out->capitals += intro_i_is_upper(c);
        if (intro_i_is_letter(c) || (c >= '0' && c <= '9')) {
            is_known = is_known && used < KEY_ROOM - 1;
            if (is_known) {
                out->key[used++] = intro_i_lower(c);
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
            if (used == sizeof part || !intro_i_is_letter(text[i])) {
                return false;
            }
            part[used++] = intro_i_lower(text[i]);
        }
        i++;
        if (used == 0 || !INTRO_I_IS_LISTED(pronouns, part, used)) {
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
    return INTRO_I_IS_LISTED(credentials, item->key, length) ||
           ((!item->has_lower || item->has_dot) &&
            INTRO_I_IS_LISTED(capital_credentials, item->key, length));
}

/* Letters in capitals and nothing else, but no number of a monarch. */
static bool is_acronym(const word *item)
{
    return item->key[0] != '\0' && !item->has_lower && item->capitals >= 2 &&
           item->length <= ACRONYM_MAX &&
           strspn(item->key, "iv") < strlen(item->key);
}

/* Does the part after a comma look like credentials or pronouns? `mixed`: the
 * name before it has small letters, so capitals mean something. */
static bool is_credential_part(const char *text, size_t length, bool mixed)
{
    bool is_first = true;
    bool all_acronyms = true;
    for (size_t i = 0; i < length;) {
        const size_t step = intro_i_word_length(text + i, length - i);
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
        mixed = mixed || intro_i_has_lower(text + from, at - from);
        begun = begun || intro_i_has_word(text + from, at - from);
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
    const bool mixed = intro_i_has_lower(text, length);
    const char *const blank = memchr(text, ' ', length);
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
            item.is_title_case ||
            !INTRO_I_IS_LISTED(credentials, item.key, key_length);
        const bool two_stay = blank != NULL && blank < text + start - 1;
        const bool goes =
            !intro_i_has_word(text + start, length - start) ||
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
    const size_t step = intro_i_word_length(text, length);
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
            intro_i_is_letter(text[stem + 1])) {
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
        if (step == 0 ||
            !intro_i_has_word(text + at + step, length - at - step)) {
            return at;
        }
        at += step;
    }
}

/* Words of ASCII letters with single blanks between them, and neither a title
 * first nor credentials last: most names are so, and their fold is that of the
 * text. */
static bool is_plain(const char *name, size_t length)
{
    size_t last = 0;
    for (size_t i = 0; i < length; i++) {
        if (name[i] == ' ' && i > last) {
            last = i + 1;
        } else if (!intro_i_is_letter(name[i])) {
            return false;
        }
    }
    word item;
    if (last == length || measure_title(name, length) != 0) {
        return false;
    }
    read_word(name + last, length - last, &item);
    return !is_credential(&item);
}

intro_status intro_i_name_fold(const char *name, size_t length,
                               intro_i_strbuf *out)
{
    const size_t before = out->length;
    if (is_plain(name, length)) {
        return intro_i_text_fold(name, length, out);
    }
    if (!intro_i_utf8_is_valid(name, length)) {
        return INTRO_EFORMAT;
    }
    intro_i_strbuf copy;
    intro_i_strbuf_init(&copy, 0);
    intro_i_name_clean(name, length, true, &copy);
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
