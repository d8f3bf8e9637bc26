/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The snapshot's round trip and everything that may be wrong with its file. Ids
 * such as S07 are rows of the catalogue of bad inputs. */
#include "hand_graph.h"

#include "base/alloc.h"
#include "base/checksum.h"
#include "base/context_impl.h"
#include "base/osio.h"
#include "base/random.h"
#include "graph/validate.h"
#include "snapshot/snapshot_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/test_snapshot.XXXXXX";
static char file[64];
static intro_ctx *ctx;

static const hand_plan small_plan = {7, 12, 0.3, false, true};
static const hand_plan directed_plan = {8, 12, 0.3, true, true};

/* --- helpers ------------------------------------------------------------- */

static int set_up(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL || intro_ctx_new(&ctx) != INTRO_OK) {
        return -1;
    }
    (void)snprintf(file, sizeof file, "%s/net.intro", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    intro_ctx_free(ctx);
    (void)unlink(file);
    return rmdir(folder);
}

static int remove_file(void **state)
{
    (void)state;
    (void)unlink(file);
    return 0;
}

typedef struct blob {
    unsigned char *bytes;
    size_t size;
} blob;

static blob read_file(void)
{
    blob b;
    struct stat info;
    const int fd = open(file, O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(fstat(fd, &info), 0);
    b.size = (size_t)info.st_size;
    b.bytes = malloc(b.size + 1);
    assert_non_null(b.bytes);
    assert_int_equal(read(fd, b.bytes, b.size), (ssize_t)b.size);
    (void)close(fd);
    return b;
}

static void write_file(const void *bytes, size_t size)
{
    const int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, size), (ssize_t)size);
    (void)close(fd);
}

static void write_graph(const intro_graph *g)
{
    if (intro_snapshot_write(ctx, g, file) != INTRO_OK) {
        fail_msg("%s", intro_ctx_error(ctx)->message);
    }
}

/* The bytes of the snapshot of a planned graph. */
static blob make_blob(const hand_plan *plan)
{
    intro_graph *const g = hand_graph(plan);
    write_graph(g);
    intro_graph_close(g);
    return read_file();
}

static intro_status open_file(intro_graph **g)
{
    return intro_snapshot_open(ctx, file, INTRO_VERIFY_QUICK, g);
}

static intro_status open_bytes(const void *bytes, size_t size)
{
    intro_graph *g = NULL;
    write_file(bytes, size);
    const intro_status rc = open_file(&g);
    if (rc == INTRO_OK) {
        (void)hand_walk(g);
        intro_graph_close(g);
    }
    return rc;
}

static void expect(const blob *b, intro_status status, const char *words)
{
    assert_int_equal(open_bytes(b->bytes, b->size), status);
    assert_int_equal(intro_ctx_error(ctx)->status, status);
    assert_string_equal(intro_ctx_error(ctx)->source, file);
    if (strstr(intro_ctx_error(ctx)->message, words) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", intro_ctx_error(ctx)->message,
                 words);
    }
}

static intro_i_snapshot_header *header_of(const blob *b)
{
    return (void *)b->bytes;
}

static intro_i_snapshot_entry *table_of(const blob *b)
{
    return (void *)(b->bytes + sizeof(intro_i_snapshot_header));
}

static intro_i_snapshot_entry *entry_of(const blob *b, uint32_t kind,
                                        uint32_t number)
{
    for (uint32_t i = 0; i < header_of(b)->sections; i++) {
        if (table_of(b)[i].kind == kind && table_of(b)[i].index == number) {
            return &table_of(b)[i];
        }
    }
    fail_msg("no section %u", kind);
    return NULL;
}

static void *section_of(const blob *b, uint32_t kind)
{
    return b->bytes + entry_of(b, kind, 0)->offset;
}

/* The header's checksum made right, whatever the table says. */
static void repair_header(const blob *b)
{
    intro_i_snapshot_header *const header = header_of(b);
    const size_t all =
        sizeof *header + header->sections * sizeof(intro_i_snapshot_entry);
    if (all > b->size) {
        return;
    }
    header->checksum = 0;
    header->checksum = intro_i_checksum_of(b->bytes, all);
}

static void repair_all(const blob *b)
{
    for (uint32_t i = 0; i < header_of(b)->sections &&
                         (i + 1) * sizeof *table_of(b) < b->size - 128;
         i++) {
        intro_i_snapshot_entry *const entry = &table_of(b)[i];
        if (entry->offset <= b->size &&
            entry->length <= b->size - entry->offset) {
            entry->checksum = intro_i_checksum_of(b->bytes + entry->offset,
                                                  (size_t)entry->length);
        }
    }
    repair_header(b);
}

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
    g->observed_only = true;
    write_graph(g);
    assert_int_equal(open_file(&opened), INTRO_OK);
    assert_true(opened->observed_only);
    intro_graph_close(opened);
    g->observed_only = false;
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
    expect(&b, INTRO_EVERSION, "format 0.0");
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
                                  kind == INTRO_I_SECTION_KNOWN;
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
    if (truncate(file, (off_t)1 << 40) == 0) {
        intro_graph *g = NULL;
        assert_int_equal(open_file(&g), INTRO_EDAMAGED);
    }
    assert_true(intro_i_alloc_peak() < before + (1 << 20));
    free(b.bytes);
}

/* --- files (S14, S16, S17, S20 to S25) ----------------------------------- */

static void
S14_links_are_followed_for_reading_and_refused_for_writing(void **state)
{
    (void)state;
    char link_name[80];
    intro_graph *opened = NULL;
    intro_graph *const g = hand_graph(&small_plan);
    write_graph(g);
    (void)snprintf(link_name, sizeof link_name, "%s/link", folder);
    assert_int_equal(symlink(file, link_name), 0);
    assert_int_equal(
        intro_snapshot_open(ctx, link_name, INTRO_VERIFY_QUICK, &opened),
        INTRO_OK);
    intro_graph_close(opened);
    assert_int_equal(intro_snapshot_write(ctx, g, link_name), INTRO_EIO);
    assert_int_equal(unlink(link_name), 0);
    assert_int_equal(mkfifo(link_name, 0600), 0);
    assert_int_equal(
        intro_snapshot_open(ctx, link_name, INTRO_VERIFY_QUICK, &opened),
        INTRO_EIO);
    assert_int_equal(intro_snapshot_write(ctx, g, link_name), INTRO_EIO);
    assert_int_equal(unlink(link_name), 0);
    assert_int_equal(
        intro_snapshot_open(ctx, folder, INTRO_VERIFY_QUICK, &opened),
        INTRO_EIO);
    assert_int_equal(intro_snapshot_write(ctx, g, folder), INTRO_EIO);
    intro_graph_close(g);
}

static void
S16_an_open_snapshot_keeps_its_data_when_the_file_is_replaced(void **state)
{
    (void)state;
    intro_graph *const old = hand_graph(&small_plan);
    intro_graph *const new = hand_graph(&directed_plan);
    intro_graph *opened = NULL;
    write_graph(old);
    assert_int_equal(open_file(&opened), INTRO_OK);
    write_graph(new);
    hand_assert_equal(old, opened);
    intro_graph_close(opened);
    assert_int_equal(open_file(&opened), INTRO_OK);
    hand_assert_equal(new, opened);
    intro_graph_close(opened);
    intro_graph_close(new);
    intro_graph_close(old);
}

typedef struct rival {
    const intro_graph *graph;
    intro_ctx *ctx;
    intro_status status;
} rival;

static bool write_meanwhile(void *user, const intro_progress *progress)
{
    rival *const r = user;
    (void)progress;
    r->status = intro_snapshot_write(r->ctx, r->graph, file);
    return true;
}

static void S17_of_two_writers_at_once_one_is_told_and_one_wins(void **state)
{
    (void)state;
    intro_graph *const g = hand_graph(&small_plan);
    intro_graph *const other = hand_graph(&directed_plan);
    intro_graph *opened = NULL;
    rival r = {.graph = other, .status = INTRO_OK};
    assert_int_equal(intro_ctx_new(&r.ctx), INTRO_OK);
    intro_ctx_set_progress(ctx, write_meanwhile, &r);
    write_graph(g);
    intro_ctx_set_progress(ctx, NULL, NULL);
    assert_int_equal(r.status, INTRO_EIO);
    assert_non_null(strstr(intro_ctx_error(r.ctx)->message, "being written"));
    assert_int_equal(open_file(&opened), INTRO_OK);
    hand_assert_equal(g, opened);
    intro_graph_close(opened);
    intro_ctx_free(r.ctx);
    intro_graph_close(other);
    intro_graph_close(g);
}

/* The folder holds the old file, byte for byte, and nothing else. */
static void assert_untouched(const blob *old)
{
    const blob now = read_file();
    assert_int_equal(old->size, now.size);
    assert_memory_equal(old->bytes, now.bytes, old->size);
    free(now.bytes);
    assert_int_equal(unlink(file), 0);
    assert_int_equal(rmdir(folder), 0); /* so the folder was empty */
    assert_int_equal(mkdir(folder, 0700), 0);
    write_file(old->bytes, old->size);
}

static bool read_meanwhile(void *user, const intro_progress *progress)
{
    rival *const r = user;
    intro_graph *opened = NULL;
    (void)progress;
    r->status = intro_snapshot_open(r->ctx, file, INTRO_VERIFY_FULL, &opened);
    assert_int_equal(r->status, INTRO_OK);
    hand_assert_equal(r->graph, opened);
    intro_graph_close(opened);
    r->status = INTRO_EAMBIGUOUS; /* a mark: has been here */
    return true;
}

static void S18_a_reader_during_a_write_sees_the_old_file(void **state)
{
    (void)state;
    intro_graph *const g = hand_graph(&small_plan);
    intro_graph *const old = hand_graph(&directed_plan);
    intro_ctx *fresh; /* has not reported lately */
    rival r = {.graph = old, .status = INTRO_OK};
    assert_int_equal(intro_ctx_new(&r.ctx), INTRO_OK);
    assert_int_equal(intro_ctx_new(&fresh), INTRO_OK);
    write_graph(old);
    intro_ctx_set_progress(fresh, read_meanwhile, &r);
    assert_int_equal(intro_snapshot_write(fresh, g, file), INTRO_OK);
    assert_int_equal(r.status, INTRO_EAMBIGUOUS);
    intro_ctx_free(fresh);
    intro_ctx_free(r.ctx);
    intro_graph_close(old);
    intro_graph_close(g);
}

static void write_until_killed(const intro_graph *a, const intro_graph *b)
{
    for (;;) {
        if (intro_snapshot_write(ctx, a, file) != INTRO_OK ||
            intro_snapshot_write(ctx, b, file) != INTRO_OK) {
            _exit(1);
        }
    }
}

static void S19_a_writer_killed_at_any_time_leaves_a_whole_file(void **state)
{
    (void)state;
    intro_graph *const a = hand_graph(&small_plan);
    intro_graph *const b = hand_graph(&directed_plan);
    intro_i_random random;
    intro_i_random_init(&random, 19);
    write_graph(a);
    for (int round = 0; round < 40; round++) {
        intro_graph *opened = NULL;
        const struct timespec wait = {
            0, 1000 * (long)intro_i_random_below(&random, 8000)};
        const pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            write_until_killed(a, b);
        }
        (void)nanosleep(&wait, NULL);
        int status;
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(open_file(&opened), INTRO_OK);
        hand_assert_equal(opened->is_directed ? b : a, opened);
        intro_graph_close(opened);
    }
    write_graph(a); /* clears what the dead left */
    const blob now = read_file();
    assert_untouched(&now);
    free(now.bytes);
    intro_graph_close(b);
    intro_graph_close(a);
}

static bool refuse(void *user, const intro_progress *progress)
{
    (void)user;
    (void)progress;
    return false;
}

static void a_cancelled_write_leaves_the_old_file_and_nothing_else(void **state)
{
    (void)state;
    const blob old = make_blob(&directed_plan);
    intro_graph *const g = hand_graph(&small_plan);
    intro_ctx *fresh; /* has not reported lately */
    assert_int_equal(intro_ctx_new(&fresh), INTRO_OK);
    intro_ctx_set_progress(fresh, refuse, NULL);
    assert_int_equal(intro_snapshot_write(fresh, g, file), INTRO_ECANCELLED);
    intro_ctx_free(fresh);
    assert_untouched(&old);
    intro_graph_close(g);
    free(old.bytes);
}

static void S21_a_folder_that_is_not_there_is_told(void **state)
{
    (void)state;
    char missing[80];
    intro_graph *g = NULL;
    (void)snprintf(missing, sizeof missing, "%s/none/net.intro", folder);
    intro_graph *const graph = hand_graph(&small_plan);
    assert_int_equal(intro_snapshot_write(ctx, graph, missing), INTRO_EIO);
    assert_int_equal(intro_ctx_error(ctx)->system_errno, ENOENT);
    assert_int_equal(intro_snapshot_open(ctx, missing, INTRO_VERIFY_FULL, &g),
                     INTRO_EIO);
    intro_graph_close(graph);
}

static void S23_the_mode_is_0600_whatever_the_umask(void **state)
{
    (void)state;
    static const mode_t masks[] = {0, 077, 022, 0277};
    intro_graph *const g = hand_graph(&small_plan);
    for (size_t i = 0; i < INTRO_COUNT_OF(masks); i++) {
        struct stat info;
        const mode_t old = umask(masks[i]);
        const intro_status rc = intro_snapshot_write(ctx, g, file);
        (void)umask(old);
        assert_int_equal(rc, INTRO_OK);
        assert_int_equal(stat(file, &info), 0);
        assert_int_equal(info.st_mode & 07777, 0600);
        (void)unlink(file);
    }
    intro_graph_close(g);
}

#ifdef INTRO_FAULT_INJECTION
static void
S20_S24_any_failing_call_of_the_system_keeps_the_old_file(void **state)
{
    (void)state;
    const unsigned kinds = INTRO_I_OS_OPEN | INTRO_I_OS_WRITE |
                           INTRO_I_OS_FSYNC | INTRO_I_OS_RENAME |
                           INTRO_I_OS_CLOSE;
    intro_graph *const g = hand_graph(&small_plan);
    const blob old = make_blob(&directed_plan);
    intro_status rc = INTRO_EIO;
    uint64_t k = 0;
    intro_i_os_set_short(500);
    for (; rc != INTRO_OK && k < 10000; k++) {
        intro_i_os_fail_after(kinds, k, ENOSPC, false);
        rc = intro_snapshot_write(ctx, g, file);
        const uint64_t calls = intro_i_os_calls();
        intro_i_os_fail_after(INTRO_I_OS_ALL, UINT64_MAX, 0, false);
        if (rc == INTRO_OK && calls > k) {
            /* A failure the writer could do without, such as a close of the
             * folder: then the new file must be whole. */
            intro_graph *opened = NULL;
            assert_int_equal(open_file(&opened), INTRO_OK);
            hand_assert_equal(g, opened);
            intro_graph_close(opened);
            write_file(old.bytes, old.size);
            rc = INTRO_EIO;
        } else if (rc != INTRO_OK) {
            assert_int_equal(rc, INTRO_EIO);
            assert_int_equal(intro_ctx_error(ctx)->system_errno, ENOSPC);
            const blob now = read_file();
            /* Past the rename the new one may be there: old or new, whole. */
            intro_graph *opened = NULL;
            assert_int_equal(open_file(&opened), INTRO_OK);
            if (now.size == old.size &&
                memcmp(now.bytes, old.bytes, old.size) == 0) {
                assert_untouched(&old);
            } else {
                hand_assert_equal(g, opened);
                write_file(old.bytes, old.size);
            }
            intro_graph_close(opened);
            free(now.bytes);
        }
    }
    intro_i_os_set_short(0);
    assert_true(k > 5 && k < 10000);
    free(old.bytes);
    intro_graph_close(g);
}

static void memory_that_runs_out_leaves_nothing_behind(void **state)
{
    (void)state;
    intro_graph *const g = hand_graph(&small_plan);
    const uint64_t held = intro_i_alloc_bytes();
    intro_status rc = INTRO_ENOMEM;
    for (uint64_t k = 0; rc != INTRO_OK; k++) {
        intro_i_alloc_fail_after(k, false);
        rc = intro_snapshot_write(ctx, g, file);
        intro_i_alloc_fail_after(UINT64_MAX, false);
        assert_true(rc == INTRO_OK || rc == INTRO_ENOMEM);
        assert_int_equal(rc, intro_ctx_error(ctx)->status);
        assert_int_equal(intro_i_alloc_bytes(), held);
    }
    rc = INTRO_ENOMEM;
    for (uint64_t k = 0; rc != INTRO_OK; k++) {
        intro_graph *opened = NULL;
        intro_i_alloc_fail_after(k, false);
        rc = open_file(&opened);
        intro_i_alloc_fail_after(UINT64_MAX, false);
        assert_true(rc == INTRO_OK || rc == INTRO_ENOMEM);
        assert_int_equal(rc, intro_ctx_error(ctx)->status);
        if (rc == INTRO_OK) {
            intro_graph_close(opened);
        }
        assert_int_equal(intro_i_alloc_bytes(), held);
    }
    intro_graph_close(g);
}
#endif

static void a_cancelled_opening_says_so(void **state)
{
    (void)state;
    intro_graph *g = NULL;
    const blob b = make_blob(&small_plan);
    intro_ctx_cancel(ctx);
    assert_int_equal(open_file(&g), INTRO_ECANCELLED);
    intro_ctx_clear_cancel(ctx);
    assert_null(g);
    free(b.bytes);
}

int main(void)
{
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
#define TEST(name) cmocka_unit_test_teardown(name, remove_file)
    const struct CMUnitTest tests[] = {
        TEST(every_array_comes_back_and_the_same_graph_gives_the_same_bytes),
        TEST(only_arrays_that_exist_are_written),
        TEST(an_undirected_network_takes_16_bytes_a_tie),
        TEST(strengths_left_out_by_observed_only_come_back),
        TEST(S01_a_snapshot_cut_anywhere_is_refused),
        TEST(S02_every_flipped_bit_is_noticed),
        TEST(S02_the_section_is_named),
        TEST(S02_a_large_snapshot_is_opened_unread_and_verified_when_asked),
        TEST(S03_flips_with_repaired_checksums_are_refused_or_walkable),
        TEST(S03_random_garbage_with_repaired_checksums_is_never_a_crash),
        TEST(S04_versions_of_the_future_say_who_made_them),
        TEST(S05_other_byte_orders_and_word_sizes_are_told),
        TEST(S06_text_mode_damage_is_recognised),
        TEST(a_snapshot_with_a_wrong_bit_is_told_from_other_files),
        TEST(S07_sections_out_of_place_are_refused),
        TEST(S07_missing_sections_and_absurd_counts_are_refused),
        TEST(unknown_sections_are_skipped_when_optional_and_refused_else),
        TEST(S08_counts_and_rows_that_cannot_be_are_refused),
        TEST(S09_rows_unsorted_lopsided_or_looped_are_refused),
        TEST(S10_strengths_that_are_no_probabilities_are_refused),
        TEST(S11_strings_that_are_none_are_refused),
        TEST(S13_what_a_terminal_obeys_is_data),
        TEST(S27_a_sparse_file_that_claims_a_terabyte_costs_nothing),
        TEST(S14_links_are_followed_for_reading_and_refused_for_writing),
        TEST(S16_an_open_snapshot_keeps_its_data_when_the_file_is_replaced),
        TEST(S17_of_two_writers_at_once_one_is_told_and_one_wins),
        TEST(S18_a_reader_during_a_write_sees_the_old_file),
        TEST(S19_a_writer_killed_at_any_time_leaves_a_whole_file),
        TEST(a_cancelled_write_leaves_the_old_file_and_nothing_else),
        TEST(S21_a_folder_that_is_not_there_is_told),
        TEST(S23_the_mode_is_0600_whatever_the_umask),
#ifdef INTRO_FAULT_INJECTION
        TEST(S20_S24_any_failing_call_of_the_system_keeps_the_old_file),
        TEST(memory_that_runs_out_leaves_nothing_behind),
#endif
        TEST(a_cancelled_opening_says_so),
    };
    return cmocka_run_group_tests_name("snapshot", tests, set_up, tear_down);
}
