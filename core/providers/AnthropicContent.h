// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <map>
#include <optional>

namespace rivulet::providers {

class Json;

/// The content of one message of the Messages API as its server would have it given back: each block with all
/// of its fields, whether they mean anything here or not. Bounded, and nothing at all where a piece was not
/// understood: half of it would be another content. Private to this dialect.
class AnthropicContent {
public:
    static constexpr qsizetype limit = qsizetype{4} * 1024 * 1024;

    void start(qint64 index, const Json& block);
    void readDelta(qint64 index, const Json& delta);

    /// The blocks as a JSON array.
    [[nodiscard]] std::optional<QByteArray> bytes() const;

private:
    /// What the deltas of a block add to what it began with.
    struct Block {
        QJsonObject begun;
        /// By the field they belong to.
        std::map<QString, QString> words;
        QByteArray input;
        QJsonArray citations;
    };

    [[nodiscard]] static std::optional<QJsonObject> whole(const Block& block);
    /// True where there is room for as much.
    [[nodiscard]] bool takes(qsizetype size);
    void giveUp();

    std::map<qint64, Block> m_blocks;
    qsizetype m_size = 0;
    bool m_complete = true;
};

} // namespace rivulet::providers
