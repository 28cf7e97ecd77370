// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "wire/FrameDecoder.h"

namespace rivulet::wire {

/// Server-sent events by the letter of the WHATWG HTML standard, section 9.2.6.
///
/// A frame ends with the first byte of its blank line's end: where that is CR LF, `endOffset` stands between
/// the two, since the event is complete before the LF is known to come. A stream that is taken up again at
/// that offset begins with the LF, a blank line that means nothing.
class SseDecoder final : public FrameDecoder {
public:
    explicit SseDecoder(qsizetype limit = defaultLimit);

    void finish(std::vector<Frame>& frames) override;
    /// Each comment, and each blank line that neither ends an event nor follows a comment.
    [[nodiscard]] qint64 keepAlives() const override { return m_keepAlives; }
    [[nodiscard]] qsizetype pendingBytes() const override;
    [[nodiscard]] qint64 reconnectionTime() const override { return m_reconnectionTime; }
    /// How many bytes were looked at in search of line ends: at most twice the stream, however it was sliced.
    [[nodiscard]] qint64 searchedBytes() const { return m_searched; }

protected:
    [[nodiscard]] bool feedSlice(QByteArrayView bytes, std::vector<Frame>& frames) override;

private:
    [[nodiscard]] bool outgrows(qsizetype lineBytes) const;
    void takeLine(QByteArrayView line, std::vector<Frame>& frames);
    void takeField(QByteArrayView name, QByteArrayView value);
    void dispatch(std::vector<Frame>& frames);
    void giveUp();

    qsizetype m_limit;
    qint64 m_keepAlives = 0;
    qint64 m_reconnectionTime = -1;
    qint64 m_searched = 0;

    QByteArray m_data;
    QByteArray m_event;
    QByteArray m_id;
    qint64 m_offset = 0;  ///< bytes up to the end of the last line
    qint64 m_settled = 0; ///< bytes up to the last blank line, or comment between events
    bool m_atStart = true;
    bool m_afterCarriageReturn = false;
    bool m_blockIsEmpty = true; ///< nothing but a blank line came since the last blank line
    bool m_eventBegun = false;  ///< a field came since the last blank line
    bool m_gaveUp = false;
};

} // namespace rivulet::wire
