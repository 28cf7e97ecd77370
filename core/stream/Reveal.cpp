// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/Reveal.h"

namespace rivulet::stream {

QString revealName(Reveal reveal) {
    switch (reveal) {
    case Reveal::Flowing:
        return QStringLiteral("flowing");
    case Reveal::Held:
        return QStringLiteral("held");
    case Reveal::WireHeld:
        return QStringLiteral("wire held");
    }
    return {};
}

} // namespace rivulet::stream
