/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The whole file is taken into memory and cut in place: a cell never gets
 * longer when its quotes go, so cells are written over the bytes they came
 * from. The layers below have a streaming reader, which the tool cannot see;
 * target lists are short. */
#include "cli/targets.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/signals.h"
#include "cli/terminal.h"

enum { FILE_MAX = 64 << 20, CELLS_MAX = 64 };

static const char *const column_names[INTRO_I_COLUMN_COUNT] = {
    "who", "company", "industry", "function", "title", "location"};

/* --- the bytes ------------------------------------------------------------ */

static int say_system(const char *file)
{
    intro_i_cli_complain("%s: %s", intro_i_cli_escape(file), strerror(errno));
    return 4;
}

static int read_bytes(const char *file, int fd, char **bytes, size_t *length)
{
    size_t room = 0;
    size_t used = 0;
    char *all = NULL;
    int status = 0;
    for (;;) {
        if (used + 1 >= room) {
            room = room == 0 ? 65536 : 2 * room;
            char *grown = realloc(all, room);
            if (grown == NULL) {
                intro_i_cli_complain("out of memory");
                status = 5;
                break;
            }
            all = grown;
        }
        if (!intro_i_cli_wait_readable(fd)) {
            status = 70;
            break;
        }
        const ssize_t n = read(fd, all + used, room - used - 1);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            status = say_system(file);
            break;
        }
        if (n == 0) {
            break;
        }
        used += (size_t)n;
        if (used > FILE_MAX) {
            intro_i_cli_complain("%s: a list of targets may have 64 MiB",
                                 intro_i_cli_escape(file));
            status = 5;
            break;
        }
    }
    if (status != 0) {
        free(all);
        return status;
    }
    all[used] = '\0';
    *bytes = all;
    *length = used;
    return 0;
}

/* Length of the UTF-8 character at s, 0 when it is not one. NUL and surrogates
 * are none. */
static size_t give_character(const unsigned char *s, size_t left)
{
    static const uint32_t smallest[5] = {0, 1, 0x80, 0x800, 0x10000};
    size_t length = 1;
    uint32_t code = s[0];
    if (code >= 0xF0 && code <= 0xF4) {
        length = 4;
        code &= 0x07;
    } else if (code >= 0xE0 && code < 0xF0) {
        length = 3;
        code &= 0x0F;
    } else if (code >= 0xC0 && code < 0xE0) {
        length = 2;
        code &= 0x1F;
    } else if (code >= 0x80) {
        return 0;
    }
    if (length > left) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((s[i] & 0xC0) != 0x80) {
            return 0;
        }
        code = code << 6 | (s[i] & 0x3FU);
    }
    if (code < smallest[length] || code > 0x10FFFF ||
        (code >= 0xD800 && code <= 0xDFFF)) {
        return 0;
    }
    return length;
}

static int check_text(const char *file, const char *bytes, size_t length)
{
    uint64_t line = 1;
    size_t i = 0;
    while (i < length) {
        const size_t n =
            give_character((const unsigned char *)bytes + i, length - i);
        if (n == 0) {
            intro_i_cli_complain("%s:%llu: not UTF-8 text",
                                 intro_i_cli_escape(file),
                                 (unsigned long long)line);
            return 3;
        }
        line += bytes[i] == '\n' ? 1 : 0;
        i += n;
    }
    return 0;
}

/* --- rows ----------------------------------------------------------------- */

typedef struct reader {
    const char *file;
    char *at;
    char *end;
    uint64_t line;     /* of `at` */
    uint64_t row_line; /* where the row began */
    char *cells[CELLS_MAX];
    size_t cell_count;
} reader;

static int say_row(const reader *r, uint64_t line, const char *what)
{
    intro_i_cli_complain("%s:%llu: %s", intro_i_cli_escape(r->file),
                         (unsigned long long)line, what);
    return 3;
}

/* The text of a quoted cell; r->at stands behind the opening quote. */
static int read_quoted(reader *r, char **out_end)
{
    char *out = r->at;
    for (;;) {
        if (r->at == r->end) {
            return say_row(r, r->row_line, "a quote is never closed");
        }
        if (*r->at == '"') {
            if (r->at + 1 == r->end || r->at[1] != '"') {
                break;
            }
            r->at++;
        }
        r->line += *r->at == '\n' ? 1 : 0;
        *out++ = *r->at++;
    }
    r->at++;
    *out_end = out;
    if (r->at < r->end && strchr(",\r\n", *r->at) == NULL) {
        return say_row(r, r->line, "text follows a closing quote");
    }
    return 0;
}

static void trim(char **start, char *end)
{
    while (*start < end && (**start == ' ' || **start == '\t')) {
        (*start)++;
    }
    while (end > *start && (end[-1] == ' ' || end[-1] == '\t')) {
        end--;
    }
    *end = '\0';
}

/* One cell and what ends it. @return 0 or 3 */
static int read_cell(reader *r, bool *is_last)
{
    int status = 0;
    char *start = r->at;
    char *end = r->at;
    if (r->at < r->end && *r->at == '"') {
        start = ++r->at;
        status = read_quoted(r, &end);
    } else {
        r->at += strcspn(r->at, ",\r\n");
        end = r->at;
    }
    if (status != 0) {
        return status;
    }
    if (r->cell_count == CELLS_MAX) {
        return say_row(r, r->row_line, "a row has more than 64 cells");
    }
    const char stop = r->at < r->end ? *r->at : '\n';
    *is_last = stop != ',';
    if (r->at < r->end) {
        r->at++;
        if (stop == '\r' && r->at < r->end && *r->at == '\n') {
            r->at++;
        }
    }
    r->line += *is_last ? 1 : 0;
    trim(&start, end);
    r->cells[r->cell_count++] = start;
    return 0;
}

static int read_row(reader *r)
{
    bool is_last = false;
    int status = 0;
    r->cell_count = 0;
    r->row_line = r->line;
    while (status == 0 && !is_last) {
        status = read_cell(r, &is_last);
    }
    return status;
}

static bool is_blank_row(const reader *r)
{
    for (size_t i = 0; i < r->cell_count; i++) {
        if (r->cells[i][0] != '\0') {
            return false;
        }
    }
    return true;
}

static bool is_same_word(const char *cell, const char *word)
{
    for (; *cell != '\0' && *word != '\0'; cell++, word++) {
        const char c =
            *cell >= 'A' && *cell <= 'Z' ? (char)(*cell - 'A' + 'a') : *cell;
        if (c != *word) {
            return false;
        }
    }
    return *cell == *word;
}

/* Which column each cell of a header is; COUNT for one that is not known.
 * @return 0, 3, or -1 when the row is no header */
static int read_header(const reader *r, intro_i_cli_column *map)
{
    bool is_taken[INTRO_I_COLUMN_COUNT] = {false};
    size_t known = 0;
    for (size_t i = 0; i < r->cell_count; i++) {
        map[i] = INTRO_I_COLUMN_COUNT;
        for (size_t c = 0; c < INTRO_I_COLUMN_COUNT; c++) {
            if (!is_same_word(r->cells[i], column_names[c])) {
                continue;
            }
            if (is_taken[c]) {
                return say_row(r, r->row_line,
                               "a column stands twice in the "
                               "header");
            }
            is_taken[c] = true;
            map[i] = (intro_i_cli_column)c;
            known++;
        }
    }
    if (known == 0) {
        return -1;
    }
    for (size_t i = 0; i < r->cell_count; i++) {
        if (map[i] == INTRO_I_COLUMN_COUNT && r->cells[i][0] != '\0') {
            intro_i_cli_remark("%s:%llu: column \"%s\" is ignored",
                               intro_i_cli_escape(r->file),
                               (unsigned long long)r->row_line,
                               intro_i_cli_escape(r->cells[i]));
        }
    }
    return 0;
}

static int add_row(const reader *r, const intro_i_cli_column *map, size_t cells,
                   intro_i_cli_targets *out, size_t *room)
{
    if (r->cell_count > cells) {
        (void)say_row(r, r->row_line, "the row has too many cells");
        intro_i_cli_hint("quote cells with commas, and give a header when "
                         "there is more than one column");
        return 3;
    }
    if (out->count == *room) {
        const size_t wanted = *room == 0 ? 64 : 2 * *room;
        intro_i_cli_target *grown = realloc(out->rows, wanted * sizeof *grown);
        if (grown == NULL) {
            intro_i_cli_complain("out of memory");
            return 5;
        }
        out->rows = grown;
        *room = wanted;
    }
    intro_i_cli_target *target = &out->rows[out->count++];
    memset(target, 0, sizeof *target);
    target->line = r->row_line;
    for (size_t i = 0; i < r->cell_count; i++) {
        if (map[i] != INTRO_I_COLUMN_COUNT && r->cells[i][0] != '\0') {
            target->cells[map[i]] = r->cells[i];
        }
    }
    return 0;
}

static int read_rows(reader *r, intro_i_cli_targets *out)
{
    intro_i_cli_column map[CELLS_MAX] = {INTRO_I_COLUMN_WHO};
    size_t cells = 1;
    size_t room = 0;
    bool is_first = true;
    while (r->at < r->end) {
        int status = read_row(r);
        if (status != 0) {
            return status;
        }
        if (is_blank_row(r)) {
            continue;
        }
        if (is_first) {
            is_first = false;
            status = read_header(r, map);
            if (status == 3) {
                return status;
            }
            if (status == 0) {
                cells = r->cell_count;
                continue;
            }
            map[0] = INTRO_I_COLUMN_WHO;
        }
        status = add_row(r, map, cells, out, &room);
        if (status != 0) {
            return status;
        }
    }
    return 0;
}

int intro_i_cli_targets_read(intro_ctx *ctx, const char *file,
                             intro_i_cli_targets *out)
{
    const bool is_stdin = strcmp(file, "-") == 0;
    size_t length = 0;
    memset(out, 0, sizeof *out);
    const int fd = is_stdin ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        const bool is_stopped = errno == EINTR && intro_ctx_is_cancelled(ctx);
        return is_stopped ? 70 : say_system(file);
    }
    int status = read_bytes(file, fd, &out->bytes, &length);
    if (!is_stdin) {
        (void)close(fd);
    }
    if (status == 0) {
        status = check_text(file, out->bytes, length);
    }
    if (status == 0) {
        reader r = {.file = file, .at = out->bytes, .line = 1};
        r.end = out->bytes + length;
        if (length >= 3 && memcmp(r.at, "\xEF\xBB\xBF", 3) == 0) {
            r.at += 3;
        }
        status = read_rows(&r, out);
    }
    if (status != 0) {
        intro_i_cli_targets_free(out);
    }
    return status;
}

void intro_i_cli_targets_free(intro_i_cli_targets *targets)
{
    free(targets->rows);
    free(targets->bytes);
    memset(targets, 0, sizeof *targets);
}
