// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "models/TableModel.h"
#include "models/TranscriptModel.h"

#include <QAbstractItemModelTester>
#include <QMap>
#include <QRandomGenerator>

// What transcripts are tested with: short conversations, and a view that believes the model's signals alone.

namespace rivulet {

using app::TranscriptModel;
using Kind = TranscriptModel::RowKind;

inline QString markdownText() {
    return QStringLiteral("# A heading with `code`\n"
                          "\n"
                          "A paragraph with **bold**, *emphasis*, ~~struck~~ and a "
                          "[link](https://example.org/?a=1&b=2).\n"
                          "Setext heading\n"
                          "--------------\n"
                          "\n"
                          "- one\n"
                          "- two\n"
                          "  1. nested\n"
                          "\n"
                          "| name | size |\n"
                          "|:-----|-----:|\n"
                          "| a    | 1    |\n"
                          "| b<i> | 2    |\n"
                          "\n"
                          "```cpp\n"
                          "int main() { return a < b && c; }\n"
                          "```\n"
                          "\n"
                          "> quoted <img src=\"http://127.0.0.1/x.png\"> ![alt](http://127.0.0.1/y.png)\n"
                          "\n"
                          "<script>alert('x')</script>\n"
                          "\n"
                          "---\n"
                          "\n"
                          "The end & nothing \"more\".");
}

inline domain::Message prompt(int turn = 0) {
    domain::Message message;
    message.id = 1 + 10 * turn;
    message.turn = turn;
    message.role = domain::Role::User;
    message.text = QStringLiteral("Why <b>so</b>?");
    return message;
}

inline domain::Message answer(int turn = 0, int variant = 0) {
    domain::Message message;
    message.turn = turn;
    message.variant = variant;
    message.role = domain::Role::Assistant;
    message.endpointName = QStringLiteral("Server");
    return message;
}

inline domain::Message ended(domain::Message message, const QString& text,
                             domain::Outcome outcome = domain::Outcome::Completed) {
    message.id = 2 + 10 * message.turn;
    message.text = text;
    message.ending = domain::Ending{outcome, {}, {}, {}};
    if (outcome == domain::Outcome::Interrupted) {
        message.ending->failure = domain::Failure{};
        message.ending->failure->kind = domain::Failure::Kind::CutOff;
    }
    return message;
}

inline QStringList slices(const QString& text, quint32 seed) {
    QRandomGenerator random(seed);
    QStringList pieces;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype length = random.bounded(1, 14);
        pieces.append(text.mid(at, length));
        at += length;
    }
    return pieces;
}

using Row = QMap<int, QVariant>;

/// A table's cells as they are, as text.
inline QString cells(const app::TableModel* table) {
    QStringList all;
    for (int row = 0; table != nullptr && row < table->rowCount(); ++row) {
        for (int column = 0; column < table->columns(); ++column) {
            all.append(table->cellText(row, column) + QString::number(table->cellAlign(column)));
        }
    }
    return all.join(u'|');
}

inline Row readRow(const TranscriptModel& model, int row) {
    Row values;
    const auto roles = model.roleNames();
    for (auto role = roles.keyBegin(); role != roles.keyEnd(); ++role) {
        values.insert(*role, model.data(model.index(row), *role));
    }
    return values;
}

inline QList<Row> readRows(const TranscriptModel& model) {
    QList<Row> rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        rows.append(readRow(model, row));
    }
    return rows;
}

/// A view that believes signals alone: it reads a row when it is inserted, and those roles of it that are
/// said to have changed.
class Mirror : public QObject {
public:
    explicit Mirror(const TranscriptModel& model)
        : m_model(model)
        , m_count(model.rowCount()) {
        connect(&model, &QAbstractItemModel::modelReset, this, [this] { m_rows = readRows(m_model); });
        connect(&model, &QAbstractItemModel::rowsInserted, this,
                [this](const QModelIndex&, int first, int last) {
                    for (int row = first; row <= last; ++row) {
                        m_rows.insert(row, readRow(m_model, row));
                    }
                });
        connect(&model, &QAbstractItemModel::rowsRemoved, this,
                [this](const QModelIndex&, int first, int last) { m_rows.remove(first, last - first + 1); });
        connect(&model, &QAbstractItemModel::dataChanged, this,
                [this](const QModelIndex& from, const QModelIndex& to, const QList<int>& roles) {
                    ++m_changes;
                    for (int row = from.row(); row <= to.row(); ++row) {
                        const Row now = readRow(m_model, row);
                        for (auto it = now.begin(); it != now.end(); ++it) {
                            if (roles.isEmpty() || roles.contains(it.key())) {
                                m_rows[row].insert(it.key(), it.value());
                            }
                        }
                    }
                });
        connect(&model, &TranscriptModel::countChanged, this, [this] { m_count = m_model.rowCount(); });
    }

    [[nodiscard]] const QList<Row>& rows() const { return m_rows; }
    /// What a binding to `count` shows.
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] int changes() const { return m_changes; }

private:
    const TranscriptModel& m_model;
    QList<Row> m_rows;
    int m_count;
    int m_changes = 0;
};

/// The model, watched by Qt's own tester and by a mirror.
struct Watched {
    TranscriptModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
    Mirror mirror{model};

    [[nodiscard]] QList<int> kinds() const {
        QList<int> result;
        for (int row = 0; row < model.rowCount(); ++row) {
            result.append(static_cast<int>(kind(row)));
        }
        return result;
    }
    [[nodiscard]] Kind kind(int row) const {
        return model.data(model.index(row), TranscriptModel::KindRole).value<Kind>();
    }
    [[nodiscard]] int find(Kind wanted) const {
        return static_cast<int>(kinds().indexOf(static_cast<int>(wanted)));
    }
    [[nodiscard]] QVariant at(int row, int role) const { return model.data(model.index(row), role); }
};

inline QString difference(const QList<Row>& seen, const QList<Row>& real) {
    if (seen.size() != real.size()) {
        return QStringLiteral("%1 rows, not %2").arg(seen.size()).arg(real.size());
    }
    const QHash<int, QByteArray> names = TranscriptModel().roleNames();
    for (qsizetype row = 0; row < seen.size(); ++row) {
        for (auto it = real[row].begin(); it != real[row].end(); ++it) {
            if (seen[row].value(it.key()) != it.value()) {
                return QStringLiteral("row %1, %2: \"%3\", not \"%4\"")
                    .arg(row)
                    .arg(QString::fromLatin1(names.value(it.key())), seen[row].value(it.key()).toString(),
                         it.value().toString());
            }
        }
    }
    return {};
}

inline QString mirrored(const Watched& watched) {
    if (watched.mirror.count() != watched.model.rowCount()) {
        return QStringLiteral("count says %1, not %2")
            .arg(watched.mirror.count())
            .arg(watched.model.rowCount());
    }
    return difference(watched.mirror.rows(), readRows(watched.model));
}

/// What a person sees: all but identities.
inline QList<Row> looks(const TranscriptModel& model) {
    auto rows = readRows(model);
    for (auto& row : rows) {
        row[TranscriptModel::TableRole] =
            cells(row.value(TranscriptModel::TableRole).value<app::TableModel*>());
        row.remove(TranscriptModel::CodeRole);
        row.remove(TranscriptModel::MessageRole);
        row.remove(TranscriptModel::ExpandedRole);
    }
    return rows;
}

inline domain::ToolActivity tool(domain::ToolActivity::State state, const QString& arguments,
                                 const QString& result = {}) {
    return {QStringLiteral("t1"), QStringLiteral("search"), state, arguments, result};
}

/// Kinds of the last answer's rows, a letter each.
inline QString outline(const TranscriptModel& model) {
    QString result;
    for (int row = 0; row < model.rowCount(); ++row) {
        switch (model.data(model.index(row), TranscriptModel::KindRole).value<Kind>()) {
        case Kind::Seam:
            result += u'|';
            break;
        case Kind::Prose:
            result += u'p';
            break;
        case Kind::Code:
            result += u'c';
            break;
        case Kind::Tool:
            result += u't';
            break;
        case Kind::Sources:
            result += u's';
            break;
        case Kind::Footer:
            result += u'.';
            break;
        default:
            result += u'?';
        }
    }
    return result;
}

} // namespace rivulet
