/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/fields.h"

#include "base/context_impl.h"
#include "base/names.h"
#include "base/text.h"

#include <string.h>

void intro_i_fields_fini(intro_i_fields *fields)
{
    for (size_t f = 0; f < INTRO_I_ALIAS_NONE; f++) {
        intro_i_vec_u8_fini(&fields->ranks[f]);
    }
    intro_i_vec_u32_fini(&fields->parts[0]);
    intro_i_vec_u32_fini(&fields->parts[1]);
}

static intro_status fail_memory(intro_i_fields *fields)
{
    return intro_i_fail_memory(intro_i_builder_ctx(fields->builder));
}

static intro_status reach_rank(intro_i_vec_u8 *v, uint32_t row)
{
    if (row >= v->count) {
        INTRO_TRY(intro_i_vec_u8_reserve(v, (size_t)row + 1));
        memset(v->data + v->count, 0, (size_t)row + 1 - v->count);
        v->count = (size_t)row + 1;
    }
    return INTRO_OK;
}

static intro_status set_part(intro_i_fields *fields, intro_i_vec_u32 *v,
                             uint32_t row, uint32_t string)
{
    if (row >= v->count) {
        if (intro_i_vec_u32_reserve(v, (size_t)row + 1) != INTRO_OK) {
            return fail_memory(fields);
        }
        memset(v->data + v->count, 0,
               ((size_t)row + 1 - v->count) * sizeof *v->data);
        v->count = (size_t)row + 1;
    }
    v->data[row] = string;
    return INTRO_OK;
}

intro_status intro_i_fields_offer(intro_i_fields *fields, uint32_t row,
                                  intro_i_alias alias, const char *bytes,
                                  size_t length, uint32_t string)
{
    const size_t stored = length;
    intro_i_text_trim(&bytes, &length);
    if (length == 0) {
        return INTRO_OK;
    }
    if (string == 0 || length != stored) {
        INTRO_TRY(
            intro_i_builder_string(fields->builder, bytes, length, &string));
    }
    intro_i_vec_u8 *const ranks = &fields->ranks[alias.feeds];
    if (reach_rank(ranks, row) != INTRO_OK) {
        return fail_memory(fields);
    }
    const uint8_t worth = (uint8_t)(255 - alias.rank);
    if (ranks->data[row] > worth) {
        return INTRO_OK;
    }
    ranks->data[row] = worth;
    if (alias.feeds >= INTRO_FIELD_COUNT) {
        return set_part(fields,
                        &fields->parts[alias.feeds - INTRO_I_ALIAS_FIRST_NAME],
                        row, string);
    }
    return intro_i_builder_field(fields->builder, row, (intro_field)alias.feeds,
                                 string, alias.is_own);
}

intro_status intro_i_fields_default(intro_i_fields *fields, intro_i_alias alias,
                                    const char *bytes, size_t length)
{
    intro_i_text_trim(&bytes, &length);
    if (length == 0 || (fields->best_default[alias.feeds].rank != 0 &&
                        fields->best_default[alias.feeds].rank < alias.rank)) {
        return INTRO_OK;
    }
    fields->best_default[alias.feeds] = alias;
    return intro_i_builder_string(fields->builder, bytes, length,
                                  &fields->default_string[alias.feeds]);
}

static intro_status apply_default(intro_i_fields *fields, size_t f,
                                  uint32_t people)
{
    const uint8_t worth = (uint8_t)(255 - fields->best_default[f].rank);
    const intro_i_vec_u8 *const ranks = &fields->ranks[f];
    for (uint32_t row = 0; row < people; row++) {
        const uint8_t rank = row < ranks->count ? ranks->data[row] : 0;
        const bool is_joined =
            rank == 0 && intro_i_builder_get_field(fields->builder, row,
                                                   (intro_field)f) != 0;
        if (rank < worth && !is_joined) {
            INTRO_TRY(intro_i_builder_field(
                fields->builder, row, (intro_field)f, fields->default_string[f],
                fields->best_default[f].is_own));
        }
    }
    return INTRO_OK;
}

static uint32_t part_of(const intro_i_fields *fields, size_t part, uint32_t row)
{
    const intro_i_vec_u32 *const v = &fields->parts[part];
    const uint32_t string = row < v->count ? v->data[row] : 0;
    return string != 0
               ? string
               : fields->default_string[INTRO_I_ALIAS_FIRST_NAME + part];
}

/* "First Last" for those who have no other name. */
static intro_status join_names(intro_i_fields *fields, intro_i_strbuf *buf,
                               uint32_t people)
{
    intro_i_builder *const b = fields->builder;
    if (fields->parts[0].count == 0 && fields->parts[1].count == 0 &&
        fields->default_string[INTRO_I_ALIAS_FIRST_NAME] == 0 &&
        fields->default_string[INTRO_I_ALIAS_LAST_NAME] == 0) {
        return INTRO_OK;
    }
    for (uint32_t row = 0; row < people; row++) {
        const uint32_t first = part_of(fields, 0, row);
        const uint32_t last = part_of(fields, 1, row);
        if ((first == 0 && last == 0) ||
            intro_i_builder_get_field(b, row, INTRO_FIELD_NAME) != 0) {
            continue;
        }
        intro_i_strbuf_clear(buf);
        intro_i_strbuf_puts(buf, intro_i_builder_text(b, first));
        if (first != 0 && last != 0) {
            intro_i_strbuf_putc(buf, ' ');
        }
        intro_i_strbuf_puts(buf, intro_i_builder_text(b, last));
        if (buf->status != INTRO_OK) {
            return fail_memory(fields);
        }
        uint32_t string;
        INTRO_TRY(intro_i_builder_string(b, buf->data, buf->length, &string));
        INTRO_TRY(
            intro_i_builder_field(b, row, INTRO_FIELD_NAME, string, true));
    }
    return INTRO_OK;
}

typedef intro_status make_key_fn(const char *text, size_t length,
                                 intro_i_strbuf *out);
typedef intro_status add_key_fn(intro_i_builder *builder, uint32_t row,
                                uint32_t string);

/* Identity keys from one field; a value that is none is only a value. */
static intro_status add_keys(intro_i_fields *fields, intro_i_strbuf *buf,
                             uint32_t people, intro_field field,
                             make_key_fn *make, add_key_fn *add)
{
    intro_i_builder *const b = fields->builder;
    for (uint32_t row = 0; row < people; row++) {
        const uint32_t value = intro_i_builder_get_field(b, row, field);
        if (value == 0) {
            continue;
        }
        const char *const text = intro_i_builder_text(b, value);
        intro_i_strbuf_clear(buf);
        const intro_status rc = make(text, strlen(text), buf);
        if (rc == INTRO_ENOMEM) {
            return fail_memory(fields);
        }
        if (rc == INTRO_OK && buf->length > 0) {
            uint32_t string;
            INTRO_TRY(
                intro_i_builder_string(b, buf->data, buf->length, &string));
            INTRO_TRY(add(b, row, string));
        }
    }
    return INTRO_OK;
}

/* Keys come before defaults: what everybody has identifies nobody. */
static intro_status finish_fields(intro_i_fields *fields, intro_i_strbuf *buf,
                                  uint32_t people)
{
    if (fields->ranks[INTRO_FIELD_URL].count != 0) {
        INTRO_TRY(add_keys(fields, buf, people, INTRO_FIELD_URL,
                           intro_i_profile_slug, intro_i_builder_slug));
    }
    if (fields->ranks[INTRO_FIELD_EMAIL].count != 0) {
        INTRO_TRY(add_keys(fields, buf, people, INTRO_FIELD_EMAIL,
                           intro_i_email_normalise, intro_i_builder_email));
    }
    INTRO_TRY(join_names(fields, buf, people));
    for (size_t f = 0; f < INTRO_FIELD_COUNT; f++) {
        if (fields->best_default[f].rank != 0) {
            INTRO_TRY(apply_default(fields, f, people));
        }
    }
    return INTRO_OK;
}

intro_status intro_i_fields_finish(intro_i_fields *fields, uint32_t people)
{
    intro_i_strbuf buf;
    intro_i_strbuf_init(&buf, 0);
    const intro_status rc = finish_fields(fields, &buf, people);
    intro_i_strbuf_fini(&buf);
    return rc;
}
