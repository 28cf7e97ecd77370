// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "OpenAiResponsesItems.h"
#include "OpenAiResponsesParts.h"
#include "OpenAiResponsesTools.h"
#include "domain/StreamEvent.h"

#include <QString>

#include <optional>
#include <string_view>
#include <vector>

namespace rivulet::providers {

class Json;

/// Reads the events of one response, or the response as a whole. Knows which it has read already, and no
/// request. Private to this layer.
class OpenAiResponsesReader {
public:
    /// What comes was begun before: events up to this number are known.
    void continueAfter(const QString& id, std::optional<qint64> number);

    void read(std::string_view type, const Json& event, std::vector<domain::StreamEvent>& events);
    /// A response object. While it is being written it says Alive alone.
    void readWhole(const Json& response, std::vector<domain::StreamEvent>& events);
    void fail(domain::Failure failure, std::vector<domain::StreamEvent>& events);

    /// Its end, or its failure, was read.
    [[nodiscard]] bool isOver() const { return m_isOver; }
    [[nodiscard]] const QString& id() const { return m_id; }
    /// The number of the last event.
    [[nodiscard]] std::optional<qint64> number() const { return m_number; }

private:
    [[nodiscard]] bool isNew(const Json& event, std::vector<domain::StreamEvent>& events);
    void start(const Json& response, std::vector<domain::StreamEvent>& events);
    void readPart(std::string_view type, const Json& event, std::vector<domain::StreamEvent>& events);
    void readWords(std::string_view type, const Json& event, std::vector<domain::StreamEvent>& events);
    void readItems(const Json& response, std::vector<domain::StreamEvent>& events);
    void end(const Json& response, std::string_view status, std::vector<domain::StreamEvent>& events);
    void finish(domain::StopReason reason, const QString& raw, std::vector<domain::StreamEvent>& events);

    OpenAiResponsesItems m_items;
    OpenAiResponsesParts m_parts;
    OpenAiResponsesTools m_tools;
    QString m_id;
    std::optional<qint64> m_number;
    bool m_isNumbered = false; ///< its numbers were seen to rise
    bool m_toldGap = false;
    bool m_continues = false;
    bool m_started = false;
    bool m_hasItems = false;
    bool m_isOver = false;
};

} // namespace rivulet::providers
