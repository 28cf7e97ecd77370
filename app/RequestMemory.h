// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"
#include "request/PromptComposer.h"

#include <QObject>
#include <QQmlEngine>
#include <QStringList>

namespace rivulet::app {

class Settings;

/// What earlier answers taught about models and endpoints: fields that a model refuses, and endpoints to
/// which streams do not get through. Kept in the settings; a person can look at it and have it forgotten.
class RequestMemory : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Application")
    /// One sentence for each thing.
    Q_PROPERTY(QStringList sentences READ sentences NOTIFY changed)

public:
    explicit RequestMemory(Settings& settings, QObject* parent = nullptr);

    [[nodiscard]] PromptComposer::Experience experience(const QString& endpointId,
                                                        const QString& model) const;
    /// Takes the warnings of an answer that has ended.
    void learn(const domain::Message& answer);
    [[nodiscard]] QStringList sentences() const;
    /// The thing of that sentence.
    Q_INVOKABLE void forget(int index);

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] QStringList fields() const;
    [[nodiscard]] QStringList endpoints() const;

    Settings& m_settings;
};

} // namespace rivulet::app
