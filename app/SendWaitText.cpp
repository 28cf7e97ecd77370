// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "SendWaitText.h"

#include "StreamChip.h"

#include <QLocale>

namespace rivulet::app {

namespace {

using Limit = stream::RateLimiter::Wait;
using Of = stream::RateLimiter::Of;

QString needOf(const Limit& limit) {
    const QLocale locale;
    const QString left = locale.toString(limit.left);
    const QString needed = locale.toString(limit.needed);
    switch (limit.of) {
    case Of::Requests:
        return limit.left == 1  ? SendWaitText::tr("One more request is left for now.")
               : limit.left > 0 ? SendWaitText::tr("%1 more requests are left for now.").arg(left)
                                : SendWaitText::tr("No more requests are left for now.");
    case Of::Tokens:
        return SendWaitText::tr("It takes about %1 tokens, and %2 are left for now.").arg(needed, left);
    case Of::InputTokens:
        return SendWaitText::tr("It takes about %1 input tokens, and %2 are left for now.").arg(needed, left);
    case Of::OutputTokens:
        break;
    }
    return SendWaitText::tr("The answer may take %1 tokens, and %2 are left for now.").arg(needed, left);
}

} // namespace

QString SendWaitText::headline(const SendGate::Wait& wait, const QString& endpointName) {
    if (!wait.limit) {
        return tr("Waiting for the network");
    }
    return wait.limit->whose == Limit::Whose::User ? tr("Waiting for your budget for %1").arg(endpointName)
                                                   : tr("Waiting for the limit of %1").arg(endpointName);
}

QString SendWaitText::sentence(const SendGate::Wait& wait, const QString& endpointName, SendGate::Instant now,
                               What what) {
    const bool isRest = what == What::Rest;
    if (!wait.limit) {
        return (isRest ? tr("This computer is offline. The answer of %1 goes on when the network is back.")
                       : tr("This computer is offline. Your prompt goes to %1 when the network is back."))
            .arg(endpointName);
    }
    if (!wait.until) {
        return needOf(*wait.limit) + u' ' +
               (isRest ? tr("The answer goes on when the other one that is coming now has ended.")
                       : tr("It goes when the answer that is coming now has ended."));
    }
    const QString left =
        StreamChip::countdown(std::chrono::duration_cast<std::chrono::milliseconds>(*wait.until - now));
    return needOf(*wait.limit) + u' ' +
           (isRest ? tr("The answer goes on in %1.") : tr("It goes in %1.")).arg(left);
}

} // namespace rivulet::app
