// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Fault.h"
#include "exchange/Recording.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace rivulet::faults {

using domain::Outcome;
using exchange::Recording;

namespace {

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// What a golden file of events says of an answer.
struct Golden {
    QString text;
    QString thinking;
    bool usedTool = false;
    std::optional<QString> stop;
    /// The failure's fields, where it tells one.
    std::optional<QJsonObject> error;
};

Golden goldenOf(const QString& path) {
    Golden golden;
    for (const QByteArray& line : contentOf(path).split('\n')) {
        const QJsonObject event = QJsonDocument::fromJson(line).object();
        const QString kind = event[QStringLiteral("event")].toString();
        const QString text = event[QStringLiteral("text")].toString();
        const bool isError = kind == u"error" || (kind.isEmpty() && event.contains(QStringLiteral("kind")));
        if (isError && !golden.stop) {
            golden.error = event;
            break; // nothing useful follows
        }
        if (kind == u"text") {
            golden.text += text;
        } else if (kind == u"thinking") {
            golden.thinking += text;
        } else if (kind == u"tool") {
            golden.usedTool = true;
        } else if (kind == u"finished") {
            golden.stop = event[QStringLiteral("reason")].toString();
        } else if (kind == u"closed") {
            break;
        }
    }
    return golden;
}

/// Whether this failure of nothing is asked again, by the lists of robustness.md.
bool isAskedAgain(const Recording& recording, const QJsonObject& error, Kind kind) {
    const double advice = error[QStringLiteral("retry_after_ms")].toDouble(0);
    const bool isLasting = error[QStringLiteral("detail")].toString().contains(u"more system memory");
    if (advice > 60'000 || isLasting || error[QStringLiteral("code")].toString() == u"cancelled") {
        return false;
    }
    if (recording.status == 200) {
        return kind == Kind::Overloaded || kind == Kind::RateLimited || kind == Kind::Conflict ||
               kind == Kind::CutOff;
    }
    static const QList<int> list{408, 409, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529};
    return list.contains(recording.status) && kind != Kind::PaymentRequired && kind != Kind::ContextTooLong &&
           kind != Kind::RequestTooLarge;
}

Plan planOf(const QString& path, const Recording& recording) {
    const QString dialect = recording.dialect;
    const Golden golden = goldenOf(path.chopped(10) + QStringLiteral(".events"));
    const Act good = stream(dialect, answer(dialect));
    Plan plan;
    plan.name = QFileInfo(path).completeBaseName().toUtf8();
    if (recording.status != 200) {
        plan.script = {replyWith(recording.status, recording.contentType, recording.bytes())};
    } else {
        Act act{{Send{chunkedHead(recording.contentType)}}};
        for (const Recording::Chunk& piece : recording.chunks) {
            if (!piece.bytes.isEmpty()) { // which would be the last chunk
                act.steps.emplace_back(Send{chunk(piece.bytes)});
            }
        }
        act.steps.emplace_back(Send{lastChunk});
        plan.script = {act};
    }
    Expected& expected = plan.expected;
    expected.text = golden.text;
    expected.thinking = golden.thinking;
    if (golden.stop) {
        if (golden.stop == u"pause_turn") {
            plan.script.push_back(good);
            expected.requests = 2;
            expected.text += textOf(answer(dialect));
            expected.thinking += thinkingOf(answer(dialect));
        }
        return plan;
    }
    const QJsonObject error = golden.error.value_or(QJsonObject());
    const Kind kind =
        golden.error
            ? domain::failureFromName(error[QStringLiteral("kind")].toString()).value_or(Kind::AppClosed)
            : Kind::CutOff;
    if (kind == Kind::ModelLoading) {
        plan.script.push_back(good);
        expected = completed(answer(dialect), 2);
        return plan;
    }
    const bool hasContent = !golden.text.isEmpty() || !golden.thinking.isEmpty() || golden.usedTool;
    expected.outcome = hasContent ? Outcome::Interrupted : Outcome::Failed;
    expected.kinds = {kind};
    if (!hasContent && isAskedAgain(recording, error, kind)) {
        expected.requests = 1 + retries;
    }
    if (error[QStringLiteral("field")].toString() == u"stream_options") {
        expected.requests = 2; // once without it
    }
    return plan;
}

std::vector<Plan> recordings(const QString& dialect) {
    const QDir folder(QStringLiteral(RIVULET_TEST_DATA) + u'/' + dialect);
    std::vector<Plan> plans;
    for (const QString& name : folder.entryList({QStringLiteral("*.recording")}, QDir::Files, QDir::Name)) {
        const auto recording = exchange::parseRecording(contentOf(folder.filePath(name)));
        if (recording.ok()) {
            plans.push_back(planOf(folder.filePath(name), recording.value()));
        }
    }
    return plans;
}

} // namespace

Faults recordedFaults() {
    return {{"recorded", "every recording", recordings}};
}

} // namespace rivulet::faults
