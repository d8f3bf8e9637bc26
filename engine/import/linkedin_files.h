/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A LinkedIn export as the few files that are read from it, whether it is a ZIP
 * archive, a folder or a single file. Only the names below are ever opened:
 * whatever else an export holds (logins, searches, receipts, phone books) stays
 * closed. Names are compared without case, blanks, underscores, a last _123 and
 * a last " (1)"; of folders inside a ZIP only the last part of a name counts. */
#ifndef INTRO_IMPORT_LINKEDIN_FILES_H
#define INTRO_IMPORT_LINKEDIN_FILES_H

#include "import/csv_reader.h"
#include "import/zip_source.h"

typedef enum intro_i_li_role {
    INTRO_I_LI_CONNECTIONS,
    INTRO_I_LI_PROFILE,
    INTRO_I_LI_EMAILS,
    INTRO_I_LI_POSITIONS,
    INTRO_I_LI_MESSAGES,
    INTRO_I_LI_INVITATIONS,
    INTRO_I_LI_ENDORSED_BY,
    INTRO_I_LI_ENDORSED,
    INTRO_I_LI_RECOMMENDED_BY,
    INTRO_I_LI_RECOMMENDED,
    INTRO_I_LI_RECOMMENDATIONS, /* of tools: received */
    INTRO_I_LI_ROLES
} intro_i_li_role;

typedef struct intro_i_li_member {
    char *path;       /* "INPUT/NAME"; NULL: the export has no such file */
    const char *base; /* NAME without folders, in path */
    size_t index;     /* in the ZIP */
    intro_i_csv_encoding encoding;
    intro_i_digest digest; /* once it was read to the end */
} intro_i_li_member;

typedef struct intro_i_li_files {
    char *input; /* as given */
    intro_i_zip *zip;
    const void *memory; /* a single file that was a stream: its content */
    size_t memory_size;
    bool is_single;
    intro_i_li_member members[INTRO_I_LI_ROLES];
} intro_i_li_files;

/* Each sets *files, also when it fails; intro_i_li_files_close() always follows.
 * INTRO_EFORMAT: no Connections.csv (the hint lists what there is), or two files
 * for one role; what the archive or the folder says. */
INTRO_MUST_USE intro_status intro_i_li_files_open_zip(intro_ctx *ctx,
                                                      const char *path,
                                                      intro_i_li_files *files);
INTRO_MUST_USE intro_status intro_i_li_files_open_folder(
    intro_ctx *ctx, const char *path, intro_i_li_files *files);
/* memory: the content when the path cannot be opened again, else NULL;
 * borrowed. */
INTRO_MUST_USE intro_status intro_i_li_files_open_single(
    intro_ctx *ctx, const char *path, const void *memory, size_t memory_size,
    intro_i_li_files *files);
void intro_i_li_files_close(intro_i_li_files *files);

INTRO_MUST_USE intro_status intro_i_li_file_open(intro_ctx *ctx,
                                                 const intro_i_li_files *files,
                                                 intro_i_li_role role,
                                                 intro_i_source **out);
/* NULL is accepted. */
void intro_i_li_file_close(const intro_i_li_files *files,
                           intro_i_source *source);

/* The role a file of this name has; INTRO_I_LI_ROLES: none. */
intro_i_li_role intro_i_li_role_of(const char *name);

#endif
