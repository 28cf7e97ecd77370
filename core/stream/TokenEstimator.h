// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Attachment.h"
#include "domain/Prompt.h"

#include <QString>
#include <QStringView>

namespace rivulet::stream {

/// Guesses how many tokens a text is, without any tokenizer: by what its characters are (words, digits,
/// signs, Chinese, other scripts, emoji) and by the family of the model's vocabulary. Pure. A family is one
/// of providers::tokenFamily(); one that is not known is counted as an average one.
class TokenEstimator {
public:
    TokenEstimator() = default;
    /// `ratio`: TokenCalibration::ratio() of the model, by which every estimate is multiplied.
    explicit TokenEstimator(QString family, double ratio = 1.0);

    [[nodiscard]] qint64 tokensOf(QStringView text) const;
    [[nodiscard]] qint64 tokensOf(const domain::Attachment& attachment) const;
    /// With what frames a turn.
    [[nodiscard]] qint64 tokensOf(const domain::Turn& turn) const;
    /// All that is sent.
    [[nodiscard]] qint64 tokensOf(const domain::Prompt& prompt) const;

    /// The bare estimate of a text.
    [[nodiscard]] static qint64 estimate(QStringView text, QStringView family);

private:
    [[nodiscard]] qint64 corrected(qint64 tokens) const;

    QString m_family;
    double m_ratio = 1.0;
};

} // namespace rivulet::stream
