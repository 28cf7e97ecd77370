// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "secrets/SessionBusGuard.h"

#include <QLibrary>

namespace rivulet::secrets {

namespace {

// Of GIO's interface only what is needed here, by name: libsecret is loaded the same way (by qtkeychain,
// where it is installed), so that neither is a library to link.
using Callback = void (*)(void* source, void* result, void* data);
using BusGet = void (*)(int busType, void* cancellable, Callback callback, void* data);
using BusGetFinish = void* (*)(void* result, void** error);
using SetExitOnClose = void (*)(void* connection, int exitOnClose);
using Unref = void (*)(void* object);

struct Gio {
    BusGet busGet = nullptr;
    BusGetFinish busGetFinish = nullptr;
    SetExitOnClose setExitOnClose = nullptr;
    Unref unref = nullptr;

    [[nodiscard]] bool isComplete() const {
        return busGet != nullptr && busGetFinish != nullptr && setExitOnClose != nullptr && unref != nullptr;
    }
};

const Gio& gio() {
    static const Gio functions = [] {
        QLibrary gioLibrary(QStringLiteral("gio-2.0"), 0);
        QLibrary objectLibrary(QStringLiteral("gobject-2.0"), 0);
        Gio found;
        found.busGet = reinterpret_cast<BusGet>(gioLibrary.resolve("g_bus_get"));
        found.busGetFinish = reinterpret_cast<BusGetFinish>(gioLibrary.resolve("g_bus_get_finish"));
        found.setExitOnClose =
            reinterpret_cast<SetExitOnClose>(gioLibrary.resolve("g_dbus_connection_set_exit_on_close"));
        found.unref = reinterpret_cast<Unref>(objectLibrary.resolve("g_object_unref"));
        return found;
    }();
    return functions;
}

void connectionCame(void* source, void* result, void* data) {
    Q_UNUSED(source)
    Q_UNUSED(data)
    if (void* connection = gio().busGetFinish(result, nullptr)) {
        gio().setExitOnClose(connection, 0);
        gio().unref(connection);
    }
}

} // namespace

void outliveSessionBus() {
    constexpr int sessionBus = 2; // G_BUS_TYPE_SESSION
    if (gio().isComplete()) {
        gio().busGet(sessionBus, nullptr, connectionCame, nullptr);
    }
}

} // namespace rivulet::secrets
