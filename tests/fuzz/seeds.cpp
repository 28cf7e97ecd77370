// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
// fuzz_seeds FOLDER: writes what the fuzz targets begin with, FOLDER/TARGET/NAME, and the words of each
// protocol as FOLDER/TARGET.dict. All of it comes from what the other tests read and what the program brings
// along.

#include "../text/MarkdownCorpus.h"

#include "exchange/Recording.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <cstdio>

namespace {

using rivulet::exchange::Recording;

/// Longer seeds only slow a fuzzer down, which finds the same in shorter ones.
constexpr qsizetype longestSeed = 6000;
constexpr qsizetype longestWord = 40;

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The folder that is written to.
class Seeds {
public:
    explicit Seeds(const QString& folder)
        : m_folder(folder) {}

    void add(const QString& target, const QByteArray& bytes) {
        if (bytes.isEmpty() || bytes.size() > longestSeed || !m_folder.mkpath(target)) {
            return;
        }
        const QString name = QStringLiteral("%1/%2").arg(target).arg(m_counts[target]++, 4, 10, QChar(u'0'));
        write(name, bytes);
    }
    void addWords(const QString& target, const QByteArray& bytes) {
        static const QRegularExpression quoted(QStringLiteral(R"re("((?:[^"\\]|\\.)*)")re"));
        auto all = quoted.globalMatch(QString::fromUtf8(bytes));
        while (all.hasNext()) {
            const QString word = all.next().captured(1);
            static const QRegularExpression plain(QStringLiteral("\\A[A-Za-z][A-Za-z0-9_.-]*\\z"));
            if (word.size() <= longestWord && plain.match(word).hasMatch()) {
                m_words[target].insert(word);
            }
        }
    }
    void writeWords() {
        for (auto each = m_words.cbegin(); each != m_words.cend(); ++each) {
            QStringList words(each->cbegin(), each->cend());
            words.sort();
            QByteArray lines;
            for (const QString& word : std::as_const(words)) {
                lines += '"' + word.toLatin1() + "\"\n";
            }
            write(each.key() + QStringLiteral(".dict"), lines);
        }
    }
    [[nodiscard]] int count() const {
        int sum = 0;
        for (const int count : m_counts) {
            sum += count;
        }
        return sum;
    }

private:
    void write(const QString& name, const QByteArray& bytes) {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            std::fprintf(stderr, "can't be written: %s\n", qPrintable(file.fileName()));
            std::exit(1);
        }
    }

    QDir m_folder;
    QHash<QString, int> m_counts;
    QHash<QString, QSet<QString>> m_words;
};

/// Every text in a JSON value.
void collectTexts(const QJsonValue& value, QString& texts) {
    if (value.isString()) {
        texts += value.toString() + u'\n';
    }
    for (const QJsonValue& item : value.toArray()) {
        collectTexts(item, texts);
    }
    for (const QJsonValue& item : value.toObject()) {
        collectTexts(item, texts);
    }
}

void addRecording(Seeds& seeds, const QByteArray& file, const Recording& recording) {
    const QByteArray bytes = recording.bytes();
    seeds.add(QStringLiteral("recording"), file);
    seeds.add(QStringLiteral("dialect_%1").arg(recording.dialect).replace(u'-', u'_'), bytes);
    seeds.addWords(QStringLiteral("dialect_%1").arg(recording.dialect).replace(u'-', u'_'), bytes);
    if (recording.contentType.contains("ndjson")) {
        seeds.add(QStringLiteral("ndjson_decoder"), bytes);
    } else if (recording.contentType.contains("event-stream")) {
        seeds.add(QStringLiteral("sse_decoder"), bytes.left(1500));
    }
    if (recording.status != 200) {
        const QJsonValue error = QJsonDocument::fromJson(bytes).object();
        QString texts;
        collectTexts(error, texts);
        seeds.add(QStringLiteral("redaction"), texts.toUtf8());
    }
}

void addRecordings(Seeds& seeds, const QString& folder) {
    QStringList paths;
    QDirIterator files(folder, {QStringLiteral("*.recording")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        paths.append(files.next());
    }
    paths.sort(); // the same numbers everywhere
    for (const QString& path : std::as_const(paths)) {
        const QByteArray file = contentOf(path);
        if (const auto recording = rivulet::exchange::parseRecording(file)) {
            addRecording(seeds, file, recording.value());
        }
    }
}

void addMarkdown(Seeds& seeds) {
    for (const auto& document : rivulet::text::smallDocuments()) {
        const QByteArray text = document.text.toUtf8();
        seeds.add(QStringLiteral("markdown_blocks"), text);
        seeds.add(QStringLiteral("text_backlog"), text);
        seeds.add(QStringLiteral("thinking_tags"), "<think>" + text + "</think>" + text);
        seeds.add(QStringLiteral("overlap_trimmer"), text + '\f' + text.right(text.size() / 2) + text);
        for (const QString& line : document.text.split(QStringLiteral("\n\n"))) {
            seeds.add(QStringLiteral("inlines"), line.toUtf8());
        }
    }
    constexpr std::uint32_t documents = 60;
    for (std::uint32_t seed = 0; seed < documents; ++seed) {
        seeds.add(QStringLiteral("markdown_blocks"), rivulet::text::randomDocument(seed).toUtf8());
    }
}

/// The samples of code.golden without their spans.
void addCode(Seeds& seeds, const QString& golden) {
    const QString text = QString::fromUtf8(contentOf(golden));
    for (const QString& sample : text.split(QStringLiteral("=== "), Qt::SkipEmptyParts)) {
        QStringList lines = sample.split(u'\n');
        lines.erase(
            std::remove_if(lines.begin(), lines.end(),
                           [](const QString& line) { return line.startsWith(QStringLiteral("    ->")); }),
            lines.end());
        seeds.add(QStringLiteral("code_spans"), lines.join(u'\n').toUtf8());
    }
}

/// A row or two of each table, as a user's own would hold.
void addCatalog(Seeds& seeds, const QString& path, const QString& table) {
    const QByteArray file = contentOf(path);
    seeds.addWords(QStringLiteral("catalog"), file);
    const QJsonArray rows = QJsonDocument::fromJson(file).object().value(table).toArray();
    for (qsizetype i = 0; i + 1 < rows.size(); ++i) {
        const QJsonObject some{{QStringLiteral("as_of"), QStringLiteral("2026-11-01")},
                               {table, QJsonArray{rows.at(i), rows.at(i + 1)}}};
        seeds.add(QStringLiteral("link_opener"),
                  rows.at(i).toObject().value(u"base_url").toString().toUtf8());
        seeds.add(QStringLiteral("catalog"), QJsonDocument(some).toJson(QJsonDocument::Compact));
    }
}

} // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fprintf(stderr, "fuzz_seeds FOLDER\n");
        return 2;
    }
    Seeds seeds(QString::fromLocal8Bit(arguments[1]));
    const QString source = QStringLiteral(RIVULET_SOURCE_DIR);
    addRecordings(seeds, source + QStringLiteral("/tests/data"));
    addMarkdown(seeds);
    addCode(seeds, source + QStringLiteral("/tests/text/code.golden"));
    addCatalog(seeds, source + QStringLiteral("/resources/providers.json"), QStringLiteral("providers"));
    addCatalog(seeds, source + QStringLiteral("/resources/models.json"), QStringLiteral("models"));
    seeds.writeWords();
    std::printf("%d seeds\n", seeds.count());
    return seeds.count() > 0 ? 0 : 1;
}
