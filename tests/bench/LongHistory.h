// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace rivulet::bench {

/// A history of very many conversations, made in one go: words of a made-up language, the common ones as much
/// more common than the rare ones as in a real one. Among them one conversation that is very long.
class LongHistory {
public:
    int conversations = 100'000;
    int turnsEach = 5;
    int longTurns = 5'000;

    /// Into a file that is not there yet.
    void write(const QString& file) const;
    [[nodiscard]] int messages() const { return 2 * (conversations - 1) * turnsEach + 2 * longTurns; }
    /// Its number in the database.
    [[nodiscard]] qint64 longConversation() const { return conversations / 2; }
    /// The word that is the `rank`th most common, from 0 to `words` - 1.
    [[nodiscard]] static QString word(int rank);
    static constexpr int words = 30'000;
};

} // namespace rivulet::bench
