/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The GraphML reader against documents made here. What must be refused is a
 * table; the letters before a name (X01, G13) are the rows of the catalogue of
 * bad inputs. What is accepted is compared through a dump of all the builder
 * holds, so that nothing can change unseen. */
#include "base/strbuf.h"
#include "comma_locale.h"
#include "graph/builder_impl.h"
#include "import/graphml.h"
#include "import/graphml_sax.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct reading {
    intro_ctx *ctx;
    intro_i_builder *builder;
    intro_status status;
} reading;

static reading read_bytes(const intro_import_options *options, size_t slice,
                          const void *bytes, size_t length)
{
    reading r;
    intro_i_source *source;
    assert_int_equal(intro_ctx_new(&r.ctx), INTRO_OK);
    assert_int_equal(intro_i_builder_new(r.ctx, options, &r.builder), INTRO_OK);
    assert_int_equal(intro_i_builder_source_begin(r.builder, "test.graphml",
                                                  INTRO_I_FORMAT_GRAPHML),
                     INTRO_OK);
    assert_int_equal(intro_i_source_open_memory(r.ctx, "test.graphml", bytes,
                                                length, 0, &source),
                     INTRO_OK);
    r.status = intro_i_graphml_read_slices(r.builder, source, slice);
    intro_i_source_close(source);
    return r;
}

static const intro_import_options plain_options = INTRO_IMPORT_OPTIONS_INIT;

static reading read_text(const char *text)
{
    return read_bytes(&plain_options, INTRO_I_XML_SLICE, text, strlen(text));
}

static reading read_with(const intro_import_options *options, const char *text)
{
    return read_bytes(options, INTRO_I_XML_SLICE, text, strlen(text));
}

static void done(reading *r)
{
    intro_i_builder_free(r->builder);
    intro_ctx_free(r->ctx);
}

static void assert_read(const reading *r)
{
    if (r->status != INTRO_OK) {
        fail_msg("refused: line %llu: %s",
                 (unsigned long long)intro_ctx_error(r->ctx)->line,
                 intro_ctx_error(r->ctx)->message);
    }
}

static void assert_refused(reading r, uint64_t line, const char *words)
{
    const intro_error *const e = intro_ctx_error(r.ctx);
    assert_int_equal(r.status, INTRO_EFORMAT);
    assert_int_equal(e->status, INTRO_EFORMAT);
    if (strstr(e->message, words) == NULL) {
        fail_msg("said \"%s\", not \"%s\"", e->message, words);
    }
    assert_string_equal(e->source, "test.graphml");
    if (line != 0) {
        assert_int_equal(e->line, line);
    }
    done(&r);
}

/* --- a dump of what was read ---------------------------------------------- */

static const char *id_of(const reading *r, uint32_t row)
{
    return intro_i_strpool_text(intro_i_builder_ids(r->builder), row + 1);
}

static void dump_value(const reading *r, const intro_i_build_column *c,
                       uint64_t row, intro_i_strbuf *out)
{
    const bool has = intro_i_build_column_has(c, row);
    if (!has && !c->has_default) {
        return;
    }
    intro_i_strbuf_printf(out, " %s%s=", c->name, has ? "" : "*");
    switch (c->kind) {
    case INTRO_KIND_STRING:
        intro_i_strbuf_printf(
            out, "\"%s\"",
            intro_i_builder_text(r->builder,
                                 has ? ((const uint32_t *)c->values)[row]
                                     : c->default_string));
        break;
    case INTRO_KIND_DOUBLE:
        intro_i_strbuf_printf(out, "%.17g",
                              has ? ((const double *)c->values)[row]
                                  : c->default_double);
        break;
    case INTRO_KIND_INT:
        intro_i_strbuf_printf(
            out, "%lld",
            (long long)(has ? ((const int64_t *)c->values)[row]
                            : c->default_int));
        break;
    case INTRO_KIND_BOOL:
        intro_i_strbuf_puts(out, (has ? ((const uint8_t *)c->values)[row]
                                      : (uint8_t)c->default_int)
                                     ? "true"
                                     : "false");
        break;
    case INTRO_KIND_DAY:
        break;
    }
}

static void dump_columns(const reading *r, intro_column_of of, uint64_t row,
                         intro_i_strbuf *out)
{
    const intro_i_vec_column *const all = &r->builder->present->columns;
    for (size_t i = 0; i < all->count; i++) {
        if (all->data[i]->of == of) {
            dump_value(r, all->data[i], row, out);
        }
    }
}

/* One line a person: id, known fields in [], attributes; one an edge: ends, line
 * and attributes. `*` marks a default. */
static char *dump(const reading *r)
{
    const intro_i_builder *const b = r->builder;
    intro_i_strbuf out;
    intro_i_strbuf_init(&out, 0);
    for (uint32_t v = 0; v < b->people; v++) {
        intro_i_strbuf_printf(&out, "%s", id_of(r, v));
        for (int f = 0; f < INTRO_FIELD_COUNT; f++) {
            const uint32_t s = intro_i_builder_get_field(b, v, (intro_field)f);
            if (s != 0) {
                intro_i_strbuf_printf(&out, " [%d %s]", f,
                                      intro_i_builder_text(b, s));
            }
        }
        dump_columns(r, INTRO_OF_PERSON, v, &out);
        intro_i_strbuf_putc(&out, '\n');
    }
    for (size_t i = 0; i < b->edge_a.count; i++) {
        intro_i_strbuf_printf(&out, "%s%s%s", id_of(r, b->edge_a.data[i]),
                              intro_i_builder_is_one_way(b, i) ? ">" : "-",
                              id_of(r, b->edge_b.data[i]));
        dump_columns(r, INTRO_OF_TIE, i, &out);
        intro_i_strbuf_putc(&out, '\n');
    }
    assert_int_equal(out.status, INTRO_OK);
    char *const copy = strdup(out.data);
    intro_i_strbuf_fini(&out);
    assert_non_null(copy);
    return copy;
}

/* Reads and compares; an accepted document in one line. */
static void assert_dump(const intro_import_options *options, const char *text,
                        const char *expected)
{
    reading r = read_with(options, text);
    assert_read(&r);
    char *const got = dump(&r);
    assert_string_equal(got, expected);
    free(got);
    done(&r);
}

static uint64_t reason_count(const reading *r, const char *reason)
{
    const intro_i_vec_reason *const all = &r->builder->present->reasons;
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->data[i].text, reason) == 0) {
            return all->data[i].count;
        }
    }
    return 0;
}

#define HEAD    "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
#define GRAPH   "<graph edgedefault=\"undirected\">"
#define END     "</graph></graphml>"
#define TWO     "<node id=\"a\"/><node id=\"b\"/>"
#define AB      "<edge source=\"a\" target=\"b\"/>"
#define ONE_TIE HEAD GRAPH TWO AB END

/* --- refused documents ---------------------------------------------------- */

typedef struct refused_row {
    const char *name;
    uint64_t line; /* 0 = any */
    const char *words;
    const char *text;
    size_t length;
} refused_row;

#define ROW(name, line, words, text)                                           \
    {                                                                          \
        name, line, words, text, sizeof(text) - 1                              \
    }
#define XML "<?xml version=\"1.0\"?>\n"
#define LAUGH                                                                  \
    "<!DOCTYPE graphml [\n<!ENTITY l \"lol\">\n<!ENTITY m "                    \
    "\"&l;&l;&l;&l;\">\n]>\n"
#define KEY(id, of, name, type)                                                \
    "<key id=\"" id "\" for=\"" of "\" attr.name=\"" name                      \
    "\" attr.type=\"" type "\"/>"

static const refused_row refused_rows[] = {
    ROW("X01_entities_in_text_stop_at_their_declaration", 3,
        "DTD entity declaration at line 3 is not accepted",
        XML LAUGH HEAD GRAPH
        "<node id=\"a\"><data key=\"k\">&m;</data></node>" END),
    ROW("X02_entities_in_attributes_stop_at_their_declaration", 3,
        "DTD entity declaration at line 3",
        XML LAUGH HEAD GRAPH "<node id=\"&m;\"/>" END),
    ROW("X06_an_external_entity_is_refused", 2, "DTD entity declaration",
        XML
        "<!DOCTYPE graphml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" HEAD
            GRAPH "<node id=\"a\"><data key=\"k\">&x;</data></node>" END),
    ROW("X07_an_external_entity_in_an_attribute_is_refused", 2,
        "DTD entity declaration",
        XML
        "<!DOCTYPE graphml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" HEAD
            GRAPH "<node id=\"&x;\"/>" END),
    ROW("X08_an_entity_on_a_web_server_is_refused", 2, "DTD entity declaration",
        XML
        "<!DOCTYPE graphml [<!ENTITY x SYSTEM \"http://127.0.0.1:9/\">]>" HEAD
            GRAPH "<node id=\"a\">&x;</node>" END),
    ROW("X09_an_internal_parameter_entity_is_refused", 2,
        "DTD entity declaration",
        XML "<!DOCTYPE graphml [<!ENTITY % p \"\">%p;]>" ONE_TIE),
    ROW("X09_an_external_parameter_entity_is_refused", 2,
        "DTD entity declaration",
        XML
        "<!DOCTYPE graphml [<!ENTITY % p SYSTEM \"file:///x\">%p;]>" ONE_TIE),
    ROW("X11_an_entity_of_an_unread_dtd_is_refused", 4,
        "entity nbsp is not defined",
        XML "<!DOCTYPE graphml SYSTEM \"graphml.dtd\">\n" HEAD GRAPH
            "<node id=\"a\"><data key=\"k\">x&nbsp;y</data></node>" END),
    ROW("X11_an_entity_without_a_dtd_is_refused", 2,
        "entity nbsp is not defined",
        HEAD GRAPH "<node id=\"a\"><data key=\"k\">x&nbsp;y</data></node>" END),
    ROW("X12_an_entity_loop_is_refused", 1, "DTD entity declaration",
        "<!DOCTYPE graphml [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]>" HEAD GRAPH
        "<node id=\"&a;\"/>" END),
    ROW("X14_attribute_defaults_are_refused", 1, "DTD attribute declaration",
        "<!DOCTYPE graphml [<!ATTLIST node a CDATA \"x\">]>" ONE_TIE),
    ROW("X14_attributes_of_listed_values_are_refused", 1,
        "DTD attribute declaration",
        "<!DOCTYPE graphml [<!ATTLIST node a (x|y|z) \"x\">]>" ONE_TIE),
    ROW("X15_element_models_are_refused", 1, "DTD element declaration",
        "<!DOCTYPE graphml [<!ELEMENT graphml (key*, graph*)>]>" ONE_TIE),
    ROW("X16_notations_are_refused", 1, "DTD notation declaration",
        "<!DOCTYPE graphml [<!NOTATION n SYSTEM \"x\">]>" ONE_TIE),
    ROW("X16_unparsed_entities_are_refused", 1, "DTD",
        "<!DOCTYPE graphml [<!ENTITY e SYSTEM \"x\" NDATA n>]>" ONE_TIE),
    ROW("X26_a_lone_continuation_byte_is_refused_with_its_place", 2, "UTF-8",
        HEAD GRAPH "<node id=\"a\x80z\"/>" END),
    ROW("X26_an_overlong_form_is_refused", 2, "UTF-8",
        HEAD GRAPH "<node id=\"a\xC0\x80z\"/>" END),
    ROW("X26_a_surrogate_is_refused", 2, "",
        HEAD GRAPH "<node id=\"a\xED\xA0\x80z\"/>" END),
    ROW("X26_a_byte_beyond_unicode_is_refused", 2, "",
        HEAD GRAPH "<node id=\"a\xF5\x80\x80\x80z\"/>" END),
    ROW("X26_bad_bytes_in_text_are_refused", 2, "",
        HEAD GRAPH "<node id=\"a\"><data key=\"k\">\xFFxx</data></node>" END),
    ROW("X26_bad_bytes_in_cdata_are_refused", 2, "",
        HEAD GRAPH
        "<node id=\"a\"><data key=\"k\"><![CDATA[\xC3(]]></data></node>" END),
    ROW("X27_latin_1_bytes_called_utf_8_are_refused", 3, "UTF-8",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" HEAD GRAPH
        "<node id=\"Jos\xE9\"/>" END),
    ROW("X28_utf_8_called_utf_16_is_refused", 0, "",
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n" ONE_TIE),
    ROW("X29_an_unknown_encoding_is_named", 1, "\"X-FOO\"",
        "<?xml version=\"1.0\" encoding=\"X-FOO\"?>\n" ONE_TIE),
    ROW("X29_utf_7_is_named", 1, "\"utf-7\"",
        "<?xml version=\"1.0\" encoding=\"UTF-7\"?>\n" ONE_TIE),
    ROW("X29_ebcdic_is_named", 1, "\"ebcdic\"",
        "<?xml version=\"1.0\" encoding='EBCDIC-US'?>\n" ONE_TIE),
    ROW("X29_ebcdic_bytes_are_named", 1, "\"ebcdic\"",
        "\x4C\x6F\xA7\x94\x93\x40\xA5\x85\x99"),
    ROW("X29_utf_32_is_named", 1, "\"utf-32\"",
        "\xFF\xFE\0\0<\0\0\0g\0\0\0r\0\0\0"),
    ROW("X30_a_zero_byte_in_text_is_refused", 2, "",
        HEAD GRAPH "<node id=\"a\"><data key=\"k\">x\0y</data></node>" END),
    ROW("X30_a_zero_byte_in_an_attribute_is_refused", 2, "",
        HEAD GRAPH "<node id=\"a\0b\"/>" END),
    ROW("X30_a_zero_byte_in_a_name_is_refused", 2, "",
        HEAD GRAPH "<no\0de id=\"a\"/>" END),
    ROW("X31_a_raw_control_character_is_refused", 2, "",
        HEAD GRAPH "<node id=\"a\"><data key=\"k\">x\x1By</data></node>" END),
    ROW("X31_a_control_character_by_number_is_refused", 2, "",
        HEAD GRAPH "<node id=\"a\"><data key=\"k\">&#1;</data></node>" END),
    ROW("X32_a_surrogate_by_number_is_refused", 2, "",
        HEAD GRAPH "<node id=\"&#xD800;\"/>" END),
    ROW("X32_a_number_beyond_unicode_is_refused", 2, "",
        HEAD GRAPH "<node id=\"&#x110000;\"/>" END),
    ROW("X32_character_zero_is_refused", 2, "",
        HEAD GRAPH "<node id=\"&#0;\"/>" END),
    ROW("X33_a_file_cut_after_an_element_says_where_it_ends", 0,
        "file ends inside <graph> opened at line 2", HEAD GRAPH TWO),
    ROW("X33_a_file_cut_inside_a_tag_says_where_it_ends", 0,
        "file ends inside <graph> opened at line 2", HEAD GRAPH "<node i"),
    ROW("X33_a_file_cut_inside_a_character_says_where_it_ends", 0,
        "file ends inside <graph> opened at line 2",
        HEAD GRAPH "<node id=\"a\"><data key=\"k\">\xC3"),
    ROW("X33_a_file_cut_behind_its_graph_says_where_it_ends", 0,
        "file ends inside <graphml> opened at line 1", HEAD GRAPH "</graph>"),
    ROW("X33_a_file_cut_in_the_xml_declaration_is_refused", 0, "file ends",
        "<?xm"),
    ROW("X34_an_empty_file_is_called_empty", 0, "file is empty", ""),
    ROW("X34_white_space_alone_is_called_empty", 0, "file is empty",
        " \n\t\r\n "),
    ROW("X34_a_byte_order_mark_alone_is_called_empty", 0, "file is empty",
        "\xEF\xBB\xBF"),
    ROW("X35_another_root_is_named", 1,
        "root element is <html>, expected <graphml>", "<html><body/></html>"),
    ROW("X35_a_prefixed_root_of_another_kind_is_named", 1,
        "root element is <svg>",
        "<s:svg xmlns:s=\"http://www.w3.org/2000/svg\"/>"),
    ROW("X35_gexf_is_named", 1, "root element is <gexf>",
        "<gexf xmlns=\"http://www.gexf.net/1.2draft\"/>"),
    ROW("X35_graphml_of_another_format_is_refused", 1, "another format",
        "<graphml xmlns=\"http://www.w3.org/1999/xhtml\"/>"),
    ROW("X36_junk_after_the_root_is_refused", 0, "more after the end",
        ONE_TIE "junk"),
    ROW("X36_a_second_root_is_refused", 0, "more after the end",
        ONE_TIE ONE_TIE),
    ROW("X37_an_xml_declaration_after_a_blank_line_is_refused", 2,
        "not at the start", "\n" XML ONE_TIE),
    ROW("X38_one_attribute_twice_is_refused", 2, "",
        HEAD GRAPH "<node id=\"a\" id=\"b\"/>" END),
    ROW("X39_xml_1_1_is_refused", 1, "XML version \"1.1\"",
        "<?xml version=\"1.1\"?>\n" ONE_TIE),
    ROW("X42_a_declaration_in_a_declaration_is_refused", 0, "",
        "<?xml ...<?xml ver?>s<!"),
    ROW("a_wrong_end_tag_is_refused", 2, "not well-formed XML",
        HEAD GRAPH "<node id=\"a\"></edge></node>" END),
    ROW("hostile_text_is_escaped_in_messages", 2,
        "\"<U+202E>9\" is not an integer",
        HEAD KEY("k", "node", "x", "int") GRAPH
        "<node id=\"a\"><data key=\"k\">\xE2\x80\xAE"
        "9</data></node>" END),
    ROW("G03_a_second_node_of_one_id_names_both_lines", 4,
        "node \"a\" was declared before, at line 2",
        HEAD GRAPH "<node id=\"a\"/>\n<node id=\"b\"/>\n<node id=\"a\"/>" END),
    ROW("G04_a_node_without_an_id_is_refused", 3, "node without an id",
        HEAD GRAPH "\n<node/>" END),
    ROW("G04_a_node_of_an_empty_id_is_refused", 2, "node of an empty id",
        HEAD GRAPH "<node id=\"\"/>" END),
    ROW("G04_a_node_of_a_blank_id_is_refused", 2, "node of an empty id",
        HEAD GRAPH "<node id=\"  \"/>" END),
    ROW("G05_an_edge_without_a_source_is_refused", 2, "edge without a source",
        HEAD GRAPH TWO "<edge target=\"b\"/>" END),
    ROW("G05_an_edge_without_a_target_is_refused", 2, "edge without a target",
        HEAD GRAPH TWO "<edge source=\"b\" target=\"\"/>" END),
    ROW("G08_one_key_with_two_types_is_refused", 3,
        "key \"k\" was declared at line 2 with another name or type",
        HEAD KEY("k", "node", "x", "int") "\n" KEY("k", "node", "x", "string")
            GRAPH TWO END),
    ROW("G08_one_key_with_two_names_is_refused", 2, "another name or type",
        HEAD KEY("k", "node", "x", "int") KEY("k", "node", "y", "int")
            GRAPH TWO END),
    ROW("G09_a_key_for_nothing_known_is_refused", 2,
        "key for an element that does not exist",
        HEAD KEY("k", "bogus", "x", "int") GRAPH TWO END),
    ROW("G13_two_values_of_one_key_on_one_element_are_refused", 3,
        "two values of key \"k\" on one element",
        HEAD KEY("k", "node", "x", "int") GRAPH
        "<node id=\"a\"><data key=\"k\">1</data>\n<data key=\"k\">2</data>"
        "</node>" END),
    ROW("G14_a_default_of_the_wrong_type_is_refused", 2,
        "\"red\" is not an integer (attribute \"x\")",
        HEAD "<key id=\"k\" for=\"node\" attr.name=\"x\" attr.type=\"int\">"
             "<default>red</default></key>" GRAPH TWO END),
    ROW("G15_yes_is_not_a_boolean", 2, "\"yes\" is not true or false",
        HEAD KEY("k", "node", "x", "boolean") GRAPH
        "<node id=\"a\"><data key=\"k\">yes</data></node>" END),
    ROW("G16_an_integer_over_64_bits_is_refused", 2, "is not an integer",
        HEAD KEY("k", "node", "x", "int") GRAPH
        "<node id=\"a\"><data key=\"k\">9223372036854775808</data></node>" END),
    ROW("G16_an_integer_with_a_point_is_refused", 2, "is not an integer",
        HEAD KEY("k", "node", "x", "int") GRAPH
        "<node id=\"a\"><data key=\"k\">5.0</data></node>" END),
    ROW("G17_a_number_too_great_is_refused", 2, "\"1e999\" is not a number",
        HEAD KEY("k", "edge", "weight", "double") GRAPH TWO
        "<edge source=\"a\" target=\"b\"><data key=\"k\">1e999</data></edge>" END),
    ROW("G17_a_decimal_comma_is_refused", 2, "\"1,5\" is not a number",
        HEAD KEY("k", "edge", "weight", "double") GRAPH TWO
        "<edge source=\"a\" target=\"b\"><data key=\"k\">1,5</data></edge>" END),
    ROW("G17_a_hexadecimal_number_is_refused", 2, "\"0x10\" is not a number",
        HEAD KEY("k", "edge", "weight", "double") GRAPH TWO
        "<edge source=\"a\" target=\"b\"><data key=\"k\">0x10</data></edge>" END),
    ROW("G25_an_edgedefault_that_means_nothing_is_refused", 2, "edgedefault",
        HEAD "<graph edgedefault=\"sideways\">" TWO END),
    ROW("G26_a_file_without_a_graph_is_refused", 0, "no <graph> element",
        HEAD KEY("k", "node", "x", "int") "</graphml>"),
    ROW("a_misspelt_graph_element_is_no_graph", 0, "no <graph> element",
        HEAD "<originalGraph>" TWO "</originalGraph></graphml>"),
    ROW("an_edge_directed_maybe_is_refused", 2, "neither true nor false",
        HEAD GRAPH TWO
        "<edge source=\"a\" target=\"b\" directed=\"maybe\"/>" END),
    ROW("data_without_a_key_is_refused", 2, "data without a key",
        HEAD GRAPH "<node id=\"a\"><data>1</data></node>" END),
};

/* Refused alike however the bytes arrive. */
static void is_refused(void **state)
{
    const refused_row *const row = *state;
    static const size_t slices[] = {INTRO_I_XML_SLICE, 7, 1};
    for (size_t i = 0; i < INTRO_COUNT_OF(slices); i++) {
        assert_refused(
            read_bytes(&plain_options, slices[i], row->text, row->length),
            row->line, row->words);
    }
}

/* --- large hostile documents ---------------------------------------------- */

/* head, count times piece, tail: refused with these words. */
static void assert_many_refused_at(uint64_t line, const char *head,
                                   const char *piece, size_t count,
                                   const char *tail, const char *words)
{
    const size_t head_length = strlen(head);
    const size_t piece_length = strlen(piece);
    const size_t tail_length = strlen(tail);
    const size_t length = head_length + count * piece_length + tail_length;
    char *const text = malloc(length);
    assert_non_null(text);
    memcpy(text, head, head_length);
    for (size_t i = 0; i < count; i++) {
        memcpy(text + head_length + i * piece_length, piece, piece_length);
    }
    memcpy(text + length - tail_length, tail, tail_length);
    const reading r =
        read_bytes(&plain_options, INTRO_I_XML_SLICE, text, length);
    free(text);
    assert_refused(r, line, words);
}

static void assert_many_refused(const char *head, const char *piece,
                                size_t count, const char *tail,
                                const char *words)
{
    assert_many_refused_at(0, head, piece, count, tail, words);
}

static void X05_many_entity_declarations_are_refused(void **state)
{
    (void)state;
    assert_many_refused("<!DOCTYPE graphml [", "<!ENTITY e \"x\">", 1000,
                        "]>" ONE_TIE, "DTD entity declaration at line 1");
    assert_many_refused("<!DOCTYPE graphml [", "<!ENTITY e \"x\">", 100000,
                        "]>" ONE_TIE, "");
}

static void X15_a_deep_content_model_is_refused(void **state)
{
    (void)state;
    assert_many_refused("<!DOCTYPE graphml [<!ELEMENT a ", "(", 200000,
                        ">]>" ONE_TIE, "");
}

static void X17_a_huge_processing_instruction_is_refused(void **state)
{
    (void)state;
    assert_many_refused("<?p ", "xxxxxxxx", 100000, "?>" ONE_TIE,
                        "over 256 KiB without an element");
}

static void X18_a_huge_attribute_is_refused(void **state)
{
    (void)state;
    assert_many_refused(HEAD GRAPH "<node id=\"", "xxxxxxxx", 1200000,
                        "\"/>" END, "over 256 KiB without an element");
}

static void ids_over_64_KiB_are_refused(void **state)
{
    (void)state;
    assert_many_refused(HEAD GRAPH "<node id=\"", "x", 65537, "\"/>" END,
                        "node id over 64 KiB");
    assert_many_refused(HEAD GRAPH "<edge source=\"a\" target=\"", "x", 65537,
                        "\"/>" END, "node id over 64 KiB");
}

static void X19_a_huge_element_name_is_refused(void **state)
{
    (void)state;
    assert_many_refused(HEAD GRAPH "<", "n", 60000, "/>" END, "");
    assert_many_refused(HEAD GRAPH "<", "p", 60000, ":node/>" END, "");
}

static void X20_very_many_attributes_are_refused(void **state)
{
    (void)state;
    intro_i_strbuf text;
    static const size_t counts[] = {300, 60000};
    for (size_t k = 0; k < INTRO_COUNT_OF(counts); k++) {
        intro_i_strbuf_init(&text, 0);
        intro_i_strbuf_puts(&text, HEAD GRAPH "<node");
        for (size_t i = 0; i < counts[k]; i++) {
            intro_i_strbuf_printf(&text, " a%zu=\"\"", i);
        }
        intro_i_strbuf_puts(&text, "/>" END);
        const reading r = read_bytes(&plain_options, INTRO_I_XML_SLICE,
                                     text.data, text.length);
        intro_i_strbuf_fini(&text);
        assert_refused(r, 2,
                       k == 0 ? "more than 256 attributes"
                              : "over 256 KiB without an element");
    }
}

static void X21_very_many_namespaces_are_refused(void **state)
{
    (void)state;
    intro_i_strbuf text;
    intro_i_strbuf_init(&text, 0);
    intro_i_strbuf_puts(&text, HEAD GRAPH "<node");
    for (size_t i = 0; i < 300; i++) {
        intro_i_strbuf_printf(&text, " xmlns:a%zu=\"u:%zu\"", i, i);
    }
    intro_i_strbuf_puts(&text, "/>" END);
    const reading r =
        read_bytes(&plain_options, INTRO_I_XML_SLICE, text.data, text.length);
    intro_i_strbuf_fini(&text);
    assert_refused(r, 2, "more than 256 attributes");
}

static void X22_deep_nesting_is_refused(void **state)
{
    (void)state;
    assert_many_refused(HEAD, "<x>", 64, "", "nested deeper than 64");
    assert_many_refused(HEAD, "<x>", 1000000, "", "nested deeper than 64");
    assert_many_refused(HEAD GRAPH "<node id=\"a\"><graph>", "<x>", 63, "",
                        "elements nested deeper than 64");
}

static void X23_a_huge_comment_is_refused(void **state)
{
    (void)state;
    assert_many_refused(HEAD "<!-- ", "xxxxxxxx", 1500000, "-->" GRAPH END,
                        "over 256 KiB without an element");
    assert_many_refused(HEAD GRAPH "<!-- never closed", "x", 100, "",
                        "file ends inside <graph>");
}

static void X24_a_huge_value_is_refused(void **state)
{
    (void)state;
    assert_many_refused(HEAD GRAPH "<node id=\"a\"><data key=\"k\">",
                        "xxxxxxxx", 2500000, "</data></node>" END,
                        "a value over 16 MiB");
    /* The first half leaves room behind it that the second must not use. */
    assert_many_refused(HEAD GRAPH "<node id=\"a\"><data key=\"k\">",
                        "xxxxxxx<!---->", 2400000, "</data></node>" END,
                        "a value over 16 MiB");
    assert_many_refused_at(3, HEAD "<key id=\"d\">\n<default>\n", "xxxxxxxx",
                           2500000, "</default></key>" GRAPH END,
                           "a value over 16 MiB");
    assert_many_refused(HEAD GRAPH "<node id=\"a\"><data key=\"k\"><![CDATA[",
                        "xxxxxxxx", 2500000, "]]></data></node>" END,
                        "a CDATA section over 9 MiB");
}

static void more_keys_than_4096_are_refused(void **state)
{
    (void)state;
    intro_i_strbuf text;
    intro_i_strbuf_init(&text, 0);
    intro_i_strbuf_puts(&text, HEAD GRAPH "<node id=\"a\">");
    for (size_t i = 0; i < 4097; i++) {
        intro_i_strbuf_printf(&text, "<data key=\"k%zu\">1</data>", i);
    }
    intro_i_strbuf_puts(&text, "</node>" END);
    const reading r =
        read_bytes(&plain_options, INTRO_I_XML_SLICE, text.data, text.length);
    intro_i_strbuf_fini(&text);
    assert_refused(r, 2, "more than 4096 keys");
}

/* --- accepted documents --------------------------------------------------- */

typedef struct accepted_row {
    const char *name;
    const char *text;
    size_t length;
    const char *dump;
} accepted_row;

#define TAKES(name, text, dump)                                                \
    {                                                                          \
        name, text, sizeof(text) - 1, dump                                     \
    }
#define AB_DUMP         "a\nb\na-b\n"
#define NOTE            "<node id=\"a\"><data key=\"k\">"
#define EDGE(data)      "<edge source=\"a\" target=\"b\">" data "</edge>"
#define DATA(key, text) "<data key=\"" key "\">" text "</data>"

static const accepted_row accepted_rows[] = {
    TAKES("a_plain_document_is_read", ONE_TIE, AB_DUMP),
    TAKES("X10_an_external_dtd_is_accepted_and_not_read",
          XML "<!DOCTYPE graphml SYSTEM \"file:///nowhere/x.dtd\">" ONE_TIE,
          AB_DUMP),
    TAKES("X10_a_public_dtd_is_accepted_and_not_read",
          XML
          "<!DOCTYPE graphml PUBLIC \"-//X\" \"http://127.0.0.1:9/\">" ONE_TIE,
          AB_DUMP),
    TAKES("X13_xinclude_is_an_unknown_element",
          HEAD GRAPH
          "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" "
          "href=\"/etc/passwd\"><node id=\"no\"/></xi:include>" TWO AB END,
          AB_DUMP),
    TAKES("X17_processing_instructions_are_passed_over",
          XML "<?xml-stylesheet href=\"x\"?>" ONE_TIE, AB_DUMP),
    TAKES("X24_a_split_cdata_end_is_read_right",
          HEAD GRAPH NOTE "<![CDATA[x]]]]><![CDATA[>y]]></data></node>" END,
          "a k=\"x]]>y\"\n"),
    TAKES("X27_utf_8_called_latin_1_is_read_as_called",
          "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" HEAD GRAPH
          "<node id=\"Jos\xE9\"/>" END,
          "Jos\xC3\xA9\n"),
    TAKES("X28_utf_8_with_a_byte_order_mark_is_read", "\xEF\xBB\xBF" ONE_TIE,
          AB_DUMP),
    TAKES("X39_a_standalone_declaration_is_accepted",
          "<?xml version=\"1.0\" standalone=\"yes\"?>" ONE_TIE, AB_DUMP),
    TAKES("X40_line_ends_become_line_feeds",
          HEAD GRAPH NOTE
          "x\r\ny\rz\nw\xC2\x85v\xE2\x80\xA8u</data></node>" END,
          "a k=\"x\ny\nz\nw\xC2\x85v\xE2\x80\xA8u\"\n"),
    TAKES("unbound_prefixes_are_accepted",
          HEAD GRAPH "<node id=\"a\"><y:Shape z:w=\"1\"/></node>" END, "a\n"),
    TAKES(
        "a_namespace_with_a_blank_at_its_end_is_accepted",
        "<graphml xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance \">" GRAPH
            TWO AB END,
        AB_DUMP),
    TAKES("G01_an_edge_may_come_before_its_nodes",
          HEAD GRAPH AB "<node id=\"b\">" DATA(
              "n", "B") "</node><node id=\"a\">" DATA("n", "A") "</node>" END,
          "b n=\"B\"\na n=\"A\"\na-b\n"),
    TAKES("G06_ids_that_look_alike_stay_apart",
          HEAD GRAPH "<node id=\"a\"/><node id=\"A\"/><node id=\"a \"/>"
                     "<node id=\"\xC3\xA9\"/><node id=\"e\xCC\x81\"/>" END,
          "a\nA\na \n\xC3\xA9\ne\xCC\x81\n"),
    TAKES("G07_ids_keep_every_character",
          HEAD GRAPH "<node id=\"A&amp;B\"/><node id=\"&lt;&gt;&quot;&apos;\"/>"
                     "<node id=\"x&#10;y\"/><node id=\"-x\"/>"
                     "<node id=\"--help\"/><node id=\"007\"/>" END,
          "A&B\n<>\"'\nx\ny\n-x\n--help\n007\n"),
    TAKES("G08_one_key_id_serves_nodes_and_edges",
          HEAD KEY("k", "node", "age", "int") KEY("k", "edge", "kind", "string")
              GRAPH "<node id=\"a\">" DATA(
                  "k", "4") "</node><node id=\"b\"/>" EDGE(DATA("k", "x")) END,
          "a age=4\nb\na-b kind=\"x\"\n"),
    TAKES("G08_numeric_keys_of_one_name_become_one_attribute",
          HEAD KEY("k", "node", "x", "int") KEY("l", "node", "x", "double")
              GRAPH
          "<node id=\"a\">" DATA("k", "4") "</node><node id=\"b\">" DATA(
              "l", "2.5") "</node>" END,
          "a x=4\nb x=2.5\n"),
    TAKES(
        "G08_a_late_wider_key_keeps_the_integers_read_before",
        HEAD KEY("k", "node", "x", "int") GRAPH
        "<node id=\"a\">" DATA("k", "4") "</node>" KEY("l", "node", "x", "double") "<node id=\"b\">" DATA(
            "l", "2.5") "</node><node id=\"c\">" DATA("k", "7") "</node>" END,
        "a x=4\nb x=2.5\nc x=7\n"),
    TAKES("G08_keys_of_one_name_and_other_types_are_kept_apart",
          HEAD KEY("k", "node", "x", "string") KEY("l", "node", "x", "int")
              GRAPH "<node id=\"a\">" DATA("k", "4")
                  DATA("l", "4") "</node>" END,
          "a x=\"4\" x.2=4\n"),
    TAKES("G08_a_key_declared_after_its_data_gives_it_its_type",
          HEAD GRAPH "<node id=\"a\">" DATA("k", " 4 ") "</node></graph>" KEY(
              "k", "node", "x", "int") "</graphml>",
          "a x=4\n"),
    TAKES("G08_a_key_may_stand_inside_the_graph",
          HEAD GRAPH KEY("k", "node", "x",
                         "int") "<node id=\"a\">" DATA("k", "4") "</node>" END,
          "a x=4\n"),
    TAKES("G09_a_key_for_all_serves_nodes_and_edges",
          HEAD KEY("k", "all", "x", "int") GRAPH "<node id=\"a\">" DATA(
              "k", "4") "</node><node id=\"b\"/>" EDGE(DATA("k", "5")) END,
          "a x=4\nb\na-b x=5\n"),
    TAKES("G09_a_key_without_for_is_for_all",
          HEAD "<key id=\"k\" attr.name=\"x\" attr.type=\"int\"/>" GRAPH
               "<node id=\"a\">" DATA("k", "4") "</node><node id=\"b\"/>" EDGE(
                   DATA("k", "5")) END,
          "a x=4\nb\na-b x=5\n"),
    TAKES("G10_types_are_read_in_every_known_spelling",
          HEAD KEY("1", "node", "i", "integer") KEY(
              "2", "node", "l", "LONG") KEY("3", "node", "f", "java.lang.Float")
              KEY("4", "node", "b", "Bool") KEY("5", "node", "s", "s") KEY(
                  "6", "node", "d",
                  "date") "<key id=\"7\" for=\"node\" attr.name=\"m\"/>" GRAPH
                          "<node id=\"a\">" DATA("1", "1") DATA("2", "2")
                              DATA("3", "0.5") DATA("4", "True") DATA("5", "5")
                                  DATA("6", "2020-01-01")
                                      DATA("7", "7") "</node>" END,
          "a i=1 l=2 f=0.5 b=true s=\"5\" d=\"2020-01-01\" m=\"7\"\n"),
    TAKES("G11_a_key_without_a_name_is_called_by_its_id",
          HEAD "<key id=\"age\" for=\"node\" attr.type=\"int\"/>" GRAPH
               "<node id=\"a\">" DATA("age", "4") "</node>" END,
          "a age=4\n"),
    TAKES("G12_data_nobody_declared_are_kept_as_text",
          HEAD GRAPH "<node id=\"a\">" DATA("born", "1988") "</node>" END,
          "a born=\"1988\"\n"),
    TAKES("G12_data_of_another_elements_key_keep_its_name_and_type",
          HEAD KEY("k", "node", "weight", "double")
              GRAPH TWO EDGE(DATA("k", "0.5")) END,
          "a\nb\na-b weight=0.5\n"),
    TAKES("G14_defaults_fill_what_is_missing",
          HEAD "<key id=\"k\" for=\"node\" attr.name=\"x\" attr.type=\"int\">"
               "<desc>none</desc><default> 7 </default></key>" GRAPH
               "<node id=\"a\">" DATA("k", "4") "</node><node id=\"b\"/>" END,
          "a x=4\nb x*=7\n"),
    TAKES("G14_an_empty_default_is_none",
          HEAD "<key id=\"k\" for=\"node\" attr.name=\"x\" attr.type=\"int\">"
               "<default/></key>" GRAPH TWO END,
          "a\nb\n"),
    TAKES("G15_booleans_are_read_in_any_case",
          HEAD KEY("1", "node", "p", "boolean") KEY("2", "node", "q", "boolean")
              KEY("3", "node", "r", "boolean") KEY("4", "node", "s", "boolean")
                  GRAPH "<node id=\"a\">" DATA("1", "TRUE") DATA("2", " 0 ")
                      DATA("3", "1") DATA("4", "False") "</node>" END,
          "a p=true q=false r=true s=false\n"),
    TAKES("G16_integers_may_be_long_signed_and_spaced",
          HEAD KEY("1", "node", "p", "int") KEY("2", "node", "q", "int")
              KEY("3", "node", "r", "int") KEY("4", "node", "s", "int") GRAPH
          "<node id=\"a\">" DATA("1", "3000000000") DATA("2", "+5")
              DATA("3", "\n 5 ") DATA("4", "") "</node>" END,
          "a p=3000000000 q=5 r=5\n"),
    TAKES("G17_subnormal_numbers_are_read",
          HEAD KEY("k", "edge", "weight", "double")
              GRAPH TWO EDGE(DATA("k", "1e-320")) END,
          "a\nb\na-b weight=9.9998886718268301e-321\n"),
    TAKES("G17_a_person_whose_number_is_nan_has_none",
          HEAD KEY("k", "node", "age", "double") GRAPH
          "<node id=\"a\">" DATA("k", "NaN") "</node>" END,
          "a\n"),
    TAKES("G20_self_loops_are_dropped_with_their_data",
          HEAD KEY("k", "edge", "w", "int") GRAPH TWO
          "<edge source=\"a\" target=\"a\">" DATA("k", "1") "</edge>" EDGE(
              DATA("k", "2")) "<edge source=\"b\" target=\"a\"/>" END,
          "a\nb\na-b w=2\nb-a\n"),
    TAKES("G21_hyperedges_are_passed_over",
          HEAD GRAPH TWO "<hyperedge><data key=\"k\">x</data>"
                         "<endpoint node=\"a\"/><endpoint node=\"b\"/>"
                         "</hyperedge>" AB END,
          AB_DUMP),
    TAKES(
        "G22_nested_graphs_are_flattened",
        HEAD GRAPH
        "<node id=\"a\">" DATA("n", "1") "<graph><node id=\"a::b\">" DATA(
            "n",
            "2") "</node></graph>" DATA("m",
                                        "3") "</node><edge source=\"a\" target=\"a::b\"/>" END,
        "a n=\"1\" m=\"3\"\na::b n=\"2\"\na-a::b\n"),
    TAKES("G22_a_nested_graph_without_edgedefault_takes_the_outer_one",
          HEAD "<graph edgedefault=\"directed\"><node id=\"c\"><graph>" TWO AB
               "</graph></node>" END,
          "c\na\nb\na>b\n"),
    TAKES(
        "G23_ports_and_their_data_are_passed_over",
        HEAD GRAPH "<node id=\"a\"><port name=\"p\">" DATA(
            "k", "x") "<port name=\"q\"/></port>" DATA("k", "y") "</node>" END,
        "a k=\"y\"\n"),
    TAKES("G24_edges_say_their_own_direction",
          HEAD GRAPH TWO AB
          "<edge source=\"a\" target=\"b\" directed=\"true\"/>"
          "<edge source=\"b\" target=\"a\" directed=\"false\"/>" END,
          "a\nb\na-b\na>b\nb-a\n"),
    TAKES("G24_edges_in_a_directed_graph_may_be_undirected",
          HEAD "<graph edgedefault=\"directed\">" TWO AB
               "<edge source=\"b\" target=\"a\" directed=\"false\"/>" END,
          "a\nb\na>b\nb-a\n"),
    TAKES("G25_a_graph_without_edgedefault_is_undirected",
          HEAD "<graph>" TWO AB END, AB_DUMP),
    TAKES("G26_of_two_graphs_the_first_is_read",
          HEAD GRAPH TWO AB "</graph>" GRAPH "<node id=\"c\"/>" END, AB_DUMP),
    TAKES("G26_an_empty_graph_is_read",
          HEAD "<graph edgedefault=\"directed\"/>"
               "</graphml>",
          ""),
    TAKES("G26_one_node_is_read", HEAD GRAPH "<node id=\"a\"/>" END, "a\n"),
    TAKES("G27_hints_of_size_are_not_believed",
          HEAD "<graph edgedefault=\"undirected\" parse.nodes=\"999999999999\" "
               "parse.edges=\"-1\">" TWO AB END,
          AB_DUMP),
    TAKES("G33_the_text_of_a_drawn_label_is_the_name",
          HEAD "<key id=\"d\" for=\"node\" yfiles.type=\"nodegraphics\"/>" GRAPH
               "<node id=\"a\"><data key=\"d\"> <y:ShapeNode><y:NodeLabel "
               "x=\"1\"> Ada <y:LabelModel>no</y:LabelModel></y:NodeLabel>"
               "<y:NodeLabel>no</y:NodeLabel></y:ShapeNode> </data></node>" END,
          "a [0 Ada] label=\"Ada\"\n"),
    TAKES("G33_declared_labels_come_before_drawn_ones",
          HEAD KEY("l", "node", "label", "string") GRAPH
          "<node id=\"a\">" DATA("d", "<y:NodeLabel>no</y:NodeLabel>")
              DATA("l", "Ada") "</node><node id=\"b\">" DATA("l", "Bo")
                  DATA("d", "<y:NodeLabel>no</y:NodeLabel>") "</node>" END,
          "a [0 Ada] label=\"Ada\"\nb [0 Bo] label=\"Bo\"\n"),
    TAKES("G33_labels_in_the_tag_are_kept_unless_data_say_the_same",
          HEAD GRAPH "<node id=\"a\" labels=\":P\"/><node id=\"b\"/>"
                     "<edge source=\"a\" target=\"b\" label=\"KNOWS\"/>"
                     "<edge source=\"a\" target=\"b\" label=\"no\">" DATA(
                         "label", "MEETS") "</edge>" END,
          "a labels=\":P\"\nb\na-b label=\"KNOWS\"\na-b label=\"MEETS\"\n"),
    TAKES("the_name_is_the_best_attribute_that_has_one",
          HEAD KEY("v_name", "node", "name", "string")
              KEY("2", "node", "Label", "string") GRAPH
          "<node id=\"a\">" DATA("2", "Ada")
              DATA("v_name", "no") "</node><node id=\"b\">" DATA("v_name", "Bo")
                  DATA("2", "") "</node><node id=\"c\">" DATA(
                      "v_name", " Cy ") "</node>" END,
          "a [0 Ada] name=\"no\" Label=\"Ada\"\nb [0 Bo] name=\"Bo\"\n"
          "c [0 Cy] name=\" Cy \"\n"),
    TAKES("first_and_last_names_are_joined",
          HEAD KEY("1", "node", "First Name", "string")
              KEY("2", "node", "last_name", "string") GRAPH
          "<node id=\"a\">" DATA("1", "Ada")
              DATA("2", "Moe") "</node><node id=\"b\">" DATA(
                  "2", "Roe") "</node>" END,
          "a [0 Ada Moe] First Name=\"Ada\" last_name=\"Moe\"\n"
          "b [0 Roe] last_name=\"Roe\"\n"),
    TAKES("known_fields_are_found_by_their_names",
          HEAD KEY("1", "node", "Organisation", "string")
              KEY("2", "node", "Job Title", "string")
                  KEY("v_sector", "node", "x", "string")
                      KEY("4", "node", "E-Mail", "string") GRAPH
          "<node id=\"a\">" DATA("1", "Fern") DATA("2", "Cook")
              DATA("v_sector", "Food") DATA("4", "A@X.example") "</node>" END,
          "a [1 Fern] [2 Cook] [3 Food] [7 A@X.example] Organisation=\"Fern\" "
          "Job Title=\"Cook\" x=\"Food\" E-Mail=\"A@X.example\"\n"),
    TAKES("a_default_fills_a_field_too",
          HEAD "<key id=\"k\" for=\"node\" attr.name=\"industry\" "
               "attr.type=\"string\"><default>Food</default></key>" GRAPH
               "<node id=\"a\">" DATA("k", "Law") "</node><node id=\"b\"/>" END,
          "a [3 Law] industry=\"Law\"\nb [3 Food] industry*=\"Food\"\n"),
    TAKES("a_number_may_be_a_name_but_no_company",
          HEAD KEY("1", "node", "label", "int")
              KEY("2", "node", "company", "int") GRAPH
          "<node id=\"a\">" DATA("1", "12") DATA("2", "3") "</node>" END,
          "a [0 12] label=12 company=3\n"),
};

static void is_accepted(void **state)
{
    const accepted_row *const row = *state;
    static const size_t slices[] = {INTRO_I_XML_SLICE, 7, 3, 2, 1};
    char *first = NULL;
    for (size_t i = 0; i < INTRO_COUNT_OF(slices); i++) {
        reading r =
            read_bytes(&plain_options, slices[i], row->text, row->length);
        assert_read(&r);
        char *const got = dump(&r);
        if (row->dump != NULL) {
            assert_string_equal(got, row->dump);
        }
        if (first != NULL) {
            assert_string_equal(got, first);
        }
        free(first);
        first = got;
        done(&r);
    }
    free(first);
}

/* --- one by one ----------------------------------------------------------- */

static void X25_a_value_in_many_pieces_is_read_right(void **state)
{
    (void)state;
    intro_i_strbuf text;
    intro_i_strbuf_init(&text, 0);
    intro_i_strbuf_puts(&text, HEAD GRAPH NOTE);
    for (size_t i = 0; i < 100000; i++) {
        intro_i_strbuf_puts(&text, i % 2 == 0 ? "&lt;" : "<![CDATA[x]]>");
    }
    intro_i_strbuf_puts(&text, "</data></node>" END);
    reading r =
        read_bytes(&plain_options, INTRO_I_XML_SLICE, text.data, text.length);
    intro_i_strbuf_fini(&text);
    assert_read(&r);
    char *const got = dump(&r);
    assert_int_equal(strlen(got), strlen("a k=\"\"\n") + 100000);
    for (size_t i = 0; i < 100000; i++) {
        assert_int_equal(got[5 + i], i % 2 == 0 ? '<' : 'x');
    }
    free(got);
    done(&r);
}

static void X24_a_value_of_1_MiB_is_read(void **state)
{
    (void)state;
    static const char *const heads[] = {HEAD GRAPH NOTE,
                                        HEAD GRAPH NOTE "<![CDATA["};
    static const char *const tails[] = {"</data></node>" END,
                                        "]]></data></node>" END};
    enum { LENGTH = 1 << 20 };
    char *const text = malloc(LENGTH + 1000);
    assert_non_null(text);
    for (size_t i = 0; i < 2; i++) {
        const size_t head = strlen(heads[i]);
        memcpy(text, heads[i], head);
        memset(text + head, 'x', LENGTH);
        memcpy(text + head + LENGTH, tails[i], strlen(tails[i]) + 1);
        reading r = read_text(text);
        assert_read(&r);
        char *const got = dump(&r);
        assert_int_equal(strlen(got), LENGTH + strlen("a k=\"\"\n"));
        free(got);
        done(&r);
    }
    free(text);
}

static void X26_an_error_knows_line_and_column(void **state)
{
    (void)state;
    reading r =
        read_text(HEAD GRAPH "\n<node id=\"ok\"/>\n<node id=\"a\x80\"/>" END);
    assert_int_equal(r.status, INTRO_EFORMAT);
    assert_int_equal(intro_ctx_error(r.ctx)->line, 4);
    assert_true(intro_ctx_error(r.ctx)->column >= 12);
    assert_true(intro_ctx_error(r.ctx)->column <= 13);
    done(&r);
}

static void X28_utf_16_is_read_in_both_orders(void **state)
{
    (void)state;
    static const char text[] =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" ONE_TIE;
    static const size_t slices[] = {INTRO_I_XML_SLICE, 7, 3, 1};
    uint8_t wide[2 * sizeof text];
    for (int big = 0; big < 2; big++) {
        wide[0] = big ? 0xFE : 0xFF;
        wide[1] = big ? 0xFF : 0xFE;
        for (size_t i = 0; i + 1 < sizeof text; i++) {
            wide[2 + 2 * i] = big ? 0 : (uint8_t)text[i];
            wide[3 + 2 * i] = big ? (uint8_t)text[i] : 0;
        }
        for (size_t k = 0; k < INTRO_COUNT_OF(slices); k++) {
            reading r =
                read_bytes(&plain_options, slices[k], wide, sizeof wide);
            assert_read(&r);
            char *const got = dump(&r);
            assert_string_equal(got, AB_DUMP);
            free(got);
            done(&r);
        }
    }
}

static void X37_the_error_says_what_to_do(void **state)
{
    (void)state;
    reading r = read_text("\n" XML ONE_TIE);
    assert_non_null(strstr(intro_ctx_error(r.ctx)->hint, "<?xml"));
    done(&r);
    r = read_text("<gexf/>");
    assert_non_null(strstr(intro_ctx_error(r.ctx)->hint, "GEXF"));
    done(&r);
}

static void X40_lines_are_counted_over_mixed_line_ends(void **state)
{
    (void)state;
    assert_refused(read_text("<graphml>\r\n" GRAPH
                             "\n<node\r\n id=\"a\"/>\r\n<node/>" END),
                   5, "node without an id");
}

static void G02_undeclared_ends_are_made_and_counted(void **state)
{
    (void)state;
    static const char text[] =
        HEAD GRAPH "<node id=\"a\"/>\n<edge source=\"a\" target=\"x\"/>\n"
                   "<edge source=\"x\" target=\"y\"/>" END;
    reading r = read_text(text);
    assert_read(&r);
    assert_int_equal(intro_i_builder_read(r.builder)->nodes, 1);
    assert_int_equal(intro_i_builder_read(r.builder)->undeclared_nodes, 2);
    assert_int_equal(reason_count(&r, "edge names an undeclared node"), 2);
    done(&r);
    intro_import_options strict = INTRO_IMPORT_OPTIONS_INIT;
    strict.strict = true;
    assert_refused(read_with(&strict, text), 3,
                   "edge names an undeclared node \"x\"");
}

static void G07_an_id_of_60_KiB_is_read(void **state)
{
    (void)state;
    static const char head[] = HEAD GRAPH "<node id=\"";
    static const char tail[] = "\"/>" END;
    enum { LENGTH = 60 << 10 };
    char *const text = malloc(sizeof head + sizeof tail + LENGTH);
    assert_non_null(text);
    memcpy(text, head, sizeof head);
    memset(text + sizeof head - 1, 'x', LENGTH);
    memcpy(text + sizeof head - 1 + LENGTH, tail, sizeof tail);
    reading r = read_text(text);
    free(text);
    assert_read(&r);
    assert_int_equal(intro_i_strpool_length(intro_i_builder_ids(r.builder), 1),
                     LENGTH);
    done(&r);
}

static void G10_every_guess_of_a_type_is_said(void **state)
{
    (void)state;
    reading r = read_text(HEAD "<key id=\"1\" for=\"node\"/>" KEY(
        "2", "node", "x", "vector_float") KEY("3", "node", "y", "int")
                              GRAPH END);
    assert_read(&r);
    assert_int_equal(reason_count(&r, "key without attr.type read as text"), 1);
    assert_int_equal(reason_count(&r, "key of unknown attr.type read as text"),
                     1);
    done(&r);
}

static void G17_bad_weights_are_left_to_be_dropped_when_asked(void **state)
{
    (void)state;
    intro_import_options drop = INTRO_IMPORT_OPTIONS_INIT;
    drop.strength.bad_weight_drop = true;
    static const char text[] = HEAD KEY("k", "edge", "weight", "int")
        KEY("l", "edge", "x", "int") GRAPH TWO EDGE(DATA("k", "2"))
            EDGE(DATA("k", "1,5")) EDGE(DATA("k", "4")) END;
    assert_dump(&drop, text,
                "a\nb\na-b weight=2\na-b weight=nan\na-b weight=4\n");
    /* Only the weight in use. */
    drop.strength.weight = "x";
    assert_refused(read_with(&drop, text), 2, "\"1,5\" is not an integer");
}

static void G18_numbers_do_not_depend_on_the_locale(void **state)
{
    (void)state;
    if (!set_comma_locale()) {
        print_message("# no locale with a decimal comma can be had\n");
        skip();
    }
    reading r = read_text(HEAD KEY("k", "edge", "weight", "double")
                              GRAPH TWO EDGE(DATA("k", "1.5")) END);
    const intro_status status = r.status;
    const double value =
        status == INTRO_OK
            ? ((const double *)r.builder->present->columns.data[0]->values)[0]
            : 0;
    unset_comma_locale();
    done(&r);
    assert_int_equal(status, INTRO_OK);
    assert_true(value == 1.5);
}

static void G20_to_G23_everything_left_out_is_counted(void **state)
{
    (void)state;
    reading r = read_text(
        HEAD GRAPH "<node id=\"a\"><port name=\"p\"><port name=\"q\"/></port>"
                   "<graph edgedefault=\"directed\"><node id=\"b\"/></graph>"
                   "</node><edge source=\"a\" target=\"a\"/>" AB
                   "<hyperedge/><hyperedge/><hyperedge/>" END);
    assert_read(&r);
    const intro_read_counts *const c = intro_i_builder_read(r.builder);
    assert_int_equal(c->nodes, 2);
    assert_int_equal(c->edges, 2);
    assert_int_equal(c->self_loops, 1);
    assert_int_equal(c->ports, 2);
    assert_int_equal(c->hyperedges, 3);
    assert_int_equal(c->graphs, 1);
    assert_int_equal(c->nested_graphs, 1);
    assert_int_equal(reason_count(&r, "self-loop"), 1);
    assert_int_equal(reason_count(&r, "hyperedge"), 3);
    assert_int_equal(reason_count(&r, "port"), 2);
    assert_int_equal(reason_count(&r, "nested graph flattened"), 1);
    const intro_i_account *const a = intro_i_builder_account(r.builder);
    assert_int_equal(a->rows, 4);
    assert_int_equal(a->used, 3);
    assert_int_equal(a->skipped, 1);
    done(&r);
}

/* So many graphs in each other, and so many other elements in the last. */
static reading read_nested(int graphs, int others)
{
    intro_i_strbuf text;
    intro_i_strbuf_init(&text, 0);
    intro_i_strbuf_puts(&text, HEAD GRAPH);
    for (int i = 0; i < graphs; i++) {
        intro_i_strbuf_printf(&text, "<node id=\"n%d\"><graph>", i);
    }
    for (int i = 0; i < others; i++) {
        intro_i_strbuf_puts(&text, "<x>");
    }
    for (int i = 0; i < others; i++) {
        intro_i_strbuf_puts(&text, "</x>");
    }
    for (int i = 0; i < graphs; i++) {
        intro_i_strbuf_puts(&text, "</graph></node>");
    }
    intro_i_strbuf_puts(&text, "<edge source=\"n0\" target=\"n1\"/>" END);
    reading r = read_text(text.data);
    intro_i_strbuf_fini(&text);
    return r;
}

static void G22_sixty_four_nested_graphs_are_flattened(void **state)
{
    (void)state;
    static const int counts[] = {2, 31, 32, 60, 64};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        reading r = read_nested(counts[i], 62);
        assert_read(&r);
        assert_int_equal(r.builder->people, counts[i]);
        assert_int_equal(intro_i_builder_read(r.builder)->nested_graphs,
                         counts[i]);
        done(&r);
    }
}

static void G22_deeper_ones_and_elements_in_them_are_refused(void **state)
{
    (void)state;
    assert_refused(read_nested(65, 0), 0, "graphs nested deeper than 64");
    assert_refused(read_nested(60, 63), 0, "elements nested deeper than 64");
}

static void G26_any_graph_or_all_can_be_chosen(void **state)
{
    (void)state;
    static const char text[] = HEAD GRAPH TWO AB
        "</graph>"
        "<graph edgedefault=\"directed\"><node id=\"b\"/><node id=\"c\"/>"
        "<edge source=\"b\" target=\"c\"/>" END;
    intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    options.graph_number = 2;
    assert_dump(&options, text, "b\nc\nb>c\n");
    options.graph_number = 0;
    assert_dump(&options, text, "a\nb\nc\na-b\nb>c\n");
    options.graph_number = 3;
    assert_refused(read_with(&options, text), 0,
                   "graph 3 was asked for, the file has 2");
    reading r = read_text(text);
    assert_int_equal(intro_i_builder_read(r.builder)->graphs, 2);
    assert_int_equal(reason_count(&r, "further graph not read"), 1);
    done(&r);
}

static void G27_a_wrong_hint_of_size_is_a_warning(void **state)
{
    (void)state;
    reading r =
        read_text(HEAD "<graph edgedefault=\"undirected\" parse.nodes=\"2\" "
                       "parse.edges=\"1\">" TWO AB END);
    assert_read(&r);
    assert_int_equal(r.builder->warnings.count, 0);
    done(&r);
    r = read_text(HEAD "<graph edgedefault=\"undirected\" "
                       "parse.nodes=\"999999999999\">" TWO AB END);
    assert_read(&r);
    assert_int_equal(r.builder->warnings.count, 1);
    done(&r);
}

static void strict_refuses_every_decision(void **state)
{
    (void)state;
    intro_import_options strict = INTRO_IMPORT_OPTIONS_INIT;
    strict.strict = true;
    static const char *const texts[] = {
        HEAD "<graph>" TWO END,
        HEAD GRAPH TWO "<hyperedge/>" END,
        HEAD GRAPH "<node id=\"a\"><port name=\"p\"/></node>" END,
        HEAD GRAPH "<node id=\"a\"><graph/></node>" END,
        HEAD GRAPH TWO "<edge source=\"a\" target=\"a\"/>" END,
        HEAD GRAPH "</graph>" GRAPH END,
        HEAD GRAPH "<node id=\"a\">" DATA("k", "1") "</node>" END,
        HEAD KEY("k", "edge", "x", "int") GRAPH
        "<node id=\"a\">" DATA("k", "1") "</node>" END,
        HEAD KEY("k", "node", "x", "wrong") GRAPH END,
        HEAD "<key id=\"k\" for=\"node\"/>" GRAPH END,
        HEAD KEY("k", "node", "x", "int") KEY("l", "node", "x", "int")
            GRAPH END,
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(texts); i++) {
        assert_refused(read_with(&strict, texts[i]), 2, "(--strict)");
        reading r = read_text(texts[i]);
        assert_read(&r);
        done(&r);
    }
    reading r = read_with(&strict, ONE_TIE);
    assert_read(&r);
    done(&r);
}

static void lenient_skips_and_counts(void **state)
{
    (void)state;
    intro_import_options lenient = INTRO_IMPORT_OPTIONS_INIT;
    lenient.lenient = true;
    static const char text[] =
        HEAD KEY("k", "node", "x", "int") GRAPH "<node id=\"a\">" DATA(
            "k", "red") "</node><node id=\"b\"/>"
                        "<node id=\"b\">" DATA("k",
                                               "5") "</node><node/>" AB
                                                    "<edge source=\"a\"/>" END;
    assert_dump(&lenient, text, AB_DUMP);
    reading r = read_with(&lenient, text);
    assert_int_equal(
        reason_count(&r, "value that does not read as its declared type"), 1);
    assert_int_equal(reason_count(&r, "second node of one id"), 1);
    assert_int_equal(reason_count(&r, "node without an id"), 1);
    assert_int_equal(reason_count(&r, "edge without a target"), 1);
    assert_int_equal(intro_i_builder_read(r.builder)->dropped, 1);
    assert_int_equal(intro_i_builder_account(r.builder)->rows, 6);
    assert_int_equal(intro_i_builder_account(r.builder)->used, 3);
    assert_int_equal(intro_i_builder_account(r.builder)->skipped, 3);
    done(&r);
    /* Damage of the XML stays an error. */
    assert_refused(read_with(&lenient, HEAD GRAPH TWO), 0, "file ends");
}

static void profile_addresses_and_mail_become_identity_keys(void **state)
{
    (void)state;
    reading r = read_text(
        HEAD KEY("1", "node", "LinkedIn URL", "string")
            KEY("2", "node", "email", "string") GRAPH
        "<node id=\"a\">" DATA("1", "https://www.linkedin.com/in/Ada-Moe-1/")
            DATA("2", "Ada@X.example") "</node><node id=\"b\">" DATA(
                "1", "https://ada.example/") "</node>" END);
    assert_read(&r);
    assert_int_equal(r.builder->slugs.count, 1);
    assert_string_equal(
        intro_i_builder_text(r.builder, r.builder->slugs.data[0].string),
        "ada-moe-1");
    assert_int_equal(r.builder->emails.count, 1);
    assert_string_equal(
        intro_i_builder_text(r.builder, r.builder->emails.data[0].string),
        "ada@x.example");
    done(&r);
}

static void a_default_address_identifies_nobody(void **state)
{
    (void)state;
    reading r = read_text(
        HEAD
        "<key id=\"k\" for=\"node\" attr.name=\"email\" "
        "attr.type=\"string\"><default>all@x.example</default></key>" GRAPH TWO
            END);
    assert_read(&r);
    assert_int_equal(r.builder->emails.count, 0);
    assert_int_not_equal(
        intro_i_builder_get_field(r.builder, 0, INTRO_FIELD_EMAIL), 0);
    done(&r);
}

/* More edges than one queue holds, with values and far more ids than a queue's
 * bytes: order, ends and values stay together. */
static void long_files_keep_edges_and_values_together(void **state)
{
    (void)state;
    enum { EDGES = 5000, PEOPLE = 700 };
    intro_i_strbuf text;
    intro_i_strbuf_init(&text, 0);
    intro_i_strbuf_puts(&text, HEAD KEY("w", "edge", "w", "int") GRAPH "\n");
    for (unsigned i = 0; i < EDGES; i++) {
        intro_i_strbuf_printf(
            &text,
            "<edge source=\"p%u\" target=\"p%u\"%s><data key=\"w\">%u</data>"
            "</edge>\n",
            i * 7 % PEOPLE, i * 11 % PEOPLE, i % 13 == 0 ? " directed='1'" : "",
            i);
    }
    intro_i_strbuf_puts(&text, END);
    reading r = read_text(text.data);
    intro_i_strbuf_fini(&text);
    assert_read(&r);
    const intro_i_builder *const b = r.builder;
    const int64_t *const w = b->present->columns.data[0]->values;
    size_t row = 0;
    for (unsigned i = 0; i < EDGES; i++) {
        char ends[2][16];
        (void)snprintf(ends[0], sizeof ends[0], "p%u", i * 7 % PEOPLE);
        (void)snprintf(ends[1], sizeof ends[1], "p%u", i * 11 % PEOPLE);
        if (strcmp(ends[0], ends[1]) == 0) {
            continue;
        }
        assert_string_equal(id_of(&r, b->edge_a.data[row]), ends[0]);
        assert_string_equal(id_of(&r, b->edge_b.data[row]), ends[1]);
        assert_int_equal(b->edge_line.data[row], i + 3);
        assert_int_equal(intro_i_builder_is_one_way(b, row), i % 13 == 0);
        assert_int_equal(w[row], i);
        row++;
    }
    assert_int_equal(b->edge_a.count, row);
    done(&r);
}

static bool cancel_at_once(void *user, const intro_progress *progress)
{
    (void)progress;
    ++*(unsigned *)user;
    return false;
}

static void a_long_read_can_be_cancelled(void **state)
{
    (void)state;
    enum { LENGTH = 8 << 20 };
    static const char head[] = HEAD GRAPH;
    unsigned calls = 0;
    char *const text = malloc(LENGTH);
    assert_non_null(text);
    memset(text, ' ', LENGTH);
    memcpy(text, head, sizeof head - 1);
    for (size_t at = 1000; at + 20 < LENGTH; at += 100000) {
        memcpy(text + at, "<desc/>", 7);
    }
    intro_ctx *ctx;
    intro_i_builder *builder;
    intro_i_source *source;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    intro_ctx_set_progress(ctx, cancel_at_once, &calls);
    assert_int_equal(intro_i_builder_new(ctx, &plain_options, &builder),
                     INTRO_OK);
    assert_int_equal(
        intro_i_builder_source_begin(builder, "x", INTRO_I_FORMAT_GRAPHML),
        INTRO_OK);
    assert_int_equal(
        intro_i_source_open_memory(ctx, "x", text, LENGTH, 0, &source),
        INTRO_OK);
    assert_int_equal(intro_i_graphml_read(builder, source), INTRO_ECANCELLED);
    assert_int_equal(calls, 1);
    intro_i_source_close(source);
    intro_i_builder_free(builder);
    intro_ctx_free(ctx);
    free(text);
}

#ifdef INTRO_FAULT_INJECTION
static const char full_text[] = XML HEAD KEY("1", "node", "name", "string")
    KEY("2", "edge", "w", "int") KEY("3", "edge", "w", "double") GRAPH
    "<node id=\"a\">" DATA("1", "Ada") DATA(
        "9",
        "x") "</node>"
             "<node id=\"b\" labels=\"B\"><data key=\"d\"><NodeLabel>B</NodeLabel>"
             "</data></node>" EDGE(DATA("2", "1")) EDGE(DATA("3", "1.5")) END;

static void every_failed_allocation_is_told(void **state)
{
    (void)state;
    for (int for_ever = 0; for_ever < 2; for_ever++) {
        bool is_through = false;
        for (uint64_t k = 0; !is_through; k++) {
            intro_ctx *ctx;
            intro_i_builder *builder;
            intro_i_source *source;
            assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
            assert_int_equal(intro_i_builder_new(ctx, &plain_options, &builder),
                             INTRO_OK);
            assert_int_equal(intro_i_builder_source_begin(
                                 builder, "x", INTRO_I_FORMAT_GRAPHML),
                             INTRO_OK);
            assert_int_equal(intro_i_source_open_memory(ctx, "x", full_text,
                                                        sizeof full_text - 1, 0,
                                                        &source),
                             INTRO_OK);
            intro_i_alloc_fail_after(k, for_ever != 0);
            const intro_status rc = intro_i_graphml_read(builder, source);
            is_through = intro_i_alloc_requests() <= k;
            intro_i_alloc_fail_after(UINT64_MAX, false);
            if (rc != INTRO_OK) {
                assert_int_equal(rc, INTRO_ENOMEM);
                assert_int_equal(intro_ctx_error(ctx)->status, INTRO_ENOMEM);
            } else {
                assert_int_equal(builder->edge_a.count, 2);
                assert_int_equal(builder->people, 2);
            }
            intro_i_source_close(source);
            intro_i_builder_free(builder);
            intro_ctx_free(ctx);
        }
    }
}
#endif

static const struct CMUnitTest single_tests[] = {
    cmocka_unit_test(X05_many_entity_declarations_are_refused),
    cmocka_unit_test(X15_a_deep_content_model_is_refused),
    cmocka_unit_test(X17_a_huge_processing_instruction_is_refused),
    cmocka_unit_test(X18_a_huge_attribute_is_refused),
    cmocka_unit_test(ids_over_64_KiB_are_refused),
    cmocka_unit_test(X19_a_huge_element_name_is_refused),
    cmocka_unit_test(X20_very_many_attributes_are_refused),
    cmocka_unit_test(X21_very_many_namespaces_are_refused),
    cmocka_unit_test(X22_deep_nesting_is_refused),
    cmocka_unit_test(X23_a_huge_comment_is_refused),
    cmocka_unit_test(X24_a_huge_value_is_refused),
    cmocka_unit_test(more_keys_than_4096_are_refused),
    cmocka_unit_test(X25_a_value_in_many_pieces_is_read_right),
    cmocka_unit_test(X24_a_value_of_1_MiB_is_read),
    cmocka_unit_test(X26_an_error_knows_line_and_column),
    cmocka_unit_test(X28_utf_16_is_read_in_both_orders),
    cmocka_unit_test(X37_the_error_says_what_to_do),
    cmocka_unit_test(X40_lines_are_counted_over_mixed_line_ends),
    cmocka_unit_test(G02_undeclared_ends_are_made_and_counted),
    cmocka_unit_test(G07_an_id_of_60_KiB_is_read),
    cmocka_unit_test(G10_every_guess_of_a_type_is_said),
    cmocka_unit_test(G17_bad_weights_are_left_to_be_dropped_when_asked),
    cmocka_unit_test(G18_numbers_do_not_depend_on_the_locale),
    cmocka_unit_test(G20_to_G23_everything_left_out_is_counted),
    cmocka_unit_test(G22_sixty_four_nested_graphs_are_flattened),
    cmocka_unit_test(G22_deeper_ones_and_elements_in_them_are_refused),
    cmocka_unit_test(G26_any_graph_or_all_can_be_chosen),
    cmocka_unit_test(G27_a_wrong_hint_of_size_is_a_warning),
    cmocka_unit_test(strict_refuses_every_decision),
    cmocka_unit_test(lenient_skips_and_counts),
    cmocka_unit_test(profile_addresses_and_mail_become_identity_keys),
    cmocka_unit_test(a_default_address_identifies_nobody),
    cmocka_unit_test(long_files_keep_edges_and_values_together),
    cmocka_unit_test(a_long_read_can_be_cancelled),
#ifdef INTRO_FAULT_INJECTION
    cmocka_unit_test(every_failed_allocation_is_told),
#endif
};

enum {
    REFUSED = INTRO_COUNT_OF(refused_rows),
    ACCEPTED = INTRO_COUNT_OF(accepted_rows),
    SINGLE = INTRO_COUNT_OF(single_tests)
};

int main(void)
{
    static struct CMUnitTest tests[REFUSED + ACCEPTED + SINGLE];
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    for (size_t i = 0; i < REFUSED; i++) {
        tests[i].name = refused_rows[i].name;
        tests[i].test_func = is_refused;
        tests[i].initial_state = (void *)(uintptr_t)&refused_rows[i];
    }
    for (size_t i = 0; i < ACCEPTED; i++) {
        tests[REFUSED + i].name = accepted_rows[i].name;
        tests[REFUSED + i].test_func = is_accepted;
        tests[REFUSED + i].initial_state = (void *)(uintptr_t)&accepted_rows[i];
    }
    memcpy(tests + REFUSED + ACCEPTED, single_tests, sizeof single_tests);
    return cmocka_run_group_tests_name("graphml", tests, NULL, NULL);
}
