#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
#
# with_keyring.sh SCENE COMMAND...: runs a command with a home, a bus and a keyring of its own (or without), and
# ends all of it afterwards. Nothing of the user's own session is reached. Exits 77 where a part is not
# installed.
#   open, locked, busdies   a bus with a keyring that is open
#   fresh                   a bus with a keyring daemon in which no keyring was made yet
#   absent                  a bus without a keyring
#   nobus                   no bus
set -eu
scene=$1
shift
for tool in dbus-run-session gnome-keyring-daemon; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed" >&2; exit 77; }
done

HOME=$(mktemp -d)
trap 'rm -rf "$HOME"' EXIT
export HOME XDG_RUNTIME_DIR="$HOME/run"
mkdir -m 700 "$XDG_RUNTIME_DIR"
unset DISPLAY WAYLAND_DISPLAY XDG_CURRENT_DESKTOP XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME

if [ "$scene" = nobus ]; then
    export DBUS_SESSION_BUS_ADDRESS="unix:path=$HOME/none"
    "$@"
    exit
fi

# No service folders: nothing is started by the bus, neither a keyring nor a prompter that waits for a person.
cat >"$HOME/bus.conf" <<'CONF'
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
CONF

case "$scene" in
    absent) start=':' ;;
    fresh) start='gnome-keyring-daemon --foreground --components=secrets >/dev/null 2>&1 & daemon=$!' ;;
    *) start='printf password | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 & daemon=$!' ;;
esac
dbus-run-session --config-file="$HOME/bus.conf" -- sh -c '
    daemon=
    eval "$1"
    shift
    result=0
    "$@" || result=$?
    if [ -n "$daemon" ]; then
        kill "$daemon" 2>/dev/null || true
        wait "$daemon" || true
    fi
    exit $result' sh "$start" "$@"
