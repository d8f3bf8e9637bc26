/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys of people and employers: what two spellings of one name share, and the
 * identities a profile URL or an e-mail address stands for.
 *
 * Leaf code like text.h: no context, appending, all or nothing, linear time.
 * INTRO_EFORMAT when the input is not UTF-8. */
#ifndef INTRO_BASE_NAMES_H
#define INTRO_BASE_NAMES_H

#include "base/strbuf.h"

/* Appends the folded name of a person without credentials, pronouns, titles,
 * parentheses and signs: "Dr. José Núñez, PMP (He/Him)" gives "jose nunez".
 * What follows a comma goes only when it looks like credentials, so "Doe, Jane"
 * gives "doe jane". When nothing would be left, all of the name is folded;
 * nothing is appended only for a name without letters and digits. */
INTRO_MUST_USE intro_status intro_i_name_fold(const char *name, size_t length,
                                              intro_i_strbuf *out);

/* Appends the key of an employer: folded, without legal forms at the end, a
 * leading "the", a last "(ACRONYM)" and what follows " | " or a bullet; dotted
 * acronyms joined: "I.B.M. S.A. de C.V." gives "ibm". Nothing is appended only
 * for white space: a name without letters is kept as it is. */
INTRO_MUST_USE intro_status intro_i_company_fold(const char *name,
                                                 size_t length,
                                                 intro_i_strbuf *out);
/* Does a key made by intro_i_company_fold() name no employer ("self employed",
 * "freelance", "stealth startup", "retired", "-", "")? Two people who share it
 * do not work together. */
bool intro_i_company_is_none(const char *folded, size_t length);

/* Appends the slug of a LinkedIn profile URL: any scheme or none, any LinkedIn
 * host, /in/, /mwlite/in/ or /pub/; percent-decoded once, lower case, normal
 * form C; query, fragment and what follows the slug dropped. The old
 * /pub/first-last/1/2b/3c4 gives "first-last-3c402b01", the order in which such
 * numbers stand in newer slugs; that the site pads them so is not proven.
 * INTRO_ENOTFOUND when it is no profile URL; INTRO_EFORMAT when the decoded
 * slug has a control character or slash or is not UTF-8. */
INTRO_MUST_USE intro_status intro_i_profile_slug(const char *url, size_t length,
                                                 intro_i_strbuf *out);
/* Appends the address trimmed and in lower case, without "mailto:".
 * INTRO_ENOTFOUND when it does not look like x@y. */
INTRO_MUST_USE intro_status intro_i_email_normalise(const char *text,
                                                    size_t length,
                                                    intro_i_strbuf *out);

#endif
