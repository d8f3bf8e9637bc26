# SPDX-License-Identifier: GPL-2.0-or-later
# Judge two runs: awk -f compare.awk OLD.jsonl NEW.jsonl
#
# One line a case: old and new least time, their ratio, and a word: "noise" when
# the change is under the greater of the two spreads (or under 3 %), else
# "faster" or "slower". Status 1 when anything is slower, a case is gone or an
# answer became wrong.

# The value of a member of a flat object; texts without their quotes.
function member(line, key,    at, rest) {
    at = index(line, "\"" key "\":")
    if (at == 0) return ""
    rest = substr(line, at + length(key) + 3)
    if (rest ~ /^"/) {
        match(rest, /^"([^"\\]|\\.)*"/)
        return substr(rest, 2, RLENGTH - 2)
    }
    match(rest, /^[^,}]*/)
    return substr(rest, 1, RLENGTH)
}

function is_good(check) {
    return check == "ok" || check ~ /^skipped/
}

{
    name = member($0, "size") " " member($0, "bench") ": " member($0, "case")
    least = member($0, "min_ms") + 0
    spread = member($0, "spread") + 0
    check = member($0, "check")
}
FNR == NR {
    old[name] = least
    old_spread[name] = spread
    old_check[name] = check
    next
}
{
    seen[name] = 1
    if (!is_good(check)) {
        print name ": WRONG: " check
        bad = 1
    } else if (!(name in old)) {
        print name ": new, " least " ms"
    } else if (least > 0 && old[name] > 0) {
        ratio = least / old[name]
        noise = spread > old_spread[name] ? spread : old_spread[name]
        if (noise < 0.03) noise = 0.03
        word = "noise"
        if (ratio > 1 + noise) { word = "slower"; bad = 1 }
        if (ratio < 1 / (1 + noise)) word = "faster"
        printf "%s: %.4g -> %.4g ms, x %.3f, %s\n", name, old[name], least,
            ratio, word
    }
}
END {
    for (name in old)
        if (!(name in seen)) {
            print name ": gone"
            bad = 1
        }
    exit bad
}
