// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/TextBacklog.h"

#include "stream/CharacterEnds.h"

#include <algorithm>
#include <cmath>

namespace rivulet::stream {

namespace {

using Mode = BatchSettings::Mode;
using Milliseconds = TextBacklog::Milliseconds;

/// Room on each side in which to look for a character's end: longer clusters than this may be parted.
constexpr qsizetype window = 256;

/// The units a share of `waiting` per frame comes to, when all of it is to be out by `by`.
qsizetype share(qsizetype waiting, TextBacklog::Instant now, TextBacklog::Instant by) {
    const auto left = std::chrono::ceil<Milliseconds>(by - now).count();
    const auto frames =
        std::max<qint64>(1, (left + TextBacklog::frame.count() - 1) / TextBacklog::frame.count());
    return (waiting + frames - 1) / frames;
}

} // namespace

void TextBacklog::append(QStringView text, Instant now) {
    if (text.isEmpty()) {
        return;
    }
    if (size() == 0) {
        m_oldest = now;
        m_budgetAt = now;
        m_budget = 0;
        m_releasedBy.reset();
    }
    m_newest = now;
    m_closed = false;
    for (qsizetype i = text.size(); i > 0; --i) {
        if (text.at(i - 1).isSpace()) {
            m_wordEnd = m_text.size() + i;
            break;
        }
    }
    m_text.append(text);
}

void TextBacklog::release(Instant now) {
    if (m_settings.mode != Mode::Immediate && size() > 0) {
        m_releasedBy = now + releaseSpan;
    }
    m_oldest = std::min(m_oldest, now - delay());
    m_budgetAt = now;
    m_budget = 0;
    m_owed = 0;
}

std::optional<TextBacklog::Instant> TextBacklog::due() const {
    if (size() == 0) {
        return std::nullopt;
    }
    if (isCut()) {
        return m_lastTake;
    }
    Instant when = m_oldest + delay();
    const bool waitsForNothing =
        m_settings.mode == Mode::Immediate || (m_settings.mode == Mode::Token && m_settings.delay <= frame);
    if (waitsForNothing || size() >= m_settings.size || m_releasedBy) {
        when = m_oldest;
    } else if (m_settings.mode == Mode::Character || m_closed ||
               (m_settings.mode == Mode::Word && m_wordEnd > m_offset)) {
        when = m_oldest + frame;
    }
    if (m_settings.highestRate > 0) {
        const double missing = (1.0 - m_budget) / m_settings.highestRate;
        when = std::max(when,
                        m_budgetAt + std::chrono::ceil<Milliseconds>(std::chrono::duration<double>(missing)));
    }
    if (m_lastTake) {
        when = std::max(when, *m_lastTake + frame);
    }
    if (wholeEnd() == m_offset) {
        if (m_text.back().isHighSurrogate() && size() == 1) {
            return std::nullopt;
        }
        when = std::max(when, m_newest + clusterGrace);
    }
    return when;
}

QString TextBacklog::take(Instant now) {
    const auto when = due();
    if (!when || now < *when) {
        return {};
    }
    qsizetype end = m_offset + (isCut() ? std::min(m_owed, size()) : quota(now));
    const bool waitsForWords = !m_closed && size() < m_settings.size && now < m_oldest + delay();
    if (m_settings.mode == Mode::Word && waitsForWords && m_wordEnd > m_offset) {
        end = std::min(end, m_wordEnd);
    }
    const qsizetype allowed = end;
    end = std::min(end, m_offset + mostAtOnce);
    qsizetype limit = wholeEnd();
    if (limit == m_offset || now >= m_newest + clusterGrace) {
        limit = m_text.size() - (m_text.back().isHighSurrogate() && !m_closed ? 1 : 0);
    }
    const qsizetype from = m_offset;
    const qsizetype stop = characterEnd(end, limit);
    if (m_settings.highestRate > 0) {
        m_budget -= static_cast<double>(stop - from);
    }
    m_lastTake = now;
    m_owed = end < allowed ? allowed - stop : 0;
    return takeTo(stop);
}

qsizetype TextBacklog::quota(Instant now) {
    qsizetype units = size();
    if (m_releasedBy) {
        if (now >= *m_releasedBy) {
            m_releasedBy.reset();
        } else {
            units = share(units, now, *m_releasedBy);
        }
    }
    if (m_settings.mode == Mode::Character) {
        units = std::min(units, share(size(), now, m_newest + delay()));
    }
    return m_settings.highestRate > 0 ? spend(units, now) : units;
}

qsizetype TextBacklog::spend(qsizetype units, Instant now) {
    // Time in which nothing was taken does not add up to a burst.
    const auto elapsed = std::min<Instant::duration>(now - m_budgetAt, 2 * delay() + frame);
    const double lag = std::chrono::duration<double>(longestLag).count();
    const double rate = std::max<double>(m_settings.highestRate, static_cast<double>(size()) / lag);
    // At least one unit: due() waited for it where the rate is below one a frame.
    m_budget = std::max(1.0, m_budget + rate * std::chrono::duration<double>(elapsed).count());
    m_budgetAt = now;
    return std::min(units, static_cast<qsizetype>(m_budget));
}

qsizetype TextBacklog::wholeEnd() const {
    qsizetype end = m_text.size();
    if (m_closed || end == m_offset) {
        return end;
    }
    if (m_text.back().isHighSurrogate()) {
        --end;
    }
    if (end == m_offset) {
        return end;
    }
    const QStringView waiting = QStringView(m_text).sliced(m_offset, end - m_offset);
    if (!lastCharacterMayGrow(waiting)) {
        return end;
    }
    const qsizetype least = std::max<qsizetype>(0, waiting.size() - window);
    qsizetype whole = waiting.size() - 1;
    while (whole > least && !characterEndsAt(waiting, whole)) {
        --whole;
    }
    return m_offset + whole;
}

qsizetype TextBacklog::characterEnd(qsizetype wanted, qsizetype limit) const {
    const QStringView waiting = QStringView(m_text).sliced(m_offset, limit - m_offset);
    const qsizetype near = std::clamp<qsizetype>(wanted - m_offset, 0, waiting.size());
    for (qsizetype at = near; at > 0 && near - at < window; --at) {
        if (characterEndsAt(waiting, at)) {
            return m_offset + at;
        }
    }
    qsizetype at = near + 1; // at least one character
    while (at < waiting.size() && at - near < window && !characterEndsAt(waiting, at)) {
        ++at;
    }
    return m_offset + std::min(at, waiting.size());
}

QString TextBacklog::takeTo(qsizetype end) {
    QString taken = m_text.mid(m_offset, end - m_offset);
    m_offset = end;
    m_oldest = m_newest; // of the rest, no more is known than that it came by then
    if (m_offset == m_text.size()) {
        m_text.clear();
        m_offset = 0;
        m_wordEnd = 0;
        m_owed = 0;
        m_releasedBy.reset();
    } else if (m_offset > 4096 && m_offset > m_text.size() / 2) {
        // Only once as much was taken as remains, so that moving costs no more than taking did.
        m_text.remove(0, m_offset);
        m_wordEnd = std::max<qsizetype>(0, m_wordEnd - m_offset);
        m_offset = 0;
    }
    return taken;
}

QString TextBacklog::takeSome() {
    return takeTo(size() > mostAtOnce ? characterEnd(m_offset + mostAtOnce, m_text.size()) : m_text.size());
}

QString TextBacklog::takeAll() {
    return takeTo(m_text.size());
}

} // namespace rivulet::stream
