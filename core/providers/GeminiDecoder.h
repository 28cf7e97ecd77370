// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "wire/SseDecoder.h"

namespace rivulet::providers {

/// Server-sent events, and the bare JSON that this API sends in their place when something went wrong, or
/// when a gateway forgot to ask for events: from a line that begins an object or a list, all that follows is
/// one frame. Knows framing only. Private to Gemini.cpp.
class GeminiDecoder final : public wire::FrameDecoder {
public:
    explicit GeminiDecoder(qsizetype limit = defaultLimit);

    void finish(std::vector<wire::Frame>& frames) override;
    [[nodiscard]] qint64 keepAlives() const override { return m_events.keepAlives(); }
    [[nodiscard]] qsizetype pendingBytes() const override {
        return m_events.pendingBytes() + m_bare.size() + static_cast<qsizetype>(m_line.size());
    }
    [[nodiscard]] qint64 reconnectionTime() const override { return m_events.reconnectionTime(); }

protected:
    [[nodiscard]] bool feedSlice(QByteArrayView bytes, std::vector<wire::Frame>& frames) override;

private:
    /// Hands on what came byte by byte.
    [[nodiscard]] bool passKept(std::vector<wire::Frame>& frames);
    /// Each byte to where it belongs. False: it is too much there.
    [[nodiscard]] bool pass(QByteArrayView bytes, std::vector<wire::Frame>& frames);
    /// How many of these bytes belong to events.
    [[nodiscard]] qsizetype eventBytes(QByteArrayView bytes);

    wire::SseDecoder m_events;
    qsizetype m_limit;
    QByteArray m_bare;
    bool m_isBare = false;
    bool m_atLineStart = true;
    bool m_gaveUp = false;
};

} // namespace rivulet::providers
