// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "AssistPlace.h"
#include "domain/StreamEvent.h"
#include "wire/FrameDecoder.h"

#include <QCryptographicHash>
#include <QString>

#include <map>
#include <vector>

namespace rivulet::providers {

class Json;

/// Reads the events of one answer in the assist dialect, and knows where it stands in it. Knows no request.
/// Private to this layer.
class AssistReader {
public:
    /// What comes was begun before.
    void continueAt(const AssistPlace& place, const QString& resumeToken);

    void read(const wire::Frame& frame, const Json& event, std::vector<domain::StreamEvent>& events);
    /// An answer that was not streamed.
    void readWhole(const Json& answer, std::vector<domain::StreamEvent>& events);
    /// The server has nothing more to send of an answer that was taken up again: it was complete.
    void readNothingLeft(std::vector<domain::StreamEvent>& events);

    [[nodiscard]] bool isOver() const { return m_isOver; }
    [[nodiscard]] bool continues() const { return m_continues; }
    /// The server names what it needs to go on, and did not say that it won't.
    [[nodiscard]] bool canResume() const { return !m_isFinal && namesItsPlace(); }
    [[nodiscard]] const AssistPlace& place() const { return m_place; }
    [[nodiscard]] const QString& resumeToken() const { return m_resumeToken; }

private:
    struct Tool {
        QString id;
        domain::ToolActivity::State state = domain::ToolActivity::State::Running;
        bool showsStatus = false; ///< a word of the server's own for "running" was told
    };

    [[nodiscard]] bool namesItsPlace() const {
        return !m_place.eventId.isEmpty() || !m_resumeToken.isEmpty();
    }
    void start(const Json& event, std::vector<domain::StreamEvent>& events);
    [[nodiscard]] bool isLastOneAgain(const QByteArray& id, const Json& event);
    /// False for a token that is not the next one: it is dropped, and the place stays.
    [[nodiscard]] bool readToken(const Json& event, std::vector<domain::StreamEvent>& events);
    [[nodiscard]] bool acceptGap(qint64 index, std::vector<domain::StreamEvent>& events);
    void addText(QString text, std::vector<domain::StreamEvent>& events);
    void readTool(const Json& event, std::vector<domain::StreamEvent>& events);
    void readError(const Json& event, std::vector<domain::StreamEvent>& events);
    void addPartial(const QString& partial, std::vector<domain::StreamEvent>& events);
    void finish(const Json& event, std::vector<domain::StreamEvent>& events);
    void fail(domain::Failure failure, std::vector<domain::StreamEvent>& events);

    AssistPlace m_place;
    QString m_resumeToken;
    QByteArray m_lastId; ///< of the event before the first one here, as long as that may come again
    /// Of the text that this object told: enough to know it again, since an answer may be long.
    QCryptographicHash m_told{QCryptographicHash::Sha1};
    qsizetype m_toldUnits = 0;
    std::map<QString, Tool> m_tools;
    bool m_continues = false;
    bool m_started = false;
    bool m_isOver = false;
    bool m_isFinal = false; ///< over, and the server said that it does not go on
};

} // namespace rivulet::providers
