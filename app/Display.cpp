// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Display.h"

#include <QList>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace rivulet::app {

namespace {

enum class Place { File, Abstract };

/// Somebody listens there. A file that nobody listens at any more is what a display leaves that has died.
bool answers(const QByteArray& path, Place place) {
    sockaddr_un address{};
    const std::size_t offset = place == Place::Abstract ? 1 : 0;
    const auto size = static_cast<std::size_t>(path.size());
    if (offset + size >= sizeof address.sun_path) {
        return true; // not to be known here
    }
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path + offset, path.constData(), size);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) {
        return true;
    }
    const std::size_t whole = offsetof(sockaddr_un, sun_path) + offset + size + (1 - offset);
    const bool connected = ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address),
                                     static_cast<socklen_t>(whole)) == 0 ||
                           errno == EAGAIN || errno == EINPROGRESS;
    ::close(descriptor);
    return connected;
}

/// A display of this machine (":1", ":1.0", "unix:1"); one of another machine counts as answering.
bool x11Answers(const QByteArray& display) {
    const auto colon = display.lastIndexOf(':');
    const QByteArray host = display.first(std::max<qsizetype>(colon, 0));
    QByteArray number = display.sliced(colon + 1);
    number = number.first(number.indexOf('.') < 0 ? number.size() : number.indexOf('.'));
    if (colon < 0 || number.isEmpty() || !(host.isEmpty() || host == "unix")) {
        return true;
    }
    const QByteArray path = "/tmp/.X11-unix/X" + number;
    return answers(path, Place::Abstract) || answers(path, Place::File);
}

bool waylandAnswers(const QByteArray& display, const QByteArray& runtimeFolder) {
    return answers(display.startsWith('/') ? display : runtimeFolder + '/' + display, Place::File);
}

} // namespace

QString Display::problem(const Environment& environment) {
    const QByteArray x11 = environment("DISPLAY");
    const QByteArray wayland = environment("WAYLAND_DISPLAY");
    const auto chosen = environment("QT_QPA_PLATFORM").split(';');
    // Qt tries those that are chosen in turn; without a choice, what the desktop offers.
    const bool anywhere = chosen.first().isEmpty();
    const auto isChosen = [&](const char* name) {
        return anywhere || std::any_of(chosen.begin(), chosen.end(),
                                       [&](const QByteArray& each) { return each.startsWith(name); });
    };
    if (!anywhere && std::any_of(chosen.begin(), chosen.end(), [](const QByteArray& each) {
            return !each.startsWith("xcb") && !each.startsWith("wayland");
        })) {
        return {};
    }
    const bool onX11 = isChosen("xcb") && !x11.isEmpty();
    const bool onWayland = isChosen("wayland") && !wayland.isEmpty();
    if (!onX11 && !onWayland) {
        return QStringLiteral("there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY "
                              "is set); `rivulet ask` needs none");
    }
    if ((onX11 && x11Answers(x11)) ||
        (onWayland && waylandAnswers(wayland, environment("XDG_RUNTIME_DIR")))) {
        return {};
    }
    return QStringLiteral("the display %1 does not answer; `rivulet ask` needs none")
        .arg(QString::fromLocal8Bit(onX11 ? x11 : wayland));
}

} // namespace rivulet::app
