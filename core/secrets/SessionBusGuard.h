// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

namespace rivulet::secrets {

/// libsecret reaches the session bus by GLib's shared connection, and GLib ends the whole process (SIGTERM)
/// when that connection closes, unless it is told otherwise. This tells it otherwise; where there is no GLib
/// there is nothing to tell. Call it before each use of the keychain: it is cheap, and waits for nothing.
void outliveSessionBus();

} // namespace rivulet::secrets
