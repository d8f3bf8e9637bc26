/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "zip_folder.h"

#include <dirent.h>
#include <stdio.h>
#include <zip.h>

static bool add_file(zip_t *zip, const char *folder, const char *name)
{
    char path[2048];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    zip_source_t *const source = zip_source_file(zip, path, 0, -1);
    if (source == NULL) {
        return false;
    }
    if (zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) < 0) {
        zip_source_free(source);
        return false;
    }
    return true;
}

bool zip_folder(const char *folder, const char *path)
{
    DIR *const dir = opendir(folder);
    if (dir == NULL) {
        return false;
    }
    zip_t *const zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    bool good = zip != NULL;
    for (struct dirent *entry = readdir(dir); good && entry != NULL;
         entry = readdir(dir)) {
        if (entry->d_name[0] != '.') {
            good = add_file(zip, folder, entry->d_name);
        }
    }
    closedir(dir);
    if (zip == NULL) {
        return false;
    }
    if (!good) {
        zip_discard(zip);
        return false;
    }
    return zip_close(zip) == 0;
}
