/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/names.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef intro_status transform(const char *bytes, size_t length,
                               intro_i_strbuf *out);

static void assert_gives(transform *apply, const char *text, const char *want)
{
    intro_i_strbuf out;
    intro_i_strbuf_init(&out, 0);
    assert_int_equal(apply(text, strlen(text), &out), INTRO_OK);
    if (strcmp(out.data, want) != 0) {
        fail_msg("\"%s\" gives \"%s\", not \"%s\"", text, out.data, want);
    }
    intro_i_strbuf_fini(&out);
}

static void assert_fails(transform *apply, const char *text, size_t length,
                         intro_status want)
{
    intro_i_strbuf out;
    intro_i_strbuf_init(&out, 0);
    intro_i_strbuf_puts(&out, "kept");
    const intro_status rc = apply(text, length, &out);
    if (rc != want) {
        fail_msg("\"%s\" answers %d, not %d", text, (int)rc, (int)want);
    }
    assert_string_equal(out.data, "kept");
    intro_i_strbuf_fini(&out);
}

#define JOSE "Jos\xC3\xA9"

static void names_lose_credentials_titles_and_pronouns(void **state)
{
    (void)state;
    static const char *const same[] = {
        "Jane Doe",
        "jane doe",
        "JANE DOE",
        "  Jane   Doe ",
        "Jane Doe, PMP",
        "Jane Doe, Ph.D., CFA",
        "Jane Doe, MBA (She/Her)",
        "Jane Doe (She/Her)",
        "Jane Doe She/Her",
        "Jane Doe, she/her/hers",
        "Jane Doe PhD",
        "Jane Doe MBA, PMP\xC2\xAE",
        "Jane Doe M.D.",
        "Jane Doe, MA",
        "Jane Doe, SHRM-SCP, SPHR",
        "Jane Doe, XYZT",
        "Jane Doe -",
        "Jane Doe,",
        "Jane Doe | Recruiter",
        "Dr. Jane Doe",
        "Dr.Jane Doe",
        "Prof. Dr. Jane Doe",
        "Mrs Jane Doe",
        "Eng. Jane Doe",
        "Jane (n\xC3\xA9"
        "e Smith) Doe",
        "Jane Doe (cut off",
        "\xF0\x9F\x9A\x80 Jane Doe \xE2\x9C\x94\xEF\xB8\x8F",
        "Jane\xC2\xA0"
        "Doe\xE2\x80\x8F",
        "Jane Doe \xE2\x80\xA2 Coach",
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(same); i++) {
        assert_gives(intro_i_name_fold, same[i], "jane doe");
    }
    assert_gives(intro_i_name_fold,
                 JOSE " N\xC3\xBA\xC3\xB1"
                      "ez, PMP",
                 "jose nunez");
}

static void every_usual_credential_goes_after_a_comma(void **state)
{
    (void)state;
    static const char *const tokens[] = {
        "ACCA", "AIA",  "BA",      "BBA",     "BCom",  "BEng",  "BSc", "CEng",
        "CFA",  "CFP",  "CIA",     "CIPD",    "CISSP", "CMA",   "CPA", "CSM",
        "DBA",  "DDS",  "DO",      "EdD",     "Esq.",  "FCCA",  "FRM", "J.D.",
        "JD",   "LCSW", "LLB",     "LLM",     "M.A.",  "MA",    "MBA", "MD",
        "MEng", "MPA",  "MPH",     "MS",      "MSc",   "MSW",   "Mba", "OBE",
        "P.E.", "PE",   "PHR",     "PMI-ACP", "PMP",   "Ph.D.", "PhD", "Phd",
        "PsyD", "RN",   "SHRM-CP", "SPHR",    "TOGAF", "mba",   "phd", "ITIL",
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(tokens); i++) {
        char text[64];
        (void)snprintf(text, sizeof text, "Jane Doe, %s", tokens[i]);
        assert_gives(intro_i_name_fold, text, "jane doe");
        (void)snprintf(text, sizeof text, "Jane Doe, %s, CFA", tokens[i]);
        assert_gives(intro_i_name_fold, text, "jane doe");
    }
}

static void names_that_look_like_credentials_stay(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Doe, Jane", "doe jane"},
        {"Jack Ma", "jack ma"},
        {"JACK MA", "jack ma"},
        {"YO YO MA", "yo yo ma"},
        {"Nguyen, Do", "nguyen do"},
        {"Anna Mba", "anna mba"},
        {"Eng Tan", "eng tan"},
        {"Ravi K.", "ravi k"},
        {"John Doe III", "john doe iii"},
        {"John Doe, III", "john doe iii"},
        {"John Doe, Jr., PMP", "john doe jr"},
        {"Mai Her", "mai her"},
        {"PhD", "phd"},
        {"Dr.", "dr"},
        {"(She/Her)", "she her"},
        {"Madonna PhD", "madonna"},
        {"\xE6\x9D\x8E\xE5\xB0\x8F\xE9\xBE\x99",
         "\xE6\x9D\x8E\xE5\xB0\x8F\xE9\xBE\x99"},
        {"\xF0\x9F\x9A\x80", ""},
        {"", ""},
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(pairs); i++) {
        assert_gives(intro_i_name_fold, pairs[i][0], pairs[i][1]);
    }
}

static void employers_lose_legal_forms_and_taglines(void **state)
{
    (void)state;
    static const char *const same[] = {
        "Acme",
        "ACME",
        "Acme, Inc.",
        "Acme LLC",
        "Acme L.L.C.",
        "Acme Ltd",
        "Acme Pvt. Ltd.",
        "The Acme",
        "Acme GmbH",
        "Acme G.m.b.H.",
        "Acme AG",
        "Acme S.A.",
        "Acme S.p.A.",
        "Acme SpA",
        "Acme A/S",
        "Acme AS",
        "Acme Oy",
        "Acme AB",
        "Acme B.V.",
        "Acme N.V.",
        "Acme plc",
        "Acme Co., Ltd.",
        "Acme & Co. KG",
        "Acme SRL",
        "Acme S.r.l.",
        "Acme s.r.o.",
        "Acme Pty Ltd",
        "Acme SAS",
        "Acme K.K.",
        "Acme LLP",
        "Acme LP",
        "Acme OHG",
        "Acme UG",
        "Acme Sarl",
        "Acme | We care",
        "The Acme Company",
        "Acme Corp.",
        "Acme Private Limited",
        "Acme GmbH & Co. KG",
        "Acme S.A. de C.V.",
        "Acme S. de R.L. de C.V.",
        "Acme Sp. z o.o.",
        "Acme (ACM)",
        "Acme \xE2\x80\xA2 Tools",
        " Acme ",
        "Acme and Company",
        "Acme Corporation",
        "Acme Limited",
        "Acme Incorporated",
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(same); i++) {
        assert_gives(intro_i_company_fold, same[i], "acme");
    }
    static const char *const pairs[][2] = {
        {"Plan A", "plan a"},
        {"Thermal Spa", "thermal spa"},
        {"Company", "company"},
        {"The Company", "company"},
        {"S.A.", "sa"},
        {"The", "the"},
        {"Private Bank", "private bank"},
        {"I.B.M. Corporation", "ibm"},
        {"J.P. Morgan", "jp morgan"},
        {"Muster & S\xC3\xB6hne, GmbH", "muster sohne"},
        {"Google (via Someone)", "google via someone"},
        {"-", "-"},
        {"\xF0\x9F\x9A\x80", "\xF0\x9F\x9A\x80"},
        {"", ""},
        {" \xC2\xA0 ", ""},
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(pairs); i++) {
        assert_gives(intro_i_company_fold, pairs[i][0], pairs[i][1]);
    }
}

static bool names_nobody(const char *text)
{
    intro_i_strbuf out;
    intro_i_strbuf_init(&out, 0);
    assert_int_equal(intro_i_company_fold(text, strlen(text), &out), INTRO_OK);
    const bool is_none = intro_i_company_is_none(out.data, out.length);
    intro_i_strbuf_fini(&out);
    return is_none;
}

static void nobody_is_an_employer_of_its_own(void **state)
{
    (void)state;
    static const char *const none[] = {
        "Self-employed",
        "self employed",
        "Freelance",
        "Freelancer",
        "Stealth",
        "Stealth Startup",
        "Stealth AI Startup",
        "Stealth Mode",
        "Confidential",
        "Confidential Company",
        "Retired",
        "Student",
        "Unemployed",
        "Independent Consultant",
        "N/A",
        "-",
        "None",
        "",
        "Looking for work",
        "Open to Work",
        "Various",
        "Freelance Writer",
        "Seeking new opportunities",
        "Self Employed Ltd",
        "Self",
        "Selbstst\xC3\xA4ndig",
        "ZZP'er",
        "Auto-entrepreneur",
    };
    static const char *const some[] = {
        "Acme",
        "Student Loans Company",
        "Freelancer.com",
        "Stealth Monitoring",
        "Private Bank",
        "Retirement Homes",
        "Open Society",
        "Noneco",
        "\xE6\x97\xA5\xE7\xAB\x8B",
        "3M",
        "Selfridges",
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(none); i++) {
        if (!names_nobody(none[i])) {
            fail_msg("\"%s\" is an employer", none[i]);
        }
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(some); i++) {
        if (names_nobody(some[i])) {
            fail_msg("\"%s\" is no employer", some[i]);
        }
    }
}

static void all_spellings_of_a_profile_url_give_one_slug(void **state)
{
    (void)state;
    static const char *const same[] = {
        "https://www.linkedin.com/in/jos%C3%A9-p%C3%A9rez-1a2b3c4d",
        "https://www.linkedin.com/in/jos%c3%a9-p%c3%a9rez-1a2b3c4d/",
        "https://www.linkedin.com/in/jos\xC3\xA9-p\xC3\xA9rez-1a2b3c4d",
        "www.linkedin.com/in/jos\xC3\xA9-p\xC3\xA9rez-1a2b3c4d",
        "linkedin.com/in/JOSE\xCC\x81-P\xC3\x89REZ-1A2B3C4D",
        "HTTP://DE.LinkedIn.COM/IN/jos%C3%A9-p%C3%A9rez-1a2b3c4d/de?trk=x",
        "//fr.linkedin.com/mwlite/in/jose%CC%81-p%C3%A9rez-1a2b3c4d#top",
        " https://linkedin.com:443//in//jos%C3%A9-p%C3%A9rez-1a2b3c4d%20 ",
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(same); i++) {
        assert_gives(intro_i_profile_slug, same[i],
                     "jos\xC3\xA9-p\xC3\xA9rez-1a2b3c4d");
    }
    assert_gives(intro_i_profile_slug, "linkedin.com/in/%25C3%25A9", "%c3%a9");
    assert_gives(intro_i_profile_slug, "linkedin.com/in/100%25-me%zz",
                 "100%-me%zz");
    assert_gives(intro_i_profile_slug, "linkedin.com/pub/first-last/1/2b/3c4",
                 "first-last-3c402b01");
    assert_gives(intro_i_profile_slug, "linkedin.com/pub/first-last",
                 "first-last");
}

static void what_is_no_profile_url_is_told_from_a_bad_one(void **state)
{
    (void)state;
    static const char *const none[] = {
        "",
        " ",
        "x",
        "https://www.linkedin.com/",
        "https://www.linkedin.com/in/",
        "https://www.linkedin.com/in/?x=/in/y",
        "https://www.linkedin.com/company/x",
        "https://www.linkedin.com/pub/dir/a/b",
        "https://evil-linkedin.com/in/x",
        "https://linkedin.com.evil.example/in/x",
        "https://evil.example/linkedin.com/in/x",
        "https://user@www.linkedin.com/in/x",
        "https://a.b.c.linkedin.com/in/x",
        "ftp://www.linkedin.com/in/x",
        "javascript:www.linkedin.com/in/x",
        "https://www.linkedin.com/in/%20",
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(none); i++) {
        assert_fails(intro_i_profile_slug, none[i], strlen(none[i]),
                     INTRO_ENOTFOUND);
    }
    static const char *const bad[] = {
        "linkedin.com/in/a%00b", "linkedin.com/in/%2Fetc",
        "linkedin.com/in/%E9",   "linkedin.com/in/a%1Bb",
        "linkedin.com/in/a\xFF", "linkedin.com/in/%C2%9B",
        "linkedin.com/in/a\nb",
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(bad); i++) {
        assert_fails(intro_i_profile_slug, bad[i], strlen(bad[i]),
                     INTRO_EFORMAT);
    }
    assert_fails(intro_i_profile_slug, "linkedin.com/in/a\0b", 19,
                 INTRO_EFORMAT);
}

static void mail_addresses_are_trimmed_and_lowered(void **state)
{
    (void)state;
    assert_gives(intro_i_email_normalise, " Jane.Doe@Example.ORG\n",
                 "jane.doe@example.org");
    assert_gives(intro_i_email_normalise, "mailto:JANE@example.org",
                 "jane@example.org");
    assert_gives(intro_i_email_normalise, "x@y", "x@y");
    static const char *const none[] = {
        "",        "@",    "x@",   "@y",    "x",       "x@y@z",       "a b@y",
        "x@y,z@w", "x@.y", "x@y.", "<x@y>", "x\x01@y", "x\xC2\xA0@y",
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(none); i++) {
        assert_fails(intro_i_email_normalise, none[i], strlen(none[i]),
                     INTRO_ENOTFOUND);
    }
    assert_fails(intro_i_email_normalise, "x\xFF@y", 4, INTRO_EFORMAT);
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Pieces that mean something to the folds, put together at random. */
static void put_pieces(intro_i_strbuf *text, size_t count, uint64_t *seed)
{
    static const char *const pieces[] = {
        "Jane",
        "Doe",
        " ",
        " ",
        ", ",
        ",",
        ".",
        "(",
        ")",
        "PMP",
        "MA",
        "Ph.D",
        "Dr.",
        "Dr",
        "she/",
        "her",
        "|",
        "/",
        "S.A.",
        "de",
        "C.V.",
        "Co",
        "and",
        "Ltd",
        "\xC3\xA9",
        "\xCC\x81",
        "\xF0\x9F\x9A\x80",
        "\xE2\x80\x8F",
        "the ",
        "www.",
        "linkedin.com",
        "/in/",
        "%C3",
        "%A9",
        "%",
        "@",
        "\n",
        "Private",
        "spa",
        "pub/",
    };
    for (size_t i = 0; i < count; i++) {
        intro_i_strbuf_puts(text,
                            pieces[next_random(seed) % INTRO_COUNT_OF(pieces)]);
        if (next_random(seed) % 64 == 0) {
            intro_i_strbuf_putc(text, (char)(next_random(seed) & 0xFF));
        }
    }
}

static bool has_ascii_word(const char *text, size_t length)
{
    intro_i_strbuf plain;
    intro_i_strbuf_init(&plain, 0);
    const bool has =
        intro_i_text_fold(text, length, &plain) == INTRO_OK && plain.length > 0;
    intro_i_strbuf_fini(&plain);
    return has;
}

static void random_names_give_clean_keys_that_are_never_empty(void **state)
{
    (void)state;
    transform *const all[] = {intro_i_name_fold, intro_i_company_fold,
                              intro_i_profile_slug, intro_i_email_normalise};
    const char *const env = getenv("INTRO_TEST_SEED");
    uint64_t seed = env == NULL ? 99 : strtoull(env, NULL, 0) | 1;
    for (int round = 0; round < 40000; round++) {
        intro_i_strbuf text;
        intro_i_strbuf key;
        intro_i_strbuf_init(&text, 0);
        intro_i_strbuf_init(&key, 0);
        put_pieces(&text, next_random(&seed) % 14, &seed);
        /* A copy of the exact size, so that reading past it is noticed. */
        char *const exact = malloc(text.length + 1);
        assert_non_null(exact);
        memcpy(exact, text.data, text.length);
        char *const edge = realloc(exact, text.length == 0 ? 1 : text.length);
        assert_non_null(edge);
        const size_t which = (size_t)round % 4;
        const intro_status rc = all[which](edge, text.length, &key);
        assert_true(intro_i_utf8_is_valid(key.data, key.length));
        if (which < 2) {
            assert_int_equal(rc, intro_i_utf8_is_valid(edge, text.length)
                                     ? INTRO_OK
                                     : INTRO_EFORMAT);
            if (rc == INTRO_OK && has_ascii_word(edge, text.length)) {
                assert_true(key.length > 0);
                assert_true(key.data[0] != ' ');
                assert_true(key.data[key.length - 1] != ' ');
            }
        } else if (rc != INTRO_OK) {
            assert_int_equal(key.length, 0);
        }
        free(edge);
        intro_i_strbuf_fini(&text);
        intro_i_strbuf_fini(&key);
    }
}

/* What follows a bar is no part of a name, and a name with one is read word by
 * word; so is one without, but for the plain ones. */
static void plain_names_fold_as_those_that_are_read_word_by_word(void **state)
{
    (void)state;
    static const char *const words[] = {
        "Jane", "doe", "DOE",       "Ma",  "MA", "Mba",       "PhD",
        "Dr",   "dr",  "Professor", "Sir", "Ms", "Her",       "He",
        "K",    "III", "x",         "Do",  "DO", "Capt",      "Eng",
        "Mag",  "CPA", "Jos",       "",    "  ", "certified",
    };
    uint64_t seed = 5;
    for (int round = 0; round < 20000; round++) {
        intro_i_strbuf text;
        intro_i_strbuf plain;
        intro_i_strbuf read;
        intro_i_strbuf_init(&text, 0);
        intro_i_strbuf_init(&plain, 0);
        intro_i_strbuf_init(&read, 0);
        const uint64_t count = 1 + next_random(&seed) % 4;
        for (uint64_t i = 0; i < count; i++) {
            intro_i_strbuf_puts(&text, i == 0 ? "" : " ");
            intro_i_strbuf_puts(
                &text, words[next_random(&seed) % INTRO_COUNT_OF(words)]);
        }
        assert_int_equal(intro_i_name_fold(text.data, text.length, &plain),
                         INTRO_OK);
        if (plain.length != 0) {
            intro_i_strbuf_puts(&text, " | Coach");
            assert_int_equal(intro_i_name_fold(text.data, text.length, &read),
                             INTRO_OK);
            assert_string_equal(plain.data, read.data);
        }
        intro_i_strbuf_fini(&text);
        intro_i_strbuf_fini(&plain);
        intro_i_strbuf_fini(&read);
    }
}

/* Quadratic work on a megabyte would take minutes, not the test's second. */
static void very_long_names_take_linear_time(void **state)
{
    (void)state;
    static const char *const units[] = {
        "Dr.",  "Dr. ",  "PMP ",   "PMP, ",   ",",
        "(",    ")",     " ltd",   " and co", "a/",
        "she/", "MA ",   "- ",     "| ",      "\xCC\x81\xCC\xA3",
        "a.",   "S.A. ", "%C3%A9", "/",       "\xE3\x81\x8C",
    };
    transform *const all[] = {intro_i_name_fold, intro_i_company_fold,
                              intro_i_profile_slug};
    for (size_t i = 0; i < INTRO_COUNT_OF(units); i++) {
        intro_i_strbuf text;
        intro_i_strbuf_init(&text, 0);
        intro_i_strbuf_puts(&text, "linkedin.com/in/x");
        while (text.length < 300000) {
            intro_i_strbuf_puts(&text, units[i]);
        }
        for (size_t k = 0; k < INTRO_COUNT_OF(all); k++) {
            intro_i_strbuf key;
            intro_i_strbuf_init(&key, 0);
            assert_int_equal(all[k](text.data, text.length, &key), INTRO_OK);
            assert_true(key.length > 0);
            intro_i_strbuf_fini(&key);
            /* Also without the word in front. */
            intro_i_strbuf_init(&key, 0);
            const intro_status rc =
                all[k](text.data + 17, text.length - 17, &key);
            assert_int_equal(rc, k < 2 ? INTRO_OK : INTRO_ENOTFOUND);
            intro_i_strbuf_fini(&key);
        }
        intro_i_strbuf_fini(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_lose_credentials_titles_and_pronouns),
        cmocka_unit_test(every_usual_credential_goes_after_a_comma),
        cmocka_unit_test(names_that_look_like_credentials_stay),
        cmocka_unit_test(employers_lose_legal_forms_and_taglines),
        cmocka_unit_test(nobody_is_an_employer_of_its_own),
        cmocka_unit_test(all_spellings_of_a_profile_url_give_one_slug),
        cmocka_unit_test(what_is_no_profile_url_is_told_from_a_bad_one),
        cmocka_unit_test(mail_addresses_are_trimmed_and_lowered),
        cmocka_unit_test(random_names_give_clean_keys_that_are_never_empty),
        cmocka_unit_test(plain_names_fold_as_those_that_are_read_word_by_word),
        cmocka_unit_test(very_long_names_take_linear_time),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
