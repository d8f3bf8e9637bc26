/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/charts.h"

#include "report/labels.h"

#include <math.h>

#define TEXT_SIZE 12.5 /* as in page.css */

/* Units of a chart. */
enum {
    WIDTH = 360,
    ROW = 36, /* of bars: the label and the bar under it */
    BAR_TOP = 17,
    BAR_HEIGHT = 10,
    LEGEND = 24,
    LABEL_COLUMNS = 44,
    CURVE_HEIGHT = 190,
    CURVE_LEFT = 46,
    CURVE_RIGHT = 330,
    CURVE_TOP = 14,
    CURVE_BOTTOM = 164
};

/* The head of an image; its description follows and </desc>. */
static void open_image(intro_i_html *html, const intro_i_chart *chart,
                       double height)
{
    intro_i_html_format(html,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                        "class=\"chart\" role=\"img\" aria-labelledby=\"%s-t "
                        "%s-d\" viewBox=\"0 0 %d ",
                        chart->id, chart->id, WIDTH);
    intro_i_html_place(html, height);
    intro_i_html_format(html,
                        "\">\n<title id=\"%s-t\">%s</title><desc id=\"%s-d\">",
                        chart->id, chart->title, chart->id);
}

static void put_rect(intro_i_html *html, const char *kind, double x, double y,
                     double width, double height)
{
    intro_i_html_format(html, "<rect class=\"%s\"", kind);
    intro_i_html_place_as(html, "x", x);
    intro_i_html_place_as(html, "y", y);
    intro_i_html_place_as(html, "width", width);
    intro_i_html_place_as(html, "height", height);
    intro_i_html_put(html, " rx=\"1.5\"/>");
}

/* A diamond across the bar whose top is y. */
static void put_mark(intro_i_html *html, double x, double y)
{
    const double middle = y + BAR_HEIGHT / 2.0;
    intro_i_html_put(html, "<path class=\"mean\" d=\"M");
    intro_i_html_place(html, x);
    intro_i_html_put(html, " ");
    intro_i_html_place(html, middle - 8);
    intro_i_html_put(html, "l5.5 8l-5.5 8l-5.5-8z\"/>");
}

static void open_text(intro_i_html *html, const char *kind, double x, double y)
{
    intro_i_html_put(html, "<text");
    if (kind[0] != '\0') {
        intro_i_html_format(html, " class=\"%s\"", kind);
    }
    intro_i_html_place_as(html, "x", x);
    intro_i_html_place_as(html, "y", y);
    intro_i_html_put(html, ">");
}

static void put_legend(intro_i_html *html, const char *mark)
{
    put_rect(html, "bar", 0, 4, 16, BAR_HEIGHT);
    open_text(html, "s", 22, 13);
    intro_i_html_put(html, "your contacts</text>");
    put_mark(html, 124, 4);
    open_text(html, "s", 134, 13);
    intro_i_html_format(html, "%s</text>\n", mark);
}

/* Within the bar's width, so that a mark at its end is seen whole. */
static double along(double share, double greatest)
{
    const double at = greatest > 0 ? share / greatest : 0;
    return 4 + (at < 0 ? 0 : at > 1 ? 1 : at) * (WIDTH - 10);
}

static double greatest_of(const intro_i_bar *bars, size_t count)
{
    double greatest = 0;
    for (size_t i = 0; i < count; i++) {
        greatest = bars[i].share > greatest ? bars[i].share : greatest;
        greatest = bars[i].mean > greatest ? bars[i].mean : greatest;
    }
    return greatest;
}

/* Of "380,629 . 100%" and a gap before it. */
static double number_width(uint64_t count)
{
    double digits = 8;
    for (uint64_t rest = count; rest >= 10; rest /= 10) {
        digits += 1.3;
    }
    return digits * 0.64 * TEXT_SIZE;
}

static void put_cut(intro_i_html *html, const char *text, double room)
{
    intro_i_html_cut(
        html, text,
        intro_i_label_columns(text, TEXT_SIZE, room, LABEL_COLUMNS));
}

/* Of two names each has half the room, and what the other leaves. */
static void put_label(intro_i_html *html, const intro_i_bar *bar)
{
    static const char dash[] = " \xE2\x80\x93 ";
    double room = WIDTH - number_width(bar->count);
    if (bar->other == NULL) {
        put_cut(html, bar->label, room);
        return;
    }
    room -= intro_i_label_width(dash, TEXT_SIZE);
    const double first = intro_i_label_width(bar->label, TEXT_SIZE);
    const double second = intro_i_label_width(bar->other, TEXT_SIZE);
    put_cut(html, bar->label, fmax(room / 2, room - second));
    intro_i_html_put(html, dash);
    put_cut(html, bar->other, fmax(room / 2, room - first));
}

static void put_bar(intro_i_html *html, const intro_i_bar *bar, double top,
                    double greatest)
{
    open_text(html, "", 0, top + 12);
    put_label(html, bar);
    intro_i_html_put(html, "</text>");
    open_text(html, "n", WIDTH, top + 12);
    intro_i_html_count(html, bar->count);
    intro_i_html_put(html, " \xC2\xB7 ");
    intro_i_html_percent(html, bar->share);
    intro_i_html_put(html, "</text>");
    put_rect(html, "slot", 0, top + BAR_TOP, WIDTH, BAR_HEIGHT);
    if (bar->share > 0) {
        put_rect(html, "bar", 0, top + BAR_TOP, along(bar->share, greatest),
                 BAR_HEIGHT);
    }
    if (!isnan(bar->mean)) {
        put_mark(html, along(bar->mean, greatest), top + BAR_TOP);
    }
    intro_i_html_put(html, "\n");
}

void intro_i_chart_bars(intro_i_html *html, const intro_i_chart *chart,
                        const intro_i_bar *bars, size_t count, const char *mark)
{
    const double greatest = greatest_of(bars, count);
    const double top = mark == NULL ? 0 : LEGEND;
    open_image(html, chart, top + (double)(count * ROW));
    intro_i_html_put(html, "Bars: ");
    intro_i_html_things(html, count, "row", "rows");
    intro_i_html_put(html, "; the first is ");
    intro_i_html_cut(html, bars[0].label, LABEL_COLUMNS);
    if (bars[0].other != NULL) {
        intro_i_html_put(html, " and ");
        intro_i_html_cut(html, bars[0].other, LABEL_COLUMNS);
    }
    intro_i_html_put(html, ", ");
    intro_i_html_count(html, bars[0].count);
    intro_i_html_put(html, " or ");
    intro_i_html_percent(html, bars[0].share);
    if (mark != NULL && !isnan(bars[0].mean)) {
        intro_i_html_format(html, "; %s ", mark);
        intro_i_html_percent(html, bars[0].mean);
    }
    intro_i_html_put(html, ".</desc>\n");
    if (mark != NULL) {
        put_legend(html, mark);
    }
    for (size_t i = 0; i < count; i++) {
        put_bar(html, &bars[i], top + (double)(i * ROW), greatest);
    }
    intro_i_html_put(html, "</svg>\n");
}

void intro_i_chart_split(intro_i_html *html, const intro_i_chart *chart,
                         const intro_i_split *split)
{
    const uint64_t whole = split->first_count + split->second_count;
    const double share =
        whole == 0 ? 0 : (double)split->first_count / (double)whole;
    open_image(html, chart, 44);
    intro_i_html_format(html, "One bar: %s ", split->first);
    intro_i_html_count(html, split->first_count);
    intro_i_html_format(html, ", %s ", split->second);
    intro_i_html_count(html, split->second_count);
    intro_i_html_put(html, ".</desc>\n");
    open_text(html, "", 0, 15);
    intro_i_html_format(html, "%s ", split->first);
    intro_i_html_count(html, split->first_count);
    intro_i_html_put(html, "</text>");
    open_text(html, "n", WIDTH, 15);
    intro_i_html_format(html, "%s ", split->second);
    intro_i_html_count(html, split->second_count);
    intro_i_html_put(html, "</text>\n");
    put_rect(html, "pale", 0.5, 24.5, WIDTH - 1, 16);
    if (share > 0) {
        put_rect(html, "bar", 0, 24, share * WIDTH, 17);
    }
    intro_i_html_put(html, "</svg>\n");
}

/* --- curves --------------------------------------------------------------- */

/* A round step of which at most four reach the value. */
static double nice_step(double greatest)
{
    double step = 1;
    while (step * 4 < greatest) {
        const double digit = step;
        step *= 2;
        if (step * 4 >= greatest) {
            break;
        }
        step = digit * 5;
        if (step * 4 >= greatest) {
            break;
        }
        step = digit * 10;
    }
    return step;
}

typedef struct scale {
    int first;
    int last;
    double top; /* value at CURVE_TOP */
} scale;

static double x_of(const scale *s, int year)
{
    return CURVE_LEFT + (double)(year - s->first) /
                            (double)(s->last - s->first) *
                            (CURVE_RIGHT - CURVE_LEFT);
}

static double y_of(const scale *s, double value)
{
    return CURVE_BOTTOM - value / s->top * (CURVE_BOTTOM - CURVE_TOP);
}

static void put_levels(intro_i_html *html, const scale *s, double step)
{
    for (int i = 0; i <= 4 && i * step <= s->top; i++) {
        const double y = y_of(s, i * step);
        intro_i_html_put(html, "<path class=\"axis\" d=\"M");
        intro_i_html_place(html, CURVE_LEFT);
        intro_i_html_put(html, " ");
        intro_i_html_place(html, y);
        intro_i_html_format(html, "H%d\"/>", CURVE_RIGHT);
        open_text(html, "s n", CURVE_LEFT - 6, y + 4);
        intro_i_html_real(html, i * step, 0);
        intro_i_html_put(html, "</text>\n");
    }
}

/* The first and the last year, and some between that leave room. */
static void put_years(intro_i_html *html, const scale *s)
{
    const int span = s->last - s->first;
    const int step = (span + 5) / 6;
    for (int year = s->first; year <= s->last; year += step) {
        if (year != s->last && s->last - year < step) {
            year = s->last;
        }
        open_text(html, "s m", x_of(s, year), CURVE_BOTTOM + 18);
        intro_i_html_format(html, "%d</text>", year);
    }
    intro_i_html_put(html, "\n");
}

static void put_line(intro_i_html *html, const scale *s,
                     const intro_i_point *points, size_t count)
{
    bool is_drawing = false;
    intro_i_html_put(html, "<path class=\"curve\" d=\"");
    for (size_t i = 0; i < count; i++) {
        if (isnan(points[i].value)) {
            is_drawing = false;
            continue;
        }
        intro_i_html_put(html, is_drawing ? "L" : "M");
        intro_i_html_place(html, x_of(s, points[i].year));
        intro_i_html_put(html, " ");
        intro_i_html_place(html, y_of(s, points[i].value));
        is_drawing = true;
    }
    intro_i_html_put(html, "\"/>\n");
    for (size_t i = 0; i < count; i++) {
        if (!isnan(points[i].value)) {
            intro_i_html_put(html, "<circle class=\"dot\"");
            intro_i_html_place_as(html, "cx", x_of(s, points[i].year));
            intro_i_html_place_as(html, "cy", y_of(s, points[i].value));
            intro_i_html_put(html, " r=\"3\"/>");
        }
    }
    intro_i_html_put(html, "\n");
}

void intro_i_chart_curve(intro_i_html *html, const intro_i_chart *chart,
                         const intro_i_point *points, size_t count,
                         unsigned decimals)
{
    double greatest = 0;
    size_t last = 0; /* the last point with a value */
    for (size_t i = 0; i < count; i++) {
        if (!isnan(points[i].value)) {
            greatest = points[i].value > greatest ? points[i].value : greatest;
            last = i;
        }
    }
    const double step = nice_step(greatest);
    const scale s = {points[0].year, points[count - 1].year,
                     step * (greatest > step ? ceil(greatest / step) : 1)};
    open_image(html, chart, CURVE_HEIGHT);
    intro_i_html_format(html, "Curve from %d to %d, ending at ", s.first,
                        points[last].year);
    intro_i_html_real(html, points[last].value, decimals);
    intro_i_html_put(html, ".</desc>\n");
    put_levels(html, &s, step);
    put_years(html, &s);
    put_line(html, &s, points, count);
    const double y = y_of(&s, points[last].value);
    open_text(html, "n", WIDTH, y < CURVE_TOP + 12 ? y + 18 : y - 8);
    intro_i_html_real(html, points[last].value, decimals);
    intro_i_html_put(html, "</text>\n</svg>\n");
}
