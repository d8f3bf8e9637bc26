#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# `make installcheck`: a stranger's program against the installed library,
# found by pkg-config, and the installed tool.
set -eu
: "${CC:=cc}"
: "${CFLAGS:=}"
: "${PKG_CONFIG:=pkg-config}"
: "${DESTDIR:=}"
: "${pkgconfigdir:?set by make installcheck}"
: "${bindir:?set by make installcheck}"

PKG_CONFIG_PATH=$DESTDIR$pkgconfigdir${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
export PKG_CONFIG_PATH

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/stranger.c" <<'END'
#include <introfind/context.h>
#include <stdio.h>

int main(void)
{
    intro_ctx *ctx = NULL;

    if (intro_ctx_new(&ctx) != INTRO_OK) {
        return 1;
    }
    intro_ctx_free(ctx);
    puts(intro_status_name(INTRO_OK));
    return 0;
}
END

flags=$($PKG_CONFIG --cflags --libs introfind)
libdir=$($PKG_CONFIG --variable=libdir introfind)
if [ -n "$DESTDIR" ]; then
    # Only introfind itself lies under DESTDIR; what it needs does not.
    includedir=$($PKG_CONFIG --variable=includedir introfind)
    flags="-I$DESTDIR$includedir -L$DESTDIR$libdir $flags"
fi
# Several words each.
# shellcheck disable=SC2086
$CC $CFLAGS "$work/stranger.c" -o "$work/stranger" $flags
LD_LIBRARY_PATH=$DESTDIR$libdir "$work/stranger"
echo "installcheck: a program builds and runs against the library"

if [ -x "$DESTDIR$bindir/introfind" ]; then
    "$DESTDIR$bindir/introfind" --version
    echo "installcheck: the tool runs"
fi
