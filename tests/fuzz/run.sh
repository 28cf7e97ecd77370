#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
#
# tests/fuzz/run.sh [EXECUTIONS [TARGET...]]: builds the fuzz targets with clang and the address and undefined
# behaviour sanitizers and runs each so many times (1,000,000), or those that are named. Prints a line a target;
# exits 1 if any found something. What is found lies in build/fuzz/findings, to be replayed by
# `build/fuzz/bin/fuzz_TARGET FILE` and, once mended, to be kept in tests/fuzz/corpus/TARGET. JOBS: how many run at
# once (all processors).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=packaging/setup.sh
. "$here/../../packaging/setup.sh"
# shellcheck source=packaging/build.sh
. "$here/../../packaging/build.sh"

build=$source_dir/build/fuzz
seeds=$build/tests/fuzz/seeds
list=$build/tests/fuzz/targets.txt
findings=$build/findings

# run_target TARGET LONGEST EXECUTIONS
run_target() {
    local target=$1 longest=$2 executions=$3 log=$build/logs/$1 folder dictionary=() begun=$SECONDS executed=0 crashes=0
    mkdir -p "$build/found/$target" "$findings" "$(dirname "$log")"
    rm -f "$findings/$target"-*
    local folders=("$build/found/$target")
    for folder in "$here/corpus/$target" "$seeds/$target"; do
        [ -d "$folder" ] && folders+=("$folder")
    done
    [ -f "$seeds/$target.dict" ] && dictionary=("-dict=$seeds/$target.dict")
    # What costs most and finds least here: where each allocation came from (a replay tells), freed memory that is
    # kept beyond what one input frees (so much of it that no cache holds it), and large blocks that are filled.
    local asan=malloc_context_size=0:quarantine_size_mb=1:thread_local_quarantine_size_kb=128
    asan+=:max_malloc_fill_size=256:detect_stack_use_after_return=0
    ASAN_OPTIONS=$asan UBSAN_OPTIONS=print_stacktrace=1 "$build/bin/fuzz_$target" -runs="$executions" \
        -max_len="$longest" -timeout=20 -rss_limit_mb=3000 -print_final_stats=1 \
        -artifact_prefix="$findings/$target-" "${dictionary[@]}" "${folders[@]}" >"$log" 2>&1 || true
    executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    crashes=$(find "$findings" -name "$target-*" | wc -l)
    printf '%-26s %9d executions %3d findings %6d s\n' "$target" "${executed:-0}" "$crashes" $((SECONDS - begun))
    if [ "$crashes" -gt 0 ] || [ "${executed:-0}" -lt "$executions" ]; then
        grep -E -m 3 'A law is broken|SUMMARY|runtime error|ERROR' "$log" || tail -n 3 "$log"
        return 1
    fi
}

if [ "${1:-}" = --one ]; then
    run_target "$2" "$3" "$4"
    exit
fi

executions=${1:-1000000}
[ $# -gt 0 ] && shift
ensure_packages build fuzz
build_preset fuzz fuzz_targets
"$build/bin/fuzz_seeds" "$seeds" >&2

wanted() {
    local name longest
    while read -r name longest; do
        if [ $# -eq 0 ] || [[ " $* " == *" $name "* ]]; then
            printf '%s\n%s\n%s\n' "$name" "$longest" "$executions"
        fi
    done <"$list"
}
status=0
wanted "$@" | xargs -P "${JOBS:-$(nproc)}" -n 3 "$here/run.sh" --one || status=1
exit $status
