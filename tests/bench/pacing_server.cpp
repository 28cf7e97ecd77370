// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
//
// pacing_server: an OpenAI-compatible server in a process of its own, which paces what it says. Prints its
// port in the first line of standard output and ends with its standard input. A prompt "KIND RATE BYTES
// AHEAD" is answered by BYTES of Markdown of a kind (prose, fence, table, list, paragraph): the first AHEAD
// of them at once, the rest in tokens of four characters, RATE a second, those that are due together in one
// write.

#include "loopback/HttpServer.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>
#include <QTextStream>
#include <QTimer>

#include <unistd.h>

using namespace rivulet;

namespace {

constexpr qsizetype tokenLength = 4;

const QByteArrayList words{"river", "water", "stone",  "light", "under",   "bridge", "nobody",
                           "waits", "drop",  "keeps",  "place", "long",    "line",   "sea",
                           "ford",  "mill",  "meadow", "reed",  "quietly", "turns",  "where",
                           "which", "the",   "and",    "of",    "a"};

/// The same words for the same place, whatever the size of the whole.
QByteArray word(qsizetype at) {
    return words.at((at * 7 + at / 11) % words.size());
}

QByteArray sentence(qsizetype at, int count) {
    QByteArrayList list;
    for (int i = 0; i < count; ++i) {
        list.append(word(at + i));
    }
    return list.join(' ');
}

QByteArray mixed(qsizetype at) {
    switch (at % 12) {
    case 2:
        return "## " + sentence(at, 5) + "\n\n";
    case 4:
        return "- " + sentence(at, 9) + "\n- " + sentence(at + 3, 12) + "\n  - " + sentence(at + 5, 7) +
               "\n\n";
    case 6:
        return "```cpp\nint ford(int depth) {\n    return depth > 3 ? 0 : depth + " + QByteArray::number(at) +
               "; // " + sentence(at, 4) + "\n}\n```\n\n";
    case 8:
        return "| place | depth |\n|---|---:|\n| " + word(at) + " | " + QByteArray::number(at) + " |\n| " +
               word(at + 1) + " | 7 |\n\n";
    case 10:
        return "> " + sentence(at, 20) + "\n\n";
    default:
        return sentence(at, 30) + ", **" + word(at) + "** and `" + word(at + 2) + "`; " +
               sentence(at + 4, 25) + ".\n\n";
    }
}

QByteArray answer(const QByteArray& kind, qsizetype size) {
    QByteArray text;
    if (kind == "fence") {
        text = "```python\n";
    } else if (kind == "table") {
        text = "| place | depth | who |\n|---|---:|---|\n";
    }
    for (qsizetype at = 0; text.size() < size; ++at) {
        if (kind == "fence") {
            text += "def " + word(at) + "(depth):  # " + sentence(at, 3) + "\n    return [\"" + word(at + 1) +
                    "\", depth + " + QByteArray::number(at) + "]\n";
        } else if (kind == "table") {
            text += "| " + sentence(at, 2) + " | " + QByteArray::number(at) + " | " + sentence(at + 5, 3) +
                    " |\n";
        } else if (kind == "list") {
            text += "- " + sentence(at, 10) + "\n";
        } else if (kind == "paragraph") {
            text += sentence(at, 12) + ", ";
        } else {
            text += mixed(at);
        }
    }
    return text.first(size);
}

QByteArray delta(const QByteArray& text) {
    return "data: " +
           QJsonDocument(QJsonObject{{QStringLiteral("object"), QStringLiteral("chat.completion.chunk")},
                                     {QStringLiteral("choices"),
                                      QJsonArray{QJsonObject{{QStringLiteral("index"), 0},
                                                             {QStringLiteral("delta"),
                                                              QJsonObject{{QStringLiteral("content"),
                                                                           QString::fromLatin1(text)}}}}}}})
               .toJson(QJsonDocument::Compact) +
           "\n\n";
}

/// One answer on its way. Belongs to its exchange.
class Pace : public QObject {
public:
    Pace(loopback::Exchange& exchange, const QByteArray& text, double rate, qsizetype ahead)
        : QObject(&exchange)
        , m_exchange(exchange)
        , m_text(text)
        , m_rate(rate) {
        connect(&exchange, &loopback::Exchange::closed, &m_timer, &QTimer::stop);
        m_exchange.sendHead(200, "text/event-stream");
        if (ahead > 0) {
            m_exchange.sendBody(delta(m_text.first(ahead)));
            m_at = ahead;
        }
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, &Pace::sayDue);
        m_clock.start();
        m_timer.start(1);
    }

private:
    void sayDue() {
        const auto due = static_cast<qint64>(static_cast<double>(m_clock.nsecsElapsed()) * 1e-9 * m_rate);
        QByteArray bytes;
        for (; m_said < due && m_at < m_text.size(); ++m_said) {
            bytes += delta(m_text.mid(m_at, tokenLength));
            m_at += tokenLength;
        }
        if (!bytes.isEmpty()) {
            m_exchange.sendBody(bytes);
        }
        if (m_at >= m_text.size()) {
            m_timer.stop();
            m_exchange.sendBody(
                "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                "data: [DONE]\n\n");
            m_exchange.finish();
        }
    }

    loopback::Exchange& m_exchange;
    QByteArray m_text;
    double m_rate;
    qsizetype m_at = 0;
    qint64 m_said = 0;
    QElapsedTimer m_clock;
    QTimer m_timer;
};

void serve(loopback::Exchange& exchange) {
    const auto request = QJsonDocument::fromJson(exchange.request().body).object();
    const auto messages = request.value(QStringLiteral("messages")).toArray();
    if (messages.isEmpty()) {
        exchange.respond(200, "application/json", "{\"data\":[]}");
        return;
    }
    const QByteArrayList asked =
        messages.last().toObject().value(QStringLiteral("content")).toString().toLatin1().split(' ');
    if (asked.size() != 4 || asked.at(1).toDouble() <= 0) {
        exchange.respond(400, "application/json", "{\"error\":{\"message\":\"KIND RATE BYTES AHEAD\"}}");
        return;
    }
    const QByteArray text = answer(asked.at(0), asked.at(2).toLongLong());
    new Pace(exchange, text, asked.at(1).toDouble(),
             std::min<qsizetype>(asked.at(3).toLongLong(), text.size()));
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    loopback::HttpServer server(serve);
    if (!server.listen()) {
        return 1;
    }
    QTextStream(stdout) << server.port() << Qt::endl;
    const QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &application, [] {
        char byte = 0;
        if (::read(STDIN_FILENO, &byte, 1) <= 0) {
            QCoreApplication::quit();
        }
    });
    return QCoreApplication::exec();
}
