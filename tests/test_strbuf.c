/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/alloc.h"
#include "base/strbuf.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void appends_agree_with_an_array(void **state)
{
    (void)state;
    static char wanted[40000];
    size_t length = 0;
    uint64_t random = 9;
    intro_i_strbuf buf;
    intro_i_strbuf_init(&buf, 0);
    assert_string_equal(buf.data, "");
    for (int i = 0; i < 1500; i++) {
        char text[24];
        const unsigned n = (unsigned)(world_random(&random) % 100000);
        const int printed = snprintf(text, sizeof text, "<%u>", n);
        switch (world_random(&random) % 5) {
        case 0:
            intro_i_strbuf_printf(&buf, "<%u>", n);
            break;
        case 1:
            intro_i_strbuf_puts(&buf, text);
            break;
        case 2:
            for (int j = 0; j < printed; j++) {
                intro_i_strbuf_putc(&buf, text[j]);
            }
            break;
        case 3:
            intro_i_strbuf_truncate(&buf, length / 2);
            length = buf.length;
            intro_i_strbuf_truncate(&buf, length + 1);
            intro_i_strbuf_append(&buf, text, (size_t)printed);
            break;
        default:
            intro_i_strbuf_append(&buf, text, (size_t)printed);
            break;
        }
        memcpy(wanted + length, text, (size_t)printed);
        length += (size_t)printed;
        assert_int_equal(buf.status, INTRO_OK);
        assert_int_equal(buf.length, length);
        assert_int_equal(buf.data[length], 0);
        assert_memory_equal(buf.data, wanted, length);
    }
    intro_i_strbuf_clear(&buf);
    assert_string_equal(buf.data, "");
    intro_i_strbuf_fini(&buf);
}

static void a_maximum_is_kept_and_the_first_failure_stays(void **state)
{
    (void)state;
    intro_i_strbuf buf;
    intro_i_strbuf_init(&buf, 5);
    intro_i_strbuf_puts(&buf, "12345");
    assert_int_equal(buf.status, INTRO_OK);
    intro_i_strbuf_putc(&buf, '6');
    assert_int_equal(buf.status, INTRO_ELIMIT);
    assert_string_equal(buf.data, "12345");
    intro_i_strbuf_truncate(&buf, 1);
    intro_i_strbuf_putc(&buf, '2');
    assert_string_equal(buf.data, "1");
    intro_i_strbuf_clear(&buf);
    intro_i_strbuf_printf(&buf, "%d", 123456);
    assert_int_equal(buf.status, INTRO_ELIMIT);
    assert_string_equal(buf.data, "");
    intro_i_strbuf_fini(&buf);
}

static void characters_of_every_length_are_written(void **state)
{
    (void)state;
    intro_i_strbuf buf;
    intro_i_strbuf_init(&buf, 0);
    static const uint32_t points[] = {0x41,  0x7F,   0x80,    0x7FF,
                                      0x800, 0xFFFF, 0x10000, 0x10FFFF};
    for (size_t i = 0; i < INTRO_COUNT_OF(points); i++) {
        intro_i_strbuf_put_utf8(&buf, points[i]);
    }
    assert_string_equal(buf.data, "A\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF"
                                  "\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
    intro_i_strbuf_fini(&buf);
}

static void a_failed_append_keeps_what_was_there(void **state)
{
    (void)state;
#ifdef INTRO_FAULT_INJECTION
    intro_i_strbuf buf;
    intro_i_strbuf_init(&buf, 0);
    intro_i_strbuf_puts(&buf, "kept");
    intro_i_alloc_fail_after(0, true);
    intro_i_strbuf_printf(&buf, "%0200d", 1);
    assert_int_equal(buf.status, INTRO_ENOMEM);
    assert_string_equal(buf.data, "kept");
    intro_i_alloc_fail_after(UINT64_MAX, false);
    intro_i_strbuf_fini(&buf);
#else
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appends_agree_with_an_array),
        cmocka_unit_test(a_maximum_is_kept_and_the_first_failure_stays),
        cmocka_unit_test(characters_of_every_length_are_written),
        cmocka_unit_test(a_failed_append_keeps_what_was_there),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
