// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "exchange/Recording.h"

#include <QByteArrayView>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>
#include <optional>

using namespace Qt::StringLiterals;

namespace rivulet::exchange {
namespace {

using std::chrono::milliseconds;

constexpr qsizetype maximumFileSize{64LL * 1024 * 1024};
constexpr int formatVersion = 1;
constexpr std::chrono::hours latestChunk{7 * 24};

const auto versionField = u"rivulet_recording"_s;

domain::Failure notARecording(const QString& why) {
    domain::Failure failure;
    failure.kind = domain::Failure::Kind::InvalidInput;
    failure.detail = why;
    return failure;
}

domain::Failure notARecording(int line, const QString& why) {
    return notARecording(u"line %1: %2"_s.arg(line).arg(why));
}

std::optional<qint64> wholeNumber(const QJsonValue& value) {
    // QJsonValue::toInteger would take 12.5 for its default, a default that a file may hold too.
    const double number = value.toDouble(-1);
    if (!value.isDouble() || std::floor(number) != number || std::abs(number) > 9.0e15) {
        return std::nullopt;
    }
    return value.toInteger();
}

domain::Result<QJsonObject> parseLine(QByteArrayView bytes, int line) {
    QJsonParseError error{};
    const auto document =
        QJsonDocument::fromJson(QByteArray::fromRawData(bytes.data(), bytes.size()), &error);
    if (error.error != QJsonParseError::NoError) {
        return notARecording(line, error.errorString());
    }
    if (!document.isObject()) {
        return notARecording(line, u"not a JSON object"_s);
    }
    return document.object();
}

domain::Result<Recording> parseHead(const QJsonObject& head, int line) {
    const auto version = wholeNumber(head.value(versionField));
    if (!version) {
        return notARecording(line, u"not the head of a recording (\"%1\" is missing)"_s.arg(versionField));
    }
    if (*version != formatVersion) {
        return notARecording(line,
                             u"recording format %1 is not known, only %2"_s.arg(*version).arg(formatVersion));
    }
    const auto dialect = head.value("dialect"_L1);
    if (!dialect.isString() || dialect.toString().isEmpty()) {
        return notARecording(line, u"\"dialect\" is missing"_s);
    }
    const auto status =
        wholeNumber(head.value("status"_L1).isUndefined() ? QJsonValue(200) : head.value("status"_L1));
    if (!status || *status < 100 || *status > 599) {
        return notARecording(line, u"\"status\" is not an HTTP status"_s);
    }
    for (const auto& field : {u"model"_s, u"note"_s, u"content_type"_s}) {
        if (const auto value = head.value(field); !value.isUndefined() && !value.isString()) {
            return notARecording(line, u"\"%1\" is not a string"_s.arg(field));
        }
    }
    return Recording{.dialect = dialect.toString(),
                     .model = head.value("model"_L1).toString(),
                     .note = head.value("note"_L1).toString(),
                     .status = static_cast<int>(*status),
                     .contentType = head.value("content_type"_L1).toString().toUtf8(),
                     .chunks = {}};
}

domain::Result<QByteArray> chunkBytes(const QJsonObject& object, int line) {
    const auto text = object.value("text"_L1);
    const auto base64 = object.value("base64"_L1);
    if (text.isString() == base64.isString()) {
        return notARecording(line, u"a chunk has either \"text\" or \"base64\", as a string"_s);
    }
    if (text.isString()) {
        if (!text.toString().isValidUtf16()) {
            return notARecording(line, u"\"text\" holds half of a surrogate pair"_s);
        }
        return text.toString().toUtf8();
    }
    auto decoded =
        QByteArray::fromBase64Encoding(base64.toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded) {
        return notARecording(line, u"\"base64\" is not valid Base64"_s);
    }
    return std::move(decoded.decoded);
}

domain::Result<Recording::Chunk> parseChunk(const QJsonObject& object, milliseconds previous, int line) {
    const auto at = wholeNumber(object.value("at"_L1));
    if (!at || *at < 0) {
        return notARecording(line, u"\"at\" is not a whole number of milliseconds"_s);
    }
    if (milliseconds(*at) < previous) {
        return notARecording(line, u"\"at\" goes back in time"_s);
    }
    if (milliseconds(*at) > latestChunk) {
        return notARecording(line, u"\"at\" is more than a week"_s);
    }
    auto bytes = chunkBytes(object, line);
    if (!bytes) {
        return bytes.failure();
    }
    return Recording::Chunk{.at = milliseconds(*at), .bytes = std::move(bytes.value())};
}

QByteArray compact(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

QByteArray Recording::bytes() const {
    QByteArray all;
    for (const auto& chunk : chunks) {
        all += chunk.bytes;
    }
    return all;
}

domain::Result<Recording> parseRecording(const QByteArray& file) {
    if (file.size() > maximumFileSize) {
        return notARecording(u"the file is larger than 64 MiB"_s);
    }
    std::optional<Recording> recording;
    milliseconds previous{0};
    int line = 0;
    for (qsizetype begin = 0; begin < file.size();) {
        const qsizetype newline = file.indexOf('\n', begin);
        const qsizetype end = newline < 0 ? file.size() : newline;
        const auto bytes = QByteArrayView(file).sliced(begin, end - begin).trimmed();
        begin = end + 1;
        ++line;
        if (bytes.isEmpty()) {
            continue;
        }
        const auto object = parseLine(bytes, line);
        if (!object) {
            return object.failure();
        }
        if (!recording) {
            auto head = parseHead(object.value(), line);
            if (!head) {
                return head;
            }
            recording = std::move(head.value());
            continue;
        }
        auto chunk = parseChunk(object.value(), previous, line);
        if (!chunk) {
            return chunk.failure();
        }
        previous = chunk.value().at;
        recording->chunks.push_back(std::move(chunk.value()));
    }
    if (!recording) {
        return notARecording(1, u"the file is empty"_s);
    }
    return std::move(*recording);
}

QByteArray writeRecording(const Recording& recording) {
    const QByteArray head = compact({{u"dialect"_s, recording.dialect},
                                     {u"model"_s, recording.model},
                                     {u"note"_s, recording.note},
                                     {u"status"_s, recording.status},
                                     {u"content_type"_s, QString::fromUtf8(recording.contentType)}});
    // QJsonObject sorts its keys; the version comes first so that a file tells what it is by its first bytes.
    QByteArray file = "{\"" + versionField.toLatin1() + "\":" + QByteArray::number(formatVersion) + ',' +
                      head.sliced(1) + '\n';
    for (const auto& chunk : recording.chunks) {
        QJsonObject line{{u"at"_s, static_cast<qint64>(chunk.at.count())}};
        // Whatever does not survive the way through a QString (not UTF-8, a leading byte order mark) is
        // Base64.
        if (const auto text = QString::fromUtf8(chunk.bytes); text.toUtf8() == chunk.bytes) {
            line.insert("text"_L1, text);
        } else {
            line.insert("base64"_L1, QString::fromLatin1(chunk.bytes.toBase64()));
        }
        file += compact(line) + '\n';
    }
    return file;
}

} // namespace rivulet::exchange
