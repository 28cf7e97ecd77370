// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/RowContent.h"

#include "AnswerLine.h"
#include "FailureText.h"
#include "LinkOpener.h"
#include "StyledText.h"
#include "models/CodeFence.h"
#include "models/TranscriptModel.h"
#include "request/AttachmentText.h"
#include "text/ShownText.h"

#include <QHash>
#include <QLocale>
#include <QUrl>

#include <algorithm>

namespace rivulet::app {

namespace {

using Model = TranscriptModel;
using Tone = TranscriptModel::Tone;

/// How a tool's use went, as far as a reader cares.
enum class ToolFate { Running, Done, Failed, Unfinished, NotRun };

ToolFate fateOf(const domain::ToolActivity& tool, const std::optional<domain::Ending>& ending) {
    switch (tool.state) {
    case domain::ToolActivity::State::Running:
        return ending ? ToolFate::Unfinished : ToolFate::Running;
    case domain::ToolActivity::State::Failed:
        return ToolFate::Failed;
    case domain::ToolActivity::State::Completed:
        break;
    }
    // The model waits for what nobody here runs: the call is whole, but nothing came of it.
    const bool waits = ending && ending->stop == domain::StopReason::ToolUse && tool.result.isEmpty();
    return waits ? ToolFate::NotRun : ToolFate::Done;
}

Tone toneOf(ToolFate fate) {
    switch (fate) {
    case ToolFate::Running:
        return Tone::Active;
    case ToolFate::Done:
        return Tone::Good;
    case ToolFate::Failed:
        return Tone::Bad;
    case ToolFate::Unfinished:
    case ToolFate::NotRun:
        break;
    }
    return Tone::Neutral;
}

QString wordsOf(ToolFate fate, const domain::ToolActivity& tool) {
    const auto timed = [&](const QString& words) {
        return tool.duration ? QStringLiteral("%1 · %2").arg(words, AnswerLine::time(*tool.duration)) : words;
    };
    switch (fate) {
    case ToolFate::Running:
        return tool.name.contains(u"search", Qt::CaseInsensitive) ? Model::tr("Searching…")
                                                                  : Model::tr("Running…");
    case ToolFate::Done:
        return timed(Model::tr("Done"));
    case ToolFate::Failed:
        return timed(Model::tr("Failed"));
    case ToolFate::Unfinished:
        return Model::tr("Not finished");
    case ToolFate::NotRun:
        return Model::tr("Asked for, not run");
    }
    return {};
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

/// Of so many cuts of one mark it is told when and where they were.
constexpr std::size_t mostCuts = 6;
/// So much of the text before a cut tells where it was.
constexpr qsizetype lastWords = 30;

QString sentenceOf(const RowContent::Cut& cut) {
    const QString way = cut.seam.exact ? Model::tr("the server went on exactly where it had stopped")
                                       : Model::tr("the model went on from the text that was there");
    const QString words = text::ShownText::label(
        cut.before.last(std::min(lastWords, cut.before.size())).toString().simplified());
    QStringList place;
    if (cut.time.isValid()) {
        place.append(QLocale().toString(cut.time.toLocalTime(), QLocale::ShortFormat));
    }
    place.append(words.isEmpty() ? Model::tr("at the start") : Model::tr("after “…%1”").arg(words));
    return QStringLiteral("%1: %2").arg(place.join(QStringLiteral(", ")), way);
}

/// More than these are counted, not shown.
constexpr std::size_t mostSources = 50;
constexpr qsizetype longestTitle = 200;

/// Each address once, where it was first named; the first title that it was given.
std::vector<domain::Citation> sourcesOf(const std::vector<domain::Citation>& citations) {
    std::vector<domain::Citation> sources;
    QHash<QString, std::size_t> known;
    for (const auto& citation : citations) {
        const QString key = citation.url.isEmpty() ? citation.title : citation.url;
        if (key.isEmpty()) {
            continue;
        }
        const auto at = known.constFind(key);
        if (at == known.constEnd()) {
            known.insert(key, sources.size());
            sources.push_back(citation);
        } else if (sources[*at].title.isEmpty()) {
            sources[*at].title = citation.title;
        }
    }
    return sources;
}

QString titleOf(const domain::Citation& source) {
    QString title = text::ShownText::label(source.title, longestTitle);
    if (!title.isEmpty()) {
        return title;
    }
    const QString host = QUrl(LinkOpener::target(source.url)).host(QUrl::FullyEncoded);
    return host.isEmpty() ? text::ShownText::label(source.url, longestTitle) : host;
}

/// As much of a text without blocks as may be shown in one piece, and how much there is besides.
QString pieceOf(const QString& text) {
    const qsizetype room = text::ShownText::room(text);
    return room == text.size() ? text : text.first(room) + u'\n' + RowContent::andMore(text.size() - room);
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

QString RowContent::andMore(qsizetype characters) {
    return Model::tr("… and %1 more characters").arg(characters);
}

QVariant RowContent::ofThinking(const domain::Message& answer, const QString& shown, bool active,
                                bool expanded, int role) {
    switch (role) {
    case Model::TextRole:
        return shown;
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

QVariant RowContent::ofTool(const domain::ToolActivity& tool, const std::optional<domain::Ending>& ending,
                            bool expanded, int role) {
    const ToolFate fate = fateOf(tool, ending);
    switch (role) {
    case Model::TextRole:
        return text::ShownText::code(pieceOf(tool.result));
    case Model::TitleRole:
        return text::ShownText::label(tool.name);
    case Model::PlainRole:
        return Model::tr("Tool %1, %2").arg(text::ShownText::label(tool.name), wordsOf(fate, tool));
    case Model::DetailRole:
        return text::ShownText::code(pieceOf(tool.arguments));
    case Model::BadgeRole:
        return wordsOf(fate, tool);
    case Model::ActiveRole:
        return fate == ToolFate::Running;
    case Model::ExpandedRole:
        return expanded;
    case Model::ToneRole:
        return QVariant::fromValue(toneOf(fate));
    default:
        return empty(role);
    }
}

QVariant RowContent::ofSeam(const std::vector<Cut>& cuts, qsizetype after, int role) {
    const auto continued =
        std::find_if(cuts.rbegin(), cuts.rend(), [](const Cut& cut) { return !cut.seam.exact; });
    const bool undoable = after > 0 && !cuts.empty() && !cuts.back().seam.exact;
    const auto title = [&] {
        const QString words =
            continued == cuts.rend() ? Model::tr("Resumed after a cut") : Model::tr("Continued after a cut");
        return cuts.size() < 2 ? words : Model::tr("%1 · %2 times").arg(words).arg(cuts.size());
    };
    const auto sentences = [&] {
        QStringList lines;
        const std::size_t first = cuts.size() - std::min(cuts.size(), mostCuts);
        if (first > 0) {
            lines.append(Model::tr("%1 earlier ones").arg(first));
        }
        for (std::size_t cut = first; cut < cuts.size(); ++cut) {
            lines.append(sentenceOf(cuts[cut]));
        }
        return lines.join(u'\n');
    };
    switch (role) {
    case Model::LevelRole:
        return cuts.empty() ? 0 : static_cast<int>(cuts.back().seam.at);
    case Model::CanRetryRole:
        return undoable;
    case Model::TitleRole:
        return title();
    case Model::TextRole:
        return sentences();
    case Model::PlainRole:
        return QString(title() + u'\n' + sentences());
    case Model::DetailRole:
        return undoable
                   ? Model::tr("Takes back the %1 characters that came after the cut. They are kept, and "
                               "can be put back.")
                         .arg(QLocale().toString(after))
                   : QString();
    default:
        return empty(role);
    }
}

QVariant RowContent::ofSources(const std::vector<domain::Citation>& citations, bool expanded, int role) {
    const auto sources = sourcesOf(citations);
    const std::size_t shown = std::min(sources.size(), mostSources);
    switch (role) {
    case Model::TitleRole:
    case Model::PlainRole:
        return Model::tr("Sources · %1").arg(sources.size());
    case Model::TextRole:
        return shown < sources.size() ? Model::tr("and %1 more").arg(sources.size() - shown) : QString();
    case Model::SourcesRole:
    case Model::LinksRole: {
        QStringList list;
        for (std::size_t source = 0; source < shown; ++source) {
            list.append(role == Model::LinksRole ? LinkOpener::target(sources[source].url)
                                                 : titleOf(sources[source]));
        }
        return list;
    }
    case Model::ExpandedRole:
        return expanded;
    default:
        return empty(role);
    }
}

QVariant RowContent::ofFooter(const domain::Message& answer, const QString& author, bool running,
                              qsizetype takenBack, int role) {
    const bool canPutBack = !running && takenBack > 0;
    const auto card = [&] {
        FailureText::Card shown = running ? FailureText::Card{} : FailureText::card(answer);
        if (canPutBack) {
            shown.title = Model::tr("Back to where it was cut");
            shown.text =
                Model::tr("The %1 characters that came after are kept and can be put back. Reconnect "
                          "asks the model to go on anew.")
                    .arg(QLocale().toString(takenBack));
            shown.detail.clear();
        }
        return shown;
    };
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
    case Model::FiguresRole:
        return running ? QString() : AnswerLine::details(answer);
    case Model::BadgeRole:
        return running ? QString() : FailureText::badge(answer);
    case Model::NotesRole:
        return running ? QString() : FailureText::notes(answer);
    case Model::ActiveRole:
        return running;
    case Model::ToneRole:
        return QVariant::fromValue(running ? Tone::Active : toneOf(answer));
    case Model::CanPutBackRole:
        return canPutBack;
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

QString RowContent::shown(const text::Block& block) {
    using BlockKind = text::Block::Kind;
    switch (block.kind) {
    case BlockKind::Code:
    case BlockKind::Html:
        return text::ShownText::code(block.literal);
    case BlockKind::Rule:
        return {};
    case BlockKind::Table: {
        QString all;
        for (std::size_t row = 0; row < block.rows.size(); ++row) {
            for (std::size_t cell = 0; cell < block.aligns.size(); ++cell) {
                all += cell > 0 ? QStringLiteral("\t") : row > 0 ? QStringLiteral("\n") : QString();
                if (cell < block.rows[row].size()) {
                    QString words = RichText::shown(block.rows[row][cell].runs);
                    // What parts the cells is in none of them.
                    all += words.replace(u'\n', u' ').replace(u'\t', u' ');
                }
            }
        }
        return all;
    }
    case BlockKind::Paragraph:
    case BlockKind::Heading:
        break;
    }
    return RichText::shown(block.runs);
}

QVariant RowContent::ofBlock(const text::Block& block, const RichText::Colours& colours, int role) {
    using BlockKind = text::Block::Kind;
    const bool code = block.kind == BlockKind::Code || block.kind == BlockKind::Html;
    switch (role) {
    case Model::TextRole:
        if (code) {
            return text::ShownText::code(block.literal);
        }
        return block.kind == BlockKind::Table || block.kind == BlockKind::Rule
                   ? QString()
                   : RichText::of(block.runs, colours, block.kind == BlockKind::Heading ? 125 : 150);
    case Model::StyledRole:
        return QVariant::fromValue(StyledText{block.runs, colours});
    case Model::PlainRole:
        return text::plainText(block);
    case Model::ShownRole:
        return shown(block);
    case Model::TitleRole:
        return code ? (block.kind == BlockKind::Html ? QStringLiteral("html")
                                                     : text::ShownText::label(block.language))
                    : QString();
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
    case Model::GoesOnRole:
        return block.goesOn;
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
    case Model::GoesOnRole:
    case Model::ActiveRole:
    case Model::ExpandedRole:
    case Model::CanReconnectRole:
    case Model::CanPutBackRole:
    case Model::CanRetryRole:
    case Model::CanSettingsRole:
    case Model::CanCopyRole:
        return false;
    case Model::ToneRole:
        return QVariant::fromValue(Tone::Neutral);
    case Model::TableRole:
        return QVariant::fromValue<TableModel*>(nullptr);
    case Model::CodeRole:
        return QVariant::fromValue<CodeFence*>(nullptr);
    case Model::StyledRole:
        return QVariant::fromValue(StyledText{});
    case Model::MessageRole:
        return qint64{0};
    case Model::FilesRole:
    case Model::SourcesRole:
    case Model::LinksRole:
        return QStringList();
    case Model::TextRole:
    case Model::PlainRole:
    case Model::ShownRole:
    case Model::TitleRole:
    case Model::DetailRole:
    case Model::MarkerRole:
    case Model::StatsRole:
    case Model::FiguresRole:
    case Model::BadgeRole:
    case Model::NotesRole:
        return QString();
    default:
        return {};
    }
}

} // namespace rivulet::app
