# SPDX-License-Identifier: GPL-2.0-or-later
# Tables of datasets/ as constant arrays in C, so that the program needs no file
# to run: `awk -v want=taxonomy -f tables.awk FILE.csv...`, output to stdout.
#
#   want=taxonomy  industries.csv functions.csv seniorities.csv
#   want=rules     companies.csv company_words.csv titles.csv
#
# Rules are sorted by their keys: patterns folded as the program folds names
# (tests/test_class_rows.c compares), so that nothing is left to do when it
# starts. Every row keeps the line it stands on. Cells are quoted as in RFC 4180,
# on one line each. A row that cannot be used stops the build here.

function fail(what) {
    printf "%s:%d: %s\n", FILENAME, FNR, what >"/dev/stderr"
    failed = 1
    exit 1
}

# Cells of the line into cell[1..]; answers how many.
function split_cells(line,    n, more, text) {
    n = 0
    do {
        n++
        text = ""
        if (substr(line, 1, 1) == "\"") {
            line = substr(line, 2)
            while (match(line, /^[^"]*""/)) {
                text = text substr(line, 1, RLENGTH - 1)
                line = substr(line, RLENGTH + 1)
            }
            if (!match(line, /^[^"]*"/)) fail("a quote is never closed")
            text = text substr(line, 1, RLENGTH - 1)
        } else match(line, /^[^,]*/)
        cell[n] = text == "" ? substr(line, 1, RLENGTH) : text
        line = substr(line, RLENGTH + 1)
        more = substr(line, 1, 1) == ","
        if (line != "" && !more) fail("text after a closing quote")
        line = substr(line, 2)
    } while (more)
    return n
}

# A string literal; room counts the final NUL.
function quoted(text, room) {
    if (length(text) >= room) fail("\"" text "\" is too long")
    gsub(/\\/, "\\\\", text)
    gsub(/"/, "\\\"", text)
    return "\"" text "\""
}

function number(text, most) {
    if (text == "") return 0
    if (text !~ /^[0-9]+$/ || text + 0 > most) fail("\"" text "\" is no id")
    return text + 0
}

# --- folding ---

function fold(text,    i) {
    text = tolower(text)
    for (i = 1; i <= letters; i += 2) gsub(letter[i], letter[i + 1], text)
    if (text ~ /[\200-\377]/) fail("\"" text "\" has a letter not known here")
    gsub(/[^a-z0-9]+/, " ", text)
    sub(/^ /, "", text)
    sub(/ $/, "", text)
    return text
}

# A word without the ending that only tells gender or number.
function stem(word) {
    if (length(word) < 5) return word
    if (word ~ /[^s]s$/) sub(/s$/, "", word)
    if (length(word) >= 7 && word ~ /(er|or|ent|ant|ist|eur)in$/)
        sub(/in$/, "", word)
    if (length(word) >= 5) sub(/[aeo]$/, "", word)
    return word
}

function stems(text,    words, n, i, out) {
    n = split(text, words, " ")
    for (i = 1; i <= n; i++) out = out (i > 1 ? " " : "") stem(words[i])
    return out
}

# The key of a pattern and, in places, where the rest of the text may be: 1 more
# words before, 2 more behind.
function key_of(pattern,    key) {
    places = 0
    if (pattern ~ /^-[^ ]+$/) {
        key = stems(fold(pattern))
        if (length(key) < 3) fail("the ending " pattern " is too short")
        return "-" key
    }
    if (sub(/^\* */, "", pattern)) places += 1
    if (sub(/ *\*$/, "", pattern)) places += 2
    if (pattern ~ /\*/) fail("a star inside a pattern")
    key = fold(pattern)
    return table == "companies" ? key : stems(key)
}

# --- sorting ---

# Sorts order[1..n] by key[order[i]], ties by number: a heap.
function sort_by(key, n,    i) {
    for (i = 1; i <= n; i++) order[i] = i
    for (i = int(n / 2); i >= 1; i--) sift(key, i, n)
    for (i = n; i > 1; i--) {
        swap(1, i)
        sift(key, 1, i - 1)
    }
}

function swap(a, b,    kept) {
    kept = order[a]
    order[a] = order[b]
    order[b] = kept
}

function is_less(key, a, b) {
    return key[a] < key[b] || (key[a] == key[b] && a < b)
}

function sift(key, root, n,    child) {
    while (2 * root <= n) {
        child = 2 * root
        if (child < n && is_less(key, order[child], order[child + 1])) child++
        if (!is_less(key, order[root], order[child])) return
        swap(root, child)
        root = child
    }
}

# --- tables ---

function name_of(file) {
    sub(/.*\//, "", file)
    sub(/\..*/, "", file)
    return file
}

# Words of the last column as flags.
function flags_of(text,    words, n, i, flags) {
    n = split(text, words, " ")
    flags = "0"
    for (i = 1; i <= n; i++) {
        if (index(" weak cap past idle other alone drop whole ", " " words[i] " ") == 0)
            fail("\"" words[i] "\" is no effect")
        flags = flags " | INTRO_I_RULE_" toupper(words[i])
    }
    if (places % 2) flags = flags " | INTRO_I_RULE_BEFORE"
    if (places >= 2) flags = flags " | INTRO_I_RULE_BEHIND"
    return flags
}

function print_rules(    i) {
    sort_by(keys, rows)
    endings = 0
    for (i = 1; i <= rows; i++) {
        endings += keys[order[i]] ~ /^-/
        if (i > 1 && table != "titles" && keys[order[i]] == keys[order[i - 1]])
            fail("\"" keys[order[i]] "\" stands there twice")
        print row_text[order[i]]
    }
}

# Classes by id, and their places by label without case.
function print_classes(    i, place) {
    sort_by(keys, rows)
    for (i = 1; i <= rows; i++) {
        print row_text[order[i]]
        place[order[i]] = i - 1
        folded[i] = tolower(label_text[order[i]])
    }
    printf "};\nconst uint16_t intro_i_%s_by_label[] = {", table
    sort_by(folded, rows)
    for (i = 1; i <= rows; i++)
        printf "%s%d,", (i - 1) % 12 ? " " : "\n    ", order[i] - 1
    print ""
}

function close_table() {
    if (table == "" || failed) return
    if (want == "taxonomy") print_classes()
    else print_rules()
    print "};"
    printf "const size_t intro_i_%s_count = %d;\n", table, rows
    if (want == "rules")
        printf "const size_t intro_i_%s_endings = %d;\n", table, endings
}

function open_table(    type) {
    close_table()
    table = name_of(FILENAME)
    rows = 0
    type = want == "taxonomy" ? "intro_i_class" : \
        table == "titles" ? "intro_i_title_row" : "intro_i_company_row"
    printf "\nconst %s intro_i_%s[] = {\n", type, table
}

BEGIN {
    print "/* Made from datasets/ by engine/tables.awk. */"
    print "#include \"" (want == "taxonomy" ? "base/taxonomy_impl.h" : \
        "import/class_rows.h") "\""
    letters = split("à a á a â a ã a ä a å a ą a À a Á a Â a Ã a Ä a Å a " \
        "æ ae Æ ae ç c ć c č c Ç c Č c è e é e ê e ë e ę e ě e È e É e Ê e " \
        "Ë e ğ g ì i í i î i ï i ı i Í i Î i İ i ł l Ł l ñ n ń n Ñ n ò o ó o " \
        "ô o õ o ö o ø o ő o Ò o Ó o Ô o Ö o Ø o œ oe ř r ś s š s ş s Ś s Š s " \
        "Ş s ß ss ù u ú u û u ü u ů u Ú u Ü u ý y ž z ź z ż z Ž z Ż z", letter, " ")
}

FNR == 1 { open_table(); next }
/^$/ { fail("an empty line") }

{
    n = split_cells($0)
    rows++
}

want == "taxonomy" {
    has_parent = table == "industries"
    if (n != 2 + has_parent) fail("a row has " n " cells")
    keys[rows] = number(cell[1], 65535)
    label_text[rows] = cell[n]
    if (keys[rows] == 0 || cell[n] == "") fail("an id and a label are wanted")
    if ((table, keys[rows]) in seen) fail("id " cell[1] " stands here twice")
    seen[table, keys[rows]] = 1
    row_text[rows] = sprintf("    {%d, %d, %s},", keys[rows],
        has_parent ? number(cell[2], 65535) : 0, quoted(cell[n], 64))
    next
}

{
    keys[rows] = key_of(cell[1])
    if (keys[rows] == "") fail("a pattern is wanted")
}

table == "titles" {
    if (n != 6) fail("a row has " n " cells")
    if (places) fail("a title has no star")
    is_whole = index(" " cell[6] " ", " whole ") != 0
    if ((keys[rows], cell[2], is_whole) in seen)
        fail("\"" cell[1] "\" stands here twice, as line " \
            seen[keys[rows], cell[2], is_whole])
    seen[keys[rows], cell[2], is_whole] = FNR
    row_text[rows] = sprintf("    {%s, %d, %d, %d, %d, %d, %s},",
        quoted(keys[rows], 48), FNR, number(cell[2], 65535),
        number(cell[5], 65535), number(cell[3], 26), number(cell[4], 10),
        flags_of(cell[6]))
    next
}

{
    if (n != 3) fail("a row has " n " cells")
    if (table == "companies" && places % 2) fail("a name begins with a star")
    # "acme *" and "acme" are two rows.
    if (table == "companies" && places == 2) keys[rows] = keys[rows] " *"
    row_text[rows] = sprintf("    {%s, %d, %d, %s},", quoted(keys[rows], 48),
        FNR, number(cell[2], 65535), flags_of(cell[3]))
}

END {
    if (!failed) close_table()
    exit failed
}
