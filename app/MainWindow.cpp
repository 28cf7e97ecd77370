// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "MainWindow.h"

#include "Application.h"
#include "DenyingNetwork.h"
#include "IconProvider.h"

#include <QQuickWindow>

namespace rivulet::app {

namespace {

/// The engine keeps a pointer, it does not take it over; the factory has no state and lives as long as the
/// process.
DenyingNetwork& denyingNetwork() {
    static DenyingNetwork network;
    return network;
}

} // namespace

MainWindow::MainWindow(Application& application, QObject* parent)
    : QObject(parent)
    , m_application(application) {}

MainWindow::~MainWindow() = default;

bool MainWindow::load() {
    m_engine = std::make_unique<QQmlApplicationEngine>();
    m_engine->setNetworkAccessManagerFactory(&denyingNetwork());
    m_engine->addImageProvider(QStringLiteral("icon"), new IconProvider);
    m_engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
    connect(m_engine.get(), &QQmlEngine::warnings, this,
            [this](const QList<QQmlError>& warnings) { m_warnings += static_cast<int>(warnings.size()); });
    m_engine->setInitialProperties({{QStringLiteral("app"), QVariant::fromValue(&m_application)}});
    m_engine->load(QUrl(QStringLiteral("qrc:/qt/qml/Rivulet/Ui/Main.qml")));
    if (m_engine->rootObjects().isEmpty()) {
        return false;
    }
    m_window = qobject_cast<QQuickWindow*>(m_engine->rootObjects().constFirst());
    return m_window != nullptr;
}

} // namespace rivulet::app
