/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The evidence of one tie as one line of text: the edge attribute
 * `introfind_evidence` of exported GraphML, and back.
 *
 *     text  = entry *(";" entry)
 *     entry = kind ":" item *("," item)
 *     item  = "ab=" number / "ba=" number      items from a to b, from b to a
 *           / "first=" date / "last=" date     YYYY-MM-DD
 *           / "undated=1"                      an item has no date
 *           / "people=" number                 of the thread or employer
 *           / "label=" text                    employer
 *           / "value=" real                    w of weight and stated
 *     kind  = "connection" / "messages_two_way" / ...
 *             (intro_evidence_name(), each kind at most once, in that order)
 *
 * Items come in the order above; one that is 0, absent or "" is left out, `ab`
 * never is. a is the edge's source, b its target. In a label every byte of
 * "%,;:=" and every byte outside 0x20..0x7e is written %XX (two upper-case
 * hexadecimal digits); the bytes are UTF-8, at most 1023 of them (a longer one is
 * cut when written). Example:
 *
 *     connection:ab=1,first=2019-02-21,last=2019-02-21;
 *     messages_two_way:ab=12,ba=15,last=2026-01-05;colleague:ab=1,label=Acme
 *
 * (one line). A tie with this attribute has exactly this evidence: its
 * `strength` attribute is the result, not a weight of the input; a number the
 * input stated is in the entry `weight` or `stated`. */
#ifndef INTRO_GRAPH_EVIDENCE_TEXT_H
#define INTRO_GRAPH_EVIDENCE_TEXT_H

#include "base/strbuf.h"
#include "graph/graph_impl.h"

/* Appends the rows of one tie, by kind. Failures stay in `out`. */
void intro_i_evidence_format(const intro_i_strings *strings,
                             const intro_i_evidence_row *rows, size_t count,
                             intro_i_strbuf *out);

enum { INTRO_I_EVIDENCE_LABEL = 1024 }; /* bytes of a label with its NUL */

/* One parsed entry. */
typedef struct intro_i_evidence_entry {
    intro_i_evidence_row row;           /* row.label is 0 */
    char label[INTRO_I_EVIDENCE_LABEL]; /* UTF-8, decoded; "" none */
} intro_i_evidence_entry;

/* Reads the entry at *text (the rest is `*length` bytes) and moves behind it and
 * its ";". INTRO_ENOTFOUND at the end; INTRO_EFORMAT when the text does not
 * follow the grammar above to the letter (order of items included), a number or
 * date is out of range, or a label is not UTF-8, holds a NUL or is longer than
 * the buffer. Order of kinds is the caller's to check through `previous`:
 * the kind of the entry before, -1 at first. */
INTRO_MUST_USE intro_status intro_i_evidence_parse(const char **text,
                                                   size_t *length, int previous,
                                                   intro_i_evidence_entry *out);

#endif
