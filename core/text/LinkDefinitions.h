// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QString>
#include <QStringList>
#include <QStringView>

namespace rivulet::text {

/// The link reference definitions met so far, the first of a label wins. Knows nothing of where they are
/// used; can forget the latest ones, so that a line may be read on trial.
class LinkDefinitions {
public:
    /// Takes the definitions at the head of a paragraph and returns what follows them.
    QStringView take(QStringView paragraph);
    /// The definitions that `text` may refer to, as Markdown.
    [[nodiscard]] QString usedBy(QStringView text) const;

    [[nodiscard]] qsizetype count() const { return m_order.size(); }
    /// Forgets all but the first `count`.
    void keep(qsizetype count);

private:
    QHash<QString, QString> m_targets;
    QStringList m_order;
};

} // namespace rivulet::text
