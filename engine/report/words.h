/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strengths, warmth and evidence in words. */
#ifndef INTRO_REPORT_WORDS_H
#define INTRO_REPORT_WORDS_H

#include "base/strbuf.h"

#include <introfind/graph.h>
#include <introfind/paths.h>

/* A strength: "strong" from 0.5 (more likely than not to be passed on), "fair"
 * from 0.2, "weak" below. */
const char *intro_i_strength_word(double strength);
/* A chain's warmth: "hot" from 0.5, "warm" from 0.2, "lukewarm" from 0.05,
 * "cool" from 0.01, "cold" below. */
const char *intro_i_warmth_word(double warmth);

/* Two people as they are called in a sentence: names escaped already, or "you". */
typedef struct intro_i_pair_words {
    const char *a;
    const char *b;
} intro_i_pair_words;

/* "12 messages each way, the last 2026-03; Bo recommended you; both at Acme
 * 2015-2019; connected since 2019-02": what says most first. Failures stay in
 * buf. */
void intro_i_evidence_words(intro_i_strbuf *buf, const intro_evidence *evidence,
                            size_t count, const intro_i_pair_words *who);

/* "unknown person", "hop limit", ...; NULL for INTRO_FOUND. */
const char *intro_i_reason_name(intro_no_path reason);
/* "warmth", "weakest-link", "hops" */
const char *intro_i_order_name(intro_chain_order order);
/* "a>b", "b>a", "both"; NULL for INTRO_DIR_NONE. */
const char *intro_i_direction_name(intro_direction direction);

#endif
