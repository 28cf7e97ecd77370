// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

// A history of 100,000 conversations and a million messages: listing it, searching it as one types, opening a
// conversation of 10,000 messages, and committing what comes of an answer to it.
//
// bench_history [FILTER [FILE]]: the database is made first and removed afterwards; one in FILE is kept, and
// used again where it is there already.

#include "Figures.h"
#include "LongHistory.h"
#include "models/ConversationListModel.h"
#include "store/ConversationStore.h"
#include "store/HistoryReader.h"
#include "store/Recorder.h"

#include <QEventLoop>
#include <QFile>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <functional>
#include <memory>

using namespace rivulet;
using namespace rivulet::bench;

namespace {

constexpr int searches = 15;
constexpr int lists = 5;
constexpr int commits = 500;
constexpr int answers = 20;

/// The longest that the event loop was away while it lives.
class LoopWatch {
public:
    LoopWatch() {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { look(); });
        m_timer.start(1);
    }
    [[nodiscard]] double longest() {
        look();
        return m_longest;
    }

private:
    void look() {
        m_longest = std::max(m_longest, m_since.milliseconds());
        m_since = {};
    }

    QTimer m_timer;
    Stopwatch m_since;
    double m_longest = 0;
};

void list(store::ConversationStore& store, const LongHistory& history, const Figures& figures) {
    std::vector<double> first;
    std::vector<double> all;
    std::vector<double> blocks;
    for (int run = 0; run < lists; ++run) {
        const Stopwatch watch;
        app::ConversationListModel model(&store);
        for (int row = 0; row < 40; ++row) {
            static_cast<void>(model.data(model.index(row), app::ConversationListModel::TitleRole));
        }
        first.push_back(watch.milliseconds());
        LoopWatch loop;
        while (model.rowCount() < history.conversations) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
        all.push_back(watch.milliseconds());
        blocks.push_back(loop.longest());
    }
    const QString variant = QStringLiteral("list of %1 conversations, ").arg(history.conversations);
    figures.print(variant + QStringLiteral("first rows"), QStringLiteral("ms"), first);
    figures.print(variant + QStringLiteral("all listed"), QStringLiteral("ms"), all,
                  {{QStringLiteral("longest_block_ms"), Figures::share(blocks, 1)}});
}

class Searcher {
public:
    explicit Searcher(const store::ConversationStore& store)
        : m_reader(store) {}

    struct Times {
        double first = -1;
        double all = -1;
        qsizetype hits = 0;
    };

    Times find(const QString& words) {
        Times times;
        QEventLoop loop;
        const Stopwatch watch;
        const auto connection =
            QObject::connect(&m_reader, &store::HistoryReader::found, &loop,
                             [&](const QString&, const auto& hits, store::HistoryReader::Part part) {
                                 times.first = times.first < 0 ? watch.milliseconds() : times.first;
                                 times.hits = std::ssize(hits);
                                 if (part == store::HistoryReader::Part::All) {
                                     times.all = watch.milliseconds();
                                     loop.quit();
                                 }
                             });
        m_reader.search(words, 100);
        loop.exec();
        QObject::disconnect(connection);
        return times;
    }

    /// A letter each 30 ms: from the last one to the first hits.
    Times type(const QString& words) {
        for (qsizetype length = 1; length < words.size(); ++length) {
            m_reader.search(words.first(length), 100);
            QEventLoop loop;
            QTimer::singleShot(30, &loop, &QEventLoop::quit);
            loop.exec();
        }
        return find(words);
    }

private:
    store::HistoryReader m_reader;
};

void search(const store::ConversationStore& store, const LongHistory& history, const Figures& figures) {
    const auto word = &LongHistory::word;
    struct Kind {
        const char* name;
        std::function<QString(int)> words;
    };
    const std::vector<Kind> kinds{
        {"the most common words", [&](int i) { return word(i); }},
        {"common words", [&](int i) { return word(100 + i); }},
        {"rare words", [&](int i) { return word(20'000 + i); }},
        {"one letter", [&](int i) { return word(i).first(1); }},
        {"two letters", [&](int i) { return word(i * 3).first(2); }},
        {"three letters", [&](int i) { return word(300 + i).first(3); }},
        {"four letters", [&](int i) { return word(300 + i).first(4); }},
        {"two common words", [&](int i) { return word(i) + u' ' + word(40 + i); }},
        {"a common and a rare word", [&](int i) { return word(i) + u' ' + word(20'000 + i); }},
        {"no hit", [&](int i) { return QStringLiteral("zz%1").arg(i); }},
    };
    Searcher searcher(store);
    searcher.find(word(7));
    const auto measure = [&](const QString& name, const std::function<Searcher::Times(int)>& once) {
        std::vector<double> first;
        std::vector<double> all;
        qsizetype hits = 0;
        for (int run = 0; run < searches; ++run) {
            const auto times = once(run);
            first.push_back(times.first);
            all.push_back(times.all);
            hits = times.hits;
        }
        figures.print(QStringLiteral("search of %1 messages, %2").arg(history.messages()).arg(name),
                      QStringLiteral("ms to the first hits"), first,
                      {{QStringLiteral("p95"), Figures::share(first, 0.95)},
                       {QStringLiteral("all_ms"), Figures::share(all, 0.5)},
                       {QStringLiteral("hits"), hits}});
    };
    for (const Kind& kind : kinds) {
        measure(QString::fromLatin1(kind.name), [&](int run) { return searcher.find(kind.words(run)); });
    }
    measure(QStringLiteral("typed letter by letter"),
            [&](int run) { return searcher.type(word(200 + run) + u' ' + word(run)); });
}

void open(const store::ConversationStore& store, const LongHistory& history, const Figures& figures) {
    std::vector<double> times;
    std::vector<double> cpu;
    std::size_t messages = 0;
    for (int run = 0; run < lists; ++run) {
        const Stopwatch watch;
        const double before = cpuSeconds(CLOCK_THREAD_CPUTIME_ID);
        const auto read = store.messages(history.longConversation());
        times.push_back(watch.milliseconds());
        cpu.push_back(1000 * (cpuSeconds(CLOCK_THREAD_CPUTIME_ID) - before));
        messages = read ? read.value().size() : 0;
    }
    figures.print(QStringLiteral("open a conversation of %1 messages (the store's part)").arg(messages),
                  QStringLiteral("ms"), times, {{QStringLiteral("cpu_ms"), Figures::share(cpu, 0.5)}});
}

void commit(const std::shared_ptr<store::Database>& database, const Figures& figures) {
    const domain::SystemClock clock;
    store::Recorder recorder(database, clock);
    std::vector<double> flushes;
    std::vector<double> ends;
    for (int answer = 0; answer < answers; ++answer) {
        domain::Message message;
        message.conversation = 1;
        message.turn = 10 + answer;
        recorder.begin(message);
        QString text;
        for (int i = 0; i < commits / answers; ++i) {
            const QString piece = QStringLiteral(" words of the flush %1 that came in one frame").arg(i);
            recorder.delta(piece, text.size());
            text += piece;
            const Stopwatch watch;
            recorder.commit();
            flushes.push_back(watch.milliseconds());
        }
        const Stopwatch watch;
        recorder.ended({}, text);
        ends.push_back(watch.milliseconds());
    }
    figures.print(QStringLiteral("commit of a flush"), QStringLiteral("ms"), flushes,
                  {{QStringLiteral("p99"), Figures::share(flushes, 0.99)}});
    figures.print(QStringLiteral("commit of an answer's end, on the disk"), QStringLiteral("ms"), ends);
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const Figures figures(QStringLiteral("history"));
    const QTemporaryDir folder;
    const QString kept = QCoreApplication::arguments().value(2);
    const QString file = kept.isEmpty() ? folder.filePath(QStringLiteral("history.db")) : kept;
    const LongHistory history;
    if (!QFile::exists(file)) {
        const Stopwatch making;
        const double cpuBefore = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
        history.write(file);
        figures.print(QStringLiteral("made for this"), QStringLiteral("s"), {making.milliseconds() / 1000},
                      {{QStringLiteral("cpu_s"), cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - cpuBefore},
                       {QStringLiteral("bytes"), QFile(file).size()}});
    }
    auto database = store::Database::open(file);
    if (!database) {
        qFatal("%s", qPrintable(database.failure().detail));
    }
    store::ConversationStore store(database.value());
    const std::vector<std::pair<QString, std::function<void()>>> parts{
        {QStringLiteral("list"), [&] { list(store, history, figures); }},
        {QStringLiteral("search"), [&] { search(store, history, figures); }},
        {QStringLiteral("open"), [&] { open(store, history, figures); }},
        {QStringLiteral("commit"), [&] { commit(database.value(), figures); }}};
    for (const auto& [name, measure] : parts) {
        if (Figures::wants(name)) {
            measure();
        }
    }
    return 0;
}
