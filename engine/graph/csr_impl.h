/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two ways of intro_i_csr_build(). */
#ifndef INTRO_GRAPH_CSR_IMPL_H
#define INTRO_GRAPH_CSR_IMPL_H

#include "graph/csr.h"

/* Into zeroed memory; after a failure it holds whatever was made so far. */
INTRO_MUST_USE intro_status intro_i_csr_build_directed(
    intro_ctx *ctx, const intro_i_csr_input *in, intro_i_csr *out);
INTRO_MUST_USE intro_status intro_i_csr_build_undirected(
    intro_ctx *ctx, const intro_i_csr_input *in, intro_i_csr *out);

#endif
