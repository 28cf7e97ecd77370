// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/MessageRow.h"

#include "store/MessageJson.h"
#include "store/StoredText.h"
#include "store/Writer.h"

namespace rivulet::store {

namespace {

using domain::Message;
using std::chrono::milliseconds;

QVariant nullable(const std::optional<qint64>& number) {
    return number ? QVariant(*number) : QVariant();
}

std::optional<qint64> optionalNumber(const QVariant& value) {
    return value.isNull() ? std::nullopt : std::optional(value.toLongLong());
}

/// Reads the columns of select() one after the other.
class Columns {
public:
    explicit Columns(const Statement& row)
        : m_row(row) {}
    QVariant next() { return m_row.value(m_column++); }
    QString text() { return next().toString(); }
    int integer() { return next().toInt(); }
    milliseconds span() { return milliseconds(next().toLongLong()); }

private:
    const Statement& m_row;
    int m_column = 0;
};

std::optional<domain::Ending> readEnding(Columns& row) {
    const auto outcome = domain::outcomeFromName(row.text());
    domain::Ending ending;
    ending.outcome = outcome.value_or(domain::Outcome::Interrupted);
    ending.stop = domain::stopFromName(row.text()).value_or(domain::StopReason::Other);
    ending.rawStop = row.text();
    const QVariant kind = row.next();
    domain::Failure failure;
    failure.kind = domain::failureFromName(kind.toString()).value_or(domain::Failure::Kind::UnexpectedStatus);
    failure.detail = row.text();
    failure.httpStatus = row.integer();
    restFromJson(jsonObject(row.text()), failure);
    if (!kind.isNull()) {
        ending.failure = failure;
    }
    return outcome ? std::optional(ending) : std::nullopt;
}

std::optional<domain::Usage> readUsage(Columns& row) {
    const QVariant source = row.next();
    domain::Usage usage;
    usage.source = source.toString() == u"estimated" ? domain::Usage::Source::Estimated
                                                     : domain::Usage::Source::Reported;
    usage.input = optionalNumber(row.next());
    usage.cached = optionalNumber(row.next());
    usage.thinking = optionalNumber(row.next());
    usage.output = optionalNumber(row.next());
    restFromJson(jsonObject(row.text()), usage);
    return source.isNull() ? std::nullopt : std::optional(usage);
}

void appendEnding(QVariantList& values, const std::optional<domain::Ending>& ending) {
    const domain::Ending known = ending.value_or(domain::Ending{});
    values << (ending ? QVariant(domain::outcomeName(known.outcome)) : QVariant())
           << domain::stopName(known.stop) << storedText(known.rawStop);
    const domain::Failure failure = known.failure.value_or(domain::Failure{});
    values << (known.failure ? QVariant(domain::failureName(failure.kind)) : QVariant())
           << storedText(failure.detail) << failure.httpStatus << jsonText(restToJson(failure));
}

void appendUsage(QVariantList& values, const std::optional<domain::Usage>& usage) {
    const domain::Usage known = usage.value_or(domain::Usage{});
    const bool estimated = known.source == domain::Usage::Source::Estimated;
    values << (usage ? QVariant(estimated ? QStringLiteral("estimated") : QStringLiteral("reported"))
                     : QVariant())
           << nullable(known.input) << nullable(known.cached) << nullable(known.thinking)
           << nullable(known.output) << jsonText(restToJson(known));
}

} // namespace

QString MessageRow::select() {
    // What holds nothing comes as NULL: in a long conversation most of it does, and each text costs an
    // allocation.
    return QStringLiteral(
        "SELECT id, conversation_id, turn, pane, variant, role, created_at, text, endpoint_id, "
        "endpoint_name, "
        "model, thinking, nullif(tools, '[]'), nullif(citations, '[]'), nullif(seams, '[]'), "
        "nullif(warnings, '[]'), outcome, stop, raw_stop, failure_kind, failure_detail, http_status, "
        "nullif(failure_rest, '{}'), usage_source, usage_input, usage_cached, usage_thinking, "
        "usage_output, nullif(usage_rest, '{}'), first_token_ms, thinking_ms, duration_ms, "
        "tokens_per_second, attempts "
        "FROM messages ");
}

Message MessageRow::read(const Statement& statement) {
    Columns row(statement);
    Message message;
    message.id = row.next().toLongLong();
    message.conversation = row.next().toLongLong();
    message.turn = row.integer();
    message.pane = row.integer();
    message.variant = row.integer();
    message.role = row.text() == u"user" ? domain::Role::User : domain::Role::Assistant;
    message.createdAt = QDateTime::fromMSecsSinceEpoch(row.next().toLongLong(), Qt::UTC);
    message.text = row.text();
    message.endpointId = row.text();
    message.endpointName = row.text();
    message.model = row.text();
    message.thinking = row.text();
    message.tools = fromArrayText<domain::ToolActivity>(row.text());
    message.citations = fromArrayText<domain::Citation>(row.text());
    message.seams = fromArrayText<domain::Seam>(row.text());
    message.warnings = fromArrayText<domain::Warning>(row.text());
    message.ending = readEnding(row);
    message.usage = readUsage(row);
    message.timeToFirstToken = row.span();
    message.thinkingTime = row.span();
    message.duration = row.span();
    message.tokensPerSecond = row.next().toDouble();
    message.attempts = row.integer();
    return message;
}

QString MessageRow::insert() {
    return QStringLiteral(
        "INSERT INTO messages (conversation_id, turn, pane, variant, role, created_at, text, endpoint_id, "
        "endpoint_name, model, attempts, writer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
}

QVariantList MessageRow::beginning(const Message& message) {
    const bool prompt = message.role == domain::Role::User;
    return {message.conversation,
            message.turn,
            message.pane,
            message.variant,
            prompt ? QStringLiteral("user") : QStringLiteral("assistant"),
            message.createdAt.toMSecsSinceEpoch(),
            prompt ? storedText(message.text) : QStringLiteral(""),
            storedText(message.endpointId),
            storedText(message.endpointName),
            storedText(message.model),
            message.attempts,
            prompt ? QStringLiteral("") : thisWriter()};
}

QString MessageRow::update() {
    return QStringLiteral(
        "UPDATE messages SET text = ?, endpoint_id = ?, endpoint_name = ?, model = ?, thinking = ?, tools = "
        "?, "
        "citations = ?, seams = ?, warnings = ?, outcome = ?, stop = ?, raw_stop = ?, failure_kind = ?, "
        "failure_detail = ?, http_status = ?, failure_rest = ?, usage_source = ?, usage_input = ?, "
        "usage_cached = ?, usage_thinking = ?, usage_output = ?, usage_rest = ?, first_token_ms = ?, "
        "thinking_ms = ?, duration_ms = ?, tokens_per_second = ?, attempts = ? WHERE id = ?");
}

QVariantList MessageRow::ending(const Message& message) {
    QVariantList values{
        storedText(message.text),     storedText(message.endpointId), storedText(message.endpointName),
        storedText(message.model),    storedText(message.thinking),   arrayText(message.tools),
        arrayText(message.citations), arrayText(message.seams),       arrayText(message.warnings)};
    appendEnding(values, message.ending);
    appendUsage(values, message.usage);
    values << static_cast<qint64>(message.timeToFirstToken.count())
           << static_cast<qint64>(message.thinkingTime.count())
           << static_cast<qint64>(message.duration.count()) << message.tokensPerSecond << message.attempts
           << message.id;
    return values;
}

} // namespace rivulet::store
