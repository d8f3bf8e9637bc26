/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two readers of one format, each the other's oracle: what the scanner accepts,
 * libxml2 must accept with the same network, value for value and line for line.
 * On files of many writers, and on small documents changed at random.
 *
 * INTRO_FUZZ_ROUNDS and INTRO_FUZZ_SEED make the last longer or other. */
#include "base/bits.h"
#include "base/context_impl.h"
#include "graph/builder_impl.h"
#include "import/graphml.h"
#include "import/graphml_sax.h"
#include "import/graphml_scan.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef enum lane { SCANNER, LIBXML2, CHOICE } lane;

typedef struct reading {
    intro_ctx *ctx;
    intro_i_builder *builder;
    intro_status status;
} reading;

static reading read_bytes(lane which, const char *bytes, size_t size,
                          uint32_t threads, const intro_import_options *options)
{
    reading r;
    intro_i_source *source;
    assert_int_equal(intro_ctx_new(&r.ctx), INTRO_OK);
    assert_int_equal(intro_ctx_set_threads(r.ctx, threads), INTRO_OK);
    assert_int_equal(intro_i_builder_new(r.ctx, options, &r.builder), INTRO_OK);
    assert_int_equal(
        intro_i_source_open_memory(r.ctx, "f", bytes, size, 0, &source),
        INTRO_OK);
    if (which == CHOICE) {
        r.status = intro_i_graphml_import(r.builder, source);
    } else {
        assert_int_equal(intro_i_builder_source_begin(r.builder, "f",
                                                      INTRO_I_FORMAT_GRAPHML),
                         INTRO_OK);
        r.status = which == SCANNER
                       ? intro_i_graphml_read_plain(r.builder, source)
                       : intro_i_graphml_read(r.builder, source);
    }
    intro_i_source_close(source);
    return r;
}

static void done(reading *r)
{
    intro_i_builder_free(r->builder);
    intro_ctx_free(r->ctx);
}

/* --- the same network? ---------------------------------------------------- */

static void check_pool(const intro_i_strpool *a, const intro_i_strpool *b)
{
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->size, b->size);
    assert_memory_equal(a->offsets, b->offsets, a->count * sizeof *a->offsets);
    assert_memory_equal(a->bytes, b->bytes, a->size);
}

static void check_column(const intro_i_build_column *a,
                         const intro_i_build_column *b)
{
    assert_string_equal(a->name, b->name);
    assert_int_equal(a->of, b->of);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->rows, b->rows);
    assert_int_equal(a->has_default, b->has_default);
    assert_int_equal(a->default_int, b->default_int);
    assert_memory_equal(&a->default_double, &b->default_double, sizeof(double));
    assert_int_equal(a->default_string, b->default_string);
    if (a->rows != 0) {
        assert_memory_equal(a->values, b->values,
                            a->rows * intro_i_kind_size(a->kind));
        assert_memory_equal(a->present, b->present,
                            intro_i_bits_words(a->rows) * sizeof *a->present);
    }
}

static void check_source(const intro_i_build_source *a,
                         const intro_i_build_source *b)
{
    check_pool(&a->ids, &b->ids);
    assert_memory_equal(&a->read, &b->read, sizeof a->read);
    assert_memory_equal(&a->account, &b->account, sizeof a->account);
    assert_int_equal(a->reasons.count, b->reasons.count);
    for (size_t i = 0; i < a->reasons.count; i++) {
        assert_string_equal(a->reasons.data[i].text, b->reasons.data[i].text);
        assert_int_equal(a->reasons.data[i].count, b->reasons.data[i].count);
        assert_int_equal(a->reasons.data[i].first_line,
                         b->reasons.data[i].first_line);
    }
    assert_int_equal(a->columns.count, b->columns.count);
    for (size_t i = 0; i < a->columns.count; i++) {
        check_column(a->columns.data[i], b->columns.data[i]);
    }
}

static void check_words(const intro_i_vec_u32 *a, const intro_i_vec_u32 *b)
{
    assert_int_equal(a->count, b->count);
    if (a->count != 0) {
        assert_memory_equal(a->data, b->data, a->count * sizeof *a->data);
    }
}

static void check_same(const intro_i_builder *a, const intro_i_builder *b)
{
    assert_int_equal(a->people, b->people);
    check_pool(&a->strings, &b->strings);
    check_source(a->present, b->present);
    for (size_t f = 0; f < INTRO_FIELD_COUNT; f++) {
        check_words(&a->known[f], &b->known[f]);
    }
    check_words(&a->edge_a, &b->edge_a);
    check_words(&a->edge_b, &b->edge_b);
    check_words(&a->edge_line, &b->edge_line);
    for (size_t e = 0; e < a->edge_a.count; e++) {
        assert_int_equal(intro_i_builder_is_one_way(a, e),
                         intro_i_builder_is_one_way(b, e));
    }
    assert_int_equal(a->slugs.count, b->slugs.count);
    assert_int_equal(a->emails.count, b->emails.count);
    assert_int_equal(a->warnings.count, b->warnings.count);
    for (size_t i = 0; i < a->warnings.count; i++) {
        assert_string_equal(a->warnings.data[i], b->warnings.data[i]);
    }
}

static void check_same_error(const reading *a, const reading *b)
{
    const intro_error *const x = intro_ctx_error(a->ctx);
    const intro_error *const y = intro_ctx_error(b->ctx);
    assert_string_equal(x->message, y->message);
    assert_string_equal(x->hint, y->hint);
    assert_int_equal(x->line, y->line);
    assert_int_equal(x->column, y->column);
}

/* Does the scanner accept it? If so the same as libxml2; and the choice between
 * them is always libxml2's answer. */
static bool compare(const char *bytes, size_t size, uint32_t threads,
                    const intro_import_options *options)
{
    reading plain = read_bytes(SCANNER, bytes, size, threads, options);
    reading xml = read_bytes(LIBXML2, bytes, size, threads, options);
    const bool accepted = plain.status == INTRO_OK;
    if (accepted) {
        assert_int_equal(xml.status, INTRO_OK);
        check_same(plain.builder, xml.builder);
    } else if (plain.status != INTRO_ENOTFOUND) {
        assert_int_equal(xml.status, plain.status);
    }
    reading both = read_bytes(CHOICE, bytes, size, threads, options);
    assert_int_equal(both.status, xml.status);
    if (both.status == INTRO_OK) {
        check_same(both.builder, xml.builder);
    } else {
        check_same_error(&both, &xml);
        assert_null(both.builder->present);
    }
    done(&plain);
    done(&xml);
    done(&both);
    return accepted;
}

/* --- documents ------------------------------------------------------------ */

#define HEAD                                                                   \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                             \
    "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"\n"               \
    "  xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n"              \
    "  xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns x\">\n"
#define KEYS                                                                   \
    "<key id=\"d0\" for=\"node\" attr.name=\"name\" attr.type=\"string\"/>\n"  \
    "<key id=\"d1\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\">\n" \
    "  <default>1.5</default></key>\n"

static const char *const documents[] = {
    HEAD KEYS "<graph edgedefault=\"undirected\">\n"
              "  <node id=\"a\"><data key=\"d0\">Ana &amp; B&#233;a</data>\n"
              "  </node><node id='b'/>\n  <node id=\"c&quot;&#x41;\" />\n"
              "<edge source=\"a\" target=\"b\"><data key=\"d1\">0.25</data>"
              "</edge>\n<edge id=\"e1\" target='c&quot;A' source=\"a\"/>"
              "<edge source=\"a\" target=\"a\"/><edge source=\"x\"\n "
              "target=\"b\"/></graph>\n</graphml>\n",
    "<graphml \r\n xmlns:x=\"u\r\nv\"\r\n>"
    "<key id=\"k\" for=\"all\"/><graph id=\"G\" "
    "edgedefault=\"directed\" parse.nodes=\"3\">"
    "<desc>words ]] &lt; more</desc><node id=\"1\" label=\"x\" "
    "labels=\":P\"/><node id=\"22\"><data key=\"k\"> a\n\tb ]></data>"
    "<port name=\"p\"/></node><!-- a comment\n of lines -->\n"
    "<edge source=\"1\" target=\"22\" directed=\"false\" label=\"l\"/>"
    "<edge source=\"22\" target=\"1\"><data key=\"k\"/></edge>"
    "<hyperedge><endpoint node=\"1\"/></hyperedge></graph>"
    "<graph edgedefault=\"undirected\"><node id=\"9\"/></graph></graphml>",
    "\xEF\xBB\xBF<graphml>\r\n<graph edgedefault=\"undirected\">\r\n"
    "<node id=\"\xC3\xA9\xE2\x82\xAC\"><data key=\"z\">\xF0\x9F\x98\x80</data>"
    "<graph><node id=\"in\"/></graph></node>\r\n"
    "<node id=\"g\"><data key=\"y\"><s><NodeLabel>lab</NodeLabel></s> t"
    "</data></node>\r\n<edge source=\"g\" target=\"in\"/>"
    "<node id=\"long identifier of a node\"/><edge source=\"g\" "
    "target=\"long identifier of a node\"/></graph></graphml>\r\n\r\n",
    "<?xml version='1.0' encoding='utf-8' standalone='yes' ?><!-- c -->"
    "<graphml><key id=\"w\" for=\"edge\" attr.name=\"weight\" "
    "attr.type=\"int\"><desc>d</desc><default> 3 </default></key>"
    "<key id=\"n\" for=\"node\" attr.name=\"label\" attr.type=\"string\">"
    "<default>none</default></key><graph><node id=\"a\"/><node id=\"b\">"
    "<data key=\"n\">B</data></node><edge source=\"a\" target=\"b\">"
    "<data key=\"w\">7</data></edge></graph></graphml><!-- end -->\n"};

/* Once a crash: the failing byte stands behind the first lines. */
static const char conversion_fails_late[] =
    "<?xml version='1.0' encoding='utf_8'?><graphml><key id=\"n\" "
    "for=\"node\"/><graph><node id=\"a\"/></\xF7raph></graphml>";

static const intro_import_options plain_options = INTRO_IMPORT_OPTIONS_INIT;

static void plain_documents_are_accepted_and_read_alike(void **state)
{
    (void)state;
    for (size_t i = 0; i < INTRO_COUNT_OF(documents); i++) {
        assert_true(
            compare(documents[i], strlen(documents[i]), 1, &plain_options));
    }
}

/* What libxml2 must decide: most of it is wrong, some only rare. */
static void odd_documents_are_left_to_libxml2(void **state)
{
    (void)state;
    static const char *const odd[] = {
        "<!DOCTYPE graphml><graphml><graph/></graphml>",
        "<graphml><graph/></graphml>x",
        "<graphml><graph/></graphml><graphml/>",
        "<graphml><graph/>",
        "<graphml><graph></graphml></graph>",
        "<graphml><graph/></graphml",
        "<graphml><graph a='1' a='2'/></graphml>",
        "<graphml><graph a='1'b='2'/></graphml>",
        "<graphml><graph a='<'/></graphml>",
        "<graphml><graph a='&nope;'/></graphml>",
        "<graphml><graph a='&#0;'/></graphml>",
        "<graphml><graph a='&#xD800;'/></graphml>",
        "<graphml><graph a='&#x110000;'/></graphml>",
        "<graphml><graph a='&#99999999999;'/></graphml>",
        "<graphml><graph a='&amp'/></graphml>",
        "<graphml><graph a='\xC0\x80'/></graphml>",
        "<graphml><graph a='\xED\xA0\x80'/></graphml>",
        "<graphml><graph a='\xEF\xBF\xBE'/></graphml>",
        "<graphml><graph a='\x01'/></graphml>",
        "<graphml><graph a='1\n2'/></graphml>",
        "<graphml><graph><desc>]]></desc></graph></graphml>",
        "<graphml><graph><![CDATA[x]]></graph></graphml>",
        "<graphml><graph><?pi x?></graph></graphml>",
        "<graphml><graph><!-- a -- b --></graph></graphml>",
        "<graphml><graph><y:z/></graph></graphml>",
        "<graphml><graph y:z='1'/></graphml>",
        "<graphml xmlns='http://www.w3.org/1999/xhtml'><graph/></graphml>",
        "<graphml xmlns:a='u' xmlns:b='u' a:c='' b:c=''><graph/></graphml>",
        "<?xml version=\"1.1\"?><graphml><graph/></graphml>",
        "<?xml version=\"1.0\" encoding=\"latin1\"?><graphml><graph/></graphml>",
        " <?xml version=\"1.0\"?><graphml><graph/></graphml>",
        conversion_fails_late,
        "< graphml><graph/></graphml>",
        "<graphml><graph/ ></graphml>",
        "<graphml><1/></graphml>",
        "",
        "   ",
        "x"};
    for (size_t i = 0; i < INTRO_COUNT_OF(odd); i++) {
        if (compare(odd[i], strlen(odd[i]), 1, &plain_options)) {
            print_message("accepted: %s\n", odd[i]);
            fail();
        }
    }
}

/* --- limits --------------------------------------------------------------- */

/* before, count times piece, after. */
static char *repeat(const char *before, const char *piece, size_t count,
                    const char *after, size_t *size)
{
    const size_t length = strlen(piece);
    *size = strlen(before) + count * length + strlen(after);
    char *const all = malloc(*size + 1);
    assert_non_null(all);
    (void)strcpy(all, before);
    char *p = all + strlen(before);
    for (size_t i = 0; i < count; i++, p += length) {
        memcpy(p, piece, length);
    }
    (void)strcpy(p, after);
    return all;
}

static void limits_are_those_of_libxml2(void **state)
{
    (void)state;
    static const struct {
        const char *before;
        const char *piece;
        const char *after;
        size_t counts[3];
    } cases[] = {
        {"<graphml>", "<a>", "", {62, 63, 64}},
        {"<graphml><graph ", "a ", "/></graphml>", {1, 64, 300}},
        {"<graphml><graph/>", " ", "</graphml>", {60000, 70000, 400000}},
        {"<graphml><graph/></graphml>", " ", "", {60000, 300000, 600000}},
        {"<graphml><graph/><!--", "x", "--></graphml>", {60000, 70000, 400000}},
        {"<graphml><graph/></graphml>", "<!-- x -->", "", {10, 7000, 60000}},
        {"<graphml><graph><node id=\"",
         "i",
         "\"/></graph></graphml>",
         {60000, 65536, 70000}},
        {"<graphml><graph><node id=\"a\"><data key=\"k\">",
         "t",
         "</data></node></graph></graphml>",
         {60000, 70000, 400000}},
        {"<graphml><graph><", "n", "/></graph></graphml>", {40, 60, 70000}},
        {"<graphml><graph ", "n", "=\"1\"/></graphml>", {900, 1100, 60000}}};
    for (size_t i = 0; i < INTRO_COUNT_OF(cases); i++) {
        for (size_t k = 0; k < 3; k++) {
            size_t size;
            char *const bytes =
                repeat(cases[i].before, cases[i].piece, cases[i].counts[k],
                       cases[i].after, &size);
            (void)compare(bytes, size, 1, &plain_options);
            free(bytes);
        }
    }
    for (size_t depth = 60; depth < 68; depth++) {
        size_t size;
        size_t closed;
        char *const opening =
            repeat("<graphml><graph/>", "<a>", depth - 1, "", &size);
        char *const all =
            repeat(opening, "</a>", depth - 1, "</graphml>", &closed);
        assert_int_equal(compare(all, closed, 1, &plain_options), depth <= 64);
        free(opening);
        free(all);
    }
}

/* --- large documents ------------------------------------------------------ */

typedef struct text {
    char *bytes;
    size_t size;
} text;

/* Ids of 1 to 20 bytes, values of several alphabets: 2 to 3 MiB, ten blocks. */
static text make_large(unsigned people, unsigned ties)
{
    text t = {malloc((size_t)4 << 20), 0};
    assert_non_null(t.bytes);
    char *p = t.bytes;
    p += sprintf(p, "%s", HEAD KEYS "<graph edgedefault=\"undirected\">\n");
    for (unsigned i = 0; i < people; i++) {
        p += sprintf(p,
                     "<node id=\"%.*sn%u\">\n <data key=\"d0\">P\xC3\xA9r "
                     "&amp; %u\nx</data></node>\n",
                     (int)(i % 15), "long-prefix-of-id", i, i * i);
    }
    for (unsigned i = 0; i < ties; i++) {
        const unsigned a = i * 7919u % people;
        const unsigned b = i * 104729u % (people + 5);
        p += sprintf(p,
                     "<edge source=\"%.*sn%u\" target=\"%.*sn%u\"><data "
                     "key=\"d1\">0.%u</data></edge>\n",
                     (int)(a % 15), "long-prefix-of-id", a, (int)(b % 15),
                     "long-prefix-of-id", b, i % 997 + 1);
    }
    p += sprintf(p, "</graph></graphml>\n");
    t.size = (size_t)(p - t.bytes);
    return t;
}

static void blocks_and_threads_change_nothing(void **state)
{
    (void)state;
    text t = make_large(4000, 25000);
    assert_true(t.size > (size_t)8 * INTRO_I_SOURCE_BLOCK);
    for (uint32_t threads = 1; threads <= 3; threads++) {
        assert_true(compare(t.bytes, t.size, threads, &plain_options));
    }
    /* An error late in the file has its line. */
    t.bytes[t.size - 20] = '<';
    assert_false(compare(t.bytes, t.size, 2, &plain_options));
    free(t.bytes);
}

/* --- block borders -------------------------------------------------------- */

enum { OUT_SIZE = 1 << 16 };

static void print(char *out, size_t *used, const char *format, ...)
    INTRO_PRINTF(3, 4);

static void print(char *out, size_t *used, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(out + *used, OUT_SIZE - *used, format, args);
    va_end(args);
    assert_true(n >= 0 && (size_t)n < OUT_SIZE - *used);
    *used += (size_t)n;
}

/* The records as text, attributes and all. */
static void print_records(const intro_i_scan_block *block, char *out,
                          size_t *used)
{
    for (size_t i = 0; i < block->records.count; i++) {
        const intro_i_scan_record *const r = &block->records.data[i];
        const char *const bytes = intro_i_scan_bytes(block);
        if (r->kind == INTRO_I_SCAN_TEXT) {
            continue; /* comes in any number of pieces */
        }
        if (r->kind != INTRO_I_SCAN_END) {
            print(out, used, "%u %llu [%.*s] [%.*s]", (unsigned)r->kind,
                  (unsigned long long)(block->first_line + r->line),
                  (int)r->one.length, bytes + r->one.at, (int)r->two.length,
                  bytes + r->two.at);
        }
        if (r->kind == INTRO_I_SCAN_NODE || r->kind == INTRO_I_SCAN_EDGE) {
            print(out, used, " %lu", (unsigned long)r->is.numbers[0]);
        }
        if (r->kind == INTRO_I_SCAN_EDGE) {
            print(out, used, " %lu", (unsigned long)r->is.numbers[1]);
        }
        if (r->has_value) {
            print(out, used, " %.17g", r->is.value);
        }
        /* An end tag has a record of its own where a block begins with it. */
        const bool is_end = r->kind == INTRO_I_SCAN_END;
        print(out, used, "%s%s", is_end ? "" : "\n",
              is_end || r->is_closed ? "end\n" : "");
    }
}

/* The first block holds the XML declaration, as a source promises. */
static intro_status scan_in_pieces(const char *bytes, size_t size, size_t first,
                                   size_t piece, char *out)
{
    intro_i_scan_block block;
    size_t used = 0;
    size_t at = 0;
    intro_status rc = INTRO_OK;
    intro_i_scanner *const s = intro_i_scanner_new();
    assert_non_null(s);
    assert_int_equal(intro_i_scan_block_init(&block), INTRO_OK);
    out[0] = '\0';
    while (rc == INTRO_OK && !block.is_last) {
        const size_t want = at == 0 ? first : piece;
        block.length = size - at < want ? size - at : want;
        block.is_last = block.length == 0;
        memcpy(block.body, bytes + at, block.length);
        at += block.length;
        rc = intro_i_scan(s, &block);
        if (rc == INTRO_OK) {
            print_records(&block, out, &used);
        }
    }
    intro_i_scan_block_fini(&block);
    intro_i_scanner_free(s);
    return rc;
}

static void records_do_not_depend_on_where_blocks_end(void **state)
{
    (void)state;
    char *const whole = malloc(OUT_SIZE);
    char *const parts = malloc(OUT_SIZE);
    assert_non_null(whole);
    assert_non_null(parts);
    for (size_t i = 0; i < INTRO_COUNT_OF(documents); i++) {
        const char *const d = documents[i];
        const size_t size = strlen(d);
        assert_int_equal(scan_in_pieces(d, size, size, size, whole), INTRO_OK);
        for (size_t piece = 1; piece < 40; piece++) {
            assert_int_equal(scan_in_pieces(d, size, 80, piece, parts),
                             INTRO_OK);
            assert_string_equal(whole, parts);
        }
        for (size_t first = 80; first < size; first++) {
            assert_int_equal(scan_in_pieces(d, size, first, size, parts),
                             INTRO_OK);
            assert_string_equal(whole, parts);
        }
    }
    free(whole);
    free(parts);
}

/* --- files of many writers ------------------------------------------------ */

static unsigned compare_folder(const char *folder, unsigned *accepted)
{
    DIR *const d = opendir(folder);
    unsigned files = 0;
    if (d == NULL) {
        print_message("%s is not there\n", folder);
        return 0;
    }
    for (struct dirent *e = readdir(d); e != NULL; e = readdir(d)) {
        char path[1024];
        const char *const end = strrchr(e->d_name, '.');
        if (end == NULL || strcmp(end, ".graphml") != 0) {
            continue;
        }
        (void)snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        FILE *const f = fopen(path, "rb");
        assert_non_null(f);
        assert_int_equal(fseek(f, 0, SEEK_END), 0);
        const long size = ftell(f);
        assert_true(size >= 0);
        rewind(f);
        char *const bytes = malloc((size_t)size + 1);
        assert_non_null(bytes);
        assert_int_equal(fread(bytes, 1, (size_t)size, f), (size_t)size);
        (void)fclose(f);
        const bool plain = compare(bytes, (size_t)size, 2, &plain_options);
        print_message("%s: %s\n", e->d_name, plain ? "plain" : "unusual");
        *accepted += plain;
        files++;
        free(bytes);
    }
    (void)closedir(d);
    return files;
}

static void files_of_many_writers_are_read_alike(void **state)
{
    (void)state;
    static const char *const folders[] = {"", "/dialects", "/sample"};
    char path[1024];
    unsigned accepted = 0;
    const char *const top = getenv("top_srcdir");
    for (size_t i = 0; i < INTRO_COUNT_OF(folders); i++) {
        (void)snprintf(path, sizeof path, "%s/datasets%s",
                       top != NULL ? top : ".", folders[i]);
        (void)compare_folder(path, &accepted);
    }
    assert_true(accepted >= 5);
    const char *const shared = getenv("INTRO_SHARED_DATA");
    (void)snprintf(path, sizeof path, "%s/graphml",
                   shared != NULL ? shared : "../shared/data");
    accepted = 0;
    const unsigned files = compare_folder(path, &accepted);
    /* The lane is there to be used. */
    assert_true(2 * accepted >= files);
    (void)snprintf(path, sizeof path, "%s/graphml/malformed",
                   shared != NULL ? shared : "../shared/data");
    (void)compare_folder(path, &accepted);
}

/* --- documents changed at random ------------------------------------------ */

static uint64_t random_state;

static uint64_t draw(uint64_t below)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state % below;
}

static const char *const tokens[] = {"<",
                                     ">",
                                     "/>",
                                     "</",
                                     "\"",
                                     "'",
                                     "=",
                                     "&",
                                     ";",
                                     "&amp;",
                                     "&lt;",
                                     "&#65;",
                                     "&#x41;",
                                     "&#0;",
                                     "&#10;",
                                     "&bad;",
                                     "]]>",
                                     "]]",
                                     "<![CDATA[x",
                                     "<!--",
                                     "-->",
                                     "--",
                                     "<?x y?>",
                                     "<!DOCTYPE g>",
                                     "\r",
                                     "\r\n",
                                     "\n",
                                     "\t",
                                     " ",
                                     "\xC3\xA9",
                                     "\xED\xA0",
                                     "\xEF\xBF\xBF",
                                     "\xF4\x90\x80\x80",
                                     "\x7F",
                                     "xmlns=\"u\"",
                                     "x:y",
                                     "<node id=\"q\"/>",
                                     "<data key=\"d0\">v</data>",
                                     "</node>",
                                     "<edge source=\"a\" target=\"b\"/>",
                                     "<a>",
                                     "</a>",
                                     "<port/>",
                                     " id=\"z\"",
                                     " label=\"m\"",
                                     " directed=\"true\"",
                                     "<graph>",
                                     "</graph>",
                                     "<data key=\"d1\"/>",
                                     "<default>1</default>",
                                     "0.5",
                                     "nan"};

static size_t change(char *bytes, size_t size, size_t room)
{
    const size_t at = (size_t)draw(size + 1);
    const size_t left = size - at;
    const size_t span = left == 0 ? 0 : (size_t)draw(left < 30 ? left : 30);
    const char *const token = tokens[draw(INTRO_COUNT_OF(tokens))];
    const size_t length = strlen(token);
    switch (draw(6)) {
    case 0:
        if (left != 0) {
            bytes[at] = (char)(draw(4) == 0 ? draw(256) : ' ' + draw(96));
        }
        return size;
    case 1:
        memmove(bytes + at, bytes + at + span, left - span);
        return size - span;
    case 2: /* a piece twice */
        if (size + span <= room) {
            memmove(bytes + at + span, bytes + at, left);
            return size + span;
        }
        return size;
    case 3: /* cut */
        return draw(8) == 0 ? at : size;
    default:
        if (size + length <= room) {
            memmove(bytes + at + length, bytes + at, left);
            memcpy(bytes + at, token, length);
            return size + length;
        }
        return size;
    }
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *const said = getenv(name);
    return said != NULL ? strtoull(said, NULL, 10) : otherwise;
}

static void changed_documents_are_read_alike_or_left_alone(void **state)
{
    (void)state;
    enum { ROOM = 4096 };
    const uint64_t seed = number_of("INTRO_FUZZ_SEED", 1);
    const uint64_t rounds = number_of("INTRO_FUZZ_ROUNDS", 4000);
    char *const bytes = malloc(ROOM);
    uint64_t accepted = 0;
    assert_non_null(bytes);
    for (uint64_t round = 0; round < rounds; round++) {
        random_state = (seed * 1000003 + round + 1) * 0x9E3779B97F4A7C15u;
        const char *const d = documents[draw(INTRO_COUNT_OF(documents))];
        intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
        const uint64_t way = draw(6);
        options.strict = way == 0;
        options.lenient = way == 1;
        options.graph_number = draw(8) == 0 ? (uint32_t)draw(3) : 1;
        size_t size = strlen(d);
        memcpy(bytes, d, size);
        for (uint64_t n = draw(3) / 2 + 1; n > 0; n--) {
            size = change(bytes, size, ROOM);
        }
        if (number_of("INTRO_FUZZ_SHOW", UINT64_MAX) == round) {
            (void)fwrite(bytes, 1, size, stderr);
        }
        if (number_of("INTRO_FUZZ_TRACE", 0) != 0) {
            print_message("seed %llu round %llu\n", (unsigned long long)seed,
                          (unsigned long long)round);
        }
        accepted += compare(bytes, size, 1, &options);
    }
    free(bytes);
    print_message("%llu of %llu accepted\n", (unsigned long long)accepted,
                  (unsigned long long)rounds);
    assert_true(accepted * 20 >= rounds);
    assert_true(accepted * 20 <= rounds * 19);
}

/* --- rewinding ------------------------------------------------------------ */

static void a_source_reads_again_from_its_start(void **state)
{
    (void)state;
    intro_ctx *ctx;
    intro_i_source *source;
    text t = make_large(4000, 25000);
    const char *const path = "test_graphml_scan.tmp";
    FILE *const f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(t.bytes, 1, t.size, f), t.size);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    for (uint32_t threads = 1; threads <= 2; threads++) {
        intro_i_digest digests[2];
        assert_int_equal(intro_ctx_set_threads(ctx, threads), INTRO_OK);
        assert_int_equal(intro_i_source_open_file(ctx, path, 0, &source),
                         INTRO_OK);
        for (size_t i = 0; i < 4; i++) {
            char *const back = malloc(t.size + 1);
            size_t got;
            assert_non_null(back);
            const size_t want = i < 2 ? 100 + i * 1000000 : t.size + 1;
            assert_int_equal(intro_i_source_read(ctx, source, back, want, &got),
                             INTRO_OK);
            assert_int_equal(got, want < t.size ? want : t.size);
            assert_memory_equal(back, t.bytes, got);
            if (i >= 2) {
                assert_true(intro_i_source_digest(source, &digests[i - 2]));
            }
            free(back);
            assert_true(intro_i_source_rewind(source));
        }
        assert_int_equal(digests[0].hash, digests[1].hash);
        assert_int_equal(digests[0].length, t.size);
        assert_int_equal(digests[1].length, t.size);
        intro_i_source_close(source);
    }
    intro_ctx_free(ctx);
    (void)remove(path);
    free(t.bytes);
}

#ifdef INTRO_FAULT_INJECTION
/* On the fast lane, and on the way from it to libxml2. */
static void every_allocation_may_fail(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "<graphml><graph><node id=\"a\"><data key=\"k\">v</data></node>"
        "<edge source=\"a\" target=\"b\"/></graph></graphml>",
        "<graphml><graph><node id=\"a\"><data key=\"k\">v</data></node>"
        "<edge source=\"a\" target=\"b\"/><?odd?></graph></graphml>"};
    for (size_t i = 0; i < 2 * INTRO_COUNT_OF(texts); i++) {
        const char *const bytes = texts[i / 2];
        bool is_through = false;
        for (uint64_t k = 0; !is_through; k++) {
            intro_ctx *ctx;
            intro_i_builder *builder;
            intro_i_source *source;
            assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
            assert_int_equal(intro_i_builder_new(ctx, &plain_options, &builder),
                             INTRO_OK);
            assert_int_equal(intro_i_source_open_memory(
                                 ctx, "f", bytes, strlen(bytes), 0, &source),
                             INTRO_OK);
            intro_i_alloc_fail_after(k, i % 2 != 0);
            const intro_status rc = intro_i_graphml_import(builder, source);
            is_through = intro_i_alloc_requests() <= k;
            intro_i_alloc_fail_after(UINT64_MAX, false);
            if (rc == INTRO_OK) {
                assert_int_equal(builder->edge_a.count, 1);
                assert_int_equal(builder->people, 2);
            } else {
                assert_int_equal(rc, INTRO_ENOMEM);
                assert_int_equal(intro_ctx_error(ctx)->status, INTRO_ENOMEM);
                assert_null(builder->present);
            }
            intro_i_source_close(source);
            intro_i_builder_free(builder);
            intro_ctx_free(ctx);
        }
    }
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_documents_are_accepted_and_read_alike),
        cmocka_unit_test(odd_documents_are_left_to_libxml2),
        cmocka_unit_test(limits_are_those_of_libxml2),
        cmocka_unit_test(blocks_and_threads_change_nothing),
        cmocka_unit_test(records_do_not_depend_on_where_blocks_end),
        cmocka_unit_test(files_of_many_writers_are_read_alike),
        cmocka_unit_test(a_source_reads_again_from_its_start),
#ifdef INTRO_FAULT_INJECTION
        cmocka_unit_test(every_allocation_may_fail),
#endif
        cmocka_unit_test(changed_documents_are_read_alike_or_left_alone)};
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
