#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What every page carries, as C: embed.sh page.css page.js >page_data.c
# Beside the bytes stands their SHA-256 as a content security policy names it.
set -eu
LC_ALL=C
export LC_ALL

# digest FILE: SHA-256 in hexadecimal.
digest() {
    if command -v sha256sum >/dev/null 2>&1; then
        sha256sum <"$1"
    elif command -v shasum >/dev/null 2>&1; then
        shasum -a 256 <"$1"
    else
        openssl dgst -sha256 -r <"$1"
    fi | sed 's/[^0-9a-f].*//'
}

# Hexadecimal to base64.
to_base64() {
    awk '{
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" \
            "abcdefghijklmnopqrstuvwxyz0123456789+/"
        hex = "0123456789abcdef"
        for (at = 1; at <= length($0); at += 6) {
            part = substr($0, at, 6)
            value = 0
            for (i = 1; i <= 6; i++) {
                digit = i <= length(part) ? index(hex, substr(part, i, 1)) - 1 : 0
                value = value * 16 + digit
            }
            out = ""
            for (i = 0; i < 4; i++) {
                out = substr(letters, value % 64 + 1, 1) out
                value = int(value / 64)
            }
            if (length(part) == 4) out = substr(out, 1, 3) "="
            if (length(part) == 2) out = substr(out, 1, 2) "=="
            printf "%s", out
        }
    }'
}

# bytes NAME FILE
bytes() {
    hash=$(digest "$2")
    if [ ${#hash} -ne 64 ]; then
        echo "embed.sh: no program here makes a SHA-256" >&2
        exit 1
    fi
    printf 'const char intro_i_page_%s_hash[] = "sha256-%s";\n' "$1" \
        "$(printf '%s\n' "$hash" | to_base64)"
    printf 'const char intro_i_page_%s[] = {\n' "$1"
    od -An -v -tu1 "$2" | sed 's/^ *//; s/ *$//; s/  */, /g; s/$/,/'
    printf '0};\n'
}

echo '/* Made by embed.sh. */'
echo '#include "report/page_data.h"'
bytes css "$1"
bytes js "$2"
