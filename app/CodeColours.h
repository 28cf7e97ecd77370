// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QPointer>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickTextDocument>
#include <QString>
#include <QTextBlock>

namespace rivulet::app {

/// Feeds one piece of code into a TextEdit's document and colours it. Text that only grew is appended, never
/// reset, and only lines that are new are looked at. Knows no piece but its own.
class CodeColours : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickItem* target READ target WRITE setTarget NOTIFY targetChanged REQUIRED)
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)
    Q_PROPERTY(QString code READ code WRITE setCode NOTIFY codeChanged)
    Q_PROPERTY(int firstState READ firstState WRITE setFirstState NOTIFY firstStateChanged)
    Q_PROPERTY(bool dark READ isDark WRITE setDark NOTIFY darkChanged)

public:
    explicit CodeColours(QObject* parent = nullptr);

    /// A TextEdit with textFormat PlainText.
    [[nodiscard]] QQuickItem* target() const { return m_target; }
    void setTarget(QQuickItem* target);
    [[nodiscard]] QString language() const { return m_language; }
    void setLanguage(const QString& language);
    [[nodiscard]] QString code() const { return m_code; }
    void setCode(const QString& code);
    /// What goes on in the first line, by text::CodeSpans.
    [[nodiscard]] int firstState() const { return m_firstState; }
    void setFirstState(int state);
    [[nodiscard]] bool isDark() const { return m_dark; }
    void setDark(bool dark);

Q_SIGNALS:
    void targetChanged();
    void languageChanged();
    void codeChanged();
    void firstStateChanged();
    void darkChanged();

private:
    [[nodiscard]] QTextDocument* document() const;
    void show();
    /// Colours the lines from this one on.
    void colour(QTextBlock line);
    void colourAll();

    QPointer<QQuickItem> m_target;
    QString m_language;
    QString m_code;
    QString m_shown;
    int m_firstState = 0;
    bool m_dark = false;
};

} // namespace rivulet::app
