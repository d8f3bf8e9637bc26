/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The people of one export: who is meant by a profile URL or a name. Everybody
 * gets a small number at once, a *who*; which person that is, if any, is asked
 * when all contacts are known. */
#ifndef INTRO_IMPORT_LINKEDIN_PEOPLE_H
#define INTRO_IMPORT_LINKEDIN_PEOPLE_H

#include "base/names.h"
#include "base/strpool.h"
#include "graph/builder.h"
#include "import/csv_reader.h"

#define INTRO_I_LI_NO_ROW ((uint32_t)UINT32_MAX)

/* Spellings and the key they share; each spelling is folded once. */
typedef struct intro_i_li_keys {
    intro_i_strpool spellings;
    intro_i_vec_u32 key_of; /* by spelling */
    intro_i_strpool keys;
} intro_i_li_keys;

/* 2 x slug, or 2 x folded name + 1; 0 = nobody that can be told. */
typedef uint32_t intro_i_li_who;
#define INTRO_I_LI_MOST_KEYS (UINT32_MAX / 2)

typedef struct intro_i_li_person {
    uint32_t slug;    /* key, 0 none */
    uint32_t name;    /* key */
    uint32_t company; /* key, 0 none or no employer */
    intro_day since;  /* Connected On */
    bool is_contact;  /* stands in Connections.csv */
    bool is_owner;
} intro_i_li_person;

INTRO_VEC(intro_i_li_vec_person, intro_i_li_person);

/* Who bears a name: contacts first, else people made from other files. */
typedef struct intro_i_li_bearers {
    uint32_t contacts;
    uint32_t others;
    uint32_t contact; /* row of the newest */
    uint32_t other;
} intro_i_li_bearers;

INTRO_VEC(intro_i_li_vec_bearers, intro_i_li_bearers);

/* A contact by name and company, for names that several bear. */
typedef struct intro_i_li_namesake {
    uint32_t name;
    uint32_t company;
    uint32_t row;
} intro_i_li_namesake;

INTRO_VEC(intro_i_li_vec_namesake, intro_i_li_namesake);

typedef struct intro_i_li_people {
    intro_i_builder *builder;
    intro_i_li_keys slugs;
    intro_i_li_keys names;
    intro_i_li_keys companies;
    intro_i_li_vec_person rows;     /* by row of the source */
    intro_i_vec_u32 slug_row;       /* by slug: row + 1, 0 none */
    intro_i_vec_u32 slug_name;      /* by slug: spelling of its name, 0 none */
    intro_i_li_vec_bearers bearers; /* by name */
    intro_i_li_vec_namesake namesakes; /* sorted, once contacts are indexed */
    uint32_t owner_row;
    uint32_t owner_slug;
    uint32_t owner_alias;    /* another slug the messages have for the owner */
    uint32_t owner_name;     /* key */
    uint32_t deleted_member; /* name key of "LinkedIn Member" */
    intro_i_strbuf scratch;
    intro_i_strbuf joined;   /* of intro_i_li_join_name() */
    intro_i_strbuf company;  /* of the person being added: texts may lie in a */
    intro_i_strbuf position; /* pool that grows meanwhile */
} intro_i_li_people;

/* fini always follows, also a failed init. Every function below answers INTRO_OK
 * or what memory, limits and the builder say. */
INTRO_MUST_USE intro_status intro_i_li_people_init(intro_i_li_people *people,
                                                   intro_i_builder *builder);
void intro_i_li_people_fini(intro_i_li_people *people);

/* Keys; 0 for what has none. */
INTRO_MUST_USE intro_status intro_i_li_slug(intro_i_li_people *people,
                                            intro_i_csv_field url,
                                            uint32_t *slug);
INTRO_MUST_USE intro_status intro_i_li_name(intro_i_li_people *people,
                                            intro_i_csv_field name,
                                            uint32_t *key);
INTRO_MUST_USE intro_status intro_i_li_company(intro_i_li_people *people,
                                               intro_i_csv_field company,
                                               uint32_t *key);
/* "First Last" with blanks collapsed; borrowed until the next call. */
INTRO_MUST_USE intro_status intro_i_li_join_name(intro_i_li_people *people,
                                                 intro_i_csv_field first,
                                                 intro_i_csv_field last,
                                                 intro_i_csv_field *name);

/* By URL, else by name; a slug remembers the first name it is given. */
INTRO_MUST_USE intro_status intro_i_li_who_of(intro_i_li_people *people,
                                              intro_i_csv_field url,
                                              intro_i_csv_field name,
                                              intro_i_li_who *who);
/* Remembers the name of a slug for when a person is made of it. */
INTRO_MUST_USE intro_status intro_i_li_name_slug(intro_i_li_people *people,
                                                 uint32_t slug,
                                                 intro_i_csv_field name);

/* What is known of a new person; empty fields are unknown. */
typedef struct intro_i_li_new {
    intro_i_csv_field name;
    uint32_t slug;
    intro_i_csv_field company;
    intro_i_csv_field position;
    intro_i_csv_field email;
    intro_day since;
    uint64_t file_row;
    bool is_contact;
    bool is_owner;
} intro_i_li_new;

/* Makes a person with a row of its own; its slug must not have one. */
INTRO_MUST_USE intro_status intro_i_li_add(intro_i_li_people *people,
                                           const intro_i_li_new *fresh,
                                           uint32_t *row);
/* A known field from text (trimmed and collapsed); empty text changes nothing. */
INTRO_MUST_USE intro_status intro_i_li_set_field(intro_i_li_people *people,
                                                 uint32_t row,
                                                 intro_field field,
                                                 intro_i_csv_field text);

/* All contacts are known: makes intro_i_li_resolve() quick for names that
 * several of them bear. O(n log n). */
INTRO_MUST_USE intro_status
intro_i_li_index_contacts(intro_i_li_people *people);

/* Row of the slug, or NO_ROW. */
uint32_t intro_i_li_row_of_slug(const intro_i_li_people *people, uint32_t slug);
/* The owner, the slug's person, or the one contact of the name (of several the
 * one of the company, if that tells). NO_ROW: none, or *several is set.
 * O(log n); intro_i_li_index_contacts() comes before. */
uint32_t intro_i_li_resolve(const intro_i_li_people *people, intro_i_li_who who,
                            uint32_t company, bool *several);

#endif
