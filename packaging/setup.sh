# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Sourced. ensure_packages GROUP... installs what is missing of packages.txt; it asks dpkg first and does
# not touch apt, the network or sudo when nothing is missing.

packaging_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

say() { printf '%s\n' "$*" >&2; }

# Lines "PACKAGE WISH WHY" for the groups named; WISH is "wish" or "need". A need beats a wish.
packages_of() {
    awk -v groups="$*" '
        BEGIN { count = split(groups, list, " "); for (i = 1; i <= count; i++) wanted[list[i]] = 1 }
        /^[[:space:]]*(#|$)/ { next }
        {
            names = $1; package = $2; why = $0
            sub(/^[[:space:]]*[^[:space:]]+[[:space:]]+[^[:space:]]+[[:space:]]+/, "", why)
            wish = sub(/\?$/, "", names) ? "wish" : "need"
            fields = split(names, named, ",")
            for (i = 1; i <= fields; i++) if (named[i] in wanted) {
                if (!(package in kind)) { order[++total] = package; kind[package] = wish; reason[package] = why }
                else if (wish == "need") kind[package] = "need"
                break
            }
        }
        END { for (i = 1; i <= total; i++) print order[i], kind[order[i]], reason[order[i]] }
    ' "$packaging_dir/packages.txt"
}

is_installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Runs a command as the administrator, or fails without a prompt that nobody can answer.
as_administrator() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        sudo "$@"
    else
        return 77
    fi
}

ensure_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "This is not Debian: install the counterparts of packaging/packages.txt ($*) yourself; going on."
        return 0
    fi

    local package kind why needs=() wishes=()
    while read -r package kind why; do
        is_installed "$package" && continue
        [ ${#needs[@]} -eq 0 ] && [ ${#wishes[@]} -eq 0 ] && say "Missing packages:"
        printf '  %-30s %s%s\n' "$package" "$why" "$([ "$kind" = wish ] && echo ' (optional)')" >&2
        if [ "$kind" = wish ]; then wishes+=("$package"); else needs+=("$package"); fi
    done < <(packages_of "$@")
    [ ${#needs[@]} -eq 0 ] && [ ${#wishes[@]} -eq 0 ] && return 0

    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
    local log status=0
    log=$(mktemp)
    if [ ${#needs[@]} -eq 0 ] && [ "$(id -u)" -ne 0 ]; then
        # Nobody is asked for a password over a wish.
        say "Going on without the optional packages."
        rm -f "$log"
        return 0
    fi
    say "Installing $((${#needs[@]} + ${#wishes[@]})) packages with apt-get ..."
    as_administrator "${apt[@]}" update >"$log" 2>&1 || status=$?
    if [ $status -eq 77 ] && [ "$(id -u)" -ne 0 ]; then
        rm -f "$log"
        [ ${#needs[@]} -eq 0 ] && return 0
        say "Installing needs an administrator, and there is neither root nor a usable sudo here. As root, run:"
        say "  apt-get update && apt-get install --no-install-recommends ${needs[*]}"
        return 1
    fi
    [ $status -eq 0 ] || say "apt-get update failed (offline?); trying with the package lists at hand."

    status=0
    as_administrator "${apt[@]}" install --no-install-recommends "${needs[@]}" "${wishes[@]}" >>"$log" 2>&1 || status=$?
    if [ $status -ne 0 ] && [ ${#wishes[@]} -gt 0 ]; then
        status=0
        if [ ${#needs[@]} -gt 0 ]; then
            as_administrator "${apt[@]}" install --no-install-recommends "${needs[@]}" >>"$log" 2>&1 || status=$?
        fi
        [ $status -eq 0 ] && say "Going on without: ${wishes[*]}"
    fi
    if [ $status -ne 0 ]; then
        tail -n 25 "$log" >&2
        say "apt-get could not install: ${needs[*]}"
    fi
    rm -f "$log"
    return $status
}
