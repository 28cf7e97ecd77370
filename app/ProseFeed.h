// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "StyledText.h"

#include <QObject>
#include <QPointer>
#include <QQmlEngine>
#include <QQmlParserStatus>
#include <QQuickItem>

#include <vector>

class QTextCursor;
class QTextDocument;

namespace rivulet::app {

/// Feeds the runs of one paragraph into a TextEdit's document. What it shows already stays as it is: only
/// what comes after it, or is another now, is written, so that a growing paragraph costs its end. Knows no
/// paragraph but its own.
class ProseFeed : public QObject, public QQmlParserStatus {
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(QQuickItem* target READ target WRITE setTarget NOTIFY targetChanged REQUIRED)
    Q_PROPERTY(rivulet::app::StyledText content READ content WRITE setContent NOTIFY contentChanged)
    /// Of a line, in per cent of its text's.
    Q_PROPERTY(int lineHeight READ lineHeight WRITE setLineHeight NOTIFY lineHeightChanged)

public:
    explicit ProseFeed(QObject* parent = nullptr);

    /// A TextEdit empties its document when it is complete, so it is to be complete first: in QML it stands
    /// behind this one.
    void classBegin() override { m_isComplete = false; }
    void componentComplete() override;

    /// A TextEdit with textFormat RichText, whose text nobody else sets.
    [[nodiscard]] QQuickItem* target() const { return m_target; }
    void setTarget(QQuickItem* target);
    [[nodiscard]] StyledText content() const { return m_content; }
    void setContent(const StyledText& content);
    [[nodiscard]] int lineHeight() const { return m_lineHeight; }
    void setLineHeight(int percent);

Q_SIGNALS:
    void targetChanged();
    void contentChanged();
    void lineHeightChanged();

private:
    /// One run as it stands in the document.
    struct Written {
        text::Run run;
        std::vector<RichText::Piece> pieces;
        qsizetype length = 0;
    };
    [[nodiscard]] QTextDocument* document() const;
    void show();
    /// How many runs stand as they are to be.
    [[nodiscard]] std::ptrdiff_t sameRuns() const;
    [[nodiscard]] std::vector<Written> written(std::ptrdiff_t from) const;
    void layLines(QTextCursor& cursor);

    QPointer<QQuickItem> m_target;
    StyledText m_content;
    RichText::Colours m_colours; ///< of what is written
    int m_lineHeight = 150;
    std::vector<Written> m_written;
    bool m_isComplete = true;
    bool m_linesLaid = false;
    bool m_isDisplay = false;
};

} // namespace rivulet::app
