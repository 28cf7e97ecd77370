// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "DenyingNetwork.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>

namespace rivulet::app {

namespace {

/// A reply that has failed before anything was sent.
class DeniedReply final : public QNetworkReply {
public:
    DeniedReply(QNetworkAccessManager::Operation operation, const QNetworkRequest& request, QObject* parent)
        : QNetworkReply(parent) {
        setOperation(operation);
        setRequest(request);
        setUrl(request.url());
        setError(ContentAccessDenied, QStringLiteral("the interface loads nothing"));
        open(ReadOnly | Unbuffered);
        setFinished(true);
        QTimer::singleShot(0, this, [this] {
            Q_EMIT errorOccurred(ContentAccessDenied);
            Q_EMIT finished();
        });
    }

    void abort() override {}

protected:
    qint64 readData(char*, qint64) override { return -1; }
};

class DeniedManager final : public QNetworkAccessManager {
public:
    using QNetworkAccessManager::QNetworkAccessManager;

protected:
    QNetworkReply* createRequest(Operation operation, const QNetworkRequest& request, QIODevice*) override {
        return new DeniedReply(operation, request, this);
    }
};

} // namespace

QNetworkAccessManager* DenyingNetwork::create(QObject* parent) {
    return new DeniedManager(parent);
}

} // namespace rivulet::app
