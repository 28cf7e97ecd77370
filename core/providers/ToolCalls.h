// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/StreamEvent.h"

#include <QJsonArray>
#include <QString>

#include <optional>
#include <vector>

namespace rivulet::providers {

class Json;

/// Keeps the tool calls of one answer apart while their pieces come: by index where there is one, else by id,
/// else by order. Knows the fields of chat deltas and runs nothing. Private to this layer.
class ToolCalls {
public:
    /// The calls that a delta (or a whole message) tells of.
    void read(const Json& delta, std::vector<domain::StreamEvent>& events);
    /// No more pieces come.
    void complete(std::vector<domain::StreamEvent>& events);
    [[nodiscard]] bool isEmpty() const { return m_calls.empty(); }

    /// Which calls have begun, for another object that goes on with the answer.
    [[nodiscard]] QJsonArray cursor() const;
    void goOnFrom(const QJsonArray& cursor);

private:
    struct Call {
        std::optional<qint64> index;
        QString id;
    };

    void readPiece(std::optional<qint64> index, const QString& id, const QString& name,
                   const QString& arguments, std::vector<domain::StreamEvent>& events);
    [[nodiscard]] const Call* known(std::optional<qint64> index, const QString& id, bool begins) const;

    std::vector<Call> m_calls;
    bool m_complete = false;
};

} // namespace rivulet::providers
