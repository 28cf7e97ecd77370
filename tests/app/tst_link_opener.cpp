// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "LinkOpener.h"

#include <QDesktopServices>
#include <QTest>
#include <QUrl>

using rivulet::app::LinkOpener;

/// Stands where the desktop stands, and takes note of what it is handed.
class Desktop : public QObject {
    Q_OBJECT

public:
    Desktop() {
        for (const auto& scheme : schemes()) {
            QDesktopServices::setUrlHandler(scheme, this, "open");
        }
    }
    ~Desktop() override {
        for (const auto& scheme : schemes()) {
            QDesktopServices::unsetUrlHandler(scheme);
        }
    }

    QStringList opened;

public Q_SLOTS:
    void open(const QUrl& url) { opened.append(QString::fromLatin1(url.toEncoded())); }

private:
    static QStringList schemes() {
        return QStringLiteral("http https mailto file javascript data vbscript ftp smb ssh about qrc "
                              "x-scheme-handler")
            .split(u' ');
    }
};

/// Links lead to web pages and letters only, and their true host is shown.
class LinkOpenerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goodLinksAreShownAndOpenedAlike_data() {
        QTest::addColumn<QString>("link");
        QTest::addColumn<QString>("target");
        const auto row = [](const char* name, const QString& link, const char* target) {
            QTest::newRow(name) << link << QString::fromLatin1(target);
        };
        row("https", QStringLiteral("https://example.org/a?b=c#d"), "https://example.org/a?b=c#d");
        row("http", QStringLiteral("http://example.org:8080/"), "http://example.org:8080/");
        row("capitals", QStringLiteral("HTTPS://Example.ORG/A"), "https://example.org/A");
        row("white space around", QStringLiteral(" \thttps://example.org\n"), "https://example.org");
        row("userinfo is dropped", QStringLiteral("https://bank.example:pw@evil.example/x"),
            "https://evil.example/x");
        row("an at sign in the user", QStringLiteral("https://bank.example%40@evil.example/"),
            "https://evil.example/");
        row("other scripts are punycode", QStringLiteral("https://\u0430pple.com/"),
            "https://xn--pple-43d.com/");
        row("umlauts too", QStringLiteral("https://b\u00fccher.example/\u00fc"),
            "https://xn--bcher-kva.example/%C3%BC");
        row("right to left marks are shown", QStringLiteral("https://example.org/\u202egpj.exe"),
            "https://example.org/%E2%80%AEgpj.exe");
        row("letters", QStringLiteral("mailto:a@example.org?subject=Hi"), "mailto:a@example.org?subject=Hi");
        row("an address of numbers", QStringLiteral("http://127.0.0.1:1/"), "http://127.0.0.1:1/");
    }

    void goodLinksAreShownAndOpenedAlike() {
        QFETCH(const QString, link);
        QFETCH(const QString, target);
        Desktop desktop;
        QCOMPARE(LinkOpener::target(link), target);
        QCOMPARE(desktop.opened, QStringList());
        QVERIFY(LinkOpener::open(link));
        QCOMPARE(desktop.opened, QStringList{target});
    }

    void allElseIsRefused_data() {
        QTest::addColumn<QString>("link");
        for (const char* link : {"",
                                 " ",
                                 "javascript:alert(1)",
                                 "JaVaScRiPt:alert(1)",
                                 "java\nscript:alert(1)",
                                 "javascript://example.org/%0aalert(1)",
                                 "vbscript:x",
                                 "data:text/html,<script>",
                                 "file:///etc/passwd",
                                 "FILE:///etc/passwd",
                                 "/etc/passwd",
                                 "//example.org/x",
                                 "example.org",
                                 "ftp://example.org/",
                                 "smb://example.org/x",
                                 "ssh://example.org",
                                 "about:blank",
                                 "qrc:/x",
                                 "x-scheme-handler:x",
                                 "https:",
                                 "https://",
                                 "https:///path",
                                 "http://?q",
                                 "mailto:",
                                 "mailto:?attach=/etc/passwd",
                                 "mailto:a@example.org%0d%0abcc:b@example.org",
                                 "https://exa mple.org",
                                 "https://[::1",
                                 "https://example.org:99999999/",
                                 "http:example.org"}) {
            QTest::newRow(link) << QString::fromLatin1(link);
        }
    }

    void allElseIsRefused() {
        QFETCH(const QString, link);
        Desktop desktop;
        QCOMPARE(LinkOpener::target(link), QString());
        QVERIFY(!LinkOpener::open(link));
        QCOMPARE(desktop.opened, QStringList());
    }

    void aLetterNeverBringsAFile() {
        Desktop desktop;
        for (const char* field : {"attach", "Attachment", "attachment-name"}) {
            const QString link = QStringLiteral("mailto:a@example.org?subject=Hi&%1=/etc/passwd")
                                     .arg(QString::fromLatin1(field));
            QCOMPARE(LinkOpener::target(link), QStringLiteral("mailto:a@example.org?subject=Hi"));
        }
        QCOMPARE(LinkOpener::target(QStringLiteral("mailto:a@example.org?%61ttach=/etc/passwd")),
                 QStringLiteral("mailto:a@example.org"));
    }
};

QTEST_MAIN(LinkOpenerTest)
#include "tst_link_opener.moc"
