// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "wire/FrameDecoder.h"

namespace rivulet::wire {

/// One JSON text a line, LF or CRLF terminated; blank lines are keep-alives. Knows lines, not JSON.
class NdjsonDecoder final : public FrameDecoder {
public:
    explicit NdjsonDecoder(qsizetype limit = defaultLimit);

    [[nodiscard]] bool feed(QByteArrayView bytes, std::vector<Frame>& frames) override;
    void finish(std::vector<Frame>& frames) override;
    [[nodiscard]] qint64 keepAlives() const override { return m_keepAlives; }
    [[nodiscard]] qsizetype pendingBytes() const override { return m_line.size(); }
    /// How many bytes were looked at in search of line ends: no byte twice.
    [[nodiscard]] qint64 searchedBytes() const { return m_searched; }

private:
    void takeLine(QByteArrayView line, qint64 endOffset, std::vector<Frame>& frames);

    qsizetype m_limit;
    qint64 m_keepAlives = 0;
    qint64 m_searched = 0;

    QByteArray m_line; ///< the part of an unfinished line that earlier slices brought
    qint64 m_received = 0;
    bool m_atStart = true;
    bool m_gaveUp = false;
};

} // namespace rivulet::wire
