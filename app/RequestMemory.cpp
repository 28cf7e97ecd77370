// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "RequestMemory.h"

#include "Settings.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace rivulet::app {

namespace {

const QString fieldsName = QStringLiteral("refused_fields");
const QString tokensName = QStringLiteral("token_estimates");
const QString endpointsName = QStringLiteral("not_streamed");
/// Words that a server chose are kept only while they are few.
constexpr qsizetype longestField = 100;
constexpr qsizetype mostThings = 200;
/// "ratio error samples endpoint:model": so many numbers before the model.
constexpr int tokenNumbers = 3;
/// A count so many times another is of something else: of what a cache had, of what a search found.
constexpr qint64 farApart = 3;

/// "field endpoint:model": a field has no blanks, a model's name may.
QString lineOf(const QString& field, const QString& endpointId, const QString& model) {
    return field + u' ' + endpointId + u':' + model;
}

/// `end`: lineOf() the model without a field.
bool isOf(const QString& line, const QString& end) {
    const qsizetype blank = line.indexOf(u' ');
    return blank > 0 && QStringView(line).sliced(blank) == end;
}

} // namespace

RequestMemory::RequestMemory(Settings& settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings) {}

QStringList RequestMemory::fields() const {
    return m_settings.learnt(fieldsName);
}

QStringList RequestMemory::endpoints() const {
    return m_settings.learnt(endpointsName);
}

QStringList RequestMemory::tokenLines() const {
    return m_settings.learnt(tokensName);
}

Experience RequestMemory::experience(const QString& endpointId, const QString& model) const {
    Experience experience;
    const QString end = lineOf({}, endpointId, model);
    for (const QString& line : fields()) {
        if (isOf(line, end)) {
            experience.omittedFields.append(line.first(line.indexOf(u' ')));
        }
    }
    experience.notStreamed = endpoints().contains(endpointId);
    experience.tokenRatio = calibration(endpointId, model).ratio();
    return experience;
}

void RequestMemory::learn(const domain::Message& answer) {
    QStringList refused = fields();
    QStringList silent = endpoints();
    for (const auto& warning : answer.warnings) {
        if (warning.kind == domain::Warning::Kind::DroppedField) {
            const QString line = lineOf(warning.message, answer.endpointId, answer.model);
            const bool isName = !warning.message.isEmpty() && !warning.message.contains(u' ') &&
                                warning.message.size() <= longestField;
            if (isName && !refused.contains(line) && refused.size() < mostThings) {
                refused.append(line);
            }
        } else if (warning.kind == domain::Warning::Kind::NotStreamed &&
                   !silent.contains(answer.endpointId) && silent.size() < mostThings) {
            silent.append(answer.endpointId);
        }
    }
    if (refused != fields() || silent != endpoints()) {
        m_settings.setLearnt(fieldsName, refused);
        m_settings.setLearnt(endpointsName, silent);
        Q_EMIT changed();
    }
}

stream::TokenCalibration RequestMemory::calibration(const QString& endpointId, const QString& model) const {
    const QString name = endpointId + u':' + model;
    for (const QString& line : tokenLines()) {
        if (line.section(u' ', tokenNumbers) == name) {
            return stream::TokenCalibration({line.section(u' ', 0, 0).toDouble(),
                                             line.section(u' ', 1, 1).toDouble(),
                                             line.section(u' ', 2, 2).toInt()});
        }
    }
    return {};
}

void RequestMemory::learnTokens(const QString& endpointId, const QString& model, qint64 estimated,
                                qint64 reported) {
    if (reported <= 0 || reported > estimated * farApart || estimated > reported * farApart) {
        return;
    }
    auto calibration = this->calibration(endpointId, model);
    const auto before = calibration.numbers();
    calibration.learn(estimated, reported);
    const auto& now = calibration.numbers();
    if (now == before) {
        return;
    }
    const QString name = endpointId + u':' + model;
    QStringList lines = tokenLines();
    lines.removeIf([&name](const QString& line) { return line.section(u' ', tokenNumbers) == name; });
    lines.append(QStringLiteral("%1 %2 %3 ").arg(now.ratio).arg(now.error).arg(now.samples) + name);
    // The models that were asked last are known.
    m_settings.setLearnt(tokensName, lines.mid(std::max<qsizetype>(0, lines.size() - mostThings)));
    Q_EMIT changed();
}

QStringList RequestMemory::sentences() const {
    QStringList result;
    for (const QString& line : fields()) {
        const qsizetype blank = line.indexOf(u' ');
        result.append(tr("%1 refuses the field “%2”: it is left out.")
                          .arg(line.mid(blank + 1), line.first(qMax(blank, 0))));
    }
    for (const QString& endpoint : endpoints()) {
        result.append(
            tr("Streams from %1 do not get through: answers come as a whole where they may.").arg(endpoint));
    }
    if (const auto models = tokenLines().size(); models == 1) {
        result.append(tr("Estimates of tokens are corrected for one model, by what its server counted."));
    } else if (models > 1) {
        result.append(tr("Estimates of tokens are corrected for %1 models, by what their servers counted.")
                          .arg(QLocale().toString(models)));
    }
    return result;
}

void RequestMemory::forget(int index) {
    QStringList refused = fields();
    QStringList silent = endpoints();
    if (index < 0 || index >= sentences().size()) {
        return;
    }
    if (index < refused.size()) {
        refused.removeAt(index);
        m_settings.setLearnt(fieldsName, refused);
    } else if (index < refused.size() + silent.size()) {
        silent.removeAt(index - refused.size());
        m_settings.setLearnt(endpointsName, silent);
    } else {
        m_settings.setLearnt(tokensName, {});
    }
    Q_EMIT changed();
}

QStringList RequestMemory::sentencesOf(const QString& endpointId, const QString& model) const {
    QStringList result;
    const Experience known = experience(endpointId, model);
    for (const QString& field : known.omittedFields) {
        result.append(tr("The field “%1” was refused: it is left out.").arg(field));
    }
    if (known.notStreamed) {
        result.append(tr("Streams do not get through: answers come as a whole where they may."));
    }
    const int percent = qRound((known.tokenRatio - 1) * 100);
    if (percent != 0) {
        result.append((percent > 0 ? tr("Estimates of tokens are raised by %1 %.")
                                   : tr("Estimates of tokens are lowered by %1 %."))
                          .arg(std::abs(percent)));
    }
    return result;
}

void RequestMemory::forgetFields(const QString& endpointId, const QString& model,
                                 const QStringList& refused) {
    QStringList lines = fields();
    const qsizetype before = lines.size();
    for (const QString& field : refused) {
        lines.removeAll(lineOf(field, endpointId, model));
    }
    if (lines.size() != before) {
        m_settings.setLearnt(fieldsName, lines);
        Q_EMIT changed();
    }
}

void RequestMemory::forgetModel(const QString& endpointId, const QString& model) {
    QStringList refused = fields();
    const QString end = lineOf({}, endpointId, model);
    refused.removeIf([&end](const QString& line) { return isOf(line, end); });
    QStringList silent = endpoints();
    silent.removeAll(endpointId);
    QStringList tokens = tokenLines();
    tokens.removeIf([name = endpointId + u':' + model](const QString& line) {
        return line.section(u' ', tokenNumbers) == name;
    });
    m_settings.setLearnt(fieldsName, refused);
    m_settings.setLearnt(endpointsName, silent);
    m_settings.setLearnt(tokensName, tokens);
    Q_EMIT changed();
}

} // namespace rivulet::app
