// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QPointer>

#include <vector>

namespace rivulet::app {

class ChatSession;

/// What each answer of a run was like, in whichever conversation and pane, in the order in which they were
/// asked for. Knows no window and no frame.
class StreamFigures : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    void watch(ChatSession* pane);
    /// `tokens` of all, `ttft_ms` of each (-1 where no token came), and `streams`: more of each.
    [[nodiscard]] QJsonObject figures() const;

private:
    struct Stream {
        QPointer<ChatSession> pane; ///< null: it has ended
        QJsonObject told;
    };
    /// The one that runs in this pane; it begins, if there was none.
    Stream& running(ChatSession* pane);

    std::vector<Stream> m_streams;
};

} // namespace rivulet::app
