// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
//
// recording DIR [RATE]: the real window while an answer of 300 kB comes into both of its panes, as pictures:
// when its first words are there, half of it, and all of it, in light and in dark. It is paced by a
// pacing_server, RATE (4000) tokens a second. Prints one JSON object a picture.

#include "Application.h"
#include "MainWindow.h"

#include <QDir>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>
#include <QtQml/qqmlextensionplugin.h>

Q_IMPORT_QML_PLUGIN(RivuletPlugin)
Q_IMPORT_QML_PLUGIN(Rivulet_UiPlugin)

using namespace rivulet;
using Theme = app::Settings::Theme;

namespace {

constexpr int answerBytes = 300'000;
constexpr int patience = 300'000;

/// A server in a process of its own, which goes with this.
class PacingServer {
public:
    PacingServer() {
        m_process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/pacing_server"), {});
        if (m_process.waitForReadyRead()) {
            m_port = m_process.readLine().trimmed().toInt();
        }
    }
    ~PacingServer() {
        m_process.closeWriteChannel();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(PacingServer)

    [[nodiscard]] bool isThere() const { return m_port > 0; }
    [[nodiscard]] QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_port); }

private:
    QProcess m_process;
    int m_port = 0;
};

/// One conversation in one window.
class Recording {
public:
    Recording(const PacingServer& server, Theme theme) {
        app::Application::Options options;
        options.dataDirectory = m_folder.path();
        options.theme = theme;
        for (const char* const name : {"left", "right"}) {
            options.models.push_back({QString::fromLatin1(name), QStringLiteral("model"), server.url(),
                                      QStringLiteral("openai-chat")});
        }
        m_application = std::make_unique<app::Application>(options);
        m_window = std::make_unique<app::MainWindow>(*m_application);
    }
    ~Recording() {
        m_application->close();
        m_window.reset();
    }
    Q_DISABLE_COPY_MOVE(Recording)

    [[nodiscard]] bool begin(const QString& rate) {
        if (!m_window->load()) {
            return false;
        }
        m_window->window()->resize(1280, 800);
        return QTest::qWaitForWindowExposed(m_window->window()) &&
               m_application->session()->send(QStringLiteral("prose %1 %2 0").arg(rate).arg(answerBytes));
    }
    /// Waits until both panes have so much of it, and saves what is to be seen then.
    [[nodiscard]] bool picture(int percent, const QString& path) {
        const auto* const session = m_application->session();
        const qsizetype wanted = std::max(1, answerBytes / 100 * percent);
        const bool came = QTest::qWaitFor(
            [&] {
                return std::min(session->first()->answerText().size(),
                                session->second()->answerText().size()) >= wanted;
            },
            patience);
        const auto shown = session->first()->answerText().size();
        if (percent == 100) {
            // It has ended, and what was to be seen of that is there.
            static_cast<void>(QTest::qWaitFor([&] { return !session->isRunning(); }, patience));
            QTest::qWait(500);
        }
        if (!came || !m_window->window()->grabWindow().save(path, "PNG")) {
            return false;
        }
        const QJsonObject line{{QStringLiteral("bench"), QStringLiteral("recording")},
                               {QStringLiteral("variant"), QStringLiteral("%1 %").arg(percent)},
                               {QStringLiteral("unit"), QStringLiteral("characters")},
                               {QStringLiteral("median"), shown},
                               {QStringLiteral("min"), shown},
                               {QStringLiteral("max"), shown},
                               {QStringLiteral("n"), 1},
                               {QStringLiteral("file"), path}};
        QTextStream(stdout) << QJsonDocument(line).toJson(QJsonDocument::Compact) << Qt::endl;
        return true;
    }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<app::Application> m_application;
    std::unique_ptr<app::MainWindow> m_window;
};

} // namespace

int main(int argc, char** argv) {
    const QGuiApplication application(argc, argv);
    const QStringList arguments = QGuiApplication::arguments();
    const QString folder = arguments.value(1);
    const QString rate = arguments.value(2, QStringLiteral("4000"));
    if (folder.isEmpty() || !QDir().mkpath(folder)) {
        QTextStream(stderr) << "usage: recording DIR [RATE]" << Qt::endl;
        return 2;
    }
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    const PacingServer server;
    bool done = server.isThere();
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
        const QString word = theme == Theme::Light ? QStringLiteral("light") : QStringLiteral("dark");
        Recording recording(server, theme);
        done = done && recording.begin(rate);
        for (const int percent : {0, 50, 100}) {
            const QString name = QStringLiteral("recording-%1-%2-1280x800.png");
            done = done && recording.picture(percent, QDir(folder).filePath(name.arg(word).arg(
                                                          percent, 3, 10, QLatin1Char('0'))));
        }
    }
    return done ? 0 : 1;
}
