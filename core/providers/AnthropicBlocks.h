// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/StreamEvent.h"

#include <QString>

#include <map>
#include <vector>

namespace rivulet::providers {

class Json;

/// The blocks of one message of the Messages API while they come: text, thoughts, tool calls and what the
/// tools brought back, each under its index. Knows the fields of blocks and deltas, not the events that carry
/// them. Relies on no order of stops and no signature, since few servers have both. Private to this dialect.
class AnthropicBlocks {
public:
    using Events = std::vector<domain::StreamEvent>;

    /// A `content_block_start`, or a block of a whole message: what it holds already is read too.
    void start(qint64 index, const Json& block, Events& events);
    void readDelta(qint64 index, const Json& delta, Events& events);
    void stop(qint64 index, Events& events);
    /// The message is over: what was not stopped stops now.
    void stopAll(Events& events);

private:
    struct Block {
        enum class Kind { Text, Thinking, ClientTool, ServerTool, Other };
        Kind kind = Kind::Text;
        QString toolId;
        bool toldThinking = false; ///< words of it came, or that it has none
    };

    static void end(const Block& block, Events& events);

    std::map<qint64, Block> m_open;
};

} // namespace rivulet::providers
