// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Outcome.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace rivulet::faults {

/// What a server sends in one piece of its protocol, and what of the answer is there once all of it has come.
struct Frame {
    enum class Role { Other, Mark };
    QByteArray bytes;
    QString text;
    QString thinking;
    Role role = Role::Other;
};
using Frames = std::vector<Frame>;

[[nodiscard]] QByteArray bytesOf(const Frames& frames);
[[nodiscard]] QString textOf(const Frames& frames);
[[nodiscard]] QString thinkingOf(const Frames& frames);
[[nodiscard]] bool isMarked(const Frames& frames);
[[nodiscard]] Frames firstOf(const Frames& frames, std::size_t count);

/// One answer in one protocol as its servers send it, written by the protocol's description and not by what
/// reads it. Knows no HTTP.
class Speech {
public:
    [[nodiscard]] static QStringList dialects();
    [[nodiscard]] static std::unique_ptr<Speech> in(const QString& dialect);
    virtual ~Speech() = default;
    Speech(const Speech&) = delete;
    Speech& operator=(const Speech&) = delete;

    [[nodiscard]] virtual QByteArray mediaType() const { return "text/event-stream"; }
    /// What the base URL of such a server ends with.
    [[nodiscard]] virtual QString basePath() const { return {}; }
    /// Frames are events of the SSE standard, and not lines.
    [[nodiscard]] virtual bool isEvents() const { return true; }

    virtual void begin() = 0;
    virtual void think(const QString& text) = 0;
    virtual void say(const QString& text) = 0;
    /// Half of a tool call: its arguments end within their JSON.
    virtual void callHalf() = 0;
    /// A server that counts leaves some numbers out.
    virtual void skip() {}
    using Stop = std::pair<QByteArray, domain::StopReason>;
    /// Every reason to stop that the protocol knows, the ordinary one first, an unknown one last.
    [[nodiscard]] virtual std::vector<Stop> stops() const = 0;
    enum class Missing { Nothing, Usage, Reason };
    virtual void end(const QByteArray& stop, Missing missing = Missing::Nothing) = 0;
    void end() { end(stops().front().first); }
    /// An overload, as the protocol says it within a stream.
    virtual void fail() = 0;
    virtual void unknown() = 0;
    virtual void ping() = 0;
    /// An event of this content, whatever it is.
    virtual void raw(const QByteArray& json);
    void comment(const QByteArray& bytes) { add(bytes); }

    /// The answer as the only body.
    [[nodiscard]] virtual QByteArray whole(const QString& text) const = 0;
    [[nodiscard]] virtual QByteArray errorBody(const QByteArray& type, const QByteArray& message) const;

    [[nodiscard]] Frames& frames() { return m_frames; }

protected:
    Speech() = default;
    void add(const QByteArray& bytes, Frame::Role role = Frame::Role::Other) {
        m_frames.push_back({bytes, {}, {}, role});
    }
    void addText(const QByteArray& bytes, const QString& text) { m_frames.push_back({bytes, text, {}}); }
    void addThinking(const QByteArray& bytes, const QString& text) { m_frames.push_back({bytes, {}, text}); }

private:
    Frames m_frames;
};

/// The text as a JSON string, with its quotes; characters beyond ASCII as they are.
[[nodiscard]] QByteArray quoted(const QString& text);

/// What is said in an answer of the tests: two halves, in pieces, with characters of one to four bytes.
[[nodiscard]] QStringList firstHalf();
[[nodiscard]] QStringList secondHalf();

using Part = std::function<void(Speech&)>;
/// A whole answer: thinking, the first half, whatever `between` says, the second half, the end.
[[nodiscard]] Frames answer(const QString& dialect, const Part& between = {}, const Part& ending = {});

} // namespace rivulet::faults
