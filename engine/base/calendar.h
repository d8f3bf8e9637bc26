/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Days as numbers and the spellings of dates found in exports.
 *
 * Days count from 1970-01-01 in the proleptic Gregorian calendar. Times of day
 * are checked and dropped; nothing depends on the clock, the time zone or the
 * locale: month names are English. Leaf code without a context; no state. */
#ifndef INTRO_BASE_CALENDAR_H
#define INTRO_BASE_CALENDAR_H

#include "base/common.h"

enum { INTRO_I_YEAR_MIN = 1900, INTRO_I_YEAR_MAX = 9999 };

/* 0001-01-01 and 9999-12-31: what any stored day lies between. Dates that are
 * read lie in the years above. */
#define INTRO_I_DAY_MIN ((intro_day)-719162)
#define INTRO_I_DAY_MAX ((intro_day)2932896)

/* A day that may be stored, or INTRO_NO_DAY. */
static inline bool intro_i_is_day(intro_day day)
{
    return day == INTRO_NO_DAY ||
           (day >= INTRO_I_DAY_MIN && day <= INTRO_I_DAY_MAX);
}

/* The day of a date that exists; months and days from 1. */
intro_day intro_i_day_from_civil(int32_t year, int32_t month, int32_t day);
/* Any pointer may be NULL. */
void intro_i_civil_from_day(intro_day day, int32_t *year, int32_t *month,
                            int32_t *day_of_month);
/* Does the date exist, in the years that are accepted? */
bool intro_i_civil_is_valid(int32_t year, int32_t month, int32_t day);
/* "YYYY-MM-DD"; "" for INTRO_NO_DAY. */
void intro_i_day_format(intro_day day, char out[16]);

/* In the order in which a file's form is looked for. Months have one or two
 * digits, days too; names of months and weekdays any case, short or full. */
typedef enum intro_i_date_form {
    INTRO_I_DATE_D_MON_YEAR, /* 07 Feb 2024 */
    INTRO_I_DATE_D_MON_YY,   /* 4-Apr-21 */
    INTRO_I_DATE_MDY,        /* 9/21/17, 3:45 PM; also without the time */
    INTRO_I_DATE_MDY_PADDED, /* 01/09/13, 02:10 AM; two digits everywhere */
    INTRO_I_DATE_YMD_SLASH,  /* 2023/06/01 14:20:00 UTC */
    INTRO_I_DATE_YMD_TIME,   /* 2024-03-01 10:00:00[ UTC] */
    INTRO_I_DATE_JAVA,       /* Tue Jul 04 08:00:00 UTC 2023 */
    INTRO_I_DATE_ISO,        /* 2024-03-01[T10:00[:00[.000]][Z|+02:00]] */
    INTRO_I_DATE_MON_D_TIME, /* Mar 25 2023 10:15 AM */
    INTRO_I_DATE_MON_D_YEAR, /* Jun 15 2016, Jul 21, 1990 */
    INTRO_I_DATE_MON_YEAR,   /* Jan 2024: the first day */
    INTRO_I_DATE_YEAR,       /* 2019: the first day */
    INTRO_I_DATE_FORMS
} intro_i_date_form;

/* A name for messages, e.g. "DD Mon YYYY"; static. */
const char *intro_i_date_form_name(intro_i_date_form form);

/* Reads a date of one form. White space around it is skipped, U+00A0 and U+202F
 * count as blanks. Of two-digit years those up to pivot_year (that of the
 * export) are in this century, the others in the last. A time with an offset is
 * taken to UTC. INTRO_ENOTFOUND when there is no text, INTRO_EFORMAT when it is
 * not of this form or the date does not exist; *out written on success only. */
INTRO_MUST_USE intro_status intro_i_date_parse(intro_i_date_form form,
                                               const char *text, size_t length,
                                               int32_t pivot_year,
                                               intro_day *out);
/* YYYY-MM-DD and nothing else. */
INTRO_MUST_USE intro_status intro_i_day_parse_iso(const char *text,
                                                  size_t length,
                                                  intro_day *out);
/* First and last day of "2019", "Jan 2024", "2024-01" or of a single date. */
INTRO_MUST_USE intro_status intro_i_period_parse(const char *text,
                                                 size_t length,
                                                 int32_t pivot_year,
                                                 intro_day *first,
                                                 intro_day *last);

/* One form for a column of a file: the first, in the order above, that reads
 * the first value any form reads. */
typedef struct intro_i_date_chooser {
    intro_i_date_form form; /* INTRO_I_DATE_FORMS until chosen */
    int32_t pivot_year;
} intro_i_date_chooser;

void intro_i_date_chooser_init(intro_i_date_chooser *chooser,
                               int32_t pivot_year);
/* Looks at a value; answers whether the form is known now. */
bool intro_i_date_chooser_offer(intro_i_date_chooser *chooser, const char *text,
                                size_t length);
/* Offers, then reads with the form of the file; status as above. */
INTRO_MUST_USE intro_status
intro_i_date_chooser_parse(intro_i_date_chooser *chooser, const char *text,
                           size_t length, intro_day *out);

#endif
