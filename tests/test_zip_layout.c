/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the entries of an archive lie: directories made here, with and without
 * zip64, then every byte of them wrong and every cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/common.h"
#include "import/zip_layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    ROOM = 4096,
    ENTRIES = 3,
    NAME = 3,
    PACKED = 20,
    GAP = 30 + NAME + PACKED
};

static uint8_t file[ROOM];
static size_t size;
static intro_i_zip_extent extents[ENTRIES];

static void put(const char *text, size_t length)
{
    memcpy(file + size, text, length);
    size += length;
}

static void number(uint64_t value, size_t width)
{
    for (size_t i = 0; i < width; i++) {
        file[size++] = i < 8 ? (uint8_t)(value >> 8 * i) : 0;
    }
}

/* An entry in the directory; wide: which of length, packed length and offset
 * stand in a field of zip64, as bits 1, 2, 4. */
static void put_entry(uint64_t offset, unsigned wide)
{
    const size_t fields = (wide & 1) + (wide >> 1 & 1) + (wide >> 2 & 1);
    put("PK\1\2", 4);
    number(0, 16);
    number((wide & 2) != 0 ? UINT32_MAX : PACKED, 4);
    number((wide & 1) != 0 ? UINT32_MAX : 100, 4);
    number(NAME, 2);
    number(wide == 0 ? 0 : 4 + 2 + 4 + 8 * fields, 2);
    number(1, 2); /* a comment of one byte */
    number(0, 8);
    number((wide & 4) != 0 ? UINT32_MAX : offset, 4);
    put("abc", NAME);
    if (wide != 0) {
        number(0x5455, 2); /* another field before it */
        number(2, 2);
        number(0, 2);
        number(1, 2);
        number(8 * fields, 2);
        if ((wide & 1) != 0) {
            number(100, 8);
        }
        if ((wide & 2) != 0) {
            number(PACKED, 8);
        }
        if ((wide & 4) != 0) {
            number(offset, 8);
        }
    }
    put("!", 1);
}

/* Three entries one after the other, then the directory. */
static void make(unsigned wide, const char *comment)
{
    size = 0;
    memset(file, 0, sizeof file);
    size = ENTRIES * GAP;
    const size_t start = size;
    for (uint64_t i = 0; i < ENTRIES; i++) {
        put_entry(i * GAP, wide);
    }
    const size_t end = size;
    if (wide != 0) {
        put("PK\6\6", 4);
        number(44, 8);
        number(0, 12);
        number(ENTRIES, 8);
        number(ENTRIES, 8);
        number(end - start, 8);
        number(start, 8);
        put("PK\6\7", 4);
        number(0, 4);
        number(end, 8);
        number(1, 4);
    }
    put("PK\5\6", 4);
    number(0, 4);
    number(wide != 0 ? UINT16_MAX : ENTRIES, 2);
    number(wide != 0 ? UINT16_MAX : ENTRIES, 2);
    number(end - start, 4);
    number(wide != 0 ? UINT32_MAX : start, 4);
    number(strlen(comment), 2);
    put(comment, strlen(comment));
}

/* From memory of just that size, so that sanitizers see a step beyond. */
static intro_status look(size_t length, size_t count)
{
    uint8_t *const copy = malloc(length + (length == 0));
    assert_non_null(copy);
    memcpy(copy, file, length);
    const intro_i_zip_bytes archive = {-1, copy, length};
    const intro_status rc = intro_i_zip_layout(&archive, count, extents);
    free(copy);
    return rc;
}

static void assert_one_after_the_other(void)
{
    for (uint64_t i = 0; i < ENTRIES; i++) {
        assert_int_equal(extents[i].begin, i * GAP);
        assert_int_equal(extents[i].end, (i + 1) * GAP);
        assert_false(intro_i_zip_is_shared(extents, ENTRIES, (size_t)i));
    }
}

static void entries_are_found_with_and_without_zip64(void **state)
{
    (void)state;
    for (unsigned wide = 0; wide < 8; wide++) {
        make(wide, "");
        assert_int_equal(look(size, ENTRIES), INTRO_OK);
        assert_one_after_the_other();
    }
}

static void a_file_is_read_like_memory(void **state)
{
    (void)state;
    FILE *const f = tmpfile();
    assert_non_null(f);
    make(7, "comment");
    assert_int_equal(fwrite(file, 1, size, f), size);
    assert_int_equal(fflush(f), 0);
    intro_i_zip_bytes archive = {fileno(f), NULL, size};
    assert_int_equal(lseek(archive.fd, 5, SEEK_SET), 5);
    assert_int_equal(intro_i_zip_layout(&archive, ENTRIES, extents), INTRO_OK);
    assert_one_after_the_other();
    /* where others read on is not moved */
    assert_int_equal(lseek(archive.fd, 0, SEEK_CUR), 5);
    archive.size += 10; /* it has become shorter since */
    assert_int_equal(intro_i_zip_layout(&archive, ENTRIES, extents),
                     INTRO_EFORMAT);
    assert_int_equal(fclose(f), 0);
    archive.size -= 10;
    assert_int_equal(intro_i_zip_layout(&archive, ENTRIES, extents), INTRO_EIO);
}

/* A record of the end inside the comment is passed over: it does not end with
 * the file, or has another number of entries. */
static void a_false_end_in_the_comment_is_passed_over(void **state)
{
    (void)state;
    make(0, "PK\5\6 and twenty more bytes, which say nothing");
    assert_int_equal(look(size, ENTRIES), INTRO_OK);
    assert_one_after_the_other();
    make(0, "PK\5\6AAAABBCCDDDDEEEEFF");
    file[size - 2] = 0; /* it ends with the file */
    file[size - 1] = 0;
    assert_int_equal(look(size, ENTRIES), INTRO_OK);
    assert_one_after_the_other();
}

static void another_number_of_entries_is_refused(void **state)
{
    (void)state;
    make(0, "");
    assert_int_equal(look(size, ENTRIES - 1), INTRO_EFORMAT);
    make(7, "");
    assert_int_equal(look(size, 1), INTRO_EFORMAT);
}

static void every_cut_is_refused(void **state)
{
    (void)state;
    for (unsigned wide = 0; wide < 8; wide += 7) {
        make(wide, "");
        for (size_t length = 0; length < size; length++) {
            assert_int_equal(look(length, ENTRIES), INTRO_EFORMAT);
        }
    }
}

/* Refused, or somewhere in the file. */
static void every_wrong_byte_is_refused_or_stays_inside(void **state)
{
    (void)state;
    static const uint8_t others[] = {0, 1, 0x7F, 0x80, 0xFF};
    unsigned refused = 0;
    for (unsigned wide = 0; wide < 8; wide += 7) {
        make(wide, "");
        for (size_t at = ENTRIES * GAP; at < size; at++) {
            const uint8_t right = file[at];
            for (size_t k = 0; k < INTRO_COUNT_OF(others); k++) {
                file[at] = others[k];
                const intro_status rc = look(size, ENTRIES);
                refused += rc == INTRO_EFORMAT;
                assert_true(rc == INTRO_OK || rc == INTRO_EFORMAT);
                for (size_t i = 0; i < ENTRIES && rc == INTRO_OK; i++) {
                    assert_true(extents[i].begin < extents[i].end);
                    assert_true(extents[i].end <= size);
                }
            }
            file[at] = right;
        }
    }
    assert_true(refused > 200);
}

static void entries_that_share_a_byte_are_told(void **state)
{
    (void)state;
    intro_i_zip_extent e[] = {
        {0, 50}, {50, 90}, {89, 120}, {200, 300}, {200, 300}};
    const bool wanted[] = {false, true, true, true, true};
    for (size_t i = 0; i < INTRO_COUNT_OF(e); i++) {
        assert_int_equal(intro_i_zip_is_shared(e, INTRO_COUNT_OF(e), i),
                         wanted[i]);
    }
    e[1] = (intro_i_zip_extent){10, 20}; /* inside the first */
    assert_true(intro_i_zip_is_shared(e, INTRO_COUNT_OF(e), 0));
    assert_true(intro_i_zip_is_shared(e, INTRO_COUNT_OF(e), 1));
}

static void memory_that_is_out_is_told(void **state)
{
    (void)state;
#ifdef INTRO_FAULT_INJECTION
    make(0, "");
    intro_i_alloc_fail_after(0, false);
    assert_int_equal(look(size, ENTRIES), INTRO_ENOMEM);
    intro_i_alloc_fail_after(UINT64_MAX, false);
#else
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_found_with_and_without_zip64),
        cmocka_unit_test(a_file_is_read_like_memory),
        cmocka_unit_test(a_false_end_in_the_comment_is_passed_over),
        cmocka_unit_test(another_number_of_entries_is_refused),
        cmocka_unit_test(every_cut_is_refused),
        cmocka_unit_test(every_wrong_byte_is_refused_or_stays_inside),
        cmocka_unit_test(entries_that_share_a_byte_are_told),
        cmocka_unit_test(memory_that_is_out_is_told),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("ZIP layout", tests, NULL, NULL);
}
