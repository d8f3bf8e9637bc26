/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The snapshot's round trip, and damage: cut, flipped, of another version or
 * machine. Ids such as S02 are rows of the catalogue of bad inputs. */
#include "snapshot_blob.h"

#include "base/random.h"
#include "graph/validate.h"

/* --- round trip ---------------------------------------------------------- */

static void check_round_trip(const hand_plan *plan)
{
    intro_graph *const g = hand_graph(plan);
    intro_graph *opened = NULL;
    intro_graph *again = NULL;
    write_graph(g);
    const blob first = read_file();
    for (int verify = INTRO_VERIFY_QUICK; verify <= INTRO_VERIFY_FULL;
         verify++) {
        if (intro_snapshot_open(ctx, file, (intro_verify)verify, &opened) !=
            INTRO_OK) {
            fail_msg("seed %u: %s", (unsigned)plan->seed,
                     intro_ctx_error(ctx)->message);
        }
        hand_assert_equal(g, opened);
        assert_int_equal(hand_walk(g), hand_walk(opened));
        write_graph(opened); /* onto its own file: the map keeps the old one */
        const blob second = read_file();
        assert_int_equal(first.size, second.size);
        assert_memory_equal(first.bytes, second.bytes, first.size);
        free(second.bytes);
        assert_int_equal(open_file(&again), INTRO_OK);
        hand_assert_equal(opened, again);
        intro_graph_close(again);
        intro_graph_close(opened);
    }
    free(first.bytes);
    intro_graph_close(g);
}

static void
every_array_comes_back_and_the_same_graph_gives_the_same_bytes(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {0, 1, 2, 3, 12, 63, 64, 65};
    for (uint64_t seed = 1; seed <= 3; seed++) {
        for (size_t i = 0; i < INTRO_COUNT_OF(sizes); i++) {
            for (unsigned kind = 0; kind < 4; kind++) {
                const hand_plan plan = {seed, sizes[i], 0.2, (kind & 1) != 0,
                                        (kind & 2) != 0};
                check_round_trip(&plan);
            }
        }
    }
}

static void only_arrays_that_exist_are_written(void **state)
{
    (void)state;
    const hand_plan plain = {1, 5, 0.5, false, false};
    const blob b = make_blob(&plain);
    char name[INTRO_I_SECTION_NAME];
    char names[512] = "";
    for (uint32_t i = 0; i < header_of(&b)->sections; i++) {
        (void)snprintf(names + strlen(names), sizeof names - strlen(names),
                       "%s ",
                       intro_i_snapshot_section_name(
                           table_of(&b)[i].kind, table_of(&b)[i].index, name));
    }
    assert_string_equal(names, "graph read_counts strength string_bytes "
                               "string_offsets out_offsets out_people "
                               "out_strengths tie_start columns ");
    free(b.bytes);
}

/* What FORMAT.md promises. */
static void an_undirected_network_takes_16_bytes_a_tie(void **state)
{
    (void)state;
    for (uint32_t n = 2; n < 200; n += 40) {
        intro_graph *const g =
            hand_graph(&(hand_plan){n, n, 0.7, false, false});
        write_graph(g);
        const blob b = read_file();
        const uint64_t least = 16 * ((uint64_t)n + 1) + 16 * g->ties +
                               8 * ((uint64_t)g->strings.count + 1) +
                               g->strings.size + 584 + 128 + 400 + 16;
        assert_in_range(b.size, least, least + 704);
        free(b.bytes);
        intro_graph_close(g);
    }
}

static void strengths_left_out_by_observed_only_come_back(void **state)
{
    (void)state;
    const hand_plan plan = {3, 4, 1.0, false, true};
    intro_graph *const g = hand_graph(&plan);
    intro_graph *opened = NULL;
    HAND_EDIT(float, g->out_strengths)[0] = 0;
    HAND_EDIT(float, g->out_strengths)[g->out_offsets[1]] = 0;
    g->observed_only = g->has_left_out = true;
    write_graph(g);
    assert_int_equal(open_file(&opened), INTRO_OK);
    assert_true(opened->observed_only);
    intro_graph_close(opened);
    /* What reading would refuse is not written, and not believed either. */
    g->observed_only = false;
    assert_int_equal(intro_snapshot_write(ctx, g, file), INTRO_EARG);
    assert_int_equal(open_file(&opened), INTRO_OK);
    intro_graph_close(opened);
    g->has_left_out = false;
    write_graph(g);
    assert_int_equal(open_file(&opened), INTRO_EDAMAGED);
    intro_graph_close(g);
}

/* --- damage -------------------------------------------------------------- */

static void S01_a_snapshot_cut_anywhere_is_refused(void **state)
{
    (void)state;
    const blob b = make_blob(&small_plan);
    for (size_t size = 0; size < b.size; size += size < 256 ? 1 : 64) {
        assert_int_equal(open_bytes(b.bytes, size), INTRO_EDAMAGED);
    }
    for (uint32_t i = 0; i < header_of(&b)->sections; i++) {
        const intro_i_snapshot_entry *const entry = &table_of(&b)[i];
        assert_int_equal(open_bytes(b.bytes, entry->offset), INTRO_EDAMAGED);
        assert_int_equal(open_bytes(b.bytes, entry->offset + entry->length),
                         INTRO_EDAMAGED);
    }
    assert_int_equal(open_bytes(b.bytes, b.size - 1), INTRO_EDAMAGED);
    b.bytes[b.size] = 0; /* one byte more */
    assert_int_equal(open_bytes(b.bytes, b.size + 1), INTRO_EDAMAGED);
    free(b.bytes);
}

/* The file is changed in place: a fresh one for each bit would take long. */
static intro_status open_flipped(int fd, const blob *b, size_t at, int bit)
{
    intro_graph *g = NULL;
    const unsigned char flipped = (unsigned char)(b->bytes[at] ^ (1u << bit));
    assert_int_equal(pwrite(fd, &flipped, 1, (off_t)at), 1);
    const intro_status rc = open_file(&g);
    if (rc == INTRO_OK) {
        intro_graph_close(g);
    }
    assert_int_equal(pwrite(fd, &b->bytes[at], 1, (off_t)at), 1);
    return rc;
}

static void flip_every_bit(const hand_plan *plan)
{
    const size_t step = getenv("INTRO_TEST_SLOW_MACHINE") == NULL ? 1 : 13;
    const blob b = make_blob(plan);
    const int fd = open(file, O_WRONLY);
    assert_true(fd >= 0);
    for (size_t at = 0; at < b.size; at += step) {
        for (int bit = 0; bit < 8; bit++) {
            const intro_status rc = open_flipped(fd, &b, at, bit);
            if (rc != INTRO_EDAMAGED && rc != INTRO_EVERSION) {
                fail_msg("bit %d of byte %zu: %s", bit, at,
                         intro_status_name(rc));
            }
        }
    }
    (void)close(fd);
    free(b.bytes);
}

static void S02_every_flipped_bit_is_noticed(void **state)
{
    (void)state;
    flip_every_bit(&small_plan);
    flip_every_bit(&directed_plan);
}

static void S02_the_section_is_named(void **state)
{
    (void)state;
    const blob b = make_blob(&directed_plan);
    for (uint32_t i = 0; i < header_of(&b)->sections; i++) {
        char name[INTRO_I_SECTION_NAME];
        char words[80];
        const intro_i_snapshot_entry *const entry = &table_of(&b)[i];
        if (entry->length == 0) {
            continue;
        }
        (void)snprintf(
            words, sizeof words, "snapshot section '%s' is damaged",
            intro_i_snapshot_section_name(entry->kind, entry->index, name));
        b.bytes[entry->offset + entry->length - 1] ^= 1;
        write_file(b.bytes, b.size);
        intro_graph *g = NULL;
        assert_int_equal(open_file(&g), INTRO_EDAMAGED);
        assert_non_null(strstr(intro_ctx_error(ctx)->message, words));
        b.bytes[entry->offset + entry->length - 1] ^= 1;
    }
    free(b.bytes);
}

static void
S03_flips_with_repaired_checksums_are_refused_or_walkable(void **state)
{
    (void)state;
    const hand_plan plans[] = {{7, 6, 0.4, false, true},
                               {8, 6, 0.4, true, true}};
    unsigned opened = 0;
    unsigned refused = 0;
    for (size_t p = 0; p < INTRO_COUNT_OF(plans); p++) {
        const blob b = make_blob(&plans[p]);
        blob copy = {malloc(b.size), b.size};
        assert_non_null(copy.bytes);
        for (size_t at = 16; at < b.size; at++) {
            memcpy(copy.bytes, b.bytes, b.size);
            copy.bytes[at] ^= (unsigned char)(1u << (at * 5 % 8));
            repair_all(&copy);
            const intro_status rc = open_bytes(copy.bytes, copy.size);
            assert_true(rc == INTRO_OK || rc == INTRO_EDAMAGED ||
                        rc == INTRO_EVERSION);
            opened += rc == INTRO_OK;
            refused += rc != INTRO_OK;
        }
        free(copy.bytes);
        free(b.bytes);
    }
    assert_true(opened > 100 && refused > 1000);
}

static void
S03_random_garbage_with_repaired_checksums_is_never_a_crash(void **state)
{
    (void)state;
    intro_i_random random;
    intro_i_random_init(&random, 42);
    const blob b = make_blob(&small_plan);
    blob copy = {malloc(b.size), b.size};
    assert_non_null(copy.bytes);
    for (int round = 0; round < 3000; round++) {
        memcpy(copy.bytes, b.bytes, b.size);
        const uint64_t edits = 1 + intro_i_random_below(&random, 4);
        for (uint64_t e = 0; e < edits; e++) {
            static const uint64_t values[] = {
                0, 1, UINT64_MAX, INT64_MAX, (uint64_t)1 << 63, 0xFF, 64};
            const size_t at =
                16 + 4 * (size_t)intro_i_random_below(&random, b.size / 4 - 6);
            memcpy(
                copy.bytes + at,
                &values[intro_i_random_below(&random, INTRO_COUNT_OF(values))],
                (round & 1) != 0 ? 4 : 8);
        }
        repair_all(&copy);
        const intro_status rc = open_bytes(copy.bytes, copy.size);
        assert_true(rc == INTRO_OK || rc == INTRO_EDAMAGED ||
                    rc == INTRO_EVERSION);
    }
    free(copy.bytes);
    free(b.bytes);
}

static void S04_versions_of_the_future_say_who_made_them(void **state)
{
    (void)state;
    const blob b = make_blob(&small_plan);
    intro_i_snapshot_header *const header = header_of(&b);
    header->major++;
    (void)snprintf(header->made_by, sizeof header->made_by, "introfind 9.8");
    repair_header(&b);
    expect(&b, INTRO_EVERSION, "made by introfind 9.8");
    assert_non_null(strstr(intro_ctx_error(ctx)->hint, "import"));
    header->major = 0;
    repair_header(&b);
    expect(&b, INTRO_EVERSION, "format 0.1");
    header->major = INTRO_I_SNAPSHOT_MAJOR;
    header->minor = 7;
    repair_header(&b);
    assert_int_equal(open_bytes(b.bytes, b.size), INTRO_OK);
    memset(header->made_by, 0x1B, sizeof header->made_by);
    header->major++;
    repair_header(&b);
    expect(&b, INTRO_EVERSION, "made by ????");
    free(b.bytes);
}

static void S05_other_byte_orders_and_word_sizes_are_told(void **state)
{
    (void)state;
    const blob b = make_blob(&small_plan);
    header_of(&b)->endian = INTRO_I_SNAPSHOT_REVERSED;
    expect(&b, INTRO_EVERSION, "byte order");
    header_of(&b)->endian = INTRO_I_SNAPSHOT_ENDIAN;
    header_of(&b)->words[1] = 4;
    expect(&b, INTRO_EVERSION, "word sizes");
    free(b.bytes);
}

/* Replaces every `from` by `to` as a transfer in text mode would. */
static blob translate(const blob *b, const char *from, const char *to)
{
    const size_t length = strlen(from);
    blob out = {malloc(2 * b->size), 0};
    assert_non_null(out.bytes);
    for (size_t i = 0; i < b->size;) {
        if (b->size - i >= length && memcmp(b->bytes + i, from, length) == 0) {
            memcpy(out.bytes + out.size, to, strlen(to));
            out.size += strlen(to);
            i += length;
        } else {
            out.bytes[out.size++] = b->bytes[i++];
        }
    }
    return out;
}

static void S06_text_mode_damage_is_recognised(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"\n", "\r\n"},       {"\r\n", "\n"},
        {"\n", "\r"},         {"\r", "\n"},
        {"\r", ""},           {"\n", ""},
        {"\x89", "\xC2\x89"}, {"\x89", "\xEF\xBF\xBD"}};
    const blob b = make_blob(&small_plan);
    for (size_t i = 0; i < INTRO_COUNT_OF(pairs); i++) {
        const blob spoilt = translate(&b, pairs[i][0], pairs[i][1]);
        expect(&spoilt, INTRO_EDAMAGED, "text-mode transfer");
        assert_true(intro_i_snapshot_recognise(spoilt.bytes, 16));
        free(spoilt.bytes);
    }
    assert_int_equal(open_bytes(b.bytes, 6), INTRO_EDAMAGED); /* up to 0x1A */
    assert_non_null(strstr(intro_ctx_error(ctx)->message, "text-mode"));
    /* What a transfer can spoil, and then no 0x1A. */
    assert_int_equal(open_bytes("\x89IFS\n\n\n\n", 8), INTRO_EDAMAGED);
    assert_null(strstr(intro_ctx_error(ctx)->message, "text-mode"));
    for (size_t i = 0; i < b.size; i++) {
        b.bytes[i] &= 0x7F;
    }
    expect(&b, INTRO_EDAMAGED, "text-mode transfer");
    free(b.bytes);
}

static void a_snapshot_with_a_wrong_bit_is_told_from_other_files(void **state)
{
    (void)state;
    static const char *const others[] = {
        "<?xml version=\"1.0\"?>", "First Name,Last Name,URL",
        "PK\x03\x04............", "\x1f\x8b..............",
        "\x89PNG\r\n\x1a\n........"};
    uint8_t magic[] = INTRO_I_SNAPSHOT_MAGIC_BYTES;
    for (int bit = 0; bit < 128; bit++) {
        magic[bit / 8] ^= (uint8_t)(1u << (bit % 8));
        assert_true(intro_i_snapshot_recognise(magic, sizeof magic));
        magic[bit / 8] ^= (uint8_t)(1u << (bit % 8));
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(others); i++) {
        assert_false(intro_i_snapshot_recognise(others[i], 16));
    }
    assert_false(intro_i_snapshot_recognise(magic, 3));
    assert_true(intro_i_snapshot_recognise(magic, 4));
}

/* A column of many numbers brings the file above 64 MiB. */
static intro_graph *make_large_graph(void)
{
    const uint64_t rows = 6800000;
    intro_graph *const g = hand_graph(&(hand_plan){4, 9, 0.6, false, true});
    int64_t *const values = intro_i_alloc_zero((size_t)rows, sizeof *values);
    uint16_t *const sources = intro_i_alloc_zero((size_t)rows, sizeof *sources);
    assert_non_null(values);
    assert_non_null(sources);
    assert_int_equal(intro_i_graph_own(g, values), INTRO_OK);
    assert_int_equal(intro_i_graph_own(g, sources), INTRO_OK);
    g->edges = rows;
    HAND_EDIT(uint64_t, g->tie_edges)[g->ties] = rows;
    g->edge_sources = sources;
    g->column_count = 1;
    g->columns[0].of = INTRO_OF_TIE;
    g->columns[0].kind = INTRO_KIND_INT;
    g->columns[0].rows = rows;
    g->columns[0].values = values;
    return g;
}

static uint64_t find_section(uint32_t kind)
{
    intro_i_snapshot_header header;
    intro_i_snapshot_entry table[64];
    const int fd = open(file, O_RDONLY);
    assert_int_equal(pread(fd, &header, sizeof header, 0), sizeof header);
    assert_true(header.sections <= INTRO_COUNT_OF(table));
    assert_true(pread(fd, table, sizeof table, sizeof header) > 0);
    (void)close(fd);
    for (uint32_t i = 0; i < header.sections; i++) {
        if (table[i].kind == kind) {
            return table[i].offset;
        }
    }
    fail_msg("no section %u", kind);
    return 0;
}

static void damage_file(uint64_t at, const void *bytes, size_t size)
{
    const int fd = open(file, O_WRONLY);
    assert_int_equal(pwrite(fd, bytes, size, (off_t)at), (ssize_t)size);
    (void)close(fd);
}

static void
S02_a_large_snapshot_is_opened_unread_and_verified_when_asked(void **state)
{
    (void)state;
    const uint32_t person = 9;
    const uint64_t offset = UINT64_MAX;
    intro_graph *const g = make_large_graph();
    intro_graph *opened = NULL;
    write_graph(g);
    assert_int_equal(intro_snapshot_open(ctx, file, INTRO_VERIFY_FULL, &opened),
                     INTRO_OK);
    hand_assert_equal(g, opened);
    intro_graph_close(opened);
    damage_file(find_section(INTRO_I_SECTION_OUT_PEOPLE), &person,
                sizeof person);
    damage_file(find_section(INTRO_I_SECTION_STRING_OFFSETS) + 6 * 8, &offset,
                sizeof offset);
    assert_int_equal(open_file(&opened), INTRO_OK);
    assert_false(intro_i_check_row(opened, 0));
    assert_true(intro_i_check_row(opened, 1));
    assert_false(intro_i_check_person(opened, 4));
    assert_true(intro_i_check_person(opened, 2));
    intro_graph_close(opened);
    assert_int_equal(intro_snapshot_open(ctx, file, INTRO_VERIFY_FULL, &opened),
                     INTRO_EDAMAGED);
    assert_non_null(strstr(intro_ctx_error(ctx)->message,
                           "'string_offsets' is damaged: its checksum"));
    /* The ends of offsets are looked at in any case. */
    damage_file(find_section(INTRO_I_SECTION_OUT_OFFSETS) + 9 * 8, &offset,
                sizeof offset);
    assert_int_equal(open_file(&opened), INTRO_EDAMAGED);
    intro_graph_close(g);
}

int main(void)
{
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    const struct CMUnitTest tests[] = {
        SNAPSHOT_TEST(
            every_array_comes_back_and_the_same_graph_gives_the_same_bytes),
        SNAPSHOT_TEST(only_arrays_that_exist_are_written),
        SNAPSHOT_TEST(an_undirected_network_takes_16_bytes_a_tie),
        SNAPSHOT_TEST(strengths_left_out_by_observed_only_come_back),
        SNAPSHOT_TEST(S01_a_snapshot_cut_anywhere_is_refused),
        SNAPSHOT_TEST(S02_every_flipped_bit_is_noticed),
        SNAPSHOT_TEST(S02_the_section_is_named),
        SNAPSHOT_TEST(
            S02_a_large_snapshot_is_opened_unread_and_verified_when_asked),
        SNAPSHOT_TEST(
            S03_flips_with_repaired_checksums_are_refused_or_walkable),
        SNAPSHOT_TEST(
            S03_random_garbage_with_repaired_checksums_is_never_a_crash),
        SNAPSHOT_TEST(S04_versions_of_the_future_say_who_made_them),
        SNAPSHOT_TEST(S05_other_byte_orders_and_word_sizes_are_told),
        SNAPSHOT_TEST(S06_text_mode_damage_is_recognised),
        SNAPSHOT_TEST(a_snapshot_with_a_wrong_bit_is_told_from_other_files),
    };
    return cmocka_run_group_tests_name("snapshot", tests, set_up, tear_down);
}
