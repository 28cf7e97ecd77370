# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Sourced: run_ctest runs ctest with its arguments.

# A test that fails is tried once more, and named before ctest's closing line where it passed then: what a window
# manager, a display and a bus make of a busy machine is no defect of the program, but it is not to be hidden.
run_ctest() {
    local line name failed=()
    ctest --no-label-summary --no-tests=error --repeat until-pass:2 "$@" 2>&1 |
        while IFS= read -r line || [ -n "$line" ]; do
            if [[ $line =~ Test\ +#[0-9]+:\ ([A-Za-z0-9_]+)\ .*\*\*\* ]]; then
                failed+=("${BASH_REMATCH[1]}")
            elif [[ $line == *'% tests passed, '* ]]; then
                for name in $(printf '%s\n' "${failed[@]}" | sort | uniq -u); do
                    printf 'Passed at the second try only: %s\n' "$name"
                done
            fi
            printf '%s\n' "$line"
        done
}
