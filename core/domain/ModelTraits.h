// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Usage.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace rivulet::domain {

/// What is known of a model, by its server, the bundled table or the user. Unset: not known. A value.
struct ModelTraits {
    /// As it is sent.
    QString id;
    /// What people read; empty: the id.
    QString name;
    QString endpointId;
    std::optional<qint64> contextTokens;
    std::optional<qint64> maxOutputTokens;
    /// How thinking is asked for: "none" (the model has none), "enabled" (with a budget of tokens),
    /// "adaptive", "always" (adaptive, and it can't be turned off) or "effort". Empty: not known. As
    /// Prompt::thinkingMode.
    QString thinking;
    std::optional<bool> thinks;
    std::optional<bool> takesImages;
    std::optional<bool> takesPdf;
    std::optional<bool> usesTools;
    /// Temperature and top_p are accepted.
    std::optional<bool> takesSampling;
    /// On the server's memory already, where it tells.
    std::optional<bool> loaded;
    // USD per million tokens
    std::optional<double> inputPrice;
    std::optional<double> outputPrice;
    std::optional<double> cachedPrice;     ///< input that the server had kept; unset: as input
    std::optional<double> cacheWritePrice; ///< input that it keeps from now on; unset: as input
    /// When the prices were looked up, as people read it (a date). Empty: the server told them.
    QString pricesAsOf;
    /// Names that switch on what this model needs or offers, for the protocol's own header.
    QStringList betas;

    /// Takes over what is not known here from a lesser source. The identifiers stay.
    void completeFrom(const ModelTraits& lesser);
    /// For people: the name, or the id where there is none.
    [[nodiscard]] const QString& title() const { return name.isEmpty() ? id : name; }

    friend bool operator==(const ModelTraits&, const ModelTraits&) = default;
};

/// What these tokens cost in USD: the server's own figure where it told one, else by the model's prices;
/// nothing where a price or a count that matters is not known. `usage` is in this house's accounting: input
/// includes cached and written, output includes thinking.
[[nodiscard]] std::optional<double> costOf(const Usage& usage, const ModelTraits& traits);

} // namespace rivulet::domain
