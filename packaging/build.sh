# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Sourced after setup.sh. build_preset PRESET TARGET...: configures and builds, quiet unless it fails.

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Configures when there is nothing yet, when the presets changed, or when the folder was moved here from
# elsewhere. All other changes are noticed by the build itself.
configure_preset() {
    local preset=$1 build=$source_dir/build/$1 log
    local cache=$build/CMakeCache.txt
    if [ -f "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$source_dir" "$cache"; then
        rm -rf "$build"
    fi
    if [ -f "$build/build.ninja" ] && [ "$cache" -nt "$source_dir/CMakePresets.json" ]; then
        return 0
    fi
    say "Configuring build/$preset ..."
    log=$(mktemp)
    if (cd "$source_dir" && cmake --preset "$preset") >"$log" 2>&1; then
        touch "$cache"
        rm -f "$log"
    else
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
}

build_preset() {
    local preset=$1 log status=0
    shift
    local targets=()
    [ $# -gt 0 ] && targets=(--target "$@")
    configure_preset "$preset" || return
    if ninja -C "$source_dir/build/$preset" -n "$@" 2>/dev/null | grep -q 'no work to do'; then
        return 0
    fi
    local command=(cmake --build "$source_dir/build/$preset" -j "$(nproc)" "${targets[@]}")
    if [ -t 2 ]; then
        # On a terminal ninja keeps its progress on one line.
        "${command[@]}" >&2
        return
    fi
    say "Building build/$preset (the first time takes minutes) ..."
    log=$(mktemp)
    "${command[@]}" >"$log" 2>&1 || status=$?
    if [ $status -ne 0 ]; then
        # The steps that failed, not the hundreds before them; and the errors once more, without their notes.
        awk '/^FAILED:/ { on = 1 } /^\[[0-9]+\/[0-9]+\]/ { on = 0 } on' "$log" | head -n 80 >&2
        say "The build of build/$preset failed:"
        grep -E 'error:|^CMake Error|undefined reference|No space left' "$log" | head -n 20 >&2
    fi
    rm -f "$log"
    return $status
}
