// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

namespace rivulet::app {

/// Whether the network is there, as far as anybody knows. Says nothing about any one server.
class Reachability : public QObject {
    Q_OBJECT

public:
    enum class State { Unknown, Offline, Online };

    /// Whoever asks for the first time may have to find out.
    [[nodiscard]] virtual State state() = 0;

Q_SIGNALS:
    void changed();

protected:
    using QObject::QObject;
};

} // namespace rivulet::app
