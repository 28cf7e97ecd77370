// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"
#include "domain/ModelTraits.h"

#include <QStringList>

namespace rivulet::app {

/// What was learnt of a model and its endpoint from earlier answers.
struct Experience {
    /// Optional fields of the request that the server refused.
    QStringList omittedFields = {};
    /// Streams do not get through to this endpoint: answers are asked for as a whole where they may be.
    bool notStreamed = false;
    /// By how much estimates of tokens are off: stream::TokenCalibration::ratio().
    double tokenRatio = 1.0;

    friend bool operator==(const Experience&, const Experience&) = default;
};

/// Who is asked, and what is known of it by now: all that a request depends on besides what a person chose. A
/// value. An endpoint without a dialect: nobody yet.
struct RequestTarget {
    domain::Endpoint endpoint = {};
    domain::ModelTraits model = {};
    Experience experience = {};

    friend bool operator==(const RequestTarget&, const RequestTarget&) = default;
};

} // namespace rivulet::app
