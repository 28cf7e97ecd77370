// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Fault.h"

#include <iterator>

namespace rivulet::faults {

using domain::Outcome;

Expected ruled(const Frames& came, Kind kind, Again again) {
    Expected expected;
    expected.text = textOf(came);
    expected.thinking = thinkingOf(came);
    if (isMarked(came)) {
        return expected;
    }
    const bool hasContent = !expected.text.isEmpty() || !expected.thinking.isEmpty();
    expected.outcome = hasContent ? Outcome::Interrupted : Outcome::Failed;
    expected.kinds = {kind};
    expected.requests = !hasContent && again == Again::WithoutContent ? 1 + retries : 1;
    return expected;
}

Expected completed(const Frames& frames, int requests) {
    Expected expected = ruled(frames, Kind::CutOff);
    expected.outcome = Outcome::Completed;
    expected.kinds = {};
    expected.requests = requests;
    return expected;
}

Expected failed(std::vector<Kind> kinds, int requests) {
    Expected expected;
    expected.outcome = Outcome::Failed;
    expected.kinds = std::move(kinds);
    expected.requests = requests;
    return expected;
}

Expected failedAfterRetries(std::vector<Kind> kinds) {
    return failed(std::move(kinds), 1 + retries);
}

Act stream(const QString& dialect, const Frames& frames) {
    return stream(dialect, bytesOf(frames));
}

Act stream(const QString& dialect, const QByteArray& body) {
    return {{Send{chunkedHead(Speech::in(dialect)->mediaType()) + chunk(body) + lastChunk}}};
}

Act streamThen(const QString& dialect, const QByteArray& body, Last last) {
    return {
        {Send{chunkedHead(Speech::in(dialect)->mediaType()) + (body.isEmpty() ? body : chunk(body))}, last}};
}

Act replyWith(int status, const QByteArray& type, const QByteArray& body, const Headers& headers) {
    return {{Send{reply(status, type, body, headers)}}};
}

Act error(const QString& dialect, int status, const Headers& headers) {
    return replyWith(status, "application/json", Speech::in(dialect)->errorBody("tide", "the river ran dry"),
                     headers);
}

Faults allFaults() {
    Faults all;
    for (const auto& part : {connectFaults, httpFaults, retryFaults, framingFaults, sizeFaults,
                             encodingFaults, meaningFaults, cancelFaults, tlsFaults, recordedFaults}) {
        Faults faults = part();
        std::move(faults.begin(), faults.end(), std::back_inserter(all));
    }
    return all;
}

} // namespace rivulet::faults
