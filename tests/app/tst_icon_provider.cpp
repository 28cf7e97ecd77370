// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "IconProvider.h"

#include <QImage>
#include <QTest>

using rivulet::app::IconProvider;

namespace {

QImage icon(const QString& id, const QSize& wanted = {}) {
    IconProvider provider;
    QSize size(-7, -7);
    const QImage image = provider.requestImage(id, &size, wanted);
    return size == image.size() ? image : QImage();
}

} // namespace

/// Icons come in the colour and size they are asked in, and nothing else comes by this way.
class IconProviderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aColourIsPainted_data() {
        QTest::addColumn<QString>("colour");
        for (const char* colour : {"ff0000", "00FF00", "123456", "000000", "ffffff"}) {
            QTest::newRow(colour) << QString::fromLatin1(colour);
        }
    }

    void aColourIsPainted() {
        QFETCH(const QString, colour);
        const QImage image =
            icon(QStringLiteral("stop/") + colour, {64, 64}).convertToFormat(QImage::Format_ARGB32);
        QCOMPARE(image.size(), QSize(64, 64));
        const QColor wanted(u'#' + colour);
        int painted = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor pixel = image.pixelColor(x, y);
                if (pixel.alpha() == 255) {
                    ++painted;
                    QCOMPARE(pixel.rgb(), wanted.rgb());
                }
            }
        }
        QVERIFY(painted > 0);
    }

    void withoutASizeItHasItsOwn() {
        QVERIFY(!icon(QStringLiteral("stop/ff0000")).isNull());
        IconProvider provider;
        QVERIFY(!provider.requestImage(QStringLiteral("stop/ff0000"), nullptr, {}).isNull());
    }

    void allElseIsNoImage_data() {
        QTest::addColumn<QString>("id");
        for (const char* id :
             {"", "/", "stop", "stop/", "stop/red", "stop/ff00", "stop/ff0000/", "nothing/ff0000",
              "../stop/ff0000", "stop/../stop/ff0000", "STOP/ff0000", "/etc/passwd/ff0000",
              "stop/ff0000\"/><image href=\"http://127.0.0.1/x", "http://127.0.0.1/x/ff0000"}) {
            QTest::newRow(id) << QString::fromLatin1(id);
        }
    }

    void allElseIsNoImage() {
        QFETCH(const QString, id);
        QVERIFY(icon(id, {16, 16}).isNull());
    }
};

QTEST_MAIN(IconProviderTest)
#include "tst_icon_provider.moc"
