// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/StreamEvent.h"

#include <QString>

#include <map>
#include <set>
#include <vector>

namespace rivulet::providers {

class Json;

/// Tells the words of one response: text, refusals, thinking and sources, each once, though the protocol
/// repeats all of them when a part, an item and the response are done. Knows no tool and no end. Private to
/// this layer.
class OpenAiResponsesParts {
public:
    enum class Kind { Text, Summary, Reasoning };

    /// The first part of the response was told by another object: what repeats something whose beginning was
    /// not seen here is not told again.
    void continueLater() { m_continues = true; }

    /// `item` names the item within this response.
    void beginItem(const QString& item, const Json& content, std::vector<domain::StreamEvent>& events);
    /// Tells what no earlier event told.
    void endItem(const QString& item, const Json& content, std::vector<domain::StreamEvent>& events);
    void beginPart(Kind kind, const QString& item, qint64 index, std::vector<domain::StreamEvent>& events);
    void add(Kind kind, const QString& item, qint64 index, const QString& words,
             std::vector<domain::StreamEvent>& events);
    /// All words of a part, told only if none of them came in pieces.
    void complete(Kind kind, const QString& item, qint64 index, const QString& words,
                  std::vector<domain::StreamEvent>& events);
    /// A whole part of a message's content, its sources included.
    void completeContent(const QString& item, qint64 index, const Json& part,
                         std::vector<domain::StreamEvent>& events);
    void cite(const QString& item, qint64 index, const Json& annotation,
              std::vector<domain::StreamEvent>& events);

    void refuse() { m_refused = true; }
    [[nodiscard]] bool isRefused() const { return m_refused; }

private:
    struct Part {
        bool begun = false; ///< here, from its first word
        bool told = false;
        bool parted = false; ///< from what came before it
        bool cited = false;
    };
    struct Item {
        bool begun = false;
        bool told = false;
    };

    [[nodiscard]] Part* part(Kind kind, const QString& item, qint64 index);
    [[nodiscard]] bool isWholeHere(const QString& item, const Part& part) const;
    /// What stands between these words and those before them.
    [[nodiscard]] QString gapBefore(Kind kind, const QString& item, qint64 index);

    using Key = std::tuple<Kind, QString, qint64>;
    std::map<Key, Part> m_parts;
    std::map<QString, Item> m_items;
    QString m_textItem; ///< the one that spoke last
    bool m_hasText = false;
    bool m_hasThinking = false;
    bool m_refused = false;
    bool m_continues = false;
};

} // namespace rivulet::providers
