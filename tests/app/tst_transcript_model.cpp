// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/TranscriptModel.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace rivulet;
using app::TranscriptModel;
using Kind = TranscriptModel::RowKind;

namespace {

QString markdownText() {
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

domain::Message prompt(int turn = 0) {
    domain::Message message;
    message.id = 1 + 10 * turn;
    message.turn = turn;
    message.role = domain::Role::User;
    message.text = QStringLiteral("Why <b>so</b>?");
    return message;
}

domain::Message answer(int turn = 0, int variant = 0) {
    domain::Message message;
    message.turn = turn;
    message.variant = variant;
    message.role = domain::Role::Assistant;
    message.endpointName = QStringLiteral("Server");
    return message;
}

domain::Message ended(domain::Message message, const QString& text,
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

QStringList slices(const QString& text, quint32 seed) {
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
QString cells(const app::TableModel* table) {
    QStringList all;
    for (int row = 0; table != nullptr && row < table->rowCount(); ++row) {
        for (int column = 0; column < table->columnCount(); ++column) {
            const auto index = table->index(row, column);
            all.append(table->data(index, app::TableModel::TextRole).toString() +
                       table->data(index, app::TableModel::AlignRole).toString());
        }
    }
    return all.join(u'|');
}

Row readRow(const TranscriptModel& model, int row) {
    Row values;
    const auto roles = model.roleNames();
    for (auto role = roles.keyBegin(); role != roles.keyEnd(); ++role) {
        values.insert(*role, model.data(model.index(row), *role));
    }
    return values;
}

QList<Row> readRows(const TranscriptModel& model) {
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

QString difference(const QList<Row>& seen, const QList<Row>& real) {
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

QString mirrored(const Watched& watched) {
    if (watched.mirror.count() != watched.model.rowCount()) {
        return QStringLiteral("count says %1, not %2")
            .arg(watched.mirror.count())
            .arg(watched.model.rowCount());
    }
    return difference(watched.mirror.rows(), readRows(watched.model));
}

/// What a person sees: all but identities.
QList<Row> looks(const TranscriptModel& model) {
    auto rows = readRows(model);
    for (auto& row : rows) {
        row[TranscriptModel::TableRole] =
            cells(row.value(TranscriptModel::TableRole).value<app::TableModel*>());
        row.remove(TranscriptModel::MessageRole);
        row.remove(TranscriptModel::ExpandedRole);
    }
    return rows;
}

domain::ToolActivity tool(domain::ToolActivity::State state, const QString& arguments,
                          const QString& result = {}) {
    return {QStringLiteral("t1"), QStringLiteral("search"), state, arguments, result};
}

} // namespace

/// Whatever happens to a conversation, a view that listens shows what the model holds.
class TranscriptModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anySlicingShowsTheStoredRows_data() {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 40; ++seed) {
            QTest::addRow("seed %u", seed) << seed;
        }
    }

    void anySlicingShowsTheStoredRows() {
        QFETCH(const quint32, seed);
        Watched streamed;
        streamed.model.addPrompt(prompt());
        streamed.model.beginAnswer(answer());
        for (const auto& piece : slices(markdownText(), seed)) {
            streamed.model.appendText(piece);
            QCOMPARE(mirrored(streamed), QString());
        }
        const auto last = ended(answer(), markdownText());
        streamed.model.endAnswer(last);
        QCOMPARE(mirrored(streamed), QString());

        Watched stored;
        stored.model.addPrompt(prompt());
        stored.model.addAnswer(last);
        QCOMPARE(mirrored(stored), QString());
        QCOMPARE(difference(looks(streamed.model), looks(stored.model)), QString());
        QCOMPARE(streamed.model.markdown(1), markdownText());
    }

    void aReconnectedAnswerShowsTheStoredRows_data() {
        QTest::addColumn<int>("cut");
        for (int cut = 1; cut < markdownText().size(); cut += 11) {
            QTest::addRow("cut at %d", cut) << cut;
        }
        // Within a fence what follows is code still.
        QTest::addRow("in the fence") << static_cast<int>(markdownText().indexOf(u"return"));
    }

    void aReconnectedAnswerShowsTheStoredRows() {
        QFETCH(const int, cut);
        const QString text = markdownText();
        const domain::Seam seam{cut, 0, false};
        Watched streamed;
        streamed.model.addPrompt(prompt());
        streamed.model.beginAnswer(answer());
        streamed.model.appendText(text.left(cut));
        const auto interrupted = ended(answer(), text.left(cut), domain::Outcome::Interrupted);
        streamed.model.endAnswer(interrupted);
        QVERIFY(streamed.at(streamed.model.rowCount() - 1, TranscriptModel::CanReconnectRole).toBool());
        streamed.model.beginAnswer(interrupted);
        QCOMPARE(mirrored(streamed), QString());
        streamed.model.addSeam(seam);
        for (const auto& piece : slices(text.mid(cut), static_cast<quint32>(cut))) {
            streamed.model.appendText(piece);
        }
        auto whole = ended(answer(), text);
        whole.seams = {seam};
        streamed.model.endAnswer(whole);
        QCOMPARE(mirrored(streamed), QString());

        TranscriptModel stored;
        stored.addPrompt(prompt());
        stored.addAnswer(whole);
        QCOMPARE(difference(looks(streamed.model), looks(stored)), QString());
        QCOMPARE(streamed.model.markdown(1), text);
    }

    /// Kinds of the last answer's rows, a letter each.
    static QString outline(const TranscriptModel& model) {
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

    void aSeamStandsAfterTheBlockThatWasCut_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("rows");
        const auto row = [](const char* name, const char* before, const char* after, const char* rows) {
            QTest::newRow(name) << QString::fromLatin1(before) << QString::fromLatin1(after)
                                << QString::fromLatin1(rows);
        };
        row("in a paragraph", "One.\n\nTwo is", " cut.\n\nThree.\n\nFour.", "pp|pp.");
        row("between paragraphs", "One.\n\n", "Two.\n\nThree.", "p|pp.");
        row("in a fence", "One.\n\n```\nint a;\n", "int b;\n```\n\nThree.", "pc|p.");
        row("in the last block", "One.\n\nTwo", " is all.", "pp|.");
        row("in signs that say nothing yet", "One.\n\n-", " two\n- three\n\nFour.", "p|ppp.");
        row("before any text", "", "One.\n\nTwo.", "|pp.");
    }

    void aSeamStandsAfterTheBlockThatWasCut() {
        QFETCH(const QString, before);
        QFETCH(const QString, after);
        QFETCH(const QString, rows);
        const domain::Seam seam{before.size(), 3, false};
        const auto cut = ended(answer(), before, domain::Outcome::Cancelled);
        auto whole = ended(answer(), before + after);
        whole.seams = {seam};

        // Gone on with by a click, letter by letter
        Watched streamed;
        streamed.model.beginAnswer(answer());
        streamed.model.appendText(before);
        streamed.model.endAnswer(cut);
        streamed.model.beginAnswer(cut);
        streamed.model.addSeam(seam);
        for (const QChar letter : after) {
            streamed.model.appendText(letter);
            QCOMPARE(mirrored(streamed), QString());
        }
        streamed.model.endAnswer(whole);
        QCOMPARE(mirrored(streamed), QString());
        QCOMPARE(outline(streamed.model), rows);

        // Gone on by itself: the view is behind when it is told of the seam
        Watched behind;
        behind.model.beginAnswer(answer());
        behind.model.appendText(before.left(2));
        behind.model.addSeam(seam);
        behind.model.appendText(before.mid(2) + after);
        behind.model.endAnswer(whole);
        QCOMPARE(mirrored(behind), QString());
        QCOMPARE(outline(behind.model), rows);

        // Told of late
        Watched late;
        late.model.beginAnswer(answer());
        late.model.appendText(before + after);
        late.model.addSeam(seam);
        late.model.endAnswer(whole);
        QCOMPARE(mirrored(late), QString());
        QCOMPARE(outline(late.model), rows);

        Watched stored;
        stored.model.addAnswer(whole);
        QCOMPARE(mirrored(stored), QString());
        QCOMPARE(outline(stored.model), rows);
    }

    void aSeamBeyondTheTextStandsAtItsEnd() {
        Watched watched;
        auto whole = ended(answer(), QStringLiteral("One.\n\nTwo."));
        whole.seams = {{3, 0, true}, {900, 0, true}, {901, 0, true}};
        watched.model.addAnswer(whole);
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(outline(watched.model), QStringLiteral("p|p||."));
    }

    void aToolStandsWhereItBegan() {
        const QString before = QStringLiteral("One.\n\nTwo.\n\n");
        const QString after = QStringLiteral("Three.\n\nFour.");
        auto search = tool(domain::ToolActivity::State::Running, QStringLiteral("{}"));
        search.at = before.size();
        auto found = tool(domain::ToolActivity::State::Completed, {}, QStringLiteral("a page"));
        found.duration = std::chrono::milliseconds(1234);
        auto whole = ended(answer(), before + after);
        whole.tools = {search};
        whole.tools.front().state = found.state;
        whole.tools.front().result = found.result;
        whole.tools.front().duration = found.duration;

        Watched streamed;
        streamed.model.beginAnswer(answer());
        streamed.model.appendText(before);
        streamed.model.setTool(search);
        QCOMPARE(outline(streamed.model), QStringLiteral("ppt."));
        QCOMPARE(streamed.at(2, TranscriptModel::BadgeRole).toString(), QStringLiteral("Searching…"));
        for (const QChar letter : after) {
            streamed.model.appendText(letter);
            QCOMPARE(mirrored(streamed), QString());
        }
        streamed.model.setTool(found);
        QCOMPARE(streamed.at(2, TranscriptModel::BadgeRole).toString(), QStringLiteral("Done · 1.2 s"));
        streamed.model.endAnswer(whole);
        QCOMPARE(mirrored(streamed), QString());
        QCOMPARE(outline(streamed.model), QStringLiteral("pptpp."));

        // The view is behind when it is told of the tool.
        Watched behind;
        behind.model.beginAnswer(answer());
        behind.model.appendText(before.left(2));
        behind.model.setTool(search);
        QCOMPARE(outline(behind.model), QStringLiteral("p."));
        behind.model.setTool(found);
        behind.model.appendText(before.mid(2) + after);
        behind.model.endAnswer(whole);
        QCOMPARE(mirrored(behind), QString());
        QCOMPARE(outline(behind.model), QStringLiteral("pptpp."));

        Watched stored;
        stored.model.addAnswer(whole);
        QCOMPARE(mirrored(stored), QString());
        QCOMPARE(difference(looks(streamed.model), looks(stored.model)), QString());
        QCOMPARE(difference(looks(behind.model), looks(stored.model)), QString());
    }

    void toolsAndSeamsKeepTheirOrder() {
        auto whole = ended(answer(), QStringLiteral("One.\n\nTwo.\n\nThree."));
        whole.seams = {{5, 0, false}, {900, 0, true}};
        auto first = tool(domain::ToolActivity::State::Completed, {});
        auto second = first;
        second.id = QStringLiteral("t2");
        second.at = 11;
        auto last = first;
        last.id = QStringLiteral("t3");
        last.at = 5000;
        whole.tools = {first, second, last};
        Watched watched;
        watched.model.addAnswer(whole);
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(outline(watched.model), QStringLiteral("tp|ptp|t."));
    }

    void aToolSaysHowItWent_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("stop");
        QTest::addColumn<QString>("result");
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("tone");
        using State = domain::ToolActivity::State;
        using Tone = TranscriptModel::Tone;
        const auto row = [](const char* name, State state, domain::StopReason stop, const char* result,
                            const QString& words, Tone tone) {
            QTest::newRow(name) << static_cast<int>(state) << static_cast<int>(stop)
                                << QString::fromLatin1(result) << words << static_cast<int>(tone);
        };
        const auto end = domain::StopReason::EndTurn;
        const auto call = domain::StopReason::ToolUse;
        row("done", State::Completed, end, "", QStringLiteral("Done"), Tone::Good);
        row("failed", State::Failed, end, "", QStringLiteral("Failed"), Tone::Bad);
        row("left", State::Running, end, "", QStringLiteral("Not finished"), Tone::Neutral);
        row("not run", State::Completed, call, "", QStringLiteral("Asked for, not run"), Tone::Neutral);
        row("run by the server", State::Completed, call, "found", QStringLiteral("Done"), Tone::Good);
    }

    void aToolSaysHowItWent() {
        QFETCH(const int, state);
        QFETCH(const int, stop);
        QFETCH(const QString, result);
        QFETCH(const int, tone);
        auto whole = ended(answer(), QStringLiteral("One."));
        whole.ending->stop = static_cast<domain::StopReason>(stop);
        whole.tools = {tool(static_cast<domain::ToolActivity::State>(state), {}, result)};
        Watched watched;
        watched.model.addAnswer(whole);
        QTEST(watched.at(0, TranscriptModel::BadgeRole).toString(), "words");
        QCOMPARE(static_cast<int>(watched.at(0, TranscriptModel::ToneRole).value<TranscriptModel::Tone>()),
                 tone);
        QVERIFY(!watched.at(0, TranscriptModel::ActiveRole).toBool());
    }

    void sourcesStandAtTheEndEachAddressOnce() {
        const auto cite = [](const char* title, const char* url) {
            return domain::Citation{QString::fromLatin1(title), QString::fromLatin1(url), {}};
        };
        auto whole = ended(answer(), QStringLiteral("One.\n\nTwo."));
        whole.citations = {
            cite("", "https://a.example/1"),      cite("Tides\nof spring", "https://b.example/"),
            cite("Again", "https://a.example/1"), cite("", "https://c.example/x"),
            cite("Trap", "javascript:alert(1)"),  cite("", "")};
        Watched streamed;
        streamed.model.beginAnswer(answer());
        streamed.model.appendText(whole.text);
        QCOMPARE(outline(streamed.model), QStringLiteral("pp."));
        streamed.model.endAnswer(whole);
        QCOMPARE(mirrored(streamed), QString());
        QCOMPARE(outline(streamed.model), QStringLiteral("pps."));
        QCOMPARE(streamed.at(2, TranscriptModel::SourcesRole).toStringList(),
                 QStringList({QStringLiteral("Again"), QStringLiteral("Tides of spring"),
                              QStringLiteral("c.example"), QStringLiteral("Trap")}));
        QCOMPARE(streamed.at(2, TranscriptModel::LinksRole).toStringList(),
                 QStringList({QStringLiteral("https://a.example/1"), QStringLiteral("https://b.example/"),
                              QStringLiteral("https://c.example/x"), QString()}));
        QVERIFY(streamed.at(2, TranscriptModel::ExpandedRole).toBool());
        Watched stored;
        stored.model.addAnswer(whole);
        QCOMPARE(difference(looks(streamed.model), looks(stored.model)), QString());

        // An answer that goes on has its sources below the text still.
        streamed.model.beginAnswer(whole);
        QCOMPARE(outline(streamed.model), QStringLiteral("pp."));
        streamed.model.appendText(QStringLiteral("\n\nThree."));
        streamed.model.endAnswer(whole);
        QCOMPARE(mirrored(streamed), QString());
        QCOMPARE(outline(streamed.model), QStringLiteral("ppps."));
    }

    void manySourcesAreCounted() {
        auto whole = ended(answer(), QStringLiteral("One."));
        for (int source = 0; source < 60; ++source) {
            whole.citations.push_back({{}, QStringLiteral("https://a.example/%1").arg(source), {}});
        }
        Watched watched;
        watched.model.addAnswer(whole);
        QCOMPARE(watched.at(1, TranscriptModel::SourcesRole).toStringList().size(), 50);
        QCOMPARE(watched.at(1, TranscriptModel::TextRole).toString(), QStringLiteral("and 10 more"));
        QVERIFY(!watched.at(1, TranscriptModel::ExpandedRole).toBool());
        watched.model.setExpanded(1, true);
        QVERIFY(watched.at(1, TranscriptModel::ExpandedRole).toBool());
        QCOMPARE(mirrored(watched), QString());
    }

    void richTextHoldsNoMarkupOfTheModel() {
        Watched watched;
        watched.model.beginAnswer(answer());
        watched.model.appendText(markdownText() +
                                 QStringLiteral("\n\n<a href=x>y</a> <style>*{}</style> &lt;img "
                                                "src=z&gt; <img src=http://127.0.0.1/z>\n"
                                                "[<img src=a>](javascript:alert(\"1\"))\n"));
        watched.model.endAnswer(ended(answer(), {}));
        // All that our own rich text may hold.
        static const QRegularExpression ours(QStringLiteral(
            "<(/?(b|i|s|p|a|span)|br/|p style=\"margin:0; white-space:pre-wrap; line-height:\\d+%\"|"
            "a href=\"[^\"<>]*\" style=\"color:#[0-9a-f]{6}\"|"
            "span style=\"font-family:monospace; background-color:#[0-9a-f]{6}\")>"));
        int seen = 0;
        const auto check = [&](QString html) {
            QVERIFY2(!html.contains(u"<img"), qPrintable(html));
            html.remove(ours);
            QVERIFY2(!html.contains(u'<') && !html.contains(u'>'), qPrintable(html));
            ++seen;
        };
        for (int row = 0; row < watched.model.rowCount(); ++row) {
            const Kind kind = watched.kind(row);
            if (kind == Kind::Prose || kind == Kind::Heading) {
                check(watched.at(row, TranscriptModel::TextRole).toString());
            }
            if (auto* table = watched.at(row, TranscriptModel::TableRole).value<app::TableModel*>()) {
                for (int r = 0; r < table->rows(); ++r) {
                    for (int c = 0; c < table->columns(); ++c) {
                        check(table->cellText(r, c));
                    }
                }
            }
        }
        QVERIFY(seen > 10);
    }

    void aGrowingTableTellsItsView() {
        TranscriptModel model;
        model.beginAnswer(answer());
        model.appendText(QStringLiteral("| a | b |\n|---|--:|\n"));
        auto* table = model.data(model.index(0), TranscriptModel::TableRole).value<app::TableModel*>();
        QVERIFY(table != nullptr);
        const QAbstractItemModelTester tester(table, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy inserted(table, &QAbstractItemModel::rowsInserted);
        QSignalSpy reset(table, &QAbstractItemModel::modelReset);
        const QString rows = QStringLiteral("| **x** | 1 |\n| y | 2 |\n| z");
        for (const QChar c : rows) {
            model.appendText(c);
        }
        QCOMPARE(model.data(model.index(0), TranscriptModel::TableRole).value<app::TableModel*>(), table);
        QCOMPARE(table->rowCount(), 4);
        QCOMPARE(inserted.count(), 3);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(table->cellPlain(1, 0), QStringLiteral("x"));
        QVERIFY(table->cellText(1, 0).contains(QStringLiteral("<b>x</b>")));
        QCOMPARE(table->cellAlign(1), static_cast<int>(Qt::AlignRight));
        QVERIFY(!table->data({}, app::TableModel::TextRole).isValid());
    }

    void onlyTheOpenBlocksRowChanges() {
        Watched watched;
        watched.model.addPrompt(prompt());
        watched.model.beginAnswer(answer());
        watched.model.appendText(QStringLiteral("First.\n\nSecond.\n\nThird"));
        QSignalSpy changed(&watched.model, &QAbstractItemModel::dataChanged);
        watched.model.appendText(QStringLiteral(" grows"));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 3);
        QCOMPARE(changed.at(0).at(1).toModelIndex().row(), 3);
    }

    void thinkingStandsAboveToolsAndText() {
        Watched watched;
        watched.model.addPrompt(prompt());
        watched.model.beginAnswer(answer());
        watched.model.appendText(QStringLiteral("One.\n\nTwo."));
        watched.model.setTool(tool(domain::ToolActivity::State::Running, QStringLiteral("{\"q\":")));
        watched.model.appendThinking(QStringLiteral("Hm. "));
        watched.model.setThinkingTime(std::chrono::milliseconds(1500), true);
        watched.model.appendThinking(QStringLiteral("Yes."));
        watched.model.setTool(tool(domain::ToolActivity::State::Running, QStringLiteral("1}")));
        watched.model.appendText(QStringLiteral("\n\nThree."));
        QCOMPARE(mirrored(watched), QString());
        const QList<int> expected{static_cast<int>(Kind::Prompt), static_cast<int>(Kind::Thinking),
                                  static_cast<int>(Kind::Tool),   static_cast<int>(Kind::Prose),
                                  static_cast<int>(Kind::Prose),  static_cast<int>(Kind::Prose),
                                  static_cast<int>(Kind::Footer)};
        QCOMPARE(watched.kinds(), expected);
        QCOMPARE(watched.at(1, TranscriptModel::TextRole).toString(), QStringLiteral("Hm. Yes."));
        QCOMPARE(watched.at(1, TranscriptModel::TitleRole).toString(), QStringLiteral("Thinking 1.5 s"));
        QVERIFY(watched.at(1, TranscriptModel::ActiveRole).toBool());
        QCOMPARE(watched.at(2, TranscriptModel::DetailRole).toString(), QStringLiteral("{\"q\":1}"));

        auto last = ended(answer(), QStringLiteral("One.\n\nTwo.\n\nThree."));
        last.thinking = QStringLiteral("Hm. Yes.");
        last.thinkingTime = std::chrono::milliseconds(2000);
        last.tools = {tool(domain::ToolActivity::State::Failed, QStringLiteral("{\"q\":1}"),
                           QStringLiteral("no network"))};
        watched.model.endAnswer(last);
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(watched.at(1, TranscriptModel::TitleRole).toString(), QStringLiteral("Thought for 2.0 s"));
        QVERIFY(!watched.at(1, TranscriptModel::ActiveRole).toBool());
        QVERIFY(!watched.at(2, TranscriptModel::ActiveRole).toBool());

        TranscriptModel stored;
        stored.addPrompt(prompt());
        stored.addAnswer(last);
        QCOMPARE(difference(looks(watched.model), looks(stored)), QString());
    }

    void anAnswerOfThinkingAloneIsShown() {
        Watched watched;
        watched.model.beginAnswer(answer());
        watched.model.appendThinking(QStringLiteral("Only <thought>."));
        watched.model.endAnswer(ended(answer(), {}));
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(watched.model.rowCount(), 2);
        QCOMPARE(watched.at(1, TranscriptModel::ToneRole).value<TranscriptModel::Tone>(),
                 TranscriptModel::Tone::Attention);
    }

    void aRetryTakesTheLastAnswersRowsAway() {
        Watched watched;
        watched.model.addPrompt(prompt());
        watched.model.addAnswer(ended(answer(), markdownText()));
        watched.model.addPrompt(prompt(1));
        watched.model.beginAnswer(answer(1));
        watched.model.appendThinking(QStringLiteral("Hm."));
        watched.model.appendText(QStringLiteral("Half"));
        watched.model.endAnswer(ended(answer(1), QStringLiteral("Half"), domain::Outcome::Interrupted));
        const int before = watched.model.rowCount();
        watched.model.dropLastAnswer();
        QCOMPARE(watched.model.rowCount(), before - 3);
        QCOMPARE(mirrored(watched), QString());
        watched.model.beginAnswer(answer(1, 1));
        watched.model.appendText(QStringLiteral("Whole"));
        watched.model.endAnswer(ended(answer(1, 1), QStringLiteral("Whole")));
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(watched.model.rowCount(), before - 1);
        QCOMPARE(watched.at(watched.model.rowCount() - 2, TranscriptModel::PlainRole).toString(),
                 QStringLiteral("Whole"));
    }

    void foldsOpenAndClose() {
        Watched watched;
        watched.model.addPrompt(prompt());
        watched.model.beginAnswer(answer());
        watched.model.appendThinking(QStringLiteral("Hm."));
        watched.model.setTool(tool(domain::ToolActivity::State::Completed, QStringLiteral("{}")));
        for (const Kind kind : {Kind::Thinking, Kind::Tool}) {
            const int row = watched.find(kind);
            QVERIFY(!watched.at(row, TranscriptModel::ExpandedRole).toBool());
            watched.model.setExpanded(row, true);
            QVERIFY(watched.at(row, TranscriptModel::ExpandedRole).toBool());
            QCOMPARE(mirrored(watched), QString());
        }
        const int changes = watched.mirror.changes();
        for (const int row : {-1, 0, watched.model.rowCount() - 1, watched.model.rowCount()}) {
            watched.model.setExpanded(row, true);
        }
        QCOMPARE(watched.mirror.changes(), changes);
        // What is open stays open while the answer goes on.
        watched.model.appendText(QStringLiteral("Text"));
        watched.model.endAnswer(ended(answer(), QStringLiteral("Text")));
        QVERIFY(watched.at(watched.find(Kind::Thinking), TranscriptModel::ExpandedRole).toBool());
    }

    void newColoursReachProseAndTables() {
        Watched watched;
        watched.model.addAnswer(ended(answer(), QStringLiteral("[a](https://example.org)\n\n"
                                                               "| `c` |\n|---|\n| [t](https://e.org) |\n")));
        const QString before = watched.at(0, TranscriptModel::TextRole).toString();
        auto* table = watched.at(1, TranscriptModel::TableRole).value<app::TableModel*>();
        QSignalSpy content(table, &app::TableModel::contentChanged);
        watched.model.setColours(QColor(0x123456), QColor(0x654321));
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(content.count(), 1);
        QVERIFY(before != watched.at(0, TranscriptModel::TextRole).toString());
        QVERIFY(watched.at(0, TranscriptModel::TextRole).toString().contains(u"#123456"));
        QVERIFY(table->cellText(1, 0).contains(u"#123456"));
        QVERIFY(table->cellText(0, 0).contains(u"#654321"));
        const int changes = watched.mirror.changes();
        watched.model.setColours(QColor(0x123456), QColor(0x654321));
        QCOMPARE(watched.mirror.changes(), changes);
    }

    void nothingRunsAfterTheEnd() {
        Watched watched;
        watched.model.addAnswer(ended(answer(), QStringLiteral("Text")));
        const auto before = readRows(watched.model);
        watched.model.appendText(QStringLiteral("late"));
        watched.model.appendThinking(QStringLiteral("late"));
        watched.model.setTool(tool(domain::ToolActivity::State::Running, {}));
        watched.model.addSeam({});
        watched.model.setThinkingTime(std::chrono::milliseconds(1), true);
        watched.model.endAnswer(ended(answer(), {}));
        QCOMPARE(difference(readRows(watched.model), before), QString());
    }

    void askingOutsideTheRowsIsHarmless() {
        Watched watched;
        watched.model.dropLastAnswer();
        QCOMPARE(watched.model.markdown(0), QString());
        watched.model.addPrompt(prompt());
        QCOMPARE(watched.model.markdown(-1), QString());
        QCOMPARE(watched.model.markdown(0), prompt().text);
        QVERIFY(!watched.model.data(watched.model.index(5), TranscriptModel::TextRole).isValid());
        watched.model.reset();
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(watched.model.rowCount(), 0);
    }

    /// Any order of what can be told to a model leaves mirror and model the same.
    void anyStoryIsMirrored_data() {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 60; ++seed) {
            QTest::addRow("story %u", seed) << seed;
        }
    }

    void anyStoryIsMirrored() {
        QFETCH(const quint32, seed);
        QRandomGenerator random(seed);
        Watched watched;
        const auto pieces = slices(markdownText().repeated(3), seed);
        QString text;
        domain::Message current = answer();
        int turn = 0;
        watched.model.addPrompt(prompt());
        watched.model.beginAnswer(current);
        for (int step = 0; step < 150; ++step) {
            switch (random.bounded(12)) {
            case 0:
                watched.model.appendThinking(QStringLiteral("hm "));
                break;
            case 1:
                watched.model.setThinkingTime(std::chrono::milliseconds(100 * step), random.bounded(2) == 0);
                break;
            case 2:
                watched.model.setTool({QString::number(random.bounded(3)),
                                       QStringLiteral("tool"),
                                       static_cast<domain::ToolActivity::State>(random.bounded(3)),
                                       QStringLiteral("x"),
                                       {},
                                       {},
                                       random.bounded(2) == 0 ? text.size() : text.size() + 20});
                break;
            case 3:
                watched.model.addSeam({text.size(), 0, random.bounded(2) == 0});
                break;
            case 4:
                watched.model.setExpanded(random.bounded(watched.model.rowCount()), random.bounded(2) == 0);
                break;
            case 5:
                watched.model.setColours(QColor::fromRgb(random.generate()), QColor(Qt::white));
                break;
            case 6:
                current = ended(current, text, domain::Outcome::Interrupted);
                if (random.bounded(2) == 0) {
                    current.citations = {{QStringLiteral("A"), QStringLiteral("https://a.example/"), {}}};
                }
                watched.model.endAnswer(current);
                watched.model.beginAnswer(current);
                break;
            case 7:
                if (random.bounded(3) == 0) {
                    watched.model.endAnswer(ended(current, text));
                    text.clear();
                    if (random.bounded(2) == 0) {
                        watched.model.dropLastAnswer();
                        current = answer(turn, current.variant + 1);
                    } else {
                        watched.model.addPrompt(prompt(++turn));
                        current = answer(turn);
                    }
                    watched.model.beginAnswer(current);
                }
                break;
            default:
                const QString& piece = pieces.at(step % pieces.size());
                text += piece;
                watched.model.appendText(piece);
            }
            const QString wrong = mirrored(watched);
            QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("step %1: %2").arg(step).arg(wrong)));
        }
    }
};

QTEST_GUILESS_MAIN(TranscriptModelTest)
#include "tst_transcript_model.moc"
