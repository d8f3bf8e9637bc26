/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose export it is. No file says it outright: Profile.csv has the name,
 * "Email Addresses.csv" the addresses, Positions.csv the jobs, and the profile
 * URL is the one that stands in every row of messages.csv or on one side of
 * every invitation. What the user says decides. */
#ifndef INTRO_IMPORT_LINKEDIN_OWNER_H
#define INTRO_IMPORT_LINKEDIN_OWNER_H

#include "import/linkedin_evidence.h"
#include "import/linkedin_messages.h"

typedef struct intro_i_li_owner {
    intro_i_strbuf name; /* for people; empty = not known */
    uint32_t name_key;
    uint32_t slug;
    intro_i_vec_u32 emails; /* builder strings, normalised */
    intro_i_li_vec_job jobs;
    uint32_t company; /* of the newest job that lasts: builder strings */
    uint32_t position;
    intro_day company_since;
} intro_i_li_owner;

void intro_i_li_owner_init(intro_i_li_owner *owner);
void intro_i_li_owner_fini(intro_i_li_owner *owner);

/* WHO as the user gave it: a profile URL, e-mail or name, with or without
 * `url:`, `email:`, `name:`, `id:` (a slug). Before the files are read. */
INTRO_MUST_USE intro_status intro_i_li_owner_given(intro_i_li_owner *owner,
                                                   intro_i_li_people *people,
                                                   const char *who);
/* The present row of Profile.csv, "Email Addresses.csv" or Positions.csv. */
INTRO_MUST_USE intro_status intro_i_li_owner_profile(intro_i_li_owner *owner,
                                                     intro_i_li_people *people,
                                                     intro_i_li_table *table);
INTRO_MUST_USE intro_status intro_i_li_owner_email(intro_i_li_owner *owner,
                                                   intro_i_li_people *people,
                                                   intro_i_li_table *table);
INTRO_MUST_USE intro_status intro_i_li_owner_position(intro_i_li_owner *owner,
                                                      intro_i_li_people *people,
                                                      intro_i_li_table *table);

/* Finds the owner and makes the person (or takes the contact whose URL the user
 * gave); digest: of Connections.csv. */
INTRO_MUST_USE intro_status
intro_i_li_owner_choose(intro_i_li_owner *owner, intro_i_li_people *people,
                        const intro_i_li_messages *messages,
                        const intro_i_li_notes *notes, uint64_t digest);

#endif
