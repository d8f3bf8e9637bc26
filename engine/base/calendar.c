/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Day numbers by eras of 400 years that begin in March, so that the leap day
 * comes last (Hinnant, "chrono-compatible low-level date algorithms").
 *
 * Every date form is a short string over a small scanner, so a form is one line
 * of a table and no form has a parser of its own. */
#include "base/calendar.h"

#include <stdio.h>

enum { DAYS_PER_ERA = 146097, MINUTES_PER_DAY = 1440 };

/* A pattern, one letter an item:
 *   Y four-digit year   y two or four digits   M month   N name of a month
 *   D day   P two digits follow (checked, nothing taken)   W weekday
 *   T hh:mm[:ss[.f]] with or without AM/PM   S the same with seconds
 *   Z a zone name   O an offset or Z, or nothing   . at least one blank
 *   , an optional comma   ? the rest may be absent   others: themselves */
static const struct {
    const char *pattern;
    const char *name;
} forms[INTRO_I_DATE_FORMS] = {
    [INTRO_I_DATE_D_MON_YEAR] = {"D.N.Y", "DD Mon YYYY"},
    [INTRO_I_DATE_D_MON_YY] = {"D-N-y", "D-Mon-YY"},
    [INTRO_I_DATE_MDY] = {"M/D/y?,.T", "M/D/YY, h:mm AM"},
    [INTRO_I_DATE_MDY_PADDED] = {"PM/PD/y?,.PT", "MM/DD/YY, hh:mm AM"},
    [INTRO_I_DATE_YMD_SLASH] = {"Y/M/D?.S?.Z", "YYYY/MM/DD hh:mm:ss UTC"},
    [INTRO_I_DATE_YMD_TIME] = {"Y-M-D.S?.Z", "YYYY-MM-DD hh:mm:ss UTC"},
    [INTRO_I_DATE_JAVA] = {"W.N.D.S.Z.Y", "Www Mon DD hh:mm:ss UTC YYYY"},
    [INTRO_I_DATE_ISO] = {"Y-PM-PD?tTO", "YYYY-MM-DD"},
    [INTRO_I_DATE_MON_D_TIME] = {"N.D,.Y,.T", "Mon DD YYYY h:mm AM"},
    [INTRO_I_DATE_MON_D_YEAR] = {"N.D,.Y", "Mon DD YYYY"},
    [INTRO_I_DATE_MON_YEAR] = {"N.Y", "Mon YYYY"},
    [INTRO_I_DATE_YEAR] = {"Y", "YYYY"},
};

typedef struct scanner {
    const char *at;
    const char *end;
    int32_t pivot_year;
    int32_t year;
    int32_t month;
    int32_t day;
    int32_t minute; /* of the day */
    int32_t offset; /* minutes east of UTC */
} scanner;

/* Bytes of the blank at p: space, tab, U+00A0 or U+202F; 0 for others. */
static size_t measure_blank(const char *p, const char *end)
{
    if (p < end && (*p == ' ' || (*p >= '\t' && *p <= '\r'))) {
        return 1;
    }
    if (end - p >= 2 && p[0] == '\xC2' && p[1] == '\xA0') {
        return 2;
    }
    if (end - p >= 3 && p[0] == '\xE2' && p[1] == '\x80' && p[2] == '\xAF') {
        return 3;
    }
    return 0;
}

static size_t skip_blanks(scanner *scan)
{
    const char *const from = scan->at;
    for (size_t step = measure_blank(scan->at, scan->end); step != 0;
         step = measure_blank(scan->at, scan->end)) {
        scan->at += step;
    }
    return (size_t)(scan->at - from);
}

/* Between least and most digits, no further one. */
static bool take_number(scanner *scan, int least, int most, int32_t *out)
{
    int32_t value = 0;
    int count = 0;
    while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9') {
        if (++count > most) {
            return false;
        }
        value = value * 10 + (*scan->at++ - '0');
    }
    *out = value;
    return count >= least;
}

/* wanted: a sign, or a lower-case letter for both cases of it. */
static bool take_char(scanner *scan, char wanted)
{
    const bool is_letter = wanted >= 'a' && wanted <= 'z';
    if (scan->at == scan->end ||
        (is_letter ? *scan->at | 0x20 : *scan->at) != wanted) {
        return false;
    }
    scan->at++;
    return true;
}

static size_t measure_letters(const scanner *scan)
{
    const char *p = scan->at;
    while (p < scan->end && (*p | 0x20) >= 'a' && (*p | 0x20) <= 'z') {
        p++;
    }
    return (size_t)(p - scan->at);
}

/* The number of the name, from 1, that the word at the scanner is: its first
 * three letters, "Sept", or all of it. 0 for none. */
static int32_t take_name(scanner *scan, const char *const *names, int32_t count)
{
    const size_t letters = measure_letters(scan);
    for (int32_t n = 0; n < count; n++) {
        size_t i = 0;
        while (i < letters && names[n][i] != '\0' &&
               (scan->at[i] | 0x20) == names[n][i]) {
            i++;
        }
        if (i == letters && (i == 3 || (i > 3 && names[n][i] == '\0') ||
                             (i == 4 && names[n][0] == 's'))) {
            scan->at += letters;
            return n + 1;
        }
    }
    return 0;
}

static bool take_month_name(scanner *scan)
{
    static const char *const names[] = {
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december",
    };
    scan->month = take_name(scan, names, 12);
    return scan->month != 0;
}

static bool take_weekday(scanner *scan)
{
    static const char *const names[] = {
        "monday", "tuesday",  "wednesday", "thursday",
        "friday", "saturday", "sunday",
    };
    return take_name(scan, names, 7) != 0;
}

static bool take_short_year(scanner *scan)
{
    const char *const from = scan->at;
    if (!take_number(scan, 2, 4, &scan->year)) {
        return false;
    }
    if (scan->at - from == 2) {
        scan->year += scan->year + 2000 <= scan->pivot_year ? 2000 : 1900;
        return true;
    }
    return scan->at - from == 4;
}

/* AM or PM after a time; true when there is neither. */
static bool take_half(scanner *scan, int32_t *hour)
{
    const char *const from = scan->at;
    (void)skip_blanks(scan);
    const bool is_morning = take_char(scan, 'a');
    /* The letter may begin a zone as well: PDT. */
    if ((!is_morning && !take_char(scan, 'p')) || !take_char(scan, 'm') ||
        measure_letters(scan) != 0) {
        scan->at = from;
        return *hour <= 23;
    }
    if (*hour < 1 || *hour > 12) {
        return false;
    }
    *hour = *hour % 12 + (is_morning ? 0 : 12);
    return true;
}

static bool take_time(scanner *scan, bool needs_seconds)
{
    int32_t hour;
    int32_t minute;
    int32_t second = 0;
    if (!take_number(scan, 1, 2, &hour) || !take_char(scan, ':') ||
        !take_number(scan, 2, 2, &minute)) {
        return false;
    }
    if (scan->at < scan->end && *scan->at == ':') {
        scan->at++;
        if (!take_number(scan, 2, 2, &second)) {
            return false;
        }
        if (scan->at < scan->end && *scan->at == '.') {
            int32_t fraction;
            scan->at++;
            if (!take_number(scan, 1, 9, &fraction)) {
                return false;
            }
        }
    } else if (needs_seconds) {
        return false;
    }
    if (minute > 59 || second > 60 || !take_half(scan, &hour)) {
        return false;
    }
    scan->minute = hour * 60 + minute;
    return true;
}

static bool take_offset(scanner *scan)
{
    if (scan->at == scan->end || take_char(scan, 'z')) {
        return true;
    }
    const bool is_west = *scan->at == '-';
    if (!is_west && *scan->at != '+') {
        return false;
    }
    scan->at++;
    int32_t hours;
    int32_t minutes = 0;
    if (!take_number(scan, 2, 4, &hours)) {
        return false;
    }
    if (scan->at < scan->end && *scan->at == ':') {
        scan->at++;
        if (!take_number(scan, 2, 2, &minutes)) {
            return false;
        }
    } else if (hours > 99) {
        minutes = hours % 100;
        hours /= 100;
    }
    scan->offset = (hours * 60 + minutes) * (is_west ? -1 : 1);
    return hours <= 18 && minutes <= 59;
}

static bool take_zone(scanner *scan)
{
    const size_t letters = measure_letters(scan);
    scan->at += letters;
    return letters >= 2 && letters <= 5;
}

static bool is_two_digits(const scanner *scan)
{
    return scan->end - scan->at >= 2 && scan->at[0] >= '0' &&
           scan->at[0] <= '9' && scan->at[1] >= '0' && scan->at[1] <= '9';
}

static bool take_item(scanner *scan, char item)
{
    switch (item) {
    case 'Y':
        return take_number(scan, 4, 4, &scan->year);
    case 'y':
        return take_short_year(scan);
    case 'M':
        return take_number(scan, 1, 2, &scan->month);
    case 'N':
        return take_month_name(scan);
    case 'D':
        return take_number(scan, 1, 2, &scan->day);
    case 'P':
        return is_two_digits(scan);
    case 'W':
        return take_weekday(scan);
    case 'T':
    case 'S':
        return take_time(scan, item == 'S');
    case 'Z':
        return take_zone(scan);
    case 'O':
        return take_offset(scan);
    case '.':
        return skip_blanks(scan) != 0;
    case ',':
        (void)take_char(scan, ',');
        return true;
    default:
        return take_char(scan, item);
    }
}

/* The scanner over the trimmed text; false when nothing is left. */
static bool begin_scan(scanner *scan, const char *text, size_t length,
                       int32_t pivot_year)
{
    const scanner fresh = {.at = text,
                           .end = text + length,
                           .pivot_year = pivot_year,
                           .month = 1,
                           .day = 1};
    *scan = fresh;
    (void)skip_blanks(scan);
    while (scan->end > scan->at) {
        size_t step = 1;
        while (step <= 3 && (size_t)(scan->end - scan->at) >= step &&
               measure_blank(scan->end - step, scan->end) != step) {
            step++;
        }
        if (step > 3 || (size_t)(scan->end - scan->at) < step) {
            break;
        }
        scan->end -= step;
    }
    return scan->at < scan->end;
}

static bool match(scanner *scan, const char *pattern)
{
    for (; *pattern != '\0'; pattern++) {
        if (*pattern == '?') {
            if (scan->at == scan->end) {
                return true;
            }
        } else if (!take_item(scan, *pattern)) {
            return false;
        }
    }
    return scan->at == scan->end;
}

static int32_t count_days(int32_t year, int32_t month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    const bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && is_leap);
}

/* The day read, moved to UTC. */
static intro_status conclude(const scanner *scan, intro_day *out)
{
    if (!intro_i_civil_is_valid(scan->year, scan->month, scan->day)) {
        return INTRO_EFORMAT;
    }
    const int32_t minute = scan->minute - scan->offset;
    const int32_t shift = (minute >= MINUTES_PER_DAY) - (minute < 0);
    const intro_day day =
        intro_i_day_from_civil(scan->year, scan->month, scan->day) + shift;
    int32_t year;
    intro_i_civil_from_day(day, &year, NULL, NULL);
    if (year < INTRO_I_YEAR_MIN || year > INTRO_I_YEAR_MAX) {
        return INTRO_EFORMAT;
    }
    *out = day;
    return INTRO_OK;
}

intro_day intro_i_day_from_civil(int32_t year, int32_t month, int32_t day)
{
    const int64_t y = (int64_t)year - (month <= 2);
    const int64_t era = (y >= 0 ? y : y - 399) / 400;
    const int64_t year_of_era = y - era * 400;
    const int64_t day_of_year =
        (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (intro_day)(era * DAYS_PER_ERA + day_of_era - 719468);
}

void intro_i_civil_from_day(intro_day day, int32_t *year, int32_t *month,
                            int32_t *day_of_month)
{
    const int64_t z = (int64_t)day + 719468;
    const int64_t era = (z >= 0 ? z : z - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    const int64_t of_era = z - era * DAYS_PER_ERA;
    const int64_t year_of_era =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year =
        of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t shifted = (5 * of_year + 2) / 153;
    const int64_t civil_month = shifted < 10 ? shifted + 3 : shifted - 9;
    if (year != NULL) {
        *year = (int32_t)(year_of_era + era * 400 + (civil_month <= 2));
    }
    if (month != NULL) {
        *month = (int32_t)civil_month;
    }
    if (day_of_month != NULL) {
        *day_of_month = (int32_t)(of_year - (153 * shifted + 2) / 5 + 1);
    }
}

bool intro_i_civil_is_valid(int32_t year, int32_t month, int32_t day)
{
    return year >= INTRO_I_YEAR_MIN && year <= INTRO_I_YEAR_MAX && month >= 1 &&
           month <= 12 && day >= 1 && day <= count_days(year, month);
}

void intro_i_day_format(intro_day day, char out[16])
{
    int32_t year;
    int32_t month;
    int32_t day_of_month;
    if (day == INTRO_NO_DAY) {
        out[0] = '\0';
        return;
    }
    intro_i_civil_from_day(day, &year, &month, &day_of_month);
    (void)snprintf(out, 16, "%04d-%02d-%02d", (int)year, (int)month & 15,
                   (int)day_of_month & 31);
}

const char *intro_i_date_form_name(intro_i_date_form form)
{
    return form < INTRO_I_DATE_FORMS ? forms[form].name : "unknown";
}

intro_status intro_i_date_parse(intro_i_date_form form, const char *text,
                                size_t length, int32_t pivot_year,
                                intro_day *out)
{
    scanner scan;
    if (form >= INTRO_I_DATE_FORMS) {
        return INTRO_EARG;
    }
    if (!begin_scan(&scan, text, length, pivot_year)) {
        return INTRO_ENOTFOUND;
    }
    return match(&scan, forms[form].pattern) ? conclude(&scan, out)
                                             : INTRO_EFORMAT;
}

intro_status intro_i_day_parse_iso(const char *text, size_t length,
                                   intro_day *out)
{
    scanner scan;
    if (!begin_scan(&scan, text, length, INTRO_I_YEAR_MAX)) {
        return INTRO_ENOTFOUND;
    }
    return match(&scan, "Y-PM-PD") ? conclude(&scan, out) : INTRO_EFORMAT;
}

intro_status intro_i_period_parse(const char *text, size_t length,
                                  int32_t pivot_year, intro_day *first,
                                  intro_day *last)
{
    static const char *const months[] = {"N.Y", "N,.Y", "Y-PM"};
    scanner scan;
    intro_day day;
    if (!begin_scan(&scan, text, length, pivot_year)) {
        return INTRO_ENOTFOUND;
    }
    if (match(&scan, "Y")) {
        INTRO_TRY(conclude(&scan, &day));
        *first = day;
        *last = intro_i_day_from_civil(scan.year, 12, 31);
        return INTRO_OK;
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(months); i++) {
        (void)begin_scan(&scan, text, length, pivot_year);
        if (match(&scan, months[i])) {
            INTRO_TRY(conclude(&scan, &day));
            *first = day;
            *last = day + count_days(scan.year, scan.month) - 1;
            return INTRO_OK;
        }
    }
    intro_i_date_chooser chooser;
    intro_i_date_chooser_init(&chooser, pivot_year);
    INTRO_TRY(intro_i_date_chooser_parse(&chooser, text, length, &day));
    *first = day;
    *last = day;
    return INTRO_OK;
}

void intro_i_date_chooser_init(intro_i_date_chooser *chooser,
                               int32_t pivot_year)
{
    chooser->form = INTRO_I_DATE_FORMS;
    chooser->pivot_year = pivot_year;
}

bool intro_i_date_chooser_offer(intro_i_date_chooser *chooser, const char *text,
                                size_t length)
{
    intro_day day;
    for (int form = 0;
         chooser->form == INTRO_I_DATE_FORMS && form < INTRO_I_DATE_FORMS;
         form++) {
        if (intro_i_date_parse((intro_i_date_form)form, text, length,
                               chooser->pivot_year, &day) == INTRO_OK) {
            chooser->form = (intro_i_date_form)form;
        }
    }
    return chooser->form != INTRO_I_DATE_FORMS;
}

intro_status intro_i_date_chooser_parse(intro_i_date_chooser *chooser,
                                        const char *text, size_t length,
                                        intro_day *out)
{
    scanner scan;
    if (!begin_scan(&scan, text, length, chooser->pivot_year)) {
        return INTRO_ENOTFOUND;
    }
    if (!intro_i_date_chooser_offer(chooser, text, length)) {
        return INTRO_EFORMAT;
    }
    return intro_i_date_parse(chooser->form, text, length, chooser->pivot_year,
                              out);
}
