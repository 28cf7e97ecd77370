// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Application.h"
#include "HostileServer.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace rivulet;
using namespace rivulet::app;

namespace {

/// The sockets of this process, by their number.
QSet<QByteArray> ownSockets() {
    QSet<QByteArray> sockets;
    const QDir descriptors(QStringLiteral("/proc/self/fd"));
    for (const QString& name : descriptors.entryList(QDir::Files | QDir::System)) {
        char target[256];
        const auto length =
            ::readlink(QFile::encodeName(descriptors.filePath(name)).constData(), target, sizeof target);
        const QByteArray link(target, std::max<qsizetype>(0, length));
        if (link.startsWith("socket:[")) {
            sockets.insert(link.mid(8).chopped(1));
        }
    }
    return sockets;
}

/// Where this process listens: "0100007F:1F90" as the kernel writes it, or the path of a local socket.
QByteArrayList listening() {
    constexpr auto listens = "0A";
    QByteArrayList found;
    const auto own = ownSockets();
    for (const char* table : {"tcp", "tcp6"}) {
        QFile file(QStringLiteral("/proc/self/net/") + QString::fromLatin1(table));
        if (file.open(QIODevice::ReadOnly)) {
            for (const QByteArray& line : file.readAll().split('\n')) {
                const auto fields = line.simplified().split(' ');
                if (fields.size() > 9 && fields[3] == listens && own.contains(fields[9])) {
                    found.append(fields[1]);
                }
            }
        }
    }
    // A datagram socket that is bound takes what anyone sends.
    for (const char* table : {"udp", "udp6"}) {
        QFile file(QStringLiteral("/proc/self/net/") + QString::fromLatin1(table));
        if (file.open(QIODevice::ReadOnly)) {
            for (const QByteArray& line : file.readAll().split('\n')) {
                const auto fields = line.simplified().split(' ');
                if (fields.size() > 9 && own.contains(fields[9]) && !fields[1].endsWith(":0000")) {
                    found.append("udp " + fields[1]);
                }
            }
        }
    }
    QFile local(QStringLiteral("/proc/self/net/unix"));
    if (local.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : local.readAll().split('\n')) {
            const auto fields = line.simplified().split(' ');
            constexpr uint accepts = 0x10000;
            if (fields.size() > 6 && (fields[3].toUInt(nullptr, 16) & accepts) != 0 &&
                own.contains(fields[6])) {
                found.append("local " + fields.value(7));
            }
        }
    }
    return found;
}

/// The programs that any thread of this process has started and not yet buried.
QByteArray programs() {
    QByteArray found;
    const QDir threads(QStringLiteral("/proc/self/task"));
    for (const QString& thread : threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(threads.filePath(thread + QStringLiteral("/children")));
        if (file.open(QIODevice::ReadOnly)) {
            found += file.readAll();
        }
    }
    return found.simplified();
}

Application::Options at(const QTemporaryDir& folder) {
    Application::Options options;
    options.dataDirectory = folder.path();
    return options;
}

} // namespace

/// What the application does not do, whatever it is shown.
class QuietApplicationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// S11
    void nothingListensButTheDemoWhileItIsInUse() {
        QVERIFY2(listening().isEmpty(), "this process listens before it began");
        // On the demo's models, as at the first launch: one socket, for this machine alone.
        const QTemporaryDir folder;
        {
            const Application application(at(folder));
            const auto sockets = listening();
            QCOMPARE(sockets.size(), 1);
            QVERIFY2(sockets.first().startsWith("0100007F:"), sockets.first().constData());
            // It is not needed any more once both panes ask elsewhere.
            auto* session = application.session();
            QVERIFY(application.endpoints()
                        ->addEndpoint(QStringLiteral("Own"), QStringLiteral("ollama"),
                                      QStringLiteral("http://127.0.0.1:9"), false)
                        .isEmpty());
            QCOMPARE(application.endpoints()->addModel(QStringLiteral("own"), QStringLiteral("m")),
                     QString());
            session->first()->chooseModel(QStringLiteral("own:m"));
            session->second()->chooseModel(QStringLiteral("own:m"));
            QCOMPARE(listening(), QByteArrayList());
        }
        QCOMPARE(listening(), QByteArrayList());
        {
            const Application application(at(folder));
            QCOMPARE(application.session()->first()->modelKey(), QStringLiteral("own:m"));
            QCOMPARE(listening(), QByteArrayList());
        }
    }

    /// S12
    void aToolIsShownAndNeverRun() {
        const QTemporaryDir folder;
        const QString proof = folder.filePath(QStringLiteral("proof"));
        HostileServer server(QStringLiteral("touch %1; $(touch %1) `touch %1`").arg(proof));
        QVERIFY(server.isListening());
        auto options = at(folder);
        options.models.push_back(
            {QStringLiteral("left"), QStringLiteral("m"), server.url(), QStringLiteral("anthropic")});
        Application application(options);
        QCOMPARE(application.settings()->setLimits(0, 10, 10, 10, 10), QString());
        application.session()->showPanes(1);
        QVERIFY(application.session()->send(QStringLiteral("run it")));
        QTRY_VERIFY(!application.session()->isRunning());
        const TranscriptModel& rows = *application.session()->first()->transcript();
        bool shown = false;
        for (int row = 0; row < rows.rowCount(); ++row) {
            const auto of = [&](int role) { return rows.data(rows.index(row), role); };
            if (of(TranscriptModel::KindRole).value<TranscriptModel::RowKind>() ==
                TranscriptModel::RowKind::Tool) {
                shown = true;
                QCOMPARE(of(TranscriptModel::BadgeRole).toString(), QStringLiteral("Asked for, not run"));
                QVERIFY(of(TranscriptModel::DetailRole).toString().contains(proof));
            }
        }
        QVERIFY(shown);
        // Nor is anything told to the model that could pass for a result.
        QCOMPARE(server.requests(), 1);
        QCOMPARE(programs(), QByteArray());
        QVERIFY(!QFile::exists(proof));
    }
};

QTEST_MAIN(QuietApplicationTest)
#include "tst_quiet_application.moc"
