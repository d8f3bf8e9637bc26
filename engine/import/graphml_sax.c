/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libxml2's push parser with a zeroed SAX2 handler: no tree is built.
 *
 * Entities are substituted (without that libxml2 hands out "A&#38;B" for an
 * attribute "A&amp;B"), so every declaration stops the parser: no entity can
 * exist that expands or names a file. libxml2's own guards do not hold in this
 * mode (depth, expansion, attribute count), so depth, attributes, namespaces and
 * bytes without an event are counted here. After a stop libxml2 forgets where it was:
 * positions are taken before. Every error of level 2 ends the reading, also
 * those libxml2 would go on after, but for three about namespaces. */
#include "import/graphml_sax.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/text.h"
#include "import/graphml_encoding.h"

#include <libxml/catalog.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { PROGRESS_STEP = 1 << 20, MESSAGE_COLUMNS = 80, NAME_COLUMNS = 40 };

typedef struct open_element {
    const char *name;
    uint64_t line;
    int spaces;    /* namespaces that are declared here */
    size_t graphs; /* nested ones up to here */
} open_element;

typedef struct xml_reader {
    intro_ctx *ctx;
    const char *file;
    const intro_i_xml_handler *handler;
    xmlParserCtxtPtr parser;
    char *spare_name; /* for name_converter() */
    intro_status status;
    uint64_t fed;        /* bytes handed to the parser */
    uint64_t last_event; /* `fed` at the last event */
    size_t depth;
    int spaces; /* namespaces that the open elements declare */
    bool has_root;
    bool is_ending; /* the source is at its end */
    open_element open[INTRO_I_XML_OPEN];
    intro_i_xml_attribute attributes[INTRO_I_XML_ATTRIBUTES];
} xml_reader;

/* --- libxml2 for the whole process ---------------------------------------- */

/* libxml2 did not get some memory in this thread. It may not say so: a converter
 * it had no memory for is an unknown encoding to it. */
static _Thread_local bool lacked_memory;

static void *allocate(size_t size)
{
    void *const block = intro_i_alloc(1, size);
    lacked_memory |= block == NULL;
    return block;
}

static void *reallocate(void *block, size_t size)
{
    void *const moved = intro_i_realloc(block, 1, size);
    lacked_memory |= moved == NULL;
    return moved;
}

static char *duplicate(const char *text)
{
    char *const copy = intro_i_strndup(text, strlen(text));
    lacked_memory |= copy == NULL;
    return copy;
}

/* Nothing outside the source is ever read. */
static xmlParserInputPtr load_nothing(const char *url, const char *id,
                                      xmlParserCtxtPtr parser)
{
    (void)url;
    (void)id;
    (void)parser;
    return NULL;
}

static void drop_message(void *user, const char *format, ...)
    INTRO_PRINTF(2, 3);

static void drop_message(void *user, const char *format, ...)
{
    (void)user;
    (void)format;
}

static void init_library(void)
{
    (void)xmlMemSetup(intro_i_free, allocate, reallocate, duplicate);
    const xmlGenericErrorFunc generic = xmlGenericError;
    void *const generic_user = xmlGenericErrorContext;
    /* It would print that memory is out. */
    xmlSetGenericErrorFunc(NULL, drop_message);
    xmlInitParser();
    xmlSetGenericErrorFunc(generic_user, generic);
    xmlSetExternalEntityLoader(load_nothing);
#ifdef LIBXML_CATALOG_ENABLED
    xmlCatalogSetDefaults(XML_CATA_ALLOW_NONE);
#endif
}

/* --- errors --------------------------------------------------------------- */

static uint64_t current_line(const xml_reader *r)
{
    return r->parser != NULL && r->parser->input != NULL &&
                   r->parser->input->line > 0
               ? (uint64_t)r->parser->input->line
               : 0;
}

/* Text of the file made fit for a message: escaped, cut, NUL-terminated. */
static void quote(const char *text, size_t columns, char *out, size_t size)
{
    intro_i_strbuf buf;
    intro_i_strbuf_init(&buf, size - 1);
    size_t length = text == NULL ? 0 : strlen(text);
    while (length > 0 &&
           (text[length - 1] == '\n' || text[length - 1] == ' ')) {
        length--;
    }
    if (length == 0 ||
        intro_i_text_escape_cut(text, length, columns, &buf) != INTRO_OK) {
        out[0] = '\0';
    } else {
        memcpy(out, buf.data, buf.length);
        out[buf.length] = '\0';
    }
    intro_i_strbuf_fini(&buf);
}

/* When there is no memory for the name of a converter, libxml2 goes on with it
 * and never frees it, as it frees none without a name. To be called before
 * anything frees the input. */
static void name_converter(xml_reader *r)
{
    const xmlParserCtxtPtr parser = r->parser;
    if (parser == NULL || parser->input == NULL || parser->input->buf == NULL) {
        return;
    }
    const xmlCharEncodingHandlerPtr converter = parser->input->buf->encoder;
    if (converter != NULL && converter->name == NULL) {
        converter->name = r->spare_name;
        r->spare_name = NULL;
    }
}

static intro_status stop(xml_reader *r, intro_status status)
{
    r->status = status;
    name_converter(r);
    xmlStopParser(r->parser);
    return status;
}

/* The file ends too early: inside the innermost graph, else inside the
 * innermost element, else before its first one. */
static intro_status fail_truncated(xml_reader *r, uint64_t line)
{
    if (!r->has_root) {
        return intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, line, 0,
                               "file ends before its first element");
    }
    size_t i = r->depth;
    while (i > 0 && strcmp(r->open[i - 1].name, "graph") != 0) {
        i--;
    }
    const open_element *const at = &r->open[(i > 0 ? i : r->depth) - 1];
    char name[256];
    quote(at->name, NAME_COLUMNS, name, sizeof name);
    return intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, line, 0,
                           "file ends inside <%s> opened at line %llu", name,
                           (unsigned long long)at->line);
}

/* libxml2's words: first letter small, no stop, escaped and cut. */
static intro_status fail_words(xml_reader *r, const xmlError *error,
                               uint64_t line, uint64_t column)
{
    char plain[INTRO_MESSAGE_MAX];
    char words[INTRO_MESSAGE_MAX];
    /* It is several lines when it shows bytes. */
    (void)snprintf(plain, sizeof plain, "%s",
                   error->message == NULL ? "" : error->message);
    for (char *p = plain; *p != '\0'; p++) {
        *p = *p == '\n' ? ' ' : *p;
    }
    quote(plain, MESSAGE_COLUMNS, words, sizeof words);
    if (words[0] >= 'A' && words[0] <= 'Z' &&
        !(words[1] >= 'A' && words[1] <= 'Z')) {
        words[0] = (char)(words[0] - 'A' + 'a');
    }
    return intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, line, column,
                           "not well-formed XML: %s",
                           words[0] == '\0' ? "error" : words);
}

static intro_status fail_xml(xml_reader *r, const xmlError *error)
{
    if (lacked_memory || error->code == XML_ERR_NO_MEMORY) {
        return intro_i_fail_memory(r->ctx);
    }
    const uint64_t line =
        error->line > 0 ? (uint64_t)error->line : current_line(r);
    const uint64_t column = error->int2 > 0 ? (uint64_t)error->int2 : 0;
    char name[256];
    quote(error->str1, NAME_COLUMNS, name, sizeof name);
    switch (error->code) {
    case XML_WAR_UNKNOWN_VERSION:
    case XML_ERR_UNKNOWN_VERSION:
        return intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, line, 0,
                               "XML version \"%s\" is not accepted, only 1.0",
                               name);
    case XML_ERR_UNSUPPORTED_ENCODING:
    case XML_ERR_UNKNOWN_ENCODING:
        return intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, line, 0,
                               "character encoding \"%s\" is not known", name);
    case XML_ERR_UNDECLARED_ENTITY:
    case XML_WAR_UNDECLARED_ENTITY:
        return intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, line, column,
                               "entity %s is not defined", name);
    case XML_ERR_RESERVED_XML_NAME: {
        const intro_status rc = intro_i_fail_at(
            r->ctx, INTRO_EFORMAT, r->file, line, 0,
            "the XML declaration is not at the start of the file");
        intro_i_hint(r->ctx, "remove what stands before \"<?xml\"");
        return rc;
    }
    case XML_ERR_DOCUMENT_END:
        if (r->has_root && r->depth == 0) {
            return intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, line, column,
                                   "there is more after the end of the root "
                                   "element");
        }
        break;
    default:
        break;
    }
    if (r->is_ending && (r->depth > 0 || !r->has_root)) {
        return fail_truncated(r, line);
    }
    return fail_words(r, error, line, column);
}

static bool is_tolerated(int code)
{
    return code == XML_NS_ERR_UNDEFINED_NAMESPACE || code == XML_WAR_NS_URI ||
           code == XML_WAR_NS_URI_RELATIVE;
}

#if LIBXML_VERSION >= 21200
static void take_error(void *user, const xmlError *error)
#else
static void take_error(void *user, xmlErrorPtr error)
#endif
{
    xml_reader *const r = user;
    name_converter(r);
    if (r->status != INTRO_OK || error == NULL ||
        (error->level < XML_ERR_ERROR &&
         error->code != XML_WAR_UNKNOWN_VERSION) ||
        is_tolerated(error->code)) {
        return;
    }
    r->status = fail_xml(r, error);
    /* libxml2 still uses the buffer that a stop frees when a conversion into
     * UTF-8 fails or memory is out; then the rest of the slice is parsed for
     * nobody. */
    if (r->parser != NULL && error->domain != XML_FROM_I18N &&
        error->domain != XML_FROM_IO && error->code != XML_ERR_NO_MEMORY) {
        xmlStopParser(r->parser);
    }
}

/* --- declarations --------------------------------------------------------- */

static void refuse_declaration(xml_reader *r, const char *what)
{
    if (r->status == INTRO_OK) {
        const uint64_t line = current_line(r);
        stop(r, intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, line, 0,
                                "DTD %s declaration at line %llu is not "
                                "accepted",
                                what, (unsigned long long)line));
    }
}

static void refuse_entity(void *user, const xmlChar *name, int type,
                          const xmlChar *public_id, const xmlChar *system_id,
                          xmlChar *content)
{
    (void)name;
    (void)type;
    (void)public_id;
    (void)system_id;
    (void)content;
    refuse_declaration(user, "entity");
}

static void refuse_attribute(void *user, const xmlChar *element,
                             const xmlChar *name, int type, int use,
                             const xmlChar *value, xmlEnumerationPtr tree)
{
    (void)element;
    (void)name;
    (void)type;
    (void)use;
    (void)value;
    xmlFreeEnumeration(tree);
    refuse_declaration(user, "attribute");
}

static void refuse_element(void *user, const xmlChar *name, int type,
                           xmlElementContentPtr content)
{
    (void)name;
    (void)type;
    (void)content;
    refuse_declaration(user, "element");
}

static void refuse_notation(void *user, const xmlChar *name,
                            const xmlChar *public_id, const xmlChar *system_id)
{
    (void)name;
    (void)public_id;
    (void)system_id;
    refuse_declaration(user, "notation");
}

static void refuse_unparsed(void *user, const xmlChar *name,
                            const xmlChar *public_id, const xmlChar *system_id,
                            const xmlChar *notation)
{
    (void)name;
    (void)public_id;
    (void)system_id;
    (void)notation;
    refuse_declaration(user, "entity");
}

/* --- events --------------------------------------------------------------- */

/* libxml2 gives five pointers an attribute: name, prefix, namespace, begin and
 * end of the value. */
static size_t take_attributes(xml_reader *r, int count, const xmlChar **five)
{
    size_t kept = 0;
    for (int i = 0; i < count; i++, five += 5) {
        if (five[1] == NULL) {
            r->attributes[kept].name = (const char *)five[0];
            r->attributes[kept].value = (const char *)five[3];
            r->attributes[kept].length = (size_t)(five[4] - five[3]);
            kept++;
        }
    }
    return kept;
}

/* Graphs directly in a node, with one more element of this name. Each is two
 * levels of XML that say one thing. */
static size_t count_graphs(const xml_reader *r, const char *name)
{
    if (r->depth == 0) {
        return 0;
    }
    const open_element *const outer = &r->open[r->depth - 1];
    return outer->graphs + (name[0] == 'g' && strcmp(name, "graph") == 0 &&
                            strcmp(outer->name, "node") == 0);
}

static void start_element(void *user, const xmlChar *name,
                          const xmlChar *prefix, const xmlChar *space,
                          int space_count, const xmlChar **spaces,
                          int attribute_count, int defaulted,
                          const xmlChar **attributes)
{
    xml_reader *const r = user;
    (void)prefix;
    (void)spaces;
    (void)defaulted;
    if (r->status != INTRO_OK) {
        return;
    }
    const uint64_t line = current_line(r);
    r->last_event = r->fed;
    const size_t graphs = count_graphs(r, (const char *)name);
    if (graphs > INTRO_I_XML_GRAPHS ||
        r->depth >= INTRO_I_XML_DEPTH + 2 * graphs) {
        stop(r, intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, line, 0,
                                "%s nested deeper than %d",
                                graphs > INTRO_I_XML_GRAPHS ? "graphs"
                                                            : "elements",
                                INTRO_I_XML_DEPTH));
        return;
    }
    if (attribute_count > INTRO_I_XML_ATTRIBUTES ||
        space_count > INTRO_I_XML_ATTRIBUTES) {
        stop(r, intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, line, 0,
                                "more than %d attributes in one element",
                                INTRO_I_XML_ATTRIBUTES));
        return;
    }
    /* libxml2 looks through all that are in force, one after the other. */
    if (r->spaces + space_count > INTRO_I_XML_NAMESPACES) {
        stop(r, intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, line, 0,
                                "more than %d namespaces at once",
                                INTRO_I_XML_NAMESPACES));
        return;
    }
    r->has_root = true;
    r->open[r->depth].name = (const char *)name;
    r->open[r->depth].line = line;
    r->open[r->depth].spaces = space_count;
    r->open[r->depth].graphs = graphs;
    r->spaces += space_count;
    r->depth++;
    const intro_i_xml_element element = {
        .name = (const char *)name,
        .space = (const char *)space,
        .attributes = r->attributes,
        .count = take_attributes(r, attribute_count, attributes),
        .line = line};
    const intro_status rc = r->handler->start(r->handler->user, &element);
    if (INTRO_UNLIKELY(rc != INTRO_OK)) {
        stop(r, rc);
    }
}

static void end_element(void *user, const xmlChar *name, const xmlChar *prefix,
                        const xmlChar *space)
{
    xml_reader *const r = user;
    (void)name;
    (void)prefix;
    (void)space;
    if (r->status != INTRO_OK) {
        return;
    }
    r->last_event = r->fed;
    r->depth--;
    r->spaces -= r->open[r->depth].spaces;
    const intro_status rc = r->handler->end(r->handler->user, current_line(r));
    if (INTRO_UNLIKELY(rc != INTRO_OK)) {
        stop(r, rc);
    }
}

static void take_text(void *user, const xmlChar *bytes, int length)
{
    xml_reader *const r = user;
    if (r->status != INTRO_OK || length <= 0) {
        return;
    }
    r->last_event = r->fed;
    const intro_status rc =
        r->handler->text(r->handler->user, (const char *)bytes, (size_t)length);
    if (INTRO_UNLIKELY(rc != INTRO_OK)) {
        stop(r, rc);
    }
}

static xmlSAXHandler make_handler(void)
{
    xmlSAXHandler sax;
    memset(&sax, 0, sizeof sax);
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = start_element;
    sax.endElementNs = end_element;
    /* One function for both spares libxml2 from telling them apart. */
    sax.characters = take_text;
    sax.ignorableWhitespace = take_text;
    sax.cdataBlock = take_text;
    sax.serror = take_error;
    sax.entityDecl = refuse_entity;
    sax.attributeDecl = refuse_attribute;
    sax.elementDecl = refuse_element;
    sax.notationDecl = refuse_notation;
    sax.unparsedEntityDecl = refuse_unparsed;
    return sax;
}

/* --- reading -------------------------------------------------------------- */

/* Bytes since the last event, with a limit: a tag must not grow without end.
 * Of a CDATA section libxml2 holds all until its end, so it may be longer. */
static intro_status check_gap(xml_reader *r)
{
    const uint64_t gap = r->fed - r->last_event;
    if (INTRO_LIKELY(gap <= INTRO_I_XML_GAP)) {
        return INTRO_OK;
    }
    const uint64_t line = current_line(r);
    if (r->parser->instate != XML_PARSER_CDATA_SECTION) {
        return intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, line, 0,
                               "over %d KiB without an element",
                               INTRO_I_XML_GAP >> 10);
    }
    if (gap > INTRO_I_XML_CDATA) {
        return intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, line, 0,
                               "a CDATA section over %d MiB",
                               INTRO_I_XML_CDATA >> 20);
    }
    return INTRO_OK;
}

/* What libxml2 says of the piece; lack of memory it did not tell is told. */
static int parse_piece(xml_reader *r, const char *bytes, size_t length,
                       bool is_last)
{
    const int code = xmlParseChunk(r->parser, bytes, (int)length, is_last);
    name_converter(r);
    if (r->status == INTRO_OK && (lacked_memory || code == XML_ERR_NO_MEMORY)) {
        r->status = intro_i_fail_memory(r->ctx);
    }
    return code;
}

static intro_status push(xml_reader *r, const char *bytes, size_t length)
{
    r->fed += length;
    (void)parse_piece(r, bytes, length, false);
    if (r->status == INTRO_OK) {
        r->status = check_gap(r);
    }
    return r->status;
}

/* All of the source through the parser. */
static intro_status push_all(xml_reader *r, intro_i_source *source,
                             size_t slice)
{
    uint64_t next_report = PROGRESS_STEP;
    for (;;) {
        const uint8_t *bytes;
        size_t length;
        INTRO_TRY(intro_i_source_next(r->ctx, source, &bytes, &length));
        if (length == 0) {
            return INTRO_OK;
        }
        for (size_t at = 0; at < length; at += slice) {
            const size_t part = length - at < slice ? length - at : slice;
            INTRO_TRY(push(r, (const char *)bytes + at, part));
        }
        if (r->fed >= next_report) {
            next_report = r->fed + PROGRESS_STEP;
            INTRO_TRY(intro_i_progress(r->ctx, "reading", "bytes",
                                       intro_i_source_position(source),
                                       intro_i_source_total(source)));
        }
    }
}

/* Tells the parser that this was all, and believes nobody's success alone. */
static intro_status finish(xml_reader *r)
{
    r->is_ending = true;
    const int code = parse_piece(r, NULL, 0, true);
    if (r->status != INTRO_OK) {
        return r->status;
    }
    if (r->depth > 0 || !r->has_root) {
        return fail_truncated(r, current_line(r));
    }
    if ((code != XML_ERR_OK && !is_tolerated(code)) || !r->parser->wellFormed ||
        r->parser->disableSAX) {
        return intro_i_fail_at(r->ctx, INTRO_EFORMAT, r->file, 0, 0,
                               "not well-formed XML (code %d)", code);
    }
    return INTRO_OK;
}

static intro_status parse(xml_reader *r, intro_i_source *source, size_t slice)
{
    xmlSAXHandler sax = make_handler();
    lacked_memory = false;
    r->spare_name = duplicate("");
    if (r->spare_name == NULL) {
        return intro_i_fail_memory(r->ctx);
    }
    r->parser = xmlCreatePushParserCtxt(&sax, r, NULL, 0, NULL);
    if (r->parser == NULL) {
        return intro_i_fail_memory(r->ctx);
    }
    if (xmlCtxtUseOptions(r->parser, XML_PARSE_NONET | XML_PARSE_NOENT) != 0) {
        return intro_i_fail(r->ctx, INTRO_EBUG,
                            "the XML reader refused its "
                            "options");
    }
    INTRO_TRY(push_all(r, source, slice));
    return finish(r);
}

intro_status intro_i_xml_read(intro_ctx *ctx, intro_i_source *source,
                              size_t slice, const intro_i_xml_handler *handler)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, init_library);
    xml_reader *const r = intro_i_alloc_zero(1, sizeof *r);
    if (r == NULL) {
        return intro_i_fail_memory(ctx);
    }
    r->ctx = ctx;
    r->file = intro_i_source_name(source);
    r->handler = handler;
    /* Some errors reach only these, which libxml2 keeps per thread; what the
     * caller's own code had set there is put back. */
    const xmlGenericErrorFunc generic = xmlGenericError;
    void *const generic_user = xmlGenericErrorContext;
    const xmlStructuredErrorFunc structured = xmlStructuredError;
    void *const structured_user = xmlStructuredErrorContext;
    xmlSetGenericErrorFunc(NULL, drop_message);
    xmlSetStructuredErrorFunc(r, take_error);
    intro_status rc = intro_i_xml_check_encoding(ctx, source);
    if (rc == INTRO_OK) {
        rc = parse(r, source, slice);
    }
    if (r->parser != NULL) {
        /* An entity declaration makes a document that nobody asked for. */
        xmlFreeDoc(r->parser->myDoc);
        r->parser->myDoc = NULL;
        xmlFreeParserCtxt(r->parser);
    }
    /* It quotes the file, and would be kept until the next one. */
    xmlResetLastError();
    xmlSetStructuredErrorFunc(structured_user, structured);
    xmlSetGenericErrorFunc(generic_user, generic);
    intro_i_free(r->spare_name);
    intro_i_free(r);
    return rc;
}
