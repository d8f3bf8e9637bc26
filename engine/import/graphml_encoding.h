/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the first bytes of an XML file tell better than a parser does: that there
 * are none, and encodings that are refused. */
#ifndef INTRO_IMPORT_GRAPHML_ENCODING_H
#define INTRO_IMPORT_GRAPHML_ENCODING_H

#include "base/source.h"

/* Looks at the buffer of the source without taking from it. INTRO_EFORMAT for a
 * file that is empty or blank as far as the buffer shows, and for UTF-7, UTF-32,
 * UCS-4 and EBCDIC, told by their first bytes or named by the XML declaration. */
INTRO_MUST_USE intro_status intro_i_xml_check_encoding(intro_ctx *ctx,
                                                       intro_i_source *source);

#endif
