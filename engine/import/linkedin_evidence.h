/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the smaller files of an export say about ties: invitations with a text,
 * endorsements, recommendations; and the rule that finds former colleagues.
 * Notes are gathered first and told to the builder when the owner is known. */
#ifndef INTRO_IMPORT_LINKEDIN_EVIDENCE_H
#define INTRO_IMPORT_LINKEDIN_EVIDENCE_H

#include "import/linkedin_fields.h"
#include "import/linkedin_people.h"

typedef struct intro_i_li_note {
    intro_i_li_role role;
    intro_i_li_who who;
    bool is_from_owner;
    bool has_text;  /* invitations */
    uint32_t skill; /* endorsements: string of the pool, from 1 */
    uint32_t name;  /* recommendations: builder strings */
    uint32_t company;
    uint32_t position;
    intro_day day;
    uint64_t line;
    uint32_t row; /* when resolved */
} intro_i_li_note;

INTRO_VEC(intro_i_li_vec_note, intro_i_li_note);

typedef struct intro_i_li_notes {
    intro_i_li_vec_note notes;
    intro_i_strpool skills;
    intro_i_li_who inviter; /* who stands on the owner's side of every
                               invitation; 0 when that is not one */
    bool has_inviter;
} intro_i_li_notes;

/* A position of the owner. */
typedef struct intro_i_li_job {
    uint32_t company; /* key */
    uint32_t label;   /* builder string */
    intro_day first;
    intro_day last; /* INTRO_NO_DAY while it lasts */
} intro_i_li_job;

INTRO_VEC(intro_i_li_vec_job, intro_i_li_job);

/* Every contact is held against every job at his company. */
enum { INTRO_I_LI_JOBS_MAX = 1000 };

INTRO_MUST_USE intro_status intro_i_li_notes_init(intro_ctx *ctx,
                                                  intro_i_li_notes *notes);
void intro_i_li_notes_fini(intro_i_li_notes *notes);

/* The present row of invitations, endorsements or recommendations. */
INTRO_MUST_USE intro_status intro_i_li_notes_take(intro_i_li_notes *notes,
                                                  intro_i_li_people *people,
                                                  intro_i_li_table *table);
/* Makes people of recommenders who are no connections, and tells the builder the
 * evidence. The notes are sorted. */
INTRO_MUST_USE intro_status
intro_i_li_notes_tell(intro_i_li_notes *notes, intro_i_li_people *people,
                      const intro_i_li_files *files);

/* The connection itself, and the same employer at the time, of every contact.
 * The jobs are sorted. O(contacts x jobs at one company). */
INTRO_MUST_USE intro_status intro_i_li_tell_connections(
    intro_i_li_people *people, intro_i_li_vec_job *jobs);

#endif
