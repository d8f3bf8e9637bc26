/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snapshots whose checksums are right and whose table or content is not. Ids
 * such as S07 are rows of the catalogue of bad inputs. */
#include "snapshot_blob.h"

#include <math.h>

/* --- the table (S07) ----------------------------------------------------- */

static void expect_table(const blob *b, intro_status status, const char *words)
{
    repair_header(b);
    expect(b, status, words);
}

static void S07_sections_out_of_place_are_refused(void **state)
{
    (void)state;
    const blob b = make_blob(&small_plan);
    intro_i_snapshot_entry *const entry =
        entry_of(&b, INTRO_I_SECTION_OUT_PEOPLE, 0);
    const intro_i_snapshot_entry good = *entry;
    const uint64_t offsets[] = {
        0,      good.offset + 4, good.offset - 64, good.offset + 64,
        b.size, UINT64_MAX - 63, UINT64_MAX,       (uint64_t)1 << 63};
    for (size_t i = 0; i < INTRO_COUNT_OF(offsets); i++) {
        entry->offset = offsets[i];
        expect_table(&b, INTRO_EDAMAGED, "'out_people'");
    }
    *entry = good;
    const uint64_t lengths[] = {0,
                                good.length + 64,
                                b.size,
                                UINT64_MAX - 63,
                                UINT64_MAX - 3 - good.offset,
                                good.length - 4};
    for (size_t i = 0; i < INTRO_COUNT_OF(lengths); i++) {
        entry->length = lengths[i];
        expect_table(&b, INTRO_EDAMAGED, "is damaged");
    }
    *entry = good;
    const uint32_t elements[] = {0, 1, 8, UINT32_MAX};
    for (size_t i = 0; i < INTRO_COUNT_OF(elements); i++) {
        entry->element = elements[i];
        expect_table(&b, INTRO_EDAMAGED, "'out_people'");
    }
    *entry = good;
    entry[1] = entry[0];
    expect_table(&b, INTRO_EDAMAGED, "twice");
    free(b.bytes);
}

static void S07_missing_sections_and_absurd_counts_are_refused(void **state)
{
    (void)state;
    const blob b = make_blob(&small_plan);
    const uint32_t count = header_of(&b)->sections;
    for (uint32_t i = 0; i < count; i++) {
        blob copy = {malloc(b.size), b.size};
        assert_non_null(copy.bytes);
        memcpy(copy.bytes, b.bytes, b.size);
        /* unknown and optional: as if it were not there */
        if (i + 1 == count ||
            table_of(&b)[i + 1].kind > table_of(&b)[i].kind + 1) {
            table_of(&copy)[i].kind++;
            table_of(&copy)[i].flags = 0;
            repair_header(&copy);
            const intro_status rc = open_bytes(copy.bytes, copy.size);
            const uint32_t kind = table_of(&b)[i].kind;
            const bool may_miss = kind == INTRO_I_SECTION_TIE_STATED ||
                                  kind == INTRO_I_SECTION_EDGE_SOURCES ||
                                  kind == INTRO_I_SECTION_KNOWN ||
                                  kind > INTRO_I_SECTION_OWNERS;
            assert_int_equal(rc, may_miss ? INTRO_OK : INTRO_EDAMAGED);
        }
        free(copy.bytes);
    }
    const uint32_t counts[] = {0, count - 1, count + 1, UINT32_MAX};
    for (size_t i = 0; i < INTRO_COUNT_OF(counts); i++) {
        header_of(&b)->sections = counts[i];
        expect_table(&b, INTRO_EDAMAGED, "is damaged");
    }
    free(b.bytes);
}

static void S07_a_table_without_its_sections_is_refused(void **state)
{
    (void)state;
    const blob b = make_blob(&small_plan);
    const size_t end = sizeof(intro_i_snapshot_header) +
                       header_of(&b)->sections * sizeof *table_of(&b);
    assert_true(intro_i_snapshot_align(end) > end);
    const blob cut = {b.bytes, end + sizeof(intro_i_snapshot_trailer)};
    header_of(&cut)->file_length = cut.size;
    expect_table(&cut, INTRO_EDAMAGED, "'table' is damaged: it passes the end");
    free(b.bytes);
}

/* A snapshot with one more, empty, section at the end of the table. */
static blob add_section(const blob *b, uint32_t kind, uint32_t flags)
{
    const uint32_t count = header_of(b)->sections;
    const uint64_t table_end =
        sizeof(intro_i_snapshot_header) + count * sizeof *table_of(b);
    const uint64_t old = intro_i_snapshot_align(table_end);
    const uint64_t start =
        intro_i_snapshot_align(table_end + sizeof *table_of(b));
    blob out = {calloc(1, b->size + start - old), b->size + (start - old)};
    assert_non_null(out.bytes);
    memcpy(out.bytes, b->bytes, table_end);
    memcpy(out.bytes + start, b->bytes + old, b->size - old);
    for (uint32_t i = 0; i < count; i++) {
        table_of(&out)[i].offset += start - old;
    }
    header_of(&out)->sections++;
    header_of(&out)->file_length = out.size;
    memcpy(out.bytes + out.size - sizeof(intro_i_snapshot_trailer),
           &(uint64_t){out.size}, sizeof(uint64_t));
    table_of(&out)[count] = (intro_i_snapshot_entry){
        .kind = kind,
        .flags = flags,
        .element = 1,
        .offset = out.size - sizeof(intro_i_snapshot_trailer),
        .checksum = intro_i_checksum_of("", 0)};
    repair_header(&out);
    return out;
}

static void
unknown_sections_are_skipped_when_optional_and_refused_else(void **state)
{
    (void)state;
    const blob b = make_blob(&small_plan);
    const blob optional = add_section(&b, 1000, 0);
    const blob required = add_section(&b, 1000, INTRO_I_SNAPSHOT_REQUIRED);
    const blob flagged = add_section(&b, 1000, 2);
    assert_int_equal(open_bytes(optional.bytes, optional.size), INTRO_OK);
    expect(&required, INTRO_EVERSION, "section 1000");
    expect(&flagged, INTRO_EDAMAGED, "is damaged");
    free(optional.bytes);
    free(required.bytes);
    free(flagged.bytes);
    free(b.bytes);
}

static void readers_of_1_0_pass_over_guesses(void **state)
{
    (void)state;
    const hand_plan rich = {9, 40, 0.2, false, true};
    const blob b = make_blob(&rich);
    unsigned later = 0;
    for (uint32_t i = 0; i < header_of(&b)->sections; i++) {
        intro_i_snapshot_entry *const entry = &table_of(&b)[i];
        const bool is_later = entry->kind > INTRO_I_SECTION_OWNERS;
        assert_int_equal(entry->flags,
                         is_later ? 0 : INTRO_I_SNAPSHOT_REQUIRED);
        later += is_later;
        entry->flags ^= INTRO_I_SNAPSHOT_REQUIRED;
        repair_all(&b);
        expect(&b, INTRO_EDAMAGED, "its size or flags cannot be");
        entry->flags ^= INTRO_I_SNAPSHOT_REQUIRED;
    }
    assert_int_equal(later, 3); /* subindustry, guessed[1], class_rules */
    assert_int_equal(header_of(&b)->minor, 1);
    free(b.bytes);
}

/* Their number is known by the length of their section alone. */
static void S07_no_rules_or_too_many_are_refused(void **state)
{
    (void)state;
    const hand_plan plain = {7, 5, 0.5, false, false};
    const blob b = make_blob(&plain);
    const blob more = add_section(&b, INTRO_I_SECTION_CLASS_RULES, 0);
    expect(&more, INTRO_EDAMAGED, "'class_rules' is damaged: its length");
    intro_i_snapshot_entry *const rules =
        entry_of(&more, INTRO_I_SECTION_CLASS_RULES, 0);
    intro_i_snapshot_trailer trailer;
    memcpy(&trailer, more.bytes + more.size - sizeof trailer, sizeof trailer);
    rules->element = sizeof(intro_i_class_record);
    rules->length = sizeof(intro_i_class_record) * ((uint64_t)1 << 32);
    trailer.file_length = more.size + rules->length;
    header_of(&more)->file_length = trailer.file_length;
    repair_header(&more);
    write_file(more.bytes, more.size - sizeof trailer);
    const int fd = open(file, O_WRONLY);
    assert_true(fd >= 0);
    /* Not every file system has room for what is not there. */
    if (getenv("INTRO_TEST_VALGRIND") == NULL &&
        pwrite(fd, &trailer, sizeof trailer,
               (off_t)(trailer.file_length - sizeof trailer)) ==
            (ssize_t)sizeof trailer) {
        intro_graph *g = NULL;
        assert_int_equal(open_file(&g), INTRO_EDAMAGED);
        assert_non_null(strstr(intro_ctx_error(ctx)->message,
                               "'class_rules' is damaged: its length"));
    }
    (void)close(fd);
    free(more.bytes);
    free(b.bytes);
}

/* --- content (S08 to S13, S27) ------------------------------------------- */

static void expect_content(const blob *b, const char *words)
{
    repair_all(b);
    expect(b, INTRO_EDAMAGED, words);
}

static void S08_counts_and_rows_that_cannot_be_are_refused(void **state)
{
    (void)state;
    const uint64_t counts[] = {(uint64_t)1 << 63, UINT64_MAX, 0, 13};
    const blob b = make_blob(&small_plan);
    for (size_t field = 0; field < 9; field++) {
        uint64_t *const at =
            (uint64_t *)section_of(&b, INTRO_I_SECTION_GRAPH) + field;
        const uint64_t good = *at;
        for (size_t i = 0; i < INTRO_COUNT_OF(counts); i++) {
            *at = counts[i];
            expect_content(&b, "is damaged");
        }
        *at = good;
    }
    uint64_t *const offsets = section_of(&b, INTRO_I_SECTION_OUT_OFFSETS);
    uint32_t *const people = section_of(&b, INTRO_I_SECTION_OUT_PEOPLE);
    const uint64_t kept = offsets[5];
    offsets[5] = UINT64_MAX;
    expect_content(&b, "'out_offsets' is damaged: offset 5");
    offsets[5] = offsets[6] + 1;
    expect_content(&b, "'out_offsets'");
    offsets[5] = kept;
    offsets[12]--;
    expect_content(&b, "'out_offsets' is damaged: runs");
    offsets[12]++;
    offsets[0]++;
    expect_content(&b, "'out_offsets' is damaged: runs");
    offsets[0]--;
    people[3] = 12;
    expect_content(&b, "'out_people' is damaged: arc 3 leads");
    free(b.bytes);
}

static void S09_rows_unsorted_lopsided_or_looped_are_refused(void **state)
{
    (void)state;
    const hand_plan full = {5, 6, 1.0, false, false};
    const blob b = make_blob(&full);
    uint32_t *const people = section_of(&b, INTRO_I_SECTION_OUT_PEOPLE);
    uint32_t kept = people[1];
    people[1] = people[0];
    expect_content(&b, "'out_people' is damaged: row of person 0");
    people[1] = kept;
    kept = people[0];
    people[0] = 0;
    expect_content(&b, "tied to itself");
    people[0] = kept;
    free(b.bytes);
    const hand_plan sparse = {5, 6, 0.0, false, false};
    intro_graph *const g = hand_graph(&sparse);
    uint64_t *const offsets = HAND_EDIT(uint64_t, g->out_offsets);
    static const uint32_t lopsided[] = {1, 2};
    static const float strengths[] = {0.5F, 0.5F};
    for (size_t v = 1; v <= 6; v++) {
        offsets[v] = v < 2 ? 1 : 2;
        HAND_EDIT(uint64_t, g->tie_start)[v] = 1;
    }
    g->arcs = 2;
    g->ties = 1;
    g->out_people = lopsided; /* 0 has 1, 1 has 2 */
    g->out_strengths = strengths;
    write_graph(g);
    intro_graph *opened = NULL;
    assert_int_equal(open_file(&opened), INTRO_EDAMAGED);
    assert_non_null(
        strstr(intro_ctx_error(ctx)->message, "not the other way round"));
    intro_graph_close(g);
}

static void S10_strengths_that_are_no_probabilities_are_refused(void **state)
{
    (void)state;
    const float bad[] = {
        0.0F, -0.5F, 1.5F, (float)INFINITY, (float)-INFINITY, (float)NAN};
    const blob b = make_blob(&small_plan);
    float *const strengths = section_of(&b, INTRO_I_SECTION_OUT_STRENGTHS);
    const float good = strengths[2];
    for (size_t i = 0; i < INTRO_COUNT_OF(bad); i++) {
        strengths[2] = bad[i];
        expect_content(&b, "'out_strengths' is damaged: strength of arc 2");
    }
    strengths[2] = good / 2;
    expect_content(&b, "two strengths");
    free(b.bytes);
}

static void S11_strings_that_are_none_are_refused(void **state)
{
    (void)state;
    const blob b = make_blob(&small_plan);
    uint64_t *const offsets = section_of(&b, INTRO_I_SECTION_STRING_OFFSETS);
    char *const bytes = section_of(&b, INTRO_I_SECTION_STRING_BYTES);
    const uint64_t good = offsets[8];
    const uint64_t wrong[] = {UINT64_MAX, good + 1, offsets[9] + 1, offsets[7]};
    for (size_t i = 0; i < INTRO_COUNT_OF(wrong); i++) {
        offsets[8] = wrong[i];
        expect_content(&b, "'string_");
    }
    offsets[8] = good;
    bytes[offsets[13]] = '\0';
    expect_content(&b, "only NUL");
    bytes[offsets[13]] = '\xFF';
    expect_content(&b, "not UTF-8");
    bytes[offsets[13]] = 'A';
    bytes[offsets[2] - 2] = 'z';
    expect_content(&b, "id of person 1 is not after");
    free(b.bytes);
}

static void S13_what_a_terminal_obeys_is_data(void **state)
{
    (void)state;
    const hand_plan plan = {1, 3, 0.5, false, true};
    intro_graph *const g = hand_graph(&plan);
    intro_graph *opened = NULL;
    write_graph(g);
    assert_int_equal(open_file(&opened), INTRO_OK);
    assert_string_equal(intro_i_graph_text(opened, 3 + 1 + 2),
                        "\x1b[2J<script>");
    intro_graph_close(opened);
    intro_graph_close(g);
}

static void S27_a_sparse_file_that_claims_a_terabyte_costs_nothing(void **state)
{
    (void)state;
    const blob b = make_blob(&small_plan);
    header_of(&b)->file_length = (uint64_t)1 << 40;
    repair_header(&b);
    const uint64_t before = intro_i_alloc_peak();
    expect(&b, INTRO_EDAMAGED, "bytes instead of");
    write_file(b.bytes, b.size);
    if (getenv("INTRO_TEST_VALGRIND") == NULL &&
        truncate(file, (off_t)1 << 40) == 0) {
        intro_graph *g = NULL;
        assert_int_equal(open_file(&g), INTRO_EDAMAGED);
    }
    assert_true(intro_i_alloc_peak() < before + (1 << 20));
    free(b.bytes);
}

int main(void)
{
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    const struct CMUnitTest tests[] = {
        SNAPSHOT_TEST(S07_sections_out_of_place_are_refused),
        SNAPSHOT_TEST(S07_missing_sections_and_absurd_counts_are_refused),
        SNAPSHOT_TEST(S07_a_table_without_its_sections_is_refused),
        SNAPSHOT_TEST(S07_no_rules_or_too_many_are_refused),
        SNAPSHOT_TEST(
            unknown_sections_are_skipped_when_optional_and_refused_else),
        SNAPSHOT_TEST(readers_of_1_0_pass_over_guesses),
        SNAPSHOT_TEST(S08_counts_and_rows_that_cannot_be_are_refused),
        SNAPSHOT_TEST(S09_rows_unsorted_lopsided_or_looped_are_refused),
        SNAPSHOT_TEST(S10_strengths_that_are_no_probabilities_are_refused),
        SNAPSHOT_TEST(S11_strings_that_are_none_are_refused),
        SNAPSHOT_TEST(S13_what_a_terminal_obeys_is_data),
        SNAPSHOT_TEST(S27_a_sparse_file_that_claims_a_terabyte_costs_nothing),
    };
    return cmocka_run_group_tests_name("snapshot content", tests, set_up,
                                       tear_down);
}
