/* SPDX-License-Identifier: GPL-2.0-or-later */
/* messages.csv: who wrote to whom, how often and when. Of a message only its
 * ends, its day and its conversation are looked at; subject and text are never
 * kept. Memory: one entry a conversation and participant. */
#ifndef INTRO_IMPORT_LINKEDIN_MESSAGES_H
#define INTRO_IMPORT_LINKEDIN_MESSAGES_H

#include "import/linkedin_fields.h"
#include "import/linkedin_people.h"

enum {
    INTRO_I_LI_TALK_MAX = 4,   /* people of a thread that counts as messages */
    INTRO_I_LI_THREAD_MAX = 8, /* and as inferred ties between contacts */
};

typedef struct intro_i_li_part {
    intro_i_li_who who;
    uint32_t sent;
    intro_day first; /* of what was sent */
    intro_day last;
    uint32_t next; /* part + 1 of the same thread, 0 = the last */
} intro_i_li_part;

typedef struct intro_i_li_thread {
    uint32_t head; /* part + 1 */
    uint32_t parts;
    uint32_t most_named; /* people a row names without a URL, the sender too */
    uint32_t rows;
    uint64_t line;
    intro_day newest;
    bool has_unknown; /* a deleted member, or somebody without name */
} intro_i_li_thread;

INTRO_VEC(intro_i_li_vec_part, intro_i_li_part);
INTRO_VEC(intro_i_li_vec_thread, intro_i_li_thread);

typedef struct intro_i_li_messages {
    intro_i_strpool ids;
    intro_i_vec_u32 thread_of; /* by conversation id: thread */
    intro_i_li_vec_thread threads;
    intro_i_li_vec_part parts;
    intro_i_vec_u32 seen[2];  /* by slug and by name: rows it stands in */
    intro_i_vec_u32 stamp[2]; /* the last of these rows */
    uint32_t rows;
} intro_i_li_messages;

INTRO_MUST_USE intro_status
intro_i_li_messages_init(intro_ctx *ctx, intro_i_li_messages *messages);
void intro_i_li_messages_fini(intro_i_li_messages *messages);

/* The present row; contacts are known by then. */
INTRO_MUST_USE intro_status
intro_i_li_messages_take(intro_i_li_messages *messages,
                         intro_i_li_people *people, intro_i_li_table *table);

/* Who stands in most rows, if that is nine in ten or more: up to `room` of them,
 * by URL or by name. The owner of the export stands in every row. */
size_t intro_i_li_messages_constant(const intro_i_li_messages *messages,
                                    bool by_name, intro_i_li_who *out,
                                    size_t room);

/* When the owner is known: makes people of those outside Connections.csv with
 * whom messages went both ways, and tells the builder the evidence. */
INTRO_MUST_USE intro_status intro_i_li_messages_tell(
    const intro_i_li_messages *messages, intro_i_li_people *people,
    const intro_i_li_files *files);

#endif
