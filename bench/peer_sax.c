/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "peer_sax.h"

#include <libxml/parser.h>
#include <string.h>

static void count_element(void *user, const xmlChar *name,
                          const xmlChar *prefix, const xmlChar *uri,
                          int namespaces, const xmlChar **declared,
                          int attributes, int defaulted, const xmlChar **values)
{
    (void)name;
    (void)prefix;
    (void)uri;
    (void)namespaces;
    (void)declared;
    (void)attributes;
    (void)defaulted;
    (void)values;
    ((peer_sax_counts *)user)->elements++;
}

static void skip_end(void *user, const xmlChar *name, const xmlChar *prefix,
                     const xmlChar *uri)
{
    (void)user;
    (void)name;
    (void)prefix;
    (void)uri;
}

static void count_characters(void *user, const xmlChar *text, int length)
{
    (void)text;
    ((peer_sax_counts *)user)->characters += (uint64_t)length;
}

/* Blocks of 64 KiB through the push parser, as a reader of plain and
 * compressed files does it. */
bool peer_sax_read(const char *file, peer_sax_counts *counts)
{
    static char block[65536];
    xmlSAXHandler handlers;
    memset(&handlers, 0, sizeof handlers);
    handlers.initialized = XML_SAX2_MAGIC;
    handlers.startElementNs = count_element;
    handlers.endElementNs = skip_end;
    handlers.characters = count_characters;
    handlers.ignorableWhitespace = count_characters;
    memset(counts, 0, sizeof *counts);
    FILE *const in = fopen(file, "rb");
    if (in == NULL) {
        return false;
    }
    xmlParserCtxtPtr const parser =
        xmlCreatePushParserCtxt(&handlers, counts, NULL, 0, NULL);
    bool good = parser != NULL;
    if (good) {
        xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_HUGE);
    }
    while (good) {
        const size_t n = fread(block, 1, sizeof block, in);
        if (xmlParseChunk(parser, block, (int)n, n == 0) != 0) {
            good = false;
        }
        if (n == 0) {
            break;
        }
    }
    if (parser != NULL) {
        xmlFreeParserCtxt(parser);
    }
    fclose(in);
    return good;
}
