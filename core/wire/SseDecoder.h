// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "wire/FrameDecoder.h"

namespace rivulet::wire {

/// Server-sent events by the letter of the WHATWG HTML standard, section 9.2.6.
class SseDecoder final : public FrameDecoder {
public:
    explicit SseDecoder(qsizetype limit = defaultLimit);

    [[nodiscard]] bool feed(QByteArrayView bytes, std::vector<Frame>& frames) override;
    void finish(std::vector<Frame>& frames) override;
    [[nodiscard]] qint64 keepAlives() const override { return m_keepAlives; }
    [[nodiscard]] qsizetype pendingBytes() const override;
    [[nodiscard]] qint64 reconnectionTime() const override { return m_reconnectionTime; }

private:
    qsizetype m_limit;
    qint64 m_keepAlives = 0;
    qint64 m_reconnectionTime = -1;
};

} // namespace rivulet::wire
