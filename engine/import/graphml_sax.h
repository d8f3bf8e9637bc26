/* SPDX-License-Identifier: GPL-2.0-or-later */
/* XML as events: a source in, elements and text out. The one door to the XML
 * library, so that another reader can be put behind the same words.
 *
 * Only plain documents pass. Declarations inside a DOCTYPE (entities, attribute
 * defaults, element models, notations) are refused at the first; a bare DOCTYPE
 * is accepted and never fetched; nothing but the source is ever read. Refused
 * too: XML 1.1, more than 64 graphs in each other or 64 other elements, more than
 * 256 attributes in a tag or namespaces at once, 256 KiB without an element or
 * text, a CDATA section over 9 MiB. Names of an unbound prefix and odd namespace
 * addresses are accepted: real writers emit both. */
#ifndef INTRO_IMPORT_GRAPHML_SAX_H
#define INTRO_IMPORT_GRAPHML_SAX_H

#include "base/common.h"
#include "base/source.h"

enum {
    INTRO_I_XML_DEPTH = 64,  /* of elements, nested graphs apart */
    INTRO_I_XML_GRAPHS = 64, /* <graph> in <node>, in each other */
    INTRO_I_XML_OPEN = INTRO_I_XML_DEPTH + 2 * INTRO_I_XML_GRAPHS,
    INTRO_I_XML_ATTRIBUTES = 256,
    INTRO_I_XML_NAMESPACES = 256, /* of all open elements */
    INTRO_I_XML_GAP = 256 << 10,  /* bytes without an event */
    INTRO_I_XML_CDATA = 9 << 20,  /* the same within a CDATA section */
    INTRO_I_XML_SLICE = 64 << 10  /* bytes handed to the parser at a time */
};

/* Names are local names, NUL-terminated; equal names have equal pointers until
 * the end of the document. Attributes with a prefix are left out. Values are
 * UTF-8 without NUL, valid during the call. */
typedef struct intro_i_xml_attribute {
    const char *name;
    const char *value; /* not NUL-terminated */
    size_t length;
} intro_i_xml_attribute;

typedef struct intro_i_xml_element {
    const char *name;
    const char *space; /* namespace or NULL */
    const intro_i_xml_attribute *attributes;
    size_t count;
    uint64_t line; /* of the end of the tag */
} intro_i_xml_element;

/* What is done with the events. A status other than INTRO_OK ends the reading
 * with it; the callee has set the error. Text may come in any number of pieces,
 * white space between elements included. */
typedef struct intro_i_xml_handler {
    void *user;
    intro_status (*start)(void *user, const intro_i_xml_element *element);
    intro_status (*end)(void *user, uint64_t line);
    intro_status (*text)(void *user, const char *bytes, size_t length);
} intro_i_xml_handler;

/* Read a source to its end. slice: bytes handed to the parser at a time, 1 to
 * INTRO_I_XML_SLICE; it changes nothing but speed. Reports progress in bytes.
 * INTRO_OK only when the document is complete and right. INTRO_EFORMAT with
 * line and column; INTRO_ENOMEM; INTRO_ECANCELLED; what the source or the
 * handler says.
 * Cost: linear in the input; memory: the longest tag. */
INTRO_MUST_USE intro_status
intro_i_xml_read(intro_ctx *ctx, intro_i_source *source, size_t slice,
                 const intro_i_xml_handler *handler);

#endif
