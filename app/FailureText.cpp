// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "FailureText.h"

#include "AnswerLine.h"

#include <QLocale>

namespace rivulet::app {

namespace {

using Kind = domain::Failure::Kind;

/// A key, an address or a limit that only settings can mend.
bool wantsSettings(Kind kind) {
    switch (kind) {
    case Kind::Unauthorized:
    case Kind::Forbidden:
    case Kind::MissingKey:
    case Kind::KeychainLocked:
    case Kind::KeychainUnavailable:
    case Kind::NameNotFound:
    case Kind::ConnectionRefused:
    case Kind::NotFound:
    case Kind::InvalidSettings:
    case Kind::Redirected:
    case Kind::TlsCertificate:
        return true;
    default:
        return false;
    }
}

/// Of the names of fields, which a server chose, so much is shown.
constexpr qsizetype longestField = 40;
constexpr qsizetype mostFields = 3;
/// Of a server's own warnings so much is shown.
constexpr qsizetype longestNote = 200;
constexpr qsizetype mostNotes = 3;

/// The third line of what is kept of a model that was asked first.
constexpr QLatin1String givenUpByHand("by hand");
/// A shorter wait is none.
constexpr std::chrono::seconds worthTelling{1};

/// Stopped or left while it waited to be sent.
bool isUnsent(const domain::Message& answer) {
    const auto& ending = answer.ending;
    const bool left = ending->outcome == domain::Outcome::Interrupted && ending->failure &&
                      ending->failure->kind == Kind::AppClosed;
    return answer.attempts == 0 && (left || ending->outcome == domain::Outcome::Cancelled);
}

QString seconds(std::chrono::milliseconds span) {
    return QLocale().toString(static_cast<double>(span.count()) / 1000.0, 'f', span.count() < 10'000 ? 1 : 0);
}

} // namespace

QString FailureText::sentence(const domain::Failure& failure, const QString& endpoint) {
    switch (failure.kind) {
    case Kind::NameNotFound:
        return tr("The name of %1's server could not be found.").arg(endpoint);
    case Kind::ConnectionRefused:
        return tr("%1 is not answering: nothing listens at its address. Is it running?").arg(endpoint);
    case Kind::ConnectTimeout:
        return tr("%1 could not be reached in time.").arg(endpoint);
    case Kind::ConnectionReset:
        return tr("%1 closed the connection before it answered.").arg(endpoint);
    case Kind::NetworkGone:
        return tr("The network is gone.");
    case Kind::ProxyFailed:
        return tr("The proxy on the way to %1 failed.").arg(endpoint);
    case Kind::TlsCertificate:
        return tr("%1's certificate can't be trusted, so nothing was sent.").arg(endpoint);
    case Kind::TlsHandshake:
        return tr("A secure connection to %1 could not be made.").arg(endpoint);
    case Kind::Redirected:
        return tr("%1 wants to send the request elsewhere (%2). Rivulet does not follow, so that your key "
                  "stays where it "
                  "belongs.")
            .arg(endpoint, failure.target.host().isEmpty() ? tr("no address")
                                                           : failure.target.host(QUrl::FullyEncoded));
    case Kind::SlotTimeout:
        return tr("Too many answers of %1 are running at once.").arg(endpoint);
    case Kind::UploadStalled:
        return tr("Sending the prompt to %1 came to a standstill.").arg(endpoint);
    case Kind::FirstByteTimeout:
        return tr("%1 took the prompt but did not begin to answer in time.").arg(endpoint);
    case Kind::IdleTimeout:
        return tr("%1 fell silent for too long.").arg(endpoint);
    case Kind::BadRequest:
    case Kind::Unprocessable:
        return tr("%1 did not accept the request.").arg(endpoint);
    case Kind::Unauthorized:
        return tr("%1 did not accept the key.").arg(endpoint);
    case Kind::Forbidden:
        return tr("%1 does not allow this with the present key.").arg(endpoint);
    case Kind::PaymentRequired:
        return tr("The credit or spending limit at %1 is used up.").arg(endpoint);
    case Kind::NotFound:
        return tr("%1 does not know this model or address.").arg(endpoint);
    case Kind::Conflict:
        return tr("%1 is busy with another request of this kind.").arg(endpoint);
    case Kind::ContextTooLong:
        return tr("The conversation is longer than this model can read.");
    case Kind::RequestTooLarge:
        return tr("The request is larger than %1 takes.").arg(endpoint);
    case Kind::RateLimited:
        return failure.retryAfter
                   ? tr("%1 asks to wait %2 s before the next request.")
                         .arg(endpoint, seconds(*failure.retryAfter))
                   : tr("You have sent %1 more requests than your limit there allows.").arg(endpoint);
    case Kind::Overloaded:
        return tr("%1 is overloaded.").arg(endpoint);
    case Kind::ModelLoading:
        return tr("%1 is still loading the model.").arg(endpoint);
    case Kind::ServerError:
        return tr("%1 had an error of its own.").arg(endpoint);
    case Kind::PrefillRefused:
        return tr("This model can't continue a text.");
    case Kind::ContentBlocked:
        return tr("%1 blocked this content.").arg(endpoint);
    case Kind::UnexpectedStatus:
        return tr("%1 answered in an unexpected way (status %2).")
            .arg(endpoint, QString::number(failure.httpStatus));
    case Kind::WrongContentType:
        return tr(
            "What came back is not from a model: perhaps a sign-in page of the network, or a wrong address.");
    case Kind::ContentEncoded:
        return tr("%1 or a proxy compressed the answer although it was asked not to.").arg(endpoint);
    case Kind::CutOff:
        return failure.code == u"resume_refused"
                   ? tr("The connection to %1 broke before the answer was whole, and it no longer keeps what "
                        "was "
                        "missing.")
                         .arg(endpoint)
                   : tr("The connection to %1 broke before the answer was whole.").arg(endpoint);
    case Kind::FrameTooLong:
    case Kind::HeadersTooLong:
    case Kind::AnswerTooLong:
        return tr("%1 sent more than Rivulet takes in one piece, so it stopped reading.").arg(endpoint);
    case Kind::Buffered:
        return tr("Something between here and %1 held the stream back until its end, and an answer this long "
                  "has to be streamed.")
            .arg(endpoint);
    case Kind::Malformed:
        return tr("%1 sent something that Rivulet can't read.").arg(endpoint);
    case Kind::MissingKey:
        return tr("%1 needs a key, and there is none yet.").arg(endpoint);
    case Kind::KeychainUnavailable:
        return tr("The desktop's keychain can't be reached, so the key for %1 could not be read.")
            .arg(endpoint);
    case Kind::KeychainLocked:
        return tr("The desktop's keychain is locked, so the key for %1 could not be read.").arg(endpoint);
    case Kind::StoreUnavailable:
        return tr("The history on disk can't be used.");
    case Kind::InvalidSettings:
        return tr("The settings of %1 can't be used.").arg(endpoint);
    case Kind::InvalidInput:
        return tr("This can't be sent.");
    case Kind::Unsupported:
        return tr("%1 can't do this.").arg(endpoint);
    case Kind::AttachmentRefused:
        return tr("A file can't go to this model.");
    case Kind::AppClosed:
        return tr("This conversation was left while the answer was still coming.");
    }
    return {};
}

QString FailureText::whyEmpty(const domain::Message& answer) {
    switch (answer.ending->stop) {
    case domain::StopReason::TokenLimit:
        return answer.thinking.isEmpty()
                   ? tr("The answer limit was reached before any text came. A higher limit may help.")
                   : tr("The model used up the answer limit on thinking. A higher limit, or less thinking, "
                        "may "
                        "help.");
    case domain::StopReason::ContextFull:
        return tr("The model's context was full before any text came. A new conversation may help.");
    case domain::StopReason::Refusal:
        return tr("The model declined to answer, and gave no reason.");
    case domain::StopReason::ContentFilter:
        return tr("The provider's filter held the answer back.");
    default:
        return answer.thinking.isEmpty()
                   ? tr("The model finished without saying anything. That happens now and then, and another "
                        "try often helps.")
                   : tr("The model thought, and finished without saying anything. Another try often helps.");
    }
}

FailureText::Card FailureText::card(const domain::Message& answer) {
    Card card;
    if (isEmpty(answer)) {
        card.title = tr("The answer is empty");
        card.text = whyEmpty(answer);
        card.canRetry = true;
        return card;
    }
    if (!answer.ending || answer.ending->outcome == domain::Outcome::Completed) {
        return card;
    }
    const bool hasText = !answer.text.isEmpty();
    const QString characters = QLocale().toString(answer.text.size());
    const auto& failure = answer.ending->failure;
    switch (answer.ending->outcome) {
    case domain::Outcome::Completed:
        break;
    case domain::Outcome::Cancelled:
        card.title = tr("Cancelled");
        card.text = isUnsent(answer) ? tr("It was not sent.")
                    : hasText        ? tr("The %1 characters that had arrived are kept.").arg(characters)
                                     : tr("Nothing had arrived yet.");
        card.canReconnect = hasText;
        card.canRetry = true;
        break;
    case domain::Outcome::Interrupted:
        card.title = tr("Interrupted");
        card.canReconnect = true;
        card.canRetry = true;
        if (isUnsent(answer)) {
            card.text = tr("This conversation was left before your prompt was sent.");
            break;
        }
        card.text = failure ? sentence(*failure, answer.endpointName) : QString();
        card.text +=
            u' ' + (hasText ? tr("All %1 characters that arrived are kept. Reconnect goes on from there.")
                                  .arg(characters)
                            : tr("No text had arrived yet."));
        break;
    case domain::Outcome::Failed:
        card.title = tr("No answer");
        card.text = failure ? sentence(*failure, answer.endpointName) : QString();
        card.text += u' ' + tr("Your prompt is kept.");
        card.canRetry = true;
        break;
    }
    card.text = card.text.trimmed();
    if (failure) {
        card.canOpenSettings = wantsSettings(failure->kind);
        QStringList lines{domain::failureName(failure->kind)};
        if (failure->httpStatus != 0) {
            lines.append(QStringLiteral("HTTP %1").arg(failure->httpStatus));
        }
        if (!failure->code.isEmpty()) {
            lines.append(failure->code);
        }
        card.detail = lines.join(QStringLiteral(" · "));
        if (!failure->detail.isEmpty()) {
            card.detail += u'\n' + failure->detail;
        }
    }
    return card;
}

QString FailureText::badge(const domain::Message& answer) {
    if (!answer.ending || answer.ending->outcome != domain::Outcome::Completed) {
        return {};
    }
    switch (answer.ending->stop) {
    case domain::StopReason::TokenLimit:
        return tr("Cut by the answer limit");
    case domain::StopReason::ContextFull:
        return tr("The model's context is full");
    case domain::StopReason::Refusal:
        return tr("Refused by the model");
    case domain::StopReason::ContentFilter:
        return tr("Stopped by the provider's filter");
    case domain::StopReason::ToolUse:
        return tr("Waits for a tool that Rivulet does not run");
    case domain::StopReason::PauseTurn:
        return tr("Paused by the provider");
    case domain::StopReason::EndTurn:
    case domain::StopReason::StopSequence:
    case domain::StopReason::Other:
        break;
    }
    return {};
}

bool FailureText::isEmpty(const domain::Message& answer) {
    // A model that waits for a tool, or was paused, has not said its last word.
    return answer.ending && answer.ending->outcome == domain::Outcome::Completed &&
           answer.ending->stop != domain::StopReason::ToolUse &&
           answer.ending->stop != domain::StopReason::PauseTurn && answer.tools.empty() &&
           answer.text.trimmed().isEmpty();
}

domain::Warning FailureText::leftOut(int turns) {
    return {domain::Warning::Kind::HistoryTrimmed, QString::number(turns)};
}

domain::Warning FailureText::askedInstead(const QString& model, std::chrono::milliseconds waited,
                                          GivenUp how) {
    QStringList lines{model.simplified(), QString::number(waited.count())};
    if (how == GivenUp::ByHand) {
        lines.append(givenUpByHand);
    }
    return {domain::Warning::Kind::Fallback, lines.join(u'\n')};
}

QString FailureText::instead(const domain::Warning& warning) {
    const QStringList lines = warning.message.split(u'\n');
    const std::chrono::milliseconds waited(lines.value(1).toLongLong());
    if (lines.value(2) == givenUpByHand) {
        return tr("%1 had not begun to answer after %2; this model was asked instead.")
            .arg(lines.front(), AnswerLine::time(waited));
    }
    return waited < worthTelling ? tr("%1 could not answer; this model was asked instead.").arg(lines.front())
                                 : tr("%1 could not answer, which took %2; this model was asked instead.")
                                       .arg(lines.front(), AnswerLine::time(waited));
}

QString FailureText::notes(const domain::Message& answer) {
    using Told = domain::Warning::Kind;
    QStringList sentences;
    QStringList fields;
    const auto tell = [&sentences](const QString& sentence) {
        if (!sentences.contains(sentence)) {
            sentences.append(sentence);
        }
    };
    for (const auto& warning : answer.warnings) {
        if (warning.kind == Told::NotStreamed) {
            tell(tr("The stream did not get through, so the answer was asked for as a whole."));
        } else if (warning.kind == Told::DroppedField) {
            if (const QString field = warning.message.simplified().left(longestField);
                !field.isEmpty() && !fields.contains(field)) {
                fields.append(field);
            }
        } else if (warning.kind == Told::SkippedEvent) {
            tell(tr("Something of the answer did not come, or could not be read."));
        } else if (warning.kind == Told::Provider && sentences.size() < mostNotes) {
            if (const QString words = warning.message.simplified(); !words.isEmpty()) {
                tell(tr("The server says: %1")
                         .arg(words.size() > longestNote ? words.left(longestNote) + u'…' : words));
            }
        } else if (warning.kind == Told::Fallback && !warning.message.isEmpty()) {
            tell(instead(warning));
        } else if (warning.kind == Told::HistoryTrimmed) {
            if (const int turns = warning.message.toInt(); turns > 0) {
                tell(turns == 1 ? tr("The oldest message was left out of what was sent.")
                                : tr("The %1 oldest messages were left out of what was sent.").arg(turns));
            }
        }
    }
    if (!fields.isEmpty()) {
        const qsizetype more = fields.size() - mostFields;
        const QString names = fields.mid(0, mostFields).join(QStringLiteral(", "));
        tell(more > 0 ? tr("The model does not take %1 and %2 more: left out.").arg(names).arg(more)
                      : tr("The model does not take %1: left out.").arg(names));
    }
    return sentences.join(u' ');
}

} // namespace rivulet::app
