// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "Application.h"
#include "MainWindow.h"
#include "loopback/HttpServer.h"

#include <QDir>
#include <QString>
#include <QTemporaryDir>

#include <functional>
#include <memory>

class QQuickWindow;

namespace rivulet::scenes {

/// One run of the real application for a scene: its own data directory, its own loopback servers, its own
/// window; and the means to bring it into a state and take its picture in every size and theme.
class Stage {
public:
    using Handler = loopback::HttpServer::Handler;

    /// `textPercent`: the size of text in it.
    Stage(const QString& folder, int textPercent);
    ~Stage();

    /// A server that answers as `handler` says; its address.
    QString serve(Handler handler);
    /// A file in the data directory, to be found there when the window opens.
    void provide(const QString& name, const QByteArray& content);
    /// Opens the window. Options' data directory is the stage's own.
    void open(app::Application::Options options);
    /// Waits, with the event loop running, until `condition` holds. Prints what was waited for where it never
    /// does.
    bool waitFor(const char* what, const std::function<bool()>& condition, int milliseconds = 15'000);
    void settle(int milliseconds = 350);
    /// Pictures of the present state: `name`-light-1280x800.png and so on, `name`-150-light-1280x800.png
    /// where text is larger. `arrange` brings each size into the state again, where the window lays itself
    /// out anew.
    void shoot(const QString& name, const std::function<void()>& arrange = {});

    /// Where the application keeps its own, for what is to be there before it opens.
    [[nodiscard]] QString dataDirectory() const { return m_data.path(); }
    [[nodiscard]] app::Application& application() { return *m_application; }
    [[nodiscard]] app::ChatSession& pane(int number);
    [[nodiscard]] QQuickWindow* window() const;
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void type(const QString& text);

    [[nodiscard]] static int problems();

private:
    QDir m_folder;
    int m_textPercent;
    QTemporaryDir m_data;
    std::vector<std::unique_ptr<loopback::HttpServer>> m_servers;
    std::unique_ptr<app::Application> m_application;
    std::unique_ptr<app::MainWindow> m_window;
};

} // namespace rivulet::scenes
