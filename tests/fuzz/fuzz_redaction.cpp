// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Input.h"
#include "Law.h"

#include "domain/Redaction.h"

#include <array>

using rivulet::domain::redacted;
using rivulet::domain::redactedUtf8;
using rivulet::fuzz::Input;
using rivulet::fuzz::require;

namespace {

void holdForm(const QString& text, qsizetype limit) {
    require(text.size() <= limit, "words are bounded");
    require(text.isValidUtf16(), "no half of a surrogate pair is left");
    for (const QChar c : text) {
        require(c == u'\n' || c == u'\t' || c.category() != QChar::Other_Control,
                "no control character is left");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const QString text = input.text();
    const auto limit = static_cast<qsizetype>(input.choose(4) == 0 ? input.choose(size + 4) : 2000);
    holdForm(redacted(text, limit), limit);
    holdForm(redactedUtf8(input.bytes(), limit), limit);

    // A key in words, whatever stands around it.
    static const std::array keys{
        QStringLiteral(" sk-canary0123456789abcdef "),
        QStringLiteral(" Authorization: Bearer canary0123456789abcdef "),
        QStringLiteral(" x-api-key: canary0123456789abcdef "),
        QStringLiteral(" {\"api_key\": \"canary0123456789abcdef\"} "),
        QStringLiteral(" https://h.example/v1?a=b&key=canary0123456789abcdef "),
    };
    const auto cut = static_cast<qsizetype>(input.choose(static_cast<std::size_t>(text.size()) + 1));
    const QString& key = keys.at(input.choose(keys.size()));
    const QString around = redacted(text.first(cut) + key + text.sliced(cut), 100'000);
    require(!around.contains(QStringLiteral("0123456789abcdef")), "a key is taken out", around);
    return 0;
}
