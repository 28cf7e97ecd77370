// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ask/AskOptions.h"
#include "domain/Endpoint.h"
#include "domain/Result.h"
#include "providers/Catalog.h"

#include <QSslCertificate>
#include <QString>

#include <optional>
#include <vector>

namespace rivulet::app {

/// Where a `--model` of the command line leads: an endpoint that may be used, and what is known of the model.
struct AskTarget {
    domain::Endpoint endpoint;
    QString model;
    std::optional<domain::ModelTraits> facts;
    std::optional<QSslCertificate> authority;

    /// The endpoint's name in what is remembered of it: with its address, where that is not the usual one, so
    /// that what one server taught is not held against another.
    QString memoryId;

    /// PROVIDER:MODEL, as it was written.
    [[nodiscard]] QString label() const { return endpoint.id + u':' + model; }
};

/// Looks the provider up among `endpoints` and then in the catalogue; one that is in neither is of the user's
/// own and needs a dialect and a base URL. A failure's detail says what is wrong with the command line.
[[nodiscard]] domain::Result<AskTarget> resolveTarget(const AskOptions::Model& model,
                                                      const providers::Catalog& catalog,
                                                      const std::vector<domain::Endpoint>& endpoints);

} // namespace rivulet::app
