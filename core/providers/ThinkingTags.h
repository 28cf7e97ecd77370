// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/StreamEvent.h"

#include <QString>

#include <vector>

namespace rivulet::providers {

/// Tells thinking from answer where a server leaves both in one text, with the thinking between tags at its
/// start. Knows the tags, wherever pieces are cut, and no protocol. Private to this layer.
class ThinkingTags {
public:
    /// What a piece of text is known to be by now; the rest is kept until more of it came.
    struct Split {
        QString thinking;
        QString text;

        /// Appends the deltas that these words are.
        void tell(std::vector<domain::StreamEvent>& events) const;
    };

    [[nodiscard]] Split read(const QString& piece);
    /// No more comes: what was kept.
    [[nodiscard]] Split finish();

    /// Where reading stands, as a text from which another object goes on.
    [[nodiscard]] QString cursor() const;
    void goOnFrom(const QString& cursor);

private:
    enum class Place {
        Start,  ///< white space so far
        Inside, ///< after an opening tag
        Behind, ///< after a closing tag: white space belongs to neither
        Answer, ///< tags are words like others from here on
    };

    void readStart(Split& split);
    void readInside(Split& split);

    Place m_place = Place::Start;
    QString m_name; ///< of the open tag
    QString m_kept;
};

} // namespace rivulet::providers
