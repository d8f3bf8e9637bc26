/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A folder of files as a ZIP, as LinkedIn sends its exports. */
#ifndef BENCH_ZIP_FOLDER_H
#define BENCH_ZIP_FOLDER_H

#include <stdbool.h>

/* The files directly inside folder, deflated. */
bool zip_folder(const char *folder, const char *path);

#endif
