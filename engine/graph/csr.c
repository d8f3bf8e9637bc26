/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "graph/csr_impl.h"

#include "base/alloc.h"

#include <string.h>

void intro_i_csr_fini(intro_i_csr *csr)
{
    intro_i_free(csr->out_offsets);
    intro_i_free(csr->out_people);
    intro_i_free(csr->in_offsets);
    intro_i_free(csr->in_people);
    intro_i_free(csr->tie_start);
    intro_i_free(csr->arc_tie);
    intro_i_free(csr->tie_arc);
    intro_i_free(csr->tie_items);
    intro_i_free(csr->items);
    memset(csr, 0, sizeof *csr);
}

intro_status intro_i_csr_build(intro_ctx *ctx, const intro_i_csr_input *input,
                               intro_i_csr *out)
{
    memset(out, 0, sizeof *out);
    const intro_status rc = input->is_directed
                                ? intro_i_csr_build_directed(ctx, input, out)
                                : intro_i_csr_build_undirected(ctx, input, out);
    if (rc != INTRO_OK) {
        intro_i_csr_fini(out);
    }
    return rc;
}
