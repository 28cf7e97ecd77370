// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>

namespace rivulet::domain {

/// Takes keys, bearer tokens and `key=` query values out of text from outside (servers quote parts of
/// keys in their errors), removes control characters but newline and tab, and cuts it to `limit`
/// characters. Pure; used wherever outside words go to a log, the store or the screen as an error.
[[nodiscard]] QString redacted(QStringView text, qsizetype limit = 2000);
[[nodiscard]] QString redactedUtf8(QByteArrayView utf8, qsizetype limit = 2000);

} // namespace rivulet::domain
