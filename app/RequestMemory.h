// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"
#include "request/RequestTarget.h"
#include "stream/TokenCalibration.h"

#include <QObject>
#include <QQmlEngine>
#include <QStringList>

namespace rivulet::app {

class Settings;

/// What earlier answers taught about models and endpoints: fields that a model refuses, endpoints to which
/// streams do not get through, and how far off the estimates of tokens are. Kept in the settings; a person
/// can look at it and have it forgotten.
class RequestMemory : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Application")
    /// One sentence for each thing.
    Q_PROPERTY(QStringList sentences READ sentences NOTIFY changed)

public:
    explicit RequestMemory(Settings& settings, QObject* parent = nullptr);

    [[nodiscard]] Experience experience(const QString& endpointId, const QString& model) const;
    /// Takes the warnings of an answer that has ended.
    void learn(const domain::Message& answer);
    /// How far off the estimates for this model are.
    [[nodiscard]] stream::TokenCalibration calibration(const QString& endpointId, const QString& model) const;
    /// `estimated`: the bare estimate of what its server counted as `reported`. Counts that are too far apart
    /// to be of the same text teach nothing.
    void learnTokens(const QString& endpointId, const QString& model, qint64 estimated, qint64 reported);
    [[nodiscard]] QStringList sentences() const;
    /// The thing of that sentence.
    Q_INVOKABLE void forget(int index);
    /// One sentence for each thing that is known of this model, or of its endpoint.
    [[nodiscard]] QStringList sentencesOf(const QString& endpointId, const QString& model) const;
    /// These fields are tried again.
    void forgetFields(const QString& endpointId, const QString& model, const QStringList& refused);
    /// All that sentencesOf tells.
    void forgetModel(const QString& endpointId, const QString& model);

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] QStringList fields() const;
    [[nodiscard]] QStringList endpoints() const;
    [[nodiscard]] QStringList tokenLines() const;

    Settings& m_settings;
};

} // namespace rivulet::app
