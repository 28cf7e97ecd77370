// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "RequestMemory.h"

#include "Settings.h"

namespace rivulet::app {

namespace {

const QString fieldsName = QStringLiteral("refused_fields");
const QString endpointsName = QStringLiteral("not_streamed");
/// Words that a server chose are kept only while they are few.
constexpr qsizetype longestField = 100;
constexpr qsizetype mostThings = 200;

/// "field endpoint:model": a field has no blanks, a model's name may.
QString lineOf(const QString& field, const QString& endpointId, const QString& model) {
    return field + u' ' + endpointId + u':' + model;
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

PromptComposer::Experience RequestMemory::experience(const QString& endpointId, const QString& model) const {
    PromptComposer::Experience experience;
    const QString end = lineOf({}, endpointId, model);
    for (const QString& line : fields()) {
        const qsizetype blank = line.indexOf(u' ');
        if (blank > 0 && QStringView(line).sliced(blank) == end) {
            experience.omittedFields.append(line.first(blank));
        }
    }
    experience.notStreamed = endpoints().contains(endpointId);
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
    return result;
}

void RequestMemory::forget(int index) {
    QStringList refused = fields();
    QStringList silent = endpoints();
    if (index < 0 || index >= refused.size() + silent.size()) {
        return;
    }
    if (index < refused.size()) {
        refused.removeAt(index);
        m_settings.setLearnt(fieldsName, refused);
    } else {
        silent.removeAt(index - refused.size());
        m_settings.setLearnt(endpointsName, silent);
    }
    Q_EMIT changed();
}

} // namespace rivulet::app
