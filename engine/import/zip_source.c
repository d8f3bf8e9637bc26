/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libzip does the format; what it leaves to its caller is done here: it delivers
 * more bytes than an entry declares, finds a wrong checksum only when it is read
 * to the end and closed, and knows no bombs. Its memory is not ours to count. */
#include "import/zip_source.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/osio.h"
#include "import/zip_layout.h"

#include <zip.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>

#define MEMBER_MAX   ((uint64_t)1 << 30)
#define INNER_MAX    ((uint64_t)256 << 20)
#define INNER_FREE   ((uint64_t)1 << 20)
#define INNER_RATIO  ((uint64_t)2)
#define RATIO_MAX    ((uint64_t)200)
#define DEFLATE_MOST ((uint64_t)1100) /* 1032:1, and some */
#define RATIO_FREE   ((uint64_t)16 << 20)

/* The member being read. */
typedef struct member {
    zip_file_t *file;
    char *name;
    uint64_t declared;
    uint64_t read;
    intro_i_source *source; /* whose user pointer this is */
    struct member *next;
} member;

struct intro_i_zip {
    char *path;
    int fd;
    struct stat info;
    zip_t *archive;
    void *inner; /* bytes of an archive inside the archive, or NULL */
    size_t inner_size;
    size_t count;
    intro_i_zip_extent *extents;
    member *members; /* open ones */
};

/* libzip forgets in places that memory was out and calls the archive bad; errno
 * remembers, when it was 0 before the call. */
static int correct_code(int code)
{
    return errno == ENOMEM ? ZIP_ER_MEMORY : code;
}

static intro_status fail_open(intro_ctx *ctx, const char *path, int code)
{
    intro_status rc = INTRO_EFORMAT;
    const char *what = "is not a ZIP archive that can be read";
    const char *hint = "download it again; it may have been cut short";
    switch (code) {
    case ZIP_ER_MEMORY:
        return intro_i_fail_memory(ctx);
    case ZIP_ER_INCONS:
        what = "the ZIP archive contradicts itself";
        hint = "unpack it with another program and give the folder";
        break;
    case ZIP_ER_EXISTS:
        what = "two entries of the ZIP archive have one name";
        hint = "unpack it with another program and give the folder";
        break;
    case ZIP_ER_MULTIDISK:
        what = "is one part of a ZIP archive in several parts";
        hint = "unpack it with another program and give the folder";
        break;
    case ZIP_ER_READ:
    case ZIP_ER_SEEK:
    case ZIP_ER_OPEN:
        rc = INTRO_EIO;
        what = "cannot be read";
        hint = "";
        break;
    default:
        break;
    }
    rc = intro_i_fail_at(ctx, rc, path, 0, 0, "%s", what);
    intro_i_hint(ctx, "%s", hint);
    return rc;
}

static intro_i_zip_bytes bytes_of(const intro_i_zip *zip)
{
    return (intro_i_zip_bytes){
        zip->fd, zip->inner,
        zip->inner != NULL ? zip->inner_size : (uint64_t)zip->info.st_size};
}

/* Words for what zip_layout.h answers. */
static intro_status tell_layout(intro_ctx *ctx, const intro_i_zip *zip,
                                intro_status rc)
{
    if (rc == INTRO_EIO) {
        return intro_i_fail_errno(ctx, zip->path, "cannot be read");
    }
    if (rc == INTRO_ENOMEM) {
        return intro_i_fail_memory(ctx);
    }
    if (rc == INTRO_ELIMIT) {
        return intro_i_fail_at(ctx, INTRO_ELIMIT, zip->path, 0, 0,
                               "the ZIP archive has more than %d entries",
                               INTRO_I_ZIP_ENTRIES_MAX);
    }
    return rc == INTRO_OK ? rc : fail_open(ctx, zip->path, ZIP_ER_INCONS);
}

static intro_status foresee(intro_ctx *ctx, const intro_i_zip *zip)
{
    const intro_i_zip_bytes archive = bytes_of(zip);
    return tell_layout(ctx, zip, intro_i_zip_foresee(&archive));
}

static intro_status find_extents(intro_ctx *ctx, intro_i_zip *zip)
{
    const intro_i_zip_bytes archive = bytes_of(zip);
    intro_i_zip_extent *const extents =
        intro_i_realloc(zip->extents, zip->count, sizeof *extents);
    if (extents == NULL) {
        return intro_i_fail_memory(ctx);
    }
    zip->extents = extents;
    return tell_layout(ctx, zip,
                       intro_i_zip_layout(&archive, zip->count, extents));
}

static intro_status count_entries(intro_ctx *ctx, intro_i_zip *zip)
{
    const zip_int64_t count = zip_get_num_entries(zip->archive, 0);
    if (count > INTRO_I_ZIP_ENTRIES_MAX) {
        return tell_layout(ctx, zip, INTRO_ELIMIT);
    }
    zip->count = count < 0 ? 0 : (size_t)count;
    return find_extents(ctx, zip);
}

static intro_status open_outer(intro_ctx *ctx, intro_i_zip *zip)
{
    INTRO_TRY(
        intro_i_os_open_input(ctx, zip->path, false, &zip->fd, &zip->info));
    INTRO_TRY(foresee(ctx, zip));
    const int copy = fcntl(zip->fd, F_DUPFD_CLOEXEC, 0);
    if (copy < 0) {
        return intro_i_fail_errno(ctx, zip->path, "cannot be opened twice");
    }
    int code = 0;
    errno = 0;
    zip->archive = zip_fdopen(copy, ZIP_CHECKCONS, &code);
    if (zip->archive == NULL) {
        code = correct_code(code);
        intro_i_os_close(copy);
        return fail_open(ctx, zip->path, code);
    }
    return count_entries(ctx, zip);
}

static bool is_archive_name(const char *name)
{
    const size_t length = strlen(name);
    return length > 4 && strcasecmp(name + length - 4, ".zip") == 0;
}

/* Reads a whole member; *bytes is the caller's. */
static intro_status read_whole(intro_ctx *ctx, intro_i_zip *zip, size_t index,
                               uint8_t **bytes, size_t *size)
{
    zip_stat_t info;
    zip_stat_init(&info);
    if (zip_stat_index(zip->archive, index, 0, &info) != 0 ||
        (info.valid & ZIP_STAT_SIZE) == 0) {
        return fail_open(ctx, zip->path, ZIP_ER_INCONS);
    }
    if (info.size > INNER_MAX) {
        const intro_status rc =
            intro_i_fail_at(ctx, INTRO_ELIMIT, zip->path, 0, 0,
                            "the archive inside the ZIP archive is larger "
                            "than 256 MiB");
        intro_i_hint(ctx, "unpack the outer archive first");
        return rc;
    }
    /* What is packed already does not get much smaller. */
    if ((info.valid & ZIP_STAT_COMP_SIZE) != 0 &&
        info.size > INNER_FREE + INNER_RATIO * info.comp_size) {
        return intro_i_fail_at(ctx, INTRO_ELIMIT, zip->path, 0, 0,
                               "the archive inside the ZIP archive expands "
                               "over %d:1",
                               (int)INNER_RATIO);
    }
    uint8_t *const all = intro_i_alloc((size_t)info.size + 1, 1);
    if (all == NULL) {
        return intro_i_fail_memory(ctx);
    }
    intro_i_source *source = NULL;
    size_t got = 0;
    intro_status rc = intro_i_zip_member(ctx, zip, index, zip->path, &source);
    if (rc == INTRO_OK) {
        rc = intro_i_source_read(ctx, source, all, (size_t)info.size + 1, &got);
    }
    intro_i_zip_member_close(zip, source);
    if (rc != INTRO_OK) {
        intro_i_free(all);
        return rc;
    }
    *bytes = all;
    *size = got;
    return INTRO_OK;
}

/* Puts the only entry's archive in the place of the outer one. */
static intro_status open_inner(intro_ctx *ctx, intro_i_zip *zip)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    INTRO_TRY(read_whole(ctx, zip, 0, &bytes, &size));
    zip->inner = bytes;
    zip->inner_size = size;
    INTRO_TRY(foresee(ctx, zip));
    zip_error_t error;
    zip_error_init(&error);
    zip_t *archive = NULL;
    errno = 0;
    zip_source_t *const source =
        zip_source_buffer_create(bytes, size, 0, &error);
    if (source != NULL) {
        archive =
            zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
        if (archive == NULL) {
            zip_source_free(source);
        }
    }
    const int code = correct_code(zip_error_code_zip(&error));
    zip_error_fini(&error);
    if (archive == NULL) {
        return fail_open(ctx, zip->path, code);
    }
    zip_discard(zip->archive);
    zip->archive = archive;
    return count_entries(ctx, zip);
}

intro_status intro_i_zip_open(intro_ctx *ctx, const char *path,
                              intro_i_zip **out)
{
    intro_i_zip *const zip = intro_i_alloc_zero(1, sizeof *zip);
    if (zip == NULL) {
        return intro_i_fail_memory(ctx);
    }
    zip->fd = -1;
    zip->path = intro_i_strndup(path, strlen(path));
    intro_status rc =
        zip->path == NULL ? intro_i_fail_memory(ctx) : open_outer(ctx, zip);
    if (rc == INTRO_OK && zip->count == 1 && intro_i_zip_is_file(zip, 0) &&
        is_archive_name(intro_i_zip_name(zip, 0))) {
        rc = open_inner(ctx, zip);
    }
    if (rc != INTRO_OK) {
        intro_i_zip_close(zip);
        return rc;
    }
    *out = zip;
    return INTRO_OK;
}

void intro_i_zip_close(intro_i_zip *zip)
{
    if (zip == NULL) {
        return;
    }
    while (zip->members != NULL) {
        intro_i_zip_member_close(zip, zip->members->source);
    }
    if (zip->archive != NULL) {
        zip_discard(zip->archive);
    }
    if (zip->fd >= 0) {
        intro_i_os_close(zip->fd);
    }
    intro_i_free(zip->inner);
    intro_i_free(zip->extents);
    intro_i_free(zip->path);
    intro_i_free(zip);
}

size_t intro_i_zip_count(const intro_i_zip *zip)
{
    return zip->count;
}

const char *intro_i_zip_name(const intro_i_zip *zip, size_t index)
{
    const char *const name = zip_get_name(zip->archive, index, ZIP_FL_ENC_RAW);
    return name == NULL ? "" : name;
}

bool intro_i_zip_is_file(const intro_i_zip *zip, size_t index)
{
    const char *const name = intro_i_zip_name(zip, index);
    const size_t length = strlen(name);
    zip_uint8_t system = ZIP_OPSYS_DOS;
    zip_uint32_t attributes = 0;
    if (length == 0 || name[length - 1] == '/') {
        return false;
    }
    if (zip_file_get_external_attributes(zip->archive, index, 0, &system,
                                         &attributes) != 0 ||
        system != ZIP_OPSYS_UNIX) {
        return true;
    }
    const uint32_t type = attributes >> 16 & 0170000;
    return type == 0 || type == 0100000;
}

uint64_t intro_i_zip_size(const intro_i_zip *zip, size_t index)
{
    zip_stat_t info;
    zip_stat_init(&info);
    return zip_stat_index(zip->archive, index, 0, &info) == 0 &&
                   (info.valid & ZIP_STAT_SIZE) != 0 && info.size <= MEMBER_MAX
               ? info.size
               : 0;
}

/* Name of a packing method for people. */
static const char *method_name(unsigned method)
{
    static const struct {
        unsigned method;
        const char *name;
    } known[] = {{1, "shrink"}, {6, "implode"}, {9, "deflate64"},
                 {12, "bzip2"}, {14, "lzma"},   {93, "zstd"},
                 {95, "xz"},    {98, "ppmd"},   {99, "AES encryption"}};
    for (size_t i = 0; i < INTRO_COUNT_OF(known); i++) {
        if (known[i].method == method) {
            return known[i].name;
        }
    }
    return "an unknown method";
}

/* May this entry be read at all? */
static intro_status check_member(intro_ctx *ctx, const char *name,
                                 const zip_stat_t *info)
{
    const zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
                                ZIP_STAT_COMP_METHOD |
                                ZIP_STAT_ENCRYPTION_METHOD;
    if ((info->valid & needed) != needed) {
        return intro_i_fail_at(ctx, INTRO_EFORMAT, name, 0, 0,
                               "the ZIP archive does not describe this entry");
    }
    if (info->encryption_method != ZIP_EM_NONE) {
        const intro_status rc = intro_i_fail_at(ctx, INTRO_EFORMAT, name, 0, 0,
                                                "is password-protected");
        intro_i_hint(ctx, "unpack it first and give the folder");
        return rc;
    }
    if (info->comp_method != ZIP_CM_STORE &&
        info->comp_method != ZIP_CM_DEFLATE) {
        const intro_status rc = intro_i_fail_at(
            ctx, INTRO_EFORMAT, name, 0, 0,
            "is packed by %s (method %u), which is not read here",
            method_name(info->comp_method), (unsigned)info->comp_method);
        intro_i_hint(ctx, "unpack it first and give the folder");
        return rc;
    }
    if (info->size / DEFLATE_MOST > info->comp_size + RATIO_FREE) {
        return intro_i_fail_at(ctx, INTRO_EFORMAT, name, 0, 0,
                               "is damaged: no file of its length could be "
                               "packed so small");
    }
    if (info->size > MEMBER_MAX) {
        return intro_i_fail_at(ctx, INTRO_ELIMIT, name, 0, 0,
                               "is larger than 1 GiB when unpacked");
    }
    if (info->size > RATIO_FREE &&
        (info->size - RATIO_FREE) / RATIO_MAX > info->comp_size) {
        return intro_i_fail_at(ctx, INTRO_ELIMIT, name, 0, 0,
                               "expands over 200:1");
    }
    return INTRO_OK;
}

/* A member that cannot be read to its end: the archive is damaged, unless it is
 * memory or the disk. */
static intro_status fail_member(intro_ctx *ctx, const char *name, int code,
                                const char *damage)
{
    switch (correct_code(code)) {
    case ZIP_ER_MEMORY:
        return intro_i_fail_memory(ctx);
    case ZIP_ER_READ:
    case ZIP_ER_SEEK:
        return intro_i_fail_at(ctx, INTRO_EIO, name, 0, 0, "cannot be read");
    default:
        return intro_i_fail_at(ctx, INTRO_EFORMAT, name, 0, 0, "is damaged%s",
                               damage);
    }
}

/* The end of a member: all that is known of it must be true. */
static intro_status finish_member(member *m, intro_ctx *ctx)
{
    zip_file_t *const file = m->file;
    m->file = NULL;
    errno = 0;
    const int code = zip_fclose(file);
    if (code != 0) {
        return fail_member(ctx, m->name, code, ": its checksum is wrong");
    }
    if (m->read != m->declared) {
        return intro_i_fail_at(ctx, INTRO_EFORMAT, m->name, 0, 0,
                               "is damaged: it is shorter than the ZIP archive "
                               "says");
    }
    return INTRO_OK;
}

static intro_status read_member(void *user, intro_ctx *ctx, void *buffer,
                                size_t size, size_t *got)
{
    member *const m = user;
    *got = 0;
    if (m->file == NULL) {
        return INTRO_OK;
    }
    errno = 0;
    const zip_int64_t n = zip_fread(m->file, buffer, size);
    if (n < 0) {
        return fail_member(ctx, m->name,
                           zip_error_code_zip(zip_file_get_error(m->file)),
                           " and cannot be unpacked");
    }
    if (n == 0) {
        return finish_member(m, ctx);
    }
    m->read += (uint64_t)n;
    if (m->read > m->declared) {
        return intro_i_fail_at(ctx, INTRO_EFORMAT, m->name, 0, 0,
                               "is damaged: it is longer than the ZIP archive "
                               "says");
    }
    *got = (size_t)n;
    return INTRO_OK;
}

static void free_member(member *m)
{
    if (m->file != NULL) {
        (void)zip_fclose(m->file);
    }
    intro_i_free(m->name);
    intro_i_free(m);
}

intro_status intro_i_zip_member(intro_ctx *ctx, intro_i_zip *zip, size_t index,
                                const char *name, intro_i_source **out)
{
    zip_stat_t info;
    zip_stat_init(&info);
    if (zip_stat_index(zip->archive, index, 0, &info) != 0) {
        return fail_open(ctx, zip->path, ZIP_ER_INCONS);
    }
    INTRO_TRY(check_member(ctx, name, &info));
    if (intro_i_zip_is_shared(zip->extents, zip->count, index)) {
        return intro_i_fail_at(ctx, INTRO_EFORMAT, name, 0, 0,
                               "shares its bytes with another entry of the ZIP "
                               "archive");
    }
    member *const m = intro_i_alloc_zero(1, sizeof *m);
    if (m == NULL) {
        return intro_i_fail_memory(ctx);
    }
    m->declared = info.size;
    m->name = intro_i_strndup(name, strlen(name));
    intro_status rc = INTRO_OK;
    if (m->name == NULL) {
        rc = intro_i_fail_memory(ctx);
        goto out;
    }
    errno = 0;
    m->file = zip_fopen_index(zip->archive, index, 0);
    if (m->file == NULL) {
        rc = fail_member(ctx, name,
                         zip_error_code_zip(zip_get_error(zip->archive)),
                         ": the ZIP archive describes it in two ways");
        goto out;
    }
    rc = intro_i_source_open_callback(ctx, m->name, read_member, m, info.size,
                                      MEMBER_MAX, &m->source);
    if (rc != INTRO_OK) {
        goto out;
    }
    m->next = zip->members;
    zip->members = m;
    *out = m->source;
out:
    if (rc != INTRO_OK) {
        free_member(m);
    }
    return rc;
}

void intro_i_zip_member_close(intro_i_zip *zip, intro_i_source *source)
{
    if (source == NULL) {
        return;
    }
    for (member **at = &zip->members; *at != NULL; at = &(*at)->next) {
        member *const m = *at;
        if (m->source == source) {
            *at = m->next;
            intro_i_source_close(source);
            free_member(m);
            return;
        }
    }
}

intro_status intro_i_zip_check(intro_ctx *ctx, const intro_i_zip *zip)
{
    struct stat now;
    if (intro_i_os_fstat(zip->fd, &now) != 0) {
        return intro_i_fail_errno(ctx, zip->path, "cannot be looked at");
    }
    const struct stat *const first = &zip->info;
    if (now.st_dev != first->st_dev || now.st_ino != first->st_ino ||
        now.st_size != first->st_size ||
        now.st_mtim.tv_sec != first->st_mtim.tv_sec ||
        now.st_mtim.tv_nsec != first->st_mtim.tv_nsec) {
        return intro_i_fail_at(ctx, INTRO_EIO, zip->path, 0, 0,
                               "changed while it was read");
    }
    return INTRO_OK;
}
