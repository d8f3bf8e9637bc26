/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/linkedin_files.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/osio.h"
#include "base/strbuf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>

enum { NAMES_TOLD = 20, NAME_MAX_SQUEEZED = 64 };

/* By role; squeezed. */
static const char *const role_names[INTRO_I_LI_ROLES] = {
    "connections",
    "profile",
    "emailaddresses",
    "positions",
    "messages",
    "invitations",
    "endorsementreceivedinfo",
    "endorsementgiveninfo",
    "recommendationsreceived",
    "recommendationsgiven",
    "recommendations",
};

static const char *base_of(const char *name)
{
    const char *base = name;
    for (const char *p = name; *p != '\0'; p++) {
        if (*p == '/' || *p == '\\') {
            base = p + 1;
        }
    }
    return base;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The length without a last " (1)" or "_123". */
static size_t cut_number(const char *name, size_t length)
{
    size_t at = length;
    const bool has_bracket = at > 0 && name[at - 1] == ')';
    at -= has_bracket ? 1 : 0;
    const size_t digits_end = at;
    while (at > 0 && is_digit(name[at - 1])) {
        at--;
    }
    const char before = has_bracket ? '(' : '_';
    if (at == digits_end || at == 0 || name[at - 1] != before) {
        return length;
    }
    return at - 1;
}

intro_i_li_role intro_i_li_role_of(const char *name)
{
    const char *const base = base_of(name);
    size_t length = strlen(base);
    char squeezed[NAME_MAX_SQUEEZED];
    size_t kept = 0;
    if (length < 4 || strcasecmp(base + length - 4, ".csv") != 0) {
        return INTRO_I_LI_ROLES;
    }
    length = cut_number(base, length - 4);
    for (size_t i = 0; i < length; i++) {
        const char c = base[i];
        if (c == ' ' || c == '_') {
            continue;
        }
        if (kept == sizeof squeezed - 1) {
            return INTRO_I_LI_ROLES;
        }
        squeezed[kept++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    squeezed[kept] = '\0';
    for (int role = 0; role < INTRO_I_LI_ROLES; role++) {
        if (strcmp(squeezed, role_names[role]) == 0) {
            return (intro_i_li_role)role;
        }
    }
    return INTRO_I_LI_ROLES;
}

/* "input/name", or NULL. */
static char *join_path(const char *input, const char *name)
{
    intro_i_strbuf path;
    intro_i_strbuf_init(&path, 0);
    intro_i_strbuf_puts(&path, input);
    if (path.length != 0 && path.data[path.length - 1] != '/') {
        intro_i_strbuf_putc(&path, '/');
    }
    intro_i_strbuf_puts(&path, name);
    char *const joined = path.status == INTRO_OK
                             ? intro_i_strndup(path.data, path.length)
                             : NULL;
    intro_i_strbuf_fini(&path);
    return joined;
}

static intro_status open_member(intro_ctx *ctx, const intro_i_li_files *files,
                                const intro_i_li_member *member,
                                intro_i_source **out)
{
    if (files->zip != NULL) {
        return intro_i_zip_member(ctx, files->zip, member->index, member->path,
                                  out);
    }
    if (files->memory != NULL) {
        return intro_i_source_open_memory(ctx, member->path, files->memory,
                                          files->memory_size, 0, out);
    }
    return intro_i_source_open_file(ctx, member->path, 0, out);
}

static intro_status is_utf16(intro_ctx *ctx, const intro_i_li_files *files,
                             const intro_i_li_member *member, bool *out)
{
    intro_i_source *source = NULL;
    intro_i_kind kind = INTRO_I_KIND_EMPTY;
    intro_status rc = open_member(ctx, files, member, &source);
    if (rc == INTRO_OK) {
        rc = intro_i_source_kind(ctx, source, &kind);
    }
    intro_i_li_file_close(files, source);
    *out = kind == INTRO_I_KIND_UTF16;
    return rc;
}

static intro_status refuse_twins(intro_ctx *ctx, const intro_i_li_files *files,
                                 const intro_i_li_member *a,
                                 const intro_i_li_member *b)
{
    /* the order of a folder or an archive is chance */
    const bool in_order = strcmp(a->path, b->path) <= 0;
    size_t skip = strlen(files->input);
    skip += a->path[skip] == '/';
    const intro_status rc = intro_i_fail_at(
        ctx, INTRO_EFORMAT, files->input, 0, 0, "holds both \"%s\" and \"%s\"",
        (in_order ? a : b)->path + skip, (in_order ? b : a)->path + skip);
    intro_i_hint(ctx, "keep the one that is right");
    return rc;
}

/* Takes over the path of the candidate. */
static intro_status take_member(intro_ctx *ctx, intro_i_li_files *files,
                                intro_i_li_role role,
                                intro_i_li_member *candidate)
{
    intro_i_li_member *const present = &files->members[role];
    candidate->base = base_of(candidate->path);
    if (present->path == NULL) {
        *present = *candidate;
        return INTRO_OK;
    }
    /* the two files of 2022 that say the same: the UTF-8 one is read */
    bool old_is_utf16 = false;
    bool new_is_utf16 = false;
    intro_status rc = INTRO_OK;
    if (strcasecmp(present->base, candidate->base) != 0) {
        rc = is_utf16(ctx, files, present, &old_is_utf16);
        if (rc == INTRO_OK) {
            rc = is_utf16(ctx, files, candidate, &new_is_utf16);
        }
    }
    if (rc == INTRO_OK && old_is_utf16 == new_is_utf16) {
        rc = refuse_twins(ctx, files, present, candidate);
    }
    if (rc == INTRO_OK && old_is_utf16) {
        const intro_i_li_member old = *present;
        *present = *candidate;
        *candidate = old;
    }
    intro_i_free(candidate->path);
    return rc;
}

/* One name of a ZIP or folder; remembered for the list of what there is. */
static intro_status offer_name(intro_ctx *ctx, intro_i_li_files *files,
                               const char *name, size_t index)
{
    const intro_i_li_role role = intro_i_li_role_of(name);
    if (role == INTRO_I_LI_ROLES) {
        return INTRO_OK;
    }
    intro_i_li_member candidate = {0};
    candidate.index = index;
    candidate.path = join_path(files->input, name);
    if (candidate.path == NULL) {
        return intro_i_fail_memory(ctx);
    }
    struct stat info;
    if (files->zip == NULL &&
        intro_i_os_lstat(AT_FDCWD, candidate.path, &info) != 0) {
        /* A file that is there and not read would be missed by nobody. */
        const intro_status rc =
            intro_i_fail_errno(ctx, candidate.path, "cannot be looked at");
        intro_i_free(candidate.path);
        return rc;
    }
    if (files->zip == NULL && !S_ISREG(info.st_mode)) {
        intro_i_free(candidate.path);
        return INTRO_OK;
    }
    return take_member(ctx, files, role, &candidate);
}

static intro_status fail_missing(intro_ctx *ctx, const intro_i_li_files *files,
                                 const intro_i_strbuf *names)
{
    const intro_status rc =
        intro_i_fail_at(ctx, INTRO_EFORMAT, files->input, 0, 0,
                        "has no Connections.csv: not a LinkedIn export");
    if (names->length != 0) {
        intro_i_hint(ctx, "found: %s", names->data);
    } else {
        intro_i_hint(ctx, "it is empty");
    }
    return rc;
}

static void tell_name(intro_i_strbuf *names, size_t *told, const char *name)
{
    if (*told < NAMES_TOLD) {
        intro_i_strbuf_puts(names, *told == 0 ? "" : ", ");
        intro_i_strbuf_puts(names, base_of(name));
    } else if (*told == NAMES_TOLD) {
        intro_i_strbuf_puts(names, ", ...");
    }
    (*told)++;
}

static intro_status init_files(intro_ctx *ctx, const char *path,
                               intro_i_li_files *files)
{
    memset(files, 0, sizeof *files);
    files->input = intro_i_strndup(path, strlen(path));
    return files->input == NULL ? intro_i_fail_memory(ctx) : INTRO_OK;
}

intro_status intro_i_li_files_open_zip(intro_ctx *ctx, const char *path,
                                       intro_i_li_files *files)
{
    INTRO_TRY(init_files(ctx, path, files));
    INTRO_TRY(intro_i_zip_open(ctx, path, &files->zip));
    intro_i_strbuf names;
    intro_i_strbuf_init(&names, 0);
    size_t told = 0;
    intro_status rc = INTRO_OK;
    const size_t count = intro_i_zip_count(files->zip);
    for (size_t i = 0; i < count && rc == INTRO_OK; i++) {
        if (intro_i_zip_is_file(files->zip, i)) {
            const char *const name = intro_i_zip_name(files->zip, i);
            tell_name(&names, &told, name);
            rc = offer_name(ctx, files, name, i);
        }
    }
    if (rc == INTRO_OK && files->members[INTRO_I_LI_CONNECTIONS].path == NULL) {
        rc = fail_missing(ctx, files, &names);
    }
    intro_i_strbuf_fini(&names);
    return rc;
}

/* Every name of the open folder is offered; the order of a folder is chance, but
 * nothing depends on it. */
static intro_status offer_folder(intro_ctx *ctx, intro_i_li_files *files,
                                 DIR *folder, intro_i_strbuf *names)
{
    size_t told = 0;
    for (;;) {
        errno = 0;
        const struct dirent *const entry = readdir(folder);
        if (entry == NULL) {
            return errno == 0 ? INTRO_OK
                              : intro_i_fail_errno(ctx, files->input,
                                                   "cannot be read");
        }
        if (entry->d_name[0] != '.') {
            tell_name(names, &told, entry->d_name);
            INTRO_TRY(offer_name(ctx, files, entry->d_name, 0));
        }
    }
}

intro_status intro_i_li_files_open_folder(intro_ctx *ctx, const char *path,
                                          intro_i_li_files *files)
{
    INTRO_TRY(init_files(ctx, path, files));
    DIR *const folder = opendir(path);
    if (folder == NULL) {
        return intro_i_fail_errno(ctx, path, "cannot be opened");
    }
    intro_i_strbuf names;
    intro_i_strbuf_init(&names, 0);
    intro_status rc = offer_folder(ctx, files, folder, &names);
    (void)closedir(folder);
    if (rc == INTRO_OK && files->members[INTRO_I_LI_CONNECTIONS].path == NULL) {
        rc = fail_missing(ctx, files, &names);
    }
    intro_i_strbuf_fini(&names);
    return rc;
}

intro_status intro_i_li_files_open_single(intro_ctx *ctx, const char *path,
                                          const void *memory,
                                          size_t memory_size,
                                          intro_i_li_files *files)
{
    INTRO_TRY(init_files(ctx, path, files));
    intro_i_li_member *const member = &files->members[INTRO_I_LI_CONNECTIONS];
    files->is_single = true;
    files->memory = memory;
    files->memory_size = memory_size;
    member->path = intro_i_strndup(path, strlen(path));
    if (member->path == NULL) {
        return intro_i_fail_memory(ctx);
    }
    member->base = base_of(member->path);
    return INTRO_OK;
}

void intro_i_li_files_close(intro_i_li_files *files)
{
    for (int role = 0; role < INTRO_I_LI_ROLES; role++) {
        intro_i_free(files->members[role].path);
    }
    intro_i_zip_close(files->zip);
    intro_i_free(files->input);
    memset(files, 0, sizeof *files);
}

intro_status intro_i_li_file_open(intro_ctx *ctx, const intro_i_li_files *files,
                                  intro_i_li_role role, intro_i_source **out)
{
    return open_member(ctx, files, &files->members[role], out);
}

void intro_i_li_file_close(const intro_i_li_files *files,
                           intro_i_source *source)
{
    if (files->zip != NULL) {
        intro_i_zip_member_close(files->zip, source);
    } else {
        intro_i_source_close(source);
    }
}
