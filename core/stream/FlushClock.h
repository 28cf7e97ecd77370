// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"

#include <QObject>

namespace rivulet::stream {

/// Beats when what has come may be handed on, for all that wait together, as a screen does with its frames.
/// It beats only when somebody asked for it. Knows no text.
class FlushClock : public QObject {
    Q_OBJECT

public:
    using Instant = domain::Clock::Instant;

    using QObject::QObject;

    /// There is to be a beat then, or as soon after it as one may be.
    virtual void wake(Instant due) = 0;

Q_SIGNALS:
    void beat();
};

} // namespace rivulet::stream
