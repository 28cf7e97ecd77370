// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <map>

namespace rivulet::providers {

class Json;

/// One name for each item of a response, whatever its events call it: by its place where they tell one, since
/// some servers give an item another id in each event, else by its id, else it is the item that began last.
/// Private to this layer.
class OpenAiResponsesItems {
public:
    /// `event` is of the kind that brings the item itself.
    [[nodiscard]] QString nameOfBrought(const Json& event);
    /// `event` is about an item.
    [[nodiscard]] QString nameOf(const Json& event) const;

private:
    std::map<QString, QString> m_names; ///< by id
    QString m_latest;
};

} // namespace rivulet::providers
