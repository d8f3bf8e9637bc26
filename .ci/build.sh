#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# One build with its tests, of the kind asked for; what CI runs and what a
# person runs. Each kind has a folder of its own, build-KIND (or one in
# $BUILD_DIR), so that a second run is quick.
#
#   .ci/build.sh gcc | clang     warnings are errors
#   .ci/build.sh asan            AddressSanitizer and UBSan
#   .ci/build.sh tsan            ThreadSanitizer
#   .ci/build.sh coverage        lines run by the tests, per file
#   .ci/build.sh valgrind        the C tests under valgrind
#   .ci/build.sh shared          with the shared library only
#   .ci/build.sh distcheck       tarball, out-of-tree build, install, uninstall
#   .ci/build.sh fuzz [SECONDS]  each fuzzer for so long (60); wants clang
set -eu

mode=${1-}
top=$(cd "$(dirname "$0")/.." && pwd)
jobs=${JOBS:-$(nproc 2>/dev/null || echo 1)}
build=${BUILD_DIR:-$top}/build-$mode

# configure refuses to build elsewhere when the source folder is configured
# itself; then a copy of the sources, as in a tarball, is built.
prepare() {
    mkdir -p "$build"
    source=$top
    if [ -f "$top/config.status" ]; then
        source=$build/source
        chmod -R u+w "$source" 2>/dev/null || :
        rm -rf "$source"
        make -C "$top" -s distdir distdir="$source"
    elif [ ! -f "$top/configure" ] ||
        [ -n "$(find "$top/configure.ac" "$top/Makefile.am" "$top"/*/local.mk \
            -newer "$top/configure")" ]; then
        (cd "$top" && autoreconf -fi)
    fi
}

# configure_in OPTION...: only when it has to be.
configure_in() {
    prepare
    cd "$build"
    if [ ! -f config.status ] || [ ! -f .options ] ||
        [ "$(cat .options)" != "$*" ] ||
        [ -n "$(find "$source/configure" -newer config.status)" ]; then
        "$source/configure" --quiet "$@"
        printf '%s\n' "$*" >.options
    fi
}

build_and_check() {
    configure_in "$@"
    make -j"$jobs"
    INTRO_SHARED_DATA=${INTRO_SHARED_DATA-$top/../shared/data} \
        make -j"$jobs" check || {
        sh "$top/.ci/count.sh" --failed "$build"
        return 1
    }
    sh "$top/.ci/count.sh" --count "$build"
}

# What watches every access, or counts every line, is many times slower.
case $mode in
asan | tsan | coverage) export TEST_TIMEOUT="${TEST_TIMEOUT:-1800}" ;;
esac

case $mode in
gcc | clang)
    build_and_check CC="$mode" --enable-werror --enable-fault-injection
    ;;
asan)
    # -O1: reports keep their lines, tests stay quick.
    build_and_check CC="${CC:-gcc}" CFLAGS="-O1 -g" \
        --enable-sanitizer=address,undefined --enable-fault-injection
    ;;
tsan)
    build_and_check CC="${CC:-clang}" CFLAGS="-O1 -g" \
        --enable-sanitizer=thread --enable-fault-injection
    ;;
shared)
    build_and_check --enable-shared --disable-static --enable-werror
    ;;
coverage)
    configure_in CC=gcc CFLAGS="-O0 -g" --enable-coverage \
        --enable-fault-injection
    make -j"$jobs"
    make -j"$jobs" check
    sh "$top/.ci/coverage.sh" "$source" "$build"
    ;;
valgrind)
    configure_in CC="${CC:-gcc}" --enable-fault-injection
    make -j"$jobs"
    make -j"$jobs" check-valgrind
    sh "$top/.ci/count.sh" --count "$build"
    ;;
distcheck)
    configure_in CC="${CC:-gcc}"
    make -j"$jobs" distcheck
    ;;
fuzz)
    seconds=${2:-60}
    CC=clang
    mkdir -p "$build"
    echo 'int main(void) { return 0; }' |
        $CC -fsanitize=address -x c -o "$build/probe" - || {
        echo "build.sh: fuzzers want clang and its run-time libraries" \
            "(Debian: clang libclang-rt-dev)" >&2
        exit 1
    }
    configure_in CC="$CC" CFLAGS="-O1 -g -fsanitize=fuzzer-no-link" \
        --enable-sanitizer=address,undefined --enable-fault-injection
    make -j"$jobs" engine/libengine.la
    mkdir -p fuzz
    libraries=$(pkg-config --libs igraph libxml-2.0 zlib libzip libutf8proc \
        libxxhash jansson)
    status=0
    for file in "$source"/tests/fuzz/fuzz_*.c; do
        [ -f "$file" ] || continue
        name=$(basename "$file" .c)
        # shellcheck disable=SC2046,SC2086 # several words
        $CC -std=c11 -D_POSIX_C_SOURCE=200809L -DINTRO_FAULT_INJECTION=1 \
            -DINTRO_LIBFUZZER=1 -O1 -g -pthread \
            -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
            -I"$source/include" -I"$source/engine" \
            $(pkg-config --cflags igraph libxml-2.0 jansson) \
            "$file" engine/.libs/libengine.a $libraries -lm \
            -o "fuzz/$name"
        mkdir -p "fuzz/$name.corpus"
        seeds=$source/tests/fuzz/corpus/${name#fuzz_}
        [ -d "$seeds" ] || seeds=$source/datasets
        echo "== $name, $seconds seconds"
        "fuzz/$name" -max_total_time="$seconds" -rss_limit_mb=2048 \
            -timeout=10 -print_final_stats=1 -artifact_prefix="fuzz/$name." \
            "fuzz/$name.corpus" "$seeds" || status=1
    done
    exit "$status"
    ;;
*)
    sed -n '/^#   /s/^# *//p' "$0" >&2
    exit 2
    ;;
esac
