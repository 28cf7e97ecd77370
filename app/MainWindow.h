// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QQmlEngine>

#include <memory>

class QQuickWindow;

namespace rivulet::app {

class Application;
class CursorRest;

/// The window of one Application: loads the interface, hands it its root, and shows it. Knows no command
/// line.
class MainWindow : public QObject {
    Q_OBJECT

public:
    explicit MainWindow(Application& application, QObject* parent = nullptr);
    ~MainWindow() override;

    /// False where the interface can't be loaded; the reasons were printed.
    [[nodiscard]] bool load();
    /// Null until load() succeeded.
    [[nodiscard]] QQuickWindow* window() const { return m_window; }
    /// Warnings of the interface so far.
    [[nodiscard]] int warnings() const { return m_warnings; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    Application& m_application;
    std::unique_ptr<QQmlEngine> m_engine;
    std::unique_ptr<QObject> m_root;
    QQuickWindow* m_window = nullptr;
    std::unique_ptr<CursorRest> m_cursorRest;
    int m_warnings = 0;
};

} // namespace rivulet::app
