// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/AttachmentListModel.h"
#include "request/AttachmentReader.h"
#include "request/AttachmentText.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace rivulet;
using namespace rivulet::app;
using Kind = domain::Attachment::Kind;

/// Law: what is in a file decides what it is, and what can't be sent is refused with a reason.
class AttachmentReaderTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QString write(const QString& name, const QByteArray& bytes) {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName()
                                                                                    : QString();
    }

private Q_SLOTS:
    void takesWhatModelsRead_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("type");
        const auto row = [](const char* what, const char* name, const QByteArray& bytes, Kind kind,
                            const char* type) {
            QTest::newRow(what) << QString::fromUtf8(name) << bytes << static_cast<int>(kind)
                                << QByteArray(type);
        };
        row("png", "a.png", "\x89PNG\r\n\x1a\nrest", Kind::Image, "image/png");
        row("png by content", "a.txt", "\x89PNG\r\n\x1a\nrest", Kind::Image, "image/png");
        row("jpeg", "a.jpg", "\xff\xd8\xff\xe0rest", Kind::Image, "image/jpeg");
        row("gif", "a.gif", "GIF89arest", Kind::Image, "image/gif");
        row("webp", "a.webp", QByteArray("RIFF\x01\0\0\0WEBPVP8 ", 16), Kind::Image, "image/webp");
        row("pdf", "a.pdf", "%PDF-1.7\n\x93\x8c", Kind::Pdf, "application/pdf");
        row("text", "a.txt", "Grüße\n", Kind::Text, "text/plain");
        row("code", "a.py", "print('hi')\n", Kind::Text, "text/x-python");
        row("no ending", "notes.zzz", "all\n", Kind::Text, "text/plain");
        row("text that says it is a picture", "a.png", "not a picture", Kind::Text, "text/plain");
    }
    void takesWhatModelsRead() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(int, kind);
        QFETCH(QByteArray, type);
        const auto read = AttachmentReader::fromFile(write(name, bytes));
        QVERIFY(read);
        QCOMPARE(static_cast<int>(read.value().kind), kind);
        QCOMPARE(read.value().bytes, bytes);
        QCOMPARE(read.value().name, name);
        if (type == "text/x-python") {
            QVERIFY2(read.value().mediaType.startsWith("text/"), read.value().mediaType.constData());
        } else {
            QCOMPARE(read.value().mediaType, type);
        }
    }

    void refusesTheRest_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("code");
        QTest::newRow("empty") << QStringLiteral("a.txt") << QByteArray() << QStringLiteral("empty");
        QTest::newRow("program") << QStringLiteral("a.bin")
                                 << QByteArray("\x7f"
                                               "ELF\0\0\x01",
                                               7)
                                 << QStringLiteral("binary");
        QTest::newRow("latin 1") << QStringLiteral("a.txt")
                                 << QByteArray("Gr\xfc\xdf"
                                               "e, viel Text\n")
                                 << QStringLiteral("not_utf8");
        QTest::newRow("cut off") << QStringLiteral("a.txt") << QByteArray("Gr\xc3")
                                 << QStringLiteral("not_utf8");
    }
    void refusesTheRest() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, code);
        const auto read = AttachmentReader::fromFile(write(name, bytes));
        QVERIFY(!read);
        QCOMPARE(read.failure().kind, domain::Failure::Kind::AttachmentRefused);
        QCOMPARE(read.failure().code, code);
        QCOMPARE(read.failure().detail, name);
        QVERIFY(AttachmentText::refusal(read.failure()).contains(name));
    }

    void refusesWhatIsNoFile() {
        QCOMPARE(AttachmentReader::fromFile(m_folder.path()).failure().code, QStringLiteral("folder"));
        QCOMPARE(AttachmentReader::fromFile(m_folder.filePath(QStringLiteral("none"))).failure().code,
                 QStringLiteral("unreadable"));
        // A pipe would be read for ever.
        const QString pipe = m_folder.filePath(QStringLiteral("pipe"));
        QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        QCOMPARE(AttachmentReader::fromFile(pipe).failure().code, QStringLiteral("unreadable"));
    }

    void takesTwentyMebibytesAndNotAByteMore() {
        QByteArray bytes(20 * 1024 * 1024, 'a');
        QVERIFY(AttachmentReader::fromBytes(QStringLiteral("a.txt"), bytes));
        bytes.append('a');
        QCOMPARE(AttachmentReader::fromFile(write(QStringLiteral("big.txt"), bytes)).failure().code,
                 QStringLiteral("too_large"));
    }

    void showsNamesAsTheyAre() {
        const auto read = AttachmentReader::fromBytes(QStringLiteral("a\u202egpj.\nexe"), "text");
        QCOMPARE(read.value().name, QStringLiteral("agpj.exe"));
    }

    void listsFilesAndTellsOfThoseItDoesNotTake() {
        AttachmentListModel model;
        const QAbstractItemModelTester tester(&model);
        const QString good = write(QStringLiteral("good.txt"), "good");
        model.add({QUrl::fromLocalFile(good), QUrl::fromLocalFile(m_folder.path())});
        QVERIFY(model.isReading());
        QTRY_VERIFY(!model.isReading());
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.data(model.index(0), AttachmentListModel::NameRole).toString(),
                 QStringLiteral("good.txt"));
        QVERIFY2(model.problem().contains(QStringLiteral("folder")), qPrintable(model.problem()));
        model.add({QUrl(QStringLiteral("https://example.org/a.png"))});
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(!model.problem().isEmpty());
        model.remove(0);
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(model.problem().isEmpty());
    }

    void tellsOfEveryFileOfOneDrop() {
        AttachmentListModel model;
        const QString empty = write(QStringLiteral("empty.txt"), "");
        const QString binary = write(QStringLiteral("binary.bin"), QByteArray("\0\1\2\0", 4));
        model.add({QUrl::fromLocalFile(empty), QUrl(QStringLiteral("https://example.org/a.png")),
                   QUrl::fromLocalFile(binary), QUrl(QStringLiteral("https://example.org/b.png"))});
        QTRY_VERIFY(!model.isReading());
        QCOMPARE(model.problem().split(u'\n').size(), 3);
        QVERIFY2(model.problem().contains(QStringLiteral("empty.txt")), qPrintable(model.problem()));
        QVERIFY2(model.problem().contains(QStringLiteral("binary.bin")), qPrintable(model.problem()));
        // The next drop tells of its own.
        model.add({QUrl::fromLocalFile(empty)});
        QTRY_VERIFY(!model.isReading());
        QCOMPARE(model.problem().split(u'\n').size(), 1);
        // Many are counted.
        QList<QUrl> many;
        for (int file = 0; file < AttachmentListModel::mostProblems + 3; ++file) {
            many.append(QUrl::fromLocalFile(write(QStringLiteral("none%1.txt").arg(file), "")));
        }
        model.add(many);
        QTRY_VERIFY(!model.isReading());
        QCOMPARE(model.problem().split(u'\n').size(), AttachmentListModel::mostProblems + 1);
        QVERIFY2(model.problem().contains(QStringLiteral("3 more")), qPrintable(model.problem()));
    }

    void forgetsWhatIsStillBeingReadForADraftThatIsGone() {
        AttachmentListModel model;
        model.add({QUrl::fromLocalFile(write(QStringLiteral("late.txt"), "late"))});
        model.clear();
        QVERIFY(!model.isReading());
        model.add({QUrl::fromLocalFile(write(QStringLiteral("new.txt"), "new"))});
        QTRY_COMPARE(model.rowCount(), 1);
        QCOMPARE(model.attachments().front().name, QStringLiteral("new.txt"));
    }

    void takesAPictureFromTheClipboardAndLeavesText() {
        AttachmentListModel model;
        QGuiApplication::clipboard()->setText(QStringLiteral("words"));
        QVERIFY(!model.paste());
        QImage image(4, 3, QImage::Format_RGB32);
        image.fill(Qt::red);
        QGuiApplication::clipboard()->setImage(image);
        QVERIFY(model.paste());
        QTRY_COMPARE(model.rowCount(), 1);
        const auto& file = model.attachments().front();
        QCOMPARE(file.mediaType, QByteArray("image/png"));
        QCOMPARE(QImage::fromData(file.bytes).size(), QSize(4, 3));
    }
};

QTEST_MAIN(AttachmentReaderTest)
#include "tst_attachment_reader.moc"
