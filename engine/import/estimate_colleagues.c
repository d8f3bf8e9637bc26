/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/estimate_colleagues.h"

#include "base/context_impl.h"
#include "base/names.h"
#include "graph/colleagues.h"
#include "import/linkedin_fields.h"

#include <string.h>

enum { LOOKED_AT = 1 << 20 };

typedef struct counting {
    intro_i_strpool employers;
    intro_i_vec_u32 staff; /* by employer */
    intro_i_strbuf key;
    uint64_t bytes; /* looked at, without quotes */
} counting;

static intro_status count_row(counting *c, const intro_i_li_table *table)
{
    const intro_i_csv_field company =
        intro_i_li_table_get(table, INTRO_I_LI_COMPANY);
    uint32_t employer;
    for (size_t i = 0; i < table->record.count; i++) {
        c->bytes += table->record.fields[i].length + 1;
    }
    intro_i_strbuf_clear(&c->key);
    INTRO_TRY(intro_i_company_fold(company.text, company.length, &c->key));
    INTRO_TRY(intro_i_strpool_intern(&c->employers, c->key.data, c->key.length,
                                     &employer));
    while (c->staff.count <= employer) {
        INTRO_TRY(intro_i_vec_u32_push(&c->staff, 0));
    }
    c->staff.data[employer]++;
    return INTRO_OK;
}

static intro_status count_rows(counting *c, intro_i_builder *builder,
                               intro_i_li_files *files)
{
    intro_i_li_table table;
    bool got = true;
    intro_status rc = intro_i_li_table_open(builder, files,
                                            INTRO_I_LI_CONNECTIONS, 0, &table);
    for (uint64_t row = 0; rc == INTRO_OK && got && c->bytes < LOOKED_AT;
         row++) {
        rc = row % 256 == 0 ? intro_i_poll(intro_i_builder_ctx(builder))
                            : INTRO_OK;
        if (rc == INTRO_OK) {
            rc = intro_i_li_table_next(&table, &got);
        }
        if (rc == INTRO_OK && got) {
            rc = count_row(c, &table);
        }
    }
    intro_i_li_table_close(&table);
    return rc;
}

/* Of a share of the contacts, an employer has that share of its staff, and the
 * square of it of the pairs. */
static uint64_t count_pairs(const counting *c, uint64_t size)
{
    const double whole = c->bytes < LOOKED_AT || c->bytes > size
                             ? 1
                             : (double)size / (double)c->bytes;
    double pairs = 0;
    for (size_t i = 1; i < c->staff.count; i++) {
        const double staff = (double)c->staff.data[i];
        if (staff * whole <= INTRO_I_STAFF_MAX) {
            pairs += staff * (staff - 1) / 2 * whole * whole;
        }
    }
    return (uint64_t)pairs;
}

/* With a context of its own, because nothing of this is an error or a notice. */
static intro_status look(intro_ctx *own, intro_i_li_files *files, counting *c)
{
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_i_builder *builder = NULL;
    INTRO_TRY(intro_i_builder_new(own, &options, &builder));
    intro_status rc = intro_i_strpool_init(&c->employers);
    if (rc == INTRO_OK) {
        rc = intro_i_builder_source_begin(builder, files->input,
                                          INTRO_I_FORMAT_LINKEDIN);
    }
    if (rc == INTRO_OK) {
        rc = count_rows(c, builder, files);
    }
    intro_i_builder_free(builder);
    return rc;
}

intro_status intro_i_estimate_colleagues(intro_ctx *ctx,
                                         intro_i_li_files *files, uint64_t size,
                                         uint64_t *pairs)
{
    counting c;
    intro_ctx *own = NULL;
    memset(&c, 0, sizeof c);
    *pairs = 0;
    intro_i_strbuf_init(&c.key, 0);
    if (intro_ctx_new(&own) != INTRO_OK) {
        return intro_i_fail_memory(ctx);
    }
    intro_i_follow(own, ctx);
    intro_status rc = look(own, files, &c);
    *pairs = count_pairs(&c, size);
    if (rc == INTRO_ENOMEM) {
        (void)intro_i_fail_memory(ctx);
    } else if (rc == INTRO_EIO || rc == INTRO_ECANCELLED) {
        (void)intro_i_fail_like(ctx, intro_ctx_error(own));
    } else {
        rc = INTRO_OK;
    }
    intro_ctx_free(own);
    intro_i_strpool_fini(&c.employers);
    intro_i_vec_u32_fini(&c.staff);
    intro_i_strbuf_fini(&c.key);
    return rc;
}
