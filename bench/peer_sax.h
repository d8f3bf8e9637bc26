/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The time that libxml2 alone takes for a file: the handlers count, nothing is
 * kept. No reader built on it can be quicker on one thread. */
#ifndef BENCH_PEER_SAX_H
#define BENCH_PEER_SAX_H

#include "bench.h"

typedef struct peer_sax_counts {
    uint64_t elements;
    uint64_t characters;
} peer_sax_counts;

/* false when the file cannot be read or is not well-formed. */
bool peer_sax_read(const char *file, peer_sax_counts *counts);

#endif
