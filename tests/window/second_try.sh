#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
#
# second_try.sh NAME LIST COMMAND...: runs a command, and once more where it fails. What a window manager, a display
# and a bus make of a busy machine is no defect of the program; but that NAME needed it is added to LIST, and
# packaging/test tells of it.
set -uo pipefail
name=$1 list=$2
shift 2
"$@" && exit 0
echo "$name failed. A second try:"
"$@"
status=$?
[ "$status" -ne 0 ] || echo "$name" >>"$list"
exit "$status"
