// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Result.h"
#include "exchange/Recording.h"

#include <QHash>
#include <QString>

namespace rivulet::app {

/// The recordings of the demonstration, and which of them answers a prompt. Knows no HTTP.
class DemoAnswers {
public:
    /// The name of the answer to whatever has no recording of its own.
    static constexpr QStringView welcome = u"welcome";

    /// Looks at the head of every VOICE-TOPIC.recording in `folder` (a resource path will do). Fails, naming
    /// the file, if one has none or if a dialect has no welcome.
    [[nodiscard]] static domain::Result<DemoAnswers> load(const QString& folder);

    /// Reads the recording in this dialect whose topic has the most of its words in the prompt, else the
    /// welcome. Fails, naming the file, if it is broken; nothing but a dialect without recordings has none.
    [[nodiscard]] domain::Result<exchange::Recording> read(const QString& dialect,
                                                           const QString& prompt) const;
    /// The model that the recordings of this dialect are of.
    [[nodiscard]] QString model(const QString& dialect) const;

private:
    struct Voice {
        QString model;
        /// topic -> file
        QHash<QString, QString> files;
    };
    /// by dialect
    QHash<QString, Voice> m_voices;
};

/// The topic of a prompt by its words: "transport", "rainbow", "http-client", or "welcome".
[[nodiscard]] QString demoTopic(const QString& prompt);

} // namespace rivulet::app
