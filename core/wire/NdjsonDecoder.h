// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "wire/FrameDecoder.h"

namespace rivulet::wire {

/// One JSON text a line, LF or CRLF terminated; blank lines are keep-alives. Knows lines, not JSON.
class NdjsonDecoder final : public FrameDecoder {
public:
    explicit NdjsonDecoder(qsizetype limit = defaultLimit);

    void finish(std::vector<Frame>& frames) override;
    [[nodiscard]] qint64 keepAlives() const override { return m_keepAlives; }
    [[nodiscard]] qsizetype pendingBytes() const override { return static_cast<qsizetype>(m_line.size()); }
    /// How many bytes were looked at in search of line ends: no byte twice.
    [[nodiscard]] qint64 searchedBytes() const { return m_searched; }

protected:
    [[nodiscard]] bool feedSlice(QByteArrayView bytes, std::vector<Frame>& frames) override;

private:
    void takeLine(QByteArrayView line, qint64 endOffset, std::vector<Frame>& frames);

    qsizetype m_limit;
    qint64 m_keepAlives = 0;
    qint64 m_searched = 0;

    bool m_atStart = true;
    bool m_gaveUp = false;
};

} // namespace rivulet::wire
