// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "KilledRun.h"

#include <QEventLoop>
#include <QProcessEnvironment>

#include <csignal>

namespace {

constexpr int startPatience = 60'000;
/// Two hundred pieces a second, as a fast model.
constexpr int pieceInterval = 5;

} // namespace

KilledRun::KilledRun(AnswerServer& server, const QString& executable, const QString& dataDirectory,
                     Program program)
    : m_server(server)
    , m_executable(executable) {
    m_arguments = {QStringLiteral("--data-dir"), dataDirectory};
    if (program == Program::Terminal) {
        m_arguments.append(QStringLiteral("ask"));
    }
    m_arguments += {QStringLiteral("--model"),    QStringLiteral("river:fake"),
                    QStringLiteral("--base-url"), server.url(),
                    QStringLiteral("--dialect"),  QStringLiteral("anthropic")};
    m_arguments += program == Program::Terminal
                       ? QStringList{QStringLiteral("--json"), QStringLiteral("Count")}
                       : QStringList{QStringLiteral("--prompt"), QStringLiteral("Count")};
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("RIVULET_API_KEY"), QStringLiteral("none"));
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("QT_QUICK_BACKEND"), QStringLiteral("software"));
    m_process.setProcessEnvironment(environment);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
}

/// Numbers, so that nothing can be doubled or left out unnoticed, between characters of one to four bytes.
QString KilledRun::piece(std::mt19937& random) {
    static const QString between = QStringLiteral(" ,ß→😀\n");
    const auto at = static_cast<qsizetype>(random() % 4);
    return QString::number(m_number++) + (at == 3 ? QStringLiteral("😀") : between.mid(at, 1));
}

bool KilledRun::play(std::mt19937& random, std::chrono::milliseconds killAfter) {
    QEventLoop loop;
    QTimer stream;
    stream.setTimerType(Qt::PreciseTimer);
    stream.setInterval(pieceInterval);
    QTimer end;
    end.setSingleShot(true);
    end.setTimerType(Qt::PreciseTimer);
    end.setInterval(startPatience);
    bool asked = false;
    QObject::connect(&stream, &QTimer::timeout, &loop, [&] {
        if (!m_server.isAsked()) {
            if (asked) {
                loop.quit(); // it went by itself
            }
            return;
        }
        if (!asked) {
            asked = true;
            end.start(killAfter);
        }
        const QString text = piece(random);
        m_sent += text;
        m_pieces.push_back({m_sent.size(), m_time.nsecsElapsed()});
        m_server.say(text);
    });
    QObject::connect(&end, &QTimer::timeout, &loop, &QEventLoop::quit);
    QObject::connect(&m_process, &QProcess::finished, &loop, &QEventLoop::quit);
    m_time.start();
    m_process.start(m_executable, m_arguments);
    stream.start();
    end.start();
    loop.exec();
    const bool ran = asked && m_process.state() == QProcess::Running;
    if (m_process.state() == QProcess::Running) {
        m_killedAtNs = m_time.nsecsElapsed();
        ::kill(static_cast<pid_t>(m_process.processId()), SIGKILL);
    }
    m_process.waitForFinished(startPatience);
    m_output = m_process.readAll();
    return ran;
}

double KilledRun::lostMilliseconds(qsizetype kept) const {
    constexpr double nanosecondsAMillisecond = 1e6;
    for (const Piece& piece : m_pieces) {
        if (piece.end > kept) {
            return static_cast<double>(m_killedAtNs - piece.atNs) / nanosecondsAMillisecond;
        }
    }
    return 0;
}
