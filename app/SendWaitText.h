// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "request/SendGate.h"

#include <QCoreApplication>
#include <QString>

namespace rivulet::app {

/// Why a request has not been sent yet, in words. Pure.
class SendWaitText {
    Q_DECLARE_TR_FUNCTIONS(SendWaitText)

public:
    enum class What {
        Prompt,
        Rest, ///< an answer of which something is there goes on
    };

    /// "Waiting for Groq's limit"
    [[nodiscard]] static QString headline(const SendGate::Wait& wait, const QString& endpointName);
    /// What is asked for, what is left, and when it goes.
    [[nodiscard]] static QString sentence(const SendGate::Wait& wait, const QString& endpointName,
                                          SendGate::Instant now, What what = What::Prompt);
};

} // namespace rivulet::app
