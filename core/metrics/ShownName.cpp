// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "metrics/ShownName.h"

namespace rivulet::metrics {

namespace {

bool isObeyed(QChar sign) {
    switch (sign.category()) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

} // namespace

QString shownName(const QString& name) {
    QString shown = name;
    for (QChar& sign : shown) {
        if (isObeyed(sign)) {
            sign = QChar::ReplacementCharacter;
        }
    }
    return shown;
}

} // namespace rivulet::metrics
