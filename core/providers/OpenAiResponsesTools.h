// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/StreamEvent.h"

#include <QString>

#include <map>
#include <string_view>
#include <vector>

namespace rivulet::providers {

class Json;

/// Tells of the tools of one response: calls for the client, which nobody runs here, and those that the
/// server runs itself. Knows their items and events by the pattern of their names, so that a tool that is new
/// is told too. Private to this layer.
class OpenAiResponsesTools {
public:
    /// Calls that are not known here were begun before: what is whole about them was told then.
    void continueLater() { m_continues = true; }

    /// `item` names the item within this response. Items that are no calls are left alone.
    void beginItem(const QString& item, const Json& content, std::vector<domain::StreamEvent>& events);
    void endItem(const QString& item, const Json& content, std::vector<domain::StreamEvent>& events);
    /// An event named `type` about an item; one that is about no call is left alone.
    void read(std::string_view type, const QString& item, const Json& event,
              std::vector<domain::StreamEvent>& events);
    /// The response is over, and with it every call that is still open.
    void close(domain::ToolActivity::State state, std::vector<domain::StreamEvent>& events);

    /// Whether the model waits for what its client has to answer.
    [[nodiscard]] bool hasClientCall() const { return m_hasClientCall; }
    /// The same by a type of an item.
    [[nodiscard]] static bool isClientCall(std::string_view type);

private:
    struct Call {
        QString id; ///< as it is told
        domain::ToolActivity::State state = domain::ToolActivity::State::Running;
        bool begunHere = false;
        bool hasArguments = false;
    };

    [[nodiscard]] Call* known(const QString& item);
    Call* begin(const QString& item, const QString& id, const QString& name,
                std::vector<domain::StreamEvent>& events);
    void addArguments(std::string_view stem, const QString& item, const Json& event, const QString& piece,
                      std::vector<domain::StreamEvent>& events);
    void completeArguments(Call& call, const QString& arguments, std::vector<domain::StreamEvent>& events);
    void changeState(std::string_view tool, std::string_view phase, const QString& item, const Json& event,
                     std::vector<domain::StreamEvent>& events);

    std::map<QString, Call> m_calls;
    bool m_hasClientCall = false;
    bool m_continues = false;
};

} // namespace rivulet::providers
