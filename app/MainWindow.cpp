// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "MainWindow.h"

#include "Application.h"
#include "CursorRest.h"
#include "DenyingNetwork.h"
#include "IconProvider.h"
#include "MemoryRest.h"

#include <QDebug>
#include <QQmlComponent>
#include <QQuickItem>
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
    m_engine = std::make_unique<QQmlEngine>();
    m_engine->setNetworkAccessManagerFactory(&denyingNetwork());
    m_engine->addImageProvider(QStringLiteral("icon"), new IconProvider);
    m_engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
    connect(m_engine.get(), &QQmlEngine::warnings, this,
            [this](const QList<QQmlError>& warnings) { m_warnings += static_cast<int>(warnings.size()); });
    // Not a QQmlApplicationEngine, which looks for each file of the interface in a dozen folders of other
    // platforms and languages.
    QQmlComponent component(m_engine.get(), QUrl(QStringLiteral("qrc:/qt/qml/Rivulet/Ui/Main.qml")));
    // Qt 6.4 crashes where what could not be read is to be made.
    if (component.isReady()) {
        m_root.reset(component.createWithInitialProperties(
            {{QStringLiteral("app"), QVariant::fromValue(&m_application)}}));
    }
    for (const auto& error : component.errors()) {
        qWarning().noquote() << error.toString();
    }
    m_window = qobject_cast<QQuickWindow*>(m_root.get());
    if (m_window == nullptr) {
        return false;
    }
    m_window->installEventFilter(this);
    m_cursorRest = std::make_unique<CursorRest>(*m_window);
    m_memoryRest = std::make_unique<MemoryRest>();
    connect(&m_application, &Application::runningChanged, m_memoryRest.get(),
            [this] { m_memoryRest->setRunning(m_application.isRunning()); });
    m_application.follow(*m_window);
    return true;
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    // A TextEdit of Qt 6.4 that is read-only claims every key before the shortcuts see it, and then does
    // nothing with it. Copying and selecting are no shortcuts of the window: they reach the text as ordinary
    // keys.
    if (watched == m_window && event->type() == QEvent::ShortcutOverride) {
        const auto* focused = m_window->activeFocusItem();
        if (focused != nullptr && focused->inherits("QQuickTextEdit") &&
            focused->property("readOnly").toBool()) {
            event->ignore();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace rivulet::app
