// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Stage.h"

#include <QCursor>
#include <QFile>
#include <QQuickWindow>
#include <QScreen>
#include <QTest>

#include <cstdio>

namespace rivulet::scenes {

namespace {

int problemCount = 0;

void problem(const QString& sentence) {
    ++problemCount;
    std::fprintf(stderr, "scenes: %s\n", qUtf8Printable(sentence));
}

} // namespace

Stage::Stage(const QString& folder, int textPercent)
    : m_folder(folder)
    , m_textPercent(textPercent) {}

Stage::~Stage() {
    if (m_application) {
        m_application->close();
    }
    m_window.reset();
    m_application.reset();
}

int Stage::problems() {
    return problemCount;
}

QString Stage::serve(Handler handler) {
    auto server = std::make_unique<loopback::HttpServer>(std::move(handler));
    if (!server->listen()) {
        problem(server->errorString());
    }
    const QString url = server->url().toString();
    m_servers.push_back(std::move(server));
    return url;
}

void Stage::provide(const QString& name, const QByteArray& content) {
    QFile file(m_data.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
        problem(file.errorString());
    }
}

void Stage::open(app::Application::Options options) {
    options.dataDirectory = m_data.path();
    m_application = std::make_unique<app::Application>(options);
    if (const QString why = m_application->optionProblem(); !why.isEmpty()) {
        problem(why);
    }
    m_application->settings()->setTextScale(m_textPercent / 100.0);
    m_window = std::make_unique<app::MainWindow>(*m_application);
    if (!m_window->load()) {
        qFatal("the window could not be loaded");
    }
    window()->resize(1280, 800);
    // Nothing is hovered by a pointer that happens to be there.
    QCursor::setPos(window()->screen()->geometry().bottomRight());
    if (!QTest::qWaitForWindowExposed(window(), 10'000)) {
        problem(QStringLiteral("the window was never shown"));
    }
    window()->requestActivate();
}

QQuickWindow* Stage::window() const {
    return m_window->window();
}

app::ChatSession& Stage::pane(int number) {
    auto* session = m_application->session();
    return *(number == 0 ? session->first() : session->second());
}

bool Stage::waitFor(const char* what, const std::function<bool()>& condition, int milliseconds) {
    if (QTest::qWaitFor(condition, milliseconds)) {
        return true;
    }
    problem(QStringLiteral("never came: %1").arg(QString::fromUtf8(what)));
    return false;
}

void Stage::settle(int milliseconds) {
    QTest::qWait(milliseconds);
}

void Stage::press(Qt::Key key, Qt::KeyboardModifiers modifiers) {
    QTest::keyClick(window(), key, modifiers);
    QTest::qWait(50);
}

void Stage::type(const QString& text) {
    for (const QChar c : text) {
        QTest::keyClick(window(), c.toLatin1());
    }
    QTest::qWait(50);
}

void Stage::shoot(const QString& name, const std::function<void()>& arrange) {
    struct Look {
        app::Settings::Theme theme;
        const char* word;
    };
    constexpr Look looks[] = {{app::Settings::Theme::Light, "light"}, {app::Settings::Theme::Dark, "dark"}};
    constexpr QSize sizes[] = {{1280, 800}, {900, 600}};
    const QString larger = m_textPercent == 100 ? QString() : QStringLiteral("-%1").arg(m_textPercent);
    for (const auto& look : looks) {
        m_application->settings()->setTheme(look.theme);
        for (const QSize size : sizes) {
            window()->resize(size);
            settle();
            if (arrange) {
                arrange();
                settle();
            }
            // The first one lays out anew what the size has changed, and the view follows that.
            static_cast<void>(window()->grabWindow());
            settle(50);
            const QString file = m_folder.filePath(QStringLiteral("%1%2-%3-%4x%5.png")
                                                       .arg(name, larger, QString::fromLatin1(look.word))
                                                       .arg(size.width())
                                                       .arg(size.height()));
            if (window()->grabWindow().save(file)) {
                std::printf("%s\n", qUtf8Printable(file));
                std::fflush(stdout);
            } else {
                problem(QStringLiteral("could not write %1").arg(file));
            }
        }
    }
    window()->resize(1280, 800);
    if (m_window->warnings() > 0) {
        problem(QStringLiteral("%1: %2 warnings of the interface").arg(name).arg(m_window->warnings()));
    }
}

} // namespace rivulet::scenes
