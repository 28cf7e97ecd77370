// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "AnswerServer.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QString>
#include <QTimer>

#include <chrono>
#include <optional>
#include <random>
#include <vector>

/// One run of the program against a server that streams to it until it is killed, and what was sent when.
class KilledRun {
public:
    enum class Program { Terminal, Window };

    KilledRun(AnswerServer& server, const QString& executable, const QString& dataDirectory, Program program);

    /// Starts it, streams, and kills it so long after its request came. False: it never asked.
    [[nodiscard]] bool play(std::mt19937& random, std::chrono::milliseconds killAfter);

    [[nodiscard]] const QString& sent() const { return m_sent; }
    /// How long before the kill the first character was sent that is not among the first `kept`; 0 where none
    /// is missing.
    [[nodiscard]] double lostMilliseconds(qsizetype kept) const;
    /// What it said before it was killed.
    [[nodiscard]] QByteArray output() const { return m_output; }

private:
    struct Piece {
        qsizetype end;
        qint64 atNs;
    };

    [[nodiscard]] QString piece(std::mt19937& random);

    AnswerServer& m_server;
    QProcess m_process;
    QString m_executable;
    QStringList m_arguments;
    QElapsedTimer m_time;
    QString m_sent;
    std::vector<Piece> m_pieces;
    qint64 m_killedAtNs = 0;
    int m_number = 0;
    QByteArray m_output;
};
