/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/words.h"

#include "base/calendar.h"
#include "report/numbers.h"
#include "report/text_writer.h"

#include <string.h>

const char *intro_i_strength_word(double strength)
{
    return strength >= 0.5 ? "strong" : strength >= 0.2 ? "fair" : "weak";
}

const char *intro_i_warmth_word(double warmth)
{
    return warmth >= 0.5    ? "hot"
           : warmth >= 0.2  ? "warm"
           : warmth >= 0.05 ? "lukewarm"
           : warmth >= 0.01 ? "cool"
                            : "cold";
}

const char *intro_i_reason_name(intro_no_path reason)
{
    static const char *const names[] = {
        [INTRO_FOUND] = NULL,
        [INTRO_NO_OTHER_COMPONENT] = "other component",
        [INTRO_NO_HOP_LIMIT] = "hop limit",
        [INTRO_NO_MIN_STRENGTH] = "minimum strength",
        [INTRO_NO_AVOID] = "avoid",
        [INTRO_NO_INFERRED_ONLY] = "inferred ties only",
        [INTRO_NO_UNKNOWN_PERSON] = "unknown person",
        [INTRO_NO_AMBIGUOUS_PERSON] = "ambiguous person"};
    return names[reason];
}

const char *intro_i_order_name(intro_chain_order order)
{
    static const char *const names[] = {[INTRO_ORDER_WARMTH] = "warmth",
                                        [INTRO_ORDER_WEAKEST_LINK] =
                                            "weakest-link",
                                        [INTRO_ORDER_HOPS] = "hops"};
    return names[order];
}

const char *intro_i_direction_name(intro_direction direction)
{
    static const char *const names[] = {[INTRO_DIR_NONE] = NULL,
                                        [INTRO_DIR_AB] = "a>b",
                                        [INTRO_DIR_BA] = "b>a",
                                        [INTRO_DIR_BOTH] = "both"};
    return names[direction];
}

/* --- evidence ------------------------------------------------------------------ */

static void put_month(intro_i_strbuf *buf, intro_day day)
{
    char text[16];
    intro_i_day_format(day, text);
    intro_i_strbuf_append(buf, text, strlen(text) < 3 ? 0 : strlen(text) - 3);
}

static void put_last(intro_i_strbuf *buf, const intro_evidence *e,
                     uint64_t items)
{
    if (e->last != INTRO_NO_DAY) {
        intro_i_strbuf_puts(buf, items == 1 ? ", in " : ", the last ");
        put_month(buf, e->last);
    }
}

/* "you recommended Bo", "Bo recommended you", "you and Bo ... each other" */
static void put_deed(intro_i_strbuf *buf, const intro_evidence *e,
                     const intro_i_pair_words *who, const char *deed)
{
    const bool is_back = e->direction == INTRO_DIR_BA;
    intro_i_strbuf_puts(buf, is_back ? who->b : who->a);
    if (e->direction == INTRO_DIR_BOTH) {
        intro_i_strbuf_puts(buf, " and ");
        intro_i_strbuf_puts(buf, who->b);
    }
    intro_i_strbuf_putc(buf, ' ');
    intro_i_strbuf_puts(buf, deed);
    intro_i_strbuf_putc(buf, ' ');
    intro_i_strbuf_puts(buf, e->direction == INTRO_DIR_BOTH ? "each other"
                             : is_back                      ? who->a
                                                            : who->b);
}

static void put_messages(intro_i_strbuf *buf, const intro_evidence *e,
                         const intro_i_pair_words *who)
{
    const uint64_t all = (uint64_t)e->count_ab + e->count_ba;
    if (e->kind == INTRO_EV_MESSAGES_ONE_WAY) {
        intro_i_text_count(buf, all, "message", "messages");
        intro_i_strbuf_puts(buf, ", only from ");
        intro_i_strbuf_puts(buf,
                            e->direction == INTRO_DIR_BA ? who->b : who->a);
        put_last(buf, e, all);
    } else if (e->count_ab == e->count_ba) {
        intro_i_text_count(buf, e->count_ab, "message", "messages");
        intro_i_strbuf_puts(buf, " each way");
        put_last(buf, e, all);
    } else {
        intro_i_text_count(buf, e->count_ab, "message", "messages");
        intro_i_strbuf_puts(buf, " from ");
        intro_i_strbuf_puts(buf, who->a);
        intro_i_strbuf_printf(buf, " and %lu from ",
                              (unsigned long)e->count_ba);
        intro_i_strbuf_puts(buf, who->b);
        put_last(buf, e, all);
    }
}

static void put_employer(intro_i_strbuf *buf, const intro_evidence *e)
{
    intro_i_strbuf_puts(buf, "both at ");
    if (e->label[0] == '\0') {
        intro_i_strbuf_puts(buf, "one employer");
    } else {
        intro_i_text_stranger(buf, e->label);
    }
}

static void put_years(intro_i_strbuf *buf, const intro_evidence *e)
{
    int32_t first = 0;
    int32_t last = 0;
    if (e->first != INTRO_NO_DAY) {
        intro_i_civil_from_day(e->first, &first, NULL, NULL);
    }
    if (e->last != INTRO_NO_DAY) {
        intro_i_civil_from_day(e->last, &last, NULL, NULL);
    }
    if (first != 0 && last != 0 && first != last) {
        intro_i_strbuf_printf(buf, " %d-%d", (int)first, (int)last);
    } else if (first != 0 && last != 0) {
        intro_i_strbuf_printf(buf, " in %d", (int)first);
    } else if (first != 0) {
        intro_i_strbuf_printf(buf, " since %d", (int)first);
    } else if (last != 0) {
        intro_i_strbuf_printf(buf, " until %d", (int)last);
    }
}

static void put_number(intro_i_strbuf *buf, const char *words, double value)
{
    char text[32];
    intro_i_format_short(value, text);
    intro_i_strbuf_puts(buf, words);
    intro_i_strbuf_puts(buf, text);
}

static void put_one(intro_i_strbuf *buf, const intro_evidence *e,
                    const intro_i_pair_words *who)
{
    switch (e->kind) {
    case INTRO_EV_CONNECTION:
        intro_i_strbuf_puts(buf, "connected");
        if (e->first != INTRO_NO_DAY) {
            intro_i_strbuf_puts(buf, " since ");
            put_month(buf, e->first);
        }
        break;
    case INTRO_EV_MESSAGES_TWO_WAY:
    case INTRO_EV_MESSAGES_ONE_WAY:
        put_messages(buf, e, who);
        break;
    case INTRO_EV_RECOMMENDATION:
        put_deed(buf, e, who, "recommended");
        put_last(buf, e, 1);
        break;
    case INTRO_EV_ENDORSEMENT: {
        const uint64_t skills = (uint64_t)e->count_ab + e->count_ba;
        put_deed(buf, e, who, "endorsed");
        intro_i_strbuf_puts(buf, " for ");
        intro_i_text_count(buf, skills, "skill", "skills");
        put_last(buf, e, skills);
        break;
    }
    case INTRO_EV_INVITATION_NOTE:
        put_deed(buf, e, who, "invited");
        intro_i_strbuf_puts(buf, " with a note");
        put_last(buf, e, 1);
        break;
    case INTRO_EV_COLLEAGUE:
        put_employer(buf, e);
        put_years(buf, e);
        break;
    case INTRO_EV_SAME_EMPLOYER_NOW:
        put_employer(buf, e);
        intro_i_strbuf_puts(buf, " now");
        if (e->people > 2) {
            intro_i_strbuf_printf(buf, ", with %u %s",
                                  (unsigned)(e->people - 2),
                                  e->people == 3 ? "other" : "others");
        }
        break;
    case INTRO_EV_SMALL_THREAD:
        intro_i_strbuf_printf(buf, "in one message thread of %u people",
                              (unsigned)e->people);
        put_last(buf, e, 1);
        break;
    case INTRO_EV_WEIGHT:
        put_number(buf, "the input's weight gives ", e->q);
        break;
    case INTRO_EV_STATED:
    case INTRO_EV_COUNT:
        intro_i_strbuf_puts(buf, "the input states the tie");
        break;
    }
}

void intro_i_evidence_words(intro_i_strbuf *buf, const intro_evidence *evidence,
                            size_t count, const intro_i_pair_words *who)
{
    const size_t start = buf->length;
    /* The connection is the least news: it comes last. */
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < count; i++) {
            if ((evidence[i].kind == INTRO_EV_CONNECTION) != (pass == 1)) {
                continue;
            }
            if (buf->length != start) {
                intro_i_strbuf_puts(buf, "; ");
            }
            put_one(buf, &evidence[i], who);
        }
    }
}
