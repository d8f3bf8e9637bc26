/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tree is one table from (node, word) to node. Words are numbered by the
 * pool, affixes among them with their hyphen, which no folded word has. */
#include "import/phrases.h"

#include <string.h>

enum { FIRST_SLOTS = 64, AFFIX_LEAST = 3 };

/* --- the tree ------------------------------------------------------------- */

static uint64_t mix(uint64_t x)
{
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93u;
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93u;
    return x ^ x >> 32;
}

/* Slot of a key: where it stands, or the free one where it would. */
static uint64_t slot_of(const intro_i_phrases *p, uint64_t key)
{
    uint64_t slot = mix(key ^ p->words.key.k0) & p->mask;
    while (p->keys[slot] != 0 && p->keys[slot] != key) {
        slot = (slot + 1) & p->mask;
    }
    return slot;
}

/* The node below `node`, 0 when there is none. Words are not 0, so keys are
 * not. */
static uint32_t child(const intro_i_phrases *p, uint32_t node, uint32_t word)
{
    const uint64_t slot = slot_of(p, (uint64_t)node << 32 | word);
    return p->keys[slot] == 0 ? 0 : p->nodes[slot];
}

static intro_status grow(intro_i_phrases *p)
{
    const uint64_t old_slots = p->keys == NULL ? 0 : p->mask + 1;
    const uint64_t slots = old_slots == 0 ? FIRST_SLOTS : old_slots * 2;
    uint64_t *const old_keys = p->keys;
    uint32_t *const old_nodes = p->nodes;
    uint64_t *const keys = intro_i_alloc_zero((size_t)slots, sizeof *keys);
    uint32_t *const nodes = intro_i_alloc((size_t)slots, sizeof *nodes);
    if (keys == NULL || nodes == NULL) {
        intro_i_free(keys);
        intro_i_free(nodes);
        return INTRO_ENOMEM;
    }
    p->keys = keys;
    p->nodes = nodes;
    p->mask = slots - 1;
    for (uint64_t i = 0; i < old_slots; i++) {
        if (old_keys[i] != 0) {
            const uint64_t slot = slot_of(p, old_keys[i]);
            keys[slot] = old_keys[i];
            nodes[slot] = old_nodes[i];
        }
    }
    intro_i_free(old_keys);
    intro_i_free(old_nodes);
    return INTRO_OK;
}

static intro_status make_child(intro_i_phrases *p, uint32_t *node,
                               uint32_t word)
{
    const uint64_t key = (uint64_t)*node << 32 | word;
    uint64_t slot = slot_of(p, key);
    if (p->keys[slot] == key) {
        *node = p->nodes[slot];
        return INTRO_OK;
    }
    if (2 * (p->used + 1) > p->mask + 1) {
        INTRO_TRY(grow(p));
        slot = slot_of(p, key);
    }
    const uint32_t fresh = (uint32_t)p->values.count;
    INTRO_TRY(intro_i_vec_u32_push(&p->values, 0));
    p->keys[slot] = key;
    p->nodes[slot] = fresh;
    p->used++;
    *node = fresh;
    return INTRO_OK;
}

intro_status intro_i_phrases_init(intro_i_phrases *phrases)
{
    memset(phrases, 0, sizeof *phrases);
    INTRO_TRY(intro_i_strpool_init(&phrases->words));
    INTRO_TRY(grow(phrases));
    return intro_i_vec_u32_push(&phrases->values, 0);
}

void intro_i_phrases_fini(intro_i_phrases *phrases)
{
    intro_i_strpool_fini(&phrases->words);
    intro_i_free(phrases->keys);
    intro_i_free(phrases->nodes);
    intro_i_vec_u32_fini(&phrases->values);
    intro_i_vec_word_fini(&phrases->scratch);
    phrases->keys = NULL;
    phrases->nodes = NULL;
}

/* --- affixes -------------------------------------------------------------- */

static unsigned three(const char *letters)
{
    const unsigned a = (unsigned char)letters[0];
    const unsigned b = (unsigned char)letters[1];
    const unsigned c = (unsigned char)letters[2];
    return (a * 961 + b * 31 + c) & 4095;
}

static bool may_have(const uint64_t set[64], const char *letters)
{
    const unsigned place = three(letters);
    return (set[place / 64] >> (place % 64) & 1) != 0;
}

static void note(uint64_t set[64], const char *letters)
{
    const unsigned place = three(letters);
    set[place / 64] |= (uint64_t)1 << (place % 64);
}

/* The affix as it stands in the pool: with its hyphen. */
static size_t spell_affix(const char *text, size_t length, bool is_prefix,
                          char out[INTRO_I_AFFIX_MAX + 1])
{
    memcpy(out + (is_prefix ? 0 : 1), text, length);
    out[is_prefix ? length : 0] = '-';
    return length + 1;
}

static intro_status add_affix(intro_i_phrases *p, const char *text,
                              size_t length, bool is_prefix, uint32_t *word)
{
    char spelt[INTRO_I_AFFIX_MAX + 1];
    if (length < AFFIX_LEAST || length > INTRO_I_AFFIX_MAX) {
        return INTRO_EARG;
    }
    INTRO_TRY(intro_i_strpool_intern(
        &p->words, spelt, spell_affix(text, length, is_prefix, spelt), word));
    note(is_prefix ? p->begins : p->ends,
         is_prefix ? text : text + length - AFFIX_LEAST);
    return INTRO_OK;
}

static bool find_affix(const intro_i_phrases *p, const char *text,
                       size_t length, bool is_prefix, intro_i_phrase *out)
{
    char spelt[INTRO_I_AFFIX_MAX + 1];
    const uint32_t word = intro_i_strpool_find(
        &p->words, spelt, spell_affix(text, length, is_prefix, spelt));
    const uint32_t node = word == 0 ? 0 : child(p, 0, word);
    *out = (intro_i_phrase){p->values.data[node], 1};
    return out->value != 0;
}

/* The longest ending, else the longest beginning. */
static size_t find_affixes(const intro_i_phrases *p, const char *word,
                           size_t length, intro_i_phrase *out)
{
    if (length <= AFFIX_LEAST) {
        return 0;
    }
    const size_t most =
        length - 1 < INTRO_I_AFFIX_MAX ? length - 1 : INTRO_I_AFFIX_MAX;
    if (may_have(p->ends, word + length - AFFIX_LEAST)) {
        for (size_t size = most; size >= AFFIX_LEAST; size--) {
            if (find_affix(p, word + length - size, size, false, out)) {
                return 1;
            }
        }
    }
    if (may_have(p->begins, word)) {
        for (size_t size = most; size >= AFFIX_LEAST; size--) {
            if (find_affix(p, word, size, true, out)) {
                return 1;
            }
        }
    }
    return 0;
}

/* --- phrases -------------------------------------------------------------- */

intro_status intro_i_phrases_add(intro_i_phrases *phrases, const char *folded,
                                 size_t length, bool is_prefix, bool is_suffix,
                                 uint32_t **value)
{
    intro_i_vec_word *const words = &phrases->scratch;
    words->count = 0;
    INTRO_TRY(intro_i_words_split(folded, length, words));
    const bool is_affix = is_prefix || is_suffix;
    if (words->count == 0 || words->count > INTRO_I_PHRASE_WORDS ||
        (is_affix && words->count != 1) || (is_prefix && is_suffix)) {
        return INTRO_EARG;
    }
    uint32_t node = 0;
    for (size_t i = 0; i < words->count; i++) {
        const char *const text = folded + words->data[i].at;
        const size_t size = words->data[i].length;
        uint32_t word;
        if (is_affix) {
            INTRO_TRY(add_affix(phrases, text, size, is_prefix, &word));
        } else {
            INTRO_TRY(
                intro_i_strpool_intern(&phrases->words, text, size, &word));
        }
        INTRO_TRY(make_child(phrases, &node, word));
    }
    *value = &phrases->values.data[node];
    return INTRO_OK;
}

size_t intro_i_phrases_at(const intro_i_phrases *phrases, const char *text,
                          const intro_i_vec_word *words, size_t at,
                          intro_i_phrase out[INTRO_I_PHRASE_WORDS])
{
    size_t count = 0;
    uint32_t node = 0;
    for (size_t i = at; i < words->count && i - at < INTRO_I_PHRASE_WORDS;
         i++) {
        const uint32_t word = intro_i_strpool_find(
            &phrases->words, text + words->data[i].at, words->data[i].length);
        node = word == 0 ? 0 : child(phrases, node, word);
        if (node == 0) {
            break;
        }
        if (phrases->values.data[node] != 0) {
            out[count++] = (intro_i_phrase){phrases->values.data[node],
                                            (uint32_t)(i - at + 1)};
        }
    }
    return count != 0 ? count
                      : find_affixes(phrases, text + words->data[at].at,
                                     words->data[at].length, out);
}
