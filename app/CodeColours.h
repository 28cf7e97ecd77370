// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QObject>
#include <QPointer>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickTextDocument>
#include <QSyntaxHighlighter>

namespace rivulet::app {

/// Feeds one code block's text into a TextEdit's document and colours it. Text that only grew is appended,
/// never reset.
class CodeColours : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickItem* target READ target WRITE setTarget NOTIFY targetChanged REQUIRED)
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)
    Q_PROPERTY(QString code READ code WRITE setCode NOTIFY codeChanged)
    Q_PROPERTY(bool dark READ isDark WRITE setDark NOTIFY darkChanged)

public:
    explicit CodeColours(QObject* parent = nullptr);
    ~CodeColours() override;

    /// A TextEdit with textFormat PlainText.
    [[nodiscard]] QQuickItem* target() const { return m_target; }
    void setTarget(QQuickItem* target);
    [[nodiscard]] QString language() const { return m_language; }
    void setLanguage(const QString& language);
    [[nodiscard]] QString code() const { return m_code; }
    void setCode(const QString& code);
    [[nodiscard]] bool isDark() const { return m_dark; }
    void setDark(bool dark);

Q_SIGNALS:
    void targetChanged();
    void languageChanged();
    void codeChanged();
    void darkChanged();

private:
    class Highlighter;
    [[nodiscard]] QTextDocument* document() const;
    void rebuild();
    void show();

    QPointer<QQuickItem> m_target;
    QString m_language;
    QString m_code;
    QString m_shown;
    /// Belongs to the document, which may go first.
    QPointer<QSyntaxHighlighter> m_highlighter;
    bool m_dark = false;
    bool m_ready = false;
};

} // namespace rivulet::app
