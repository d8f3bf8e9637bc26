/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The classes of everybody in a network that is being pooled. Each company and
 * each position is looked at once, however many people have it. */
#ifndef INTRO_IMPORT_CLASS_PEOPLE_H
#define INTRO_IMPORT_CLASS_PEOPLE_H

#include "graph/builder.h"
#include "import/classify.h"

/* `user` is an intro_i_classes pointer's address: NULL there are no classes yet,
 * and they are made, without a user's table. For
 * intro_i_builder_classifier(). */
INTRO_MUST_USE intro_status intro_i_class_people(
    void *user, intro_i_builder *builder, intro_i_class_request *request);

#endif
