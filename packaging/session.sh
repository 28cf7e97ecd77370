# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Sourced after setup.sh. A private place to run things in: a home, a runtime folder and a display that are
# not the user's, so that no test, benchmark or demonstration reads or writes what is theirs.

has_display() { [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; }

# Qt wants a UTF-8 locale, which an empty chroot or a build machine may not have set.
use_utf8_locale() {
    [ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8
}

# Makes $private_dir (mode 0700), removed when the script ends.
make_private_dir() {
    private_dir=$(mktemp -d "${TMPDIR:-/tmp}/rivulet.XXXXXX")
    # The accessibility and keyring daemons of a private session may still be writing for a moment.
    trap 'rm -rf "$private_dir" 2>/dev/null || { sleep 1; rm -rf "$private_dir"; }' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    mkdir -m 0700 "$private_dir/home" "$private_dir/runtime" "$private_dir/tmp"
}

# Takes this shell out of the user's session: no display, no bus, no keys, no settings.
enter_private_session() {
    export HOME=$private_dir/home XDG_RUNTIME_DIR=$private_dir/runtime TMPDIR=$private_dir/tmp
    export DBUS_SESSION_BUS_ADDRESS=disabled:
    unset DISPLAY WAYLAND_DISPLAY XAUTHORITY XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME
    unset XDG_CURRENT_DESKTOP QT_STYLE_OVERRIDE QT_QPA_PLATFORMTHEME QT_SCALE_FACTOR
    local name
    while IFS= read -r name; do
        case $name in *_API_KEY | *_AUTH_TOKEN) unset "$name" ;; esac
    done < <(compgen -e)
    use_utf8_locale
}

# Runs a command on a virtual display, without a graphics driver.
on_virtual_display() {
    QT_QPA_PLATFORM=xcb QT_QUICK_BACKEND=software xvfb-run -a -s '-screen 0 1280x800x24 -nolisten tcp' "$@"
}
