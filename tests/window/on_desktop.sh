#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
#
# on_desktop.sh COMMAND...: runs a command on a desktop of its own: a virtual display, a session bus, a keyring that is
# unlocked, a window manager, and folders that are nobody's. Everything ends with it.
set -euo pipefail
private=$(mktemp -d "${TMPDIR:-/tmp}/rivulet-desktop.XXXXXX")
trap 'rm -rf "$private" 2>/dev/null || { sleep 1; rm -rf "$private"; }' EXIT
mkdir -m 0700 "$private/home" "$private/runtime"
export HOME=$private/home XDG_RUNTIME_DIR=$private/runtime LC_ALL=C.UTF-8 NO_AT_BRIDGE=0
unset DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME
xvfb-run -a -s '-screen 0 1400x1000x24 -nolisten tcp' dbus-run-session -- bash -c '
    printf %s password | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1
    openbox --sm-disable >/dev/null 2>&1 &
    manager=$!
    status=0
    "$@" || status=$?
    kill "$manager" 2>/dev/null || true
    exit $status
' on_desktop "$@"
