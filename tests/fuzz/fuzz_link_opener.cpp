// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Input.h"
#include "Law.h"

#include "LinkOpener.h"

#include <QUrl>

using rivulet::app::LinkOpener;
using rivulet::fuzz::Input;
using rivulet::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Input input(data, size);
    const QString target = LinkOpener::target(input.text());
    if (target.isEmpty()) {
        return 0;
    }
    for (const QChar c : target) {
        require(c > u' ' && c < QChar(0x7f), "a target is visible ASCII", target);
    }
    const QUrl url(target, QUrl::StrictMode);
    require(url.isValid(), "a target is a link", target);
    if (!target.startsWith(u"mailto:")) {
        require(target.startsWith(u"http://") || target.startsWith(u"https://"), "web pages and letters only",
                target);
        require(!url.host().isEmpty() && url.userInfo().isEmpty(), "a host without a user", target);
        require(!url.authority(QUrl::FullyEncoded).contains(u'@'), "nothing looks like a user", target);
    } else {
        require(!target.contains(u"attach", Qt::CaseInsensitive) ||
                    !url.query(QUrl::FullyEncoded).startsWith(u"attach", Qt::CaseInsensitive),
                "no file is asked for", target);
    }
    require(LinkOpener::target(target) == target, "a target is its own target", target);
    return 0;
}
