// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/RowContent.h"

#include "AnswerLine.h"
#include "FailureText.h"
#include "models/TranscriptModel.h"
#include "request/AttachmentText.h"

#include <QLocale>

namespace rivulet::app {

namespace {

using Model = TranscriptModel;
using Tone = TranscriptModel::Tone;

Tone toneOf(domain::ToolActivity::State state) {
    switch (state) {
    case domain::ToolActivity::State::Running:
        return Tone::Active;
    case domain::ToolActivity::State::Completed:
        return Tone::Good;
    case domain::ToolActivity::State::Failed:
        return Tone::Bad;
    }
    return Tone::Neutral;
}

Tone toneOf(const domain::Message& answer) {
    if (!answer.ending) {
        return Tone::Active;
    }
    switch (answer.ending->outcome) {
    case domain::Outcome::Completed:
        return FailureText::badge(answer).isEmpty() && !FailureText::isEmpty(answer) ? Tone::Good
                                                                                     : Tone::Attention;
    case domain::Outcome::Cancelled:
        return Tone::Neutral;
    case domain::Outcome::Interrupted:
        return Tone::Attention;
    case domain::Outcome::Failed:
        return Tone::Bad;
    }
    return Tone::Neutral;
}

QString toolStateText(domain::ToolActivity::State state) {
    switch (state) {
    case domain::ToolActivity::State::Running:
        return Model::tr("running");
    case domain::ToolActivity::State::Completed:
        return Model::tr("completed");
    case domain::ToolActivity::State::Failed:
        return Model::tr("failed");
    }
    return {};
}

} // namespace

QVariant RowContent::ofPrompt(const domain::Message& prompt, int role) {
    switch (role) {
    case Model::TextRole:
    case Model::PlainRole:
        return prompt.text;
    case Model::FilesRole: {
        QStringList files;
        for (const auto& attachment : prompt.attachments) {
            files.append(AttachmentText::label(attachment));
        }
        return files;
    }
    case Model::MessageRole:
        return prompt.id;
    default:
        return empty(role);
    }
}

QVariant RowContent::ofThinking(const domain::Message& answer, bool active, bool expanded, int role) {
    switch (role) {
    case Model::TextRole:
        return answer.thinking;
    case Model::PlainRole:
    case Model::TitleRole: {
        const QString time =
            QLocale().toString(static_cast<double>(answer.thinkingTime.count()) / 1000.0, 'f', 1);
        return active ? Model::tr("Thinking %1 s").arg(time) : Model::tr("Thought for %1 s").arg(time);
    }
    case Model::ActiveRole:
        return active;
    case Model::ExpandedRole:
        return expanded;
    case Model::ToneRole:
        return QVariant::fromValue(active ? Tone::Active : Tone::Neutral);
    default:
        return empty(role);
    }
}

QVariant RowContent::ofTool(const domain::ToolActivity& tool, bool expanded, int role) {
    switch (role) {
    case Model::TextRole:
        return tool.result;
    case Model::TitleRole:
        return tool.name;
    case Model::PlainRole:
        return Model::tr("Tool %1, %2").arg(tool.name, toolStateText(tool.state));
    case Model::DetailRole:
        return tool.arguments;
    case Model::BadgeRole:
        return toolStateText(tool.state);
    case Model::ActiveRole:
        return tool.state == domain::ToolActivity::State::Running;
    case Model::ExpandedRole:
        return expanded;
    case Model::ToneRole:
        return QVariant::fromValue(toneOf(tool.state));
    default:
        return empty(role);
    }
}

QVariant RowContent::ofSeam(const domain::Seam& seam, int role) {
    switch (role) {
    case Model::TextRole:
    case Model::PlainRole:
        return seam.exact ? Model::tr("The connection was lost here and resumed exactly.")
                          : Model::tr("The connection was lost here; the model went on from the text.");
    default:
        return empty(role);
    }
}

QVariant RowContent::ofFooter(const domain::Message& answer, const QString& author, bool running, int role) {
    const auto card = [&] { return running ? FailureText::Card{} : FailureText::card(answer); };
    const auto figures = [&] {
        QStringList parts;
        if (!running) {
            parts = {author, AnswerLine::text(answer)};
            parts.removeAll(QString());
        }
        return parts.join(QStringLiteral(" · "));
    };
    switch (role) {
    case Model::PlainRole: {
        const auto shown = card();
        return shown.title.isEmpty() ? figures() : shown.title + QStringLiteral(". ") + shown.text;
    }
    case Model::TitleRole:
        return card().title;
    case Model::TextRole:
        return card().text;
    case Model::DetailRole:
        return card().detail;
    case Model::StatsRole: {
        // A line may end after a figure, not within one.
        QString line = figures().replace(u' ', QChar::Nbsp);
        line.replace(u'/', QStringLiteral("/\u2060"));
        return line.replace(QStringLiteral("·\u00a0"), QStringLiteral("· "));
    }
    case Model::BadgeRole:
        return running ? QString() : FailureText::badge(answer);
    case Model::NotesRole:
        return running ? QString() : FailureText::notes(answer);
    case Model::ActiveRole:
        return running;
    case Model::ToneRole:
        return QVariant::fromValue(running ? Tone::Active : toneOf(answer));
    case Model::CanReconnectRole:
        return card().canReconnect;
    case Model::CanRetryRole:
        return card().canRetry || (!running && answer.text.isEmpty());
    case Model::CanSettingsRole:
        return card().canOpenSettings;
    case Model::CanCopyRole:
        return !running && !answer.text.isEmpty();
    default:
        return empty(role);
    }
}

QVariant RowContent::ofBlock(const text::Block& block, const RichText::Colours& colours, int role) {
    using BlockKind = text::Block::Kind;
    const bool code = block.kind == BlockKind::Code || block.kind == BlockKind::Html;
    switch (role) {
    case Model::TextRole:
        if (code) {
            return block.literal;
        }
        return block.kind == BlockKind::Table || block.kind == BlockKind::Rule
                   ? QString()
                   : RichText::of(block.runs, colours, block.kind == BlockKind::Heading ? 125 : 150);
    case Model::PlainRole:
        return text::plainText(block);
    case Model::TitleRole:
        return code ? (block.kind == BlockKind::Html ? QStringLiteral("html") : block.language) : QString();
    case Model::LevelRole:
        return block.level;
    case Model::IndentRole:
        return block.listDepth;
    case Model::QuoteRole:
        return block.quoteDepth;
    case Model::MarkerRole:
        return block.marker;
    case Model::TightRole:
        return block.tight;
    case Model::ActiveRole:
        return block.open;
    default:
        return empty(role);
    }
}

QVariant RowContent::empty(int role) {
    switch (role) {
    case Model::LevelRole:
    case Model::IndentRole:
    case Model::QuoteRole:
        return 0;
    case Model::TightRole:
    case Model::ActiveRole:
    case Model::ExpandedRole:
    case Model::CanReconnectRole:
    case Model::CanRetryRole:
    case Model::CanSettingsRole:
    case Model::CanCopyRole:
        return false;
    case Model::ToneRole:
        return QVariant::fromValue(Tone::Neutral);
    case Model::TableRole:
        return QVariant::fromValue<TableModel*>(nullptr);
    case Model::MessageRole:
        return qint64{0};
    case Model::FilesRole:
        return QStringList();
    case Model::TextRole:
    case Model::PlainRole:
    case Model::TitleRole:
    case Model::DetailRole:
    case Model::MarkerRole:
    case Model::StatsRole:
    case Model::BadgeRole:
    case Model::NotesRole:
        return QString();
    default:
        return {};
    }
}

} // namespace rivulet::app
