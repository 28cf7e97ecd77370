// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "wire/FrameDecoder.h"

namespace rivulet::wire {

/// One JSON text a line, LF or CRLF terminated; blank lines are keep-alives.
class NdjsonDecoder final : public FrameDecoder {
public:
    explicit NdjsonDecoder(qsizetype limit = defaultLimit);

    [[nodiscard]] bool feed(QByteArrayView bytes, std::vector<Frame>& frames) override;
    void finish(std::vector<Frame>& frames) override;
    [[nodiscard]] qint64 keepAlives() const override { return m_keepAlives; }
    [[nodiscard]] qsizetype pendingBytes() const override;

private:
    qsizetype m_limit;
    qint64 m_keepAlives = 0;
};

} // namespace rivulet::wire
